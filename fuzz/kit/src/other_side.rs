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
    /// Feeds each chunk to a fresh parser, ends the stream, and tells what came out.
    fn decode(&mut self, case: &Chunked) -> Reply<Answer>;

    /// Writes an event.
    fn encode(&mut self, event: &ToEncode) -> Reply<Written>;

    /// Begins afresh, so that nothing remains of what was asked before.
    fn restart(&mut self);
}

/// What comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply<T> {
    /// An answer.
    Answer(T),
    /// It says that it failed, and why.
    Error(String),
    /// It ended, or closed its output; how, and its last words.
    Crash(String),
    /// It said nothing for so long.
    Hang(Duration),
    /// What it said can't be read, and why.
    Garbage(String),
    /// It answered something that was not asked.
    WrongId(String),
    /// One of these two, and no answer behind it, so that it had to be ended.
    Lost(Box<Self>),
    /// It can't be started, and why.
    CannotStart(String),
}

impl<T> Reply<T> {
    /// The answer, if it is one.
    pub fn answer(&self) -> Option<&T> {
        match self {
            Self::Answer(answer) => Some(answer),
            _ => None,
        }
    }

    /// Whether it took the other side's process with it.
    pub fn is_fatal(&self) -> bool {
        matches!(self, Self::Crash(_) | Self::Hang(_) | Self::CannotStart(_) | Self::Lost(_))
    }

    /// In which aspect it is wrong by itself, whatever was asked.
    pub fn aspects(&self) -> Aspects {
        match self {
            Self::Answer(_) => Aspects::NONE,
            Self::Error(_) => Aspects::ERROR,
            _ => Aspects::NO_ANSWER,
        }
    }

    /// What came, in words, if it is no answer.
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
