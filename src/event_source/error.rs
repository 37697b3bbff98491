//! The error of a session: a connection has ended.

use core::{fmt, time::Duration};

/// Reports that a connection has ended or could not be established. A browser fires an `error` event then.
///
/// An event of type `error` that the server sends is an event like any other, and not reported here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct ConnectionError {
    cause: Cause,
    failures: u32,
    reconnect_in: Option<Duration>,
}

/// Says why a connection has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum Cause {
    /// The body has ended.
    EndOfBody,
    /// There was no response, or the body broke off.
    NetworkError,
    /// The caller reported the response as temporary.
    Unavailable,
    /// The response had this status, which is not 200.
    Status(u16),
    /// The MIME type of the response was not `text/event-stream`.
    ContentType,
    /// The caller said that trying again is futile.
    Failed,
    /// The caller reported a response when none could come: the session was open, waiting or closed, and still is.
    OutOfTurn,
}

impl ConnectionError {
    pub(super) const fn new(cause: Cause, failures: u32, reconnect_in: Option<Duration>) -> Self {
        Self { cause, failures, reconnect_in }
    }

    /// Returns why the connection has ended.
    #[must_use]
    pub const fn cause(&self) -> Cause {
        self.cause
    }

    /// Returns the number of errors in a row, since the last event or since the session was created.
    ///
    /// This error is included, unless it is [`Cause::OutOfTurn`]. [`reconnect`](super::EventSource::reconnect) doesn't end the
    /// row. If there are too many errors for you, [`close`](super::EventSource::close) the session.
    #[must_use]
    pub const fn failures(&self) -> u32 {
        self.failures
    }

    /// Returns how long the session waits before it reconnects, or `None` if it doesn't reconnect.
    ///
    /// Also returns `None` for [`Cause::OutOfTurn`], which changes nothing: a wait that has begun goes on.
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
            Cause::Status(status) => write!(f, "response with status {status}"),
            Cause::ContentType => f.write_str("the response is not of type text/event-stream"),
            Cause::Failed => f.write_str("the connection has failed"),
            Cause::OutOfTurn => f.write_str("response reported out of turn"),
        }
    }
}

impl core::error::Error for ConnectionError {}
