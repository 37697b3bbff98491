//! What ends a connection.

use core::{fmt, time::Duration};

/// A connection has ended, or has not come about: what the DOM's `error` event is fired for.
///
/// The server's own errors are not here: an event of type `error` is an event, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct ConnectionError {
    cause: Cause,
    failures: u32,
    reconnect_in: Option<Duration>,
}

/// Why a connection has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum Cause {
    /// The body has ended.
    EndOfBody,
    /// There was no response, or the body has broken off.
    NetworkError,
    /// The caller took the response for a temporary one.
    Unavailable,
    /// The response had this status, which is not 200.
    Status(u16),
    /// The response was not of MIME type `text/event-stream`.
    ContentType,
    /// The caller said that trying again is futile.
    Failed,
    /// A response was reported when none could come: the session was open, waiting or closed. It still is.
    OutOfTurn,
}

impl ConnectionError {
    pub(super) const fn new(cause: Cause, failures: u32, reconnect_in: Option<Duration>) -> Self {
        Self { cause, failures, reconnect_in }
    }

    /// Why the connection has ended.
    #[must_use]
    pub const fn cause(&self) -> Cause {
        self.cause
    }

    /// How many errors there were in a row, since the last event or since the session was made. This one is included, unless it is
    /// [`Cause::OutOfTurn`]. [`reconnect`](super::EventSource::reconnect) doesn't end the row. If there are too many for you,
    /// [`close`](super::EventSource::close) the session.
    #[must_use]
    pub const fn failures(&self) -> u32 {
        self.failures
    }

    /// How long the session waits before it connects again; `None` if it doesn't. `None`, too, for [`Cause::OutOfTurn`], which
    /// changes nothing: a wait that has begun goes on.
    #[must_use]
    pub const fn reconnect_in(&self) -> Option<Duration> {
        self.reconnect_in
    }
}

impl fmt::Display for ConnectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.cause {
            Cause::EndOfBody => f.write_str("the body has ended"),
            Cause::NetworkError => f.write_str("network error"),
            Cause::Unavailable => f.write_str("temporarily unavailable"),
            Cause::Status(status) => write!(f, "the status of the response is {status}"),
            Cause::ContentType => f.write_str("the response is not of type text/event-stream"),
            Cause::Failed => f.write_str("the connection has failed"),
            Cause::OutOfTurn => f.write_str("a response when none could come"),
        }
    }
}

impl core::error::Error for ConnectionError {}
