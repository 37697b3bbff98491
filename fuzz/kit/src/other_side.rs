//! The implementation that is tested.

use core::time::Duration;

use crate::{
    answer::Answer,
    aspects::Aspects,
    chunked::Chunked,
    encoder::{ToEncode, Written},
    notation::quoted,
};

/// An implementation that can be asked.
pub trait OtherSide {
    /// Feeds each chunk to a fresh parser, ends the stream, and returns the results.
    fn decode(&mut self, case: &Chunked) -> Reply<Answer>;

    /// Writes an event.
    fn encode(&mut self, event: &ToEncode) -> Reply<Written>;

    /// Starts afresh, so that nothing remains of earlier questions.
    fn restart(&mut self);
}

/// The reply of the other side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply<T> {
    /// An answer.
    Answer(T),
    /// The other side reports a failure, with its reason.
    Error(String),
    /// The other side ended, or closed its output: how, and its last words.
    Crash(String),
    /// The other side was silent for so long.
    Hang(Duration),
    /// The answer can't be read, for this reason.
    Garbage(String),
    /// The other side answered a question that was not asked.
    WrongId(String),
    /// One of the last two, and no answer after it, so that the kit had to end the other side.
    Lost(Box<Self>),
    /// The other side can't be started, for this reason.
    CannotStart(String),
}

impl<T> Reply<T> {
    /// Returns the answer, if it is one.
    pub fn answer(&self) -> Option<&T> {
        match self {
            Self::Answer(answer) => Some(answer),
            _ => None,
        }
    }

    /// Returns whether the other side's process ended with it.
    pub fn is_fatal(&self) -> bool {
        matches!(self, Self::Crash(_) | Self::Hang(_) | Self::CannotStart(_) | Self::Lost(_))
    }

    /// Returns the aspect in which it is wrong by itself, for any question.
    pub fn aspects(&self) -> Aspects {
        match self {
            Self::Answer(_) => Aspects::NONE,
            Self::Error(_) => Aspects::ERROR,
            _ => Aspects::NO_ANSWER,
        }
    }

    /// Returns the reply in words, if it is no answer.
    pub fn failure(&self) -> Option<String> {
        Some(match self {
            Self::Answer(_) => return None,
            Self::Error(why) => format!("an error: {}", quoted(why)),
            Self::Crash(how) => format!("a crash: {how}"),
            Self::Hang(after) => format!("a hang: no answer within {} s", after.as_secs_f32()),
            Self::Garbage(why) => format!("garbage: {why}"),
            Self::WrongId(what) => format!("a wrong id: {what}"),
            Self::Lost(what) => return what.failure(),
            Self::CannotStart(why) => format!("no start: {why}"),
        })
    }
}
