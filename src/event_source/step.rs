//! The next step and the ready state of a session.

use core::time::Duration;

use super::Request;

/// Says what to do next: see [`EventSource::poll`](super::EventSource::poll).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'s> {
    /// Send a request with these headers, and report the outcome with [`handle_response`], [`handle_network_error`],
    /// [`handle_unavailable`] or [`fail`]. Until you do, [`poll`](super::EventSource::poll) keeps returning this; don't send a
    /// second request while one is on its way.
    ///
    /// [`handle_response`]: super::EventSource::handle_response
    /// [`handle_network_error`]: super::EventSource::handle_network_error
    /// [`handle_unavailable`]: super::EventSource::handle_unavailable
    /// [`fail`]: super::EventSource::fail
    Connect(Request<'s>),
    /// Read the body, and pass the bytes to [`next_event`] or [`next_item`]. At its end, call [`handle_end_of_body`]; if reading
    /// fails, call [`handle_network_error`].
    ///
    /// [`next_event`]: super::EventSource::next_event
    /// [`next_item`]: super::EventSource::next_item
    /// [`handle_end_of_body`]: super::EventSource::handle_end_of_body
    /// [`handle_network_error`]: super::EventSource::handle_network_error
    Read,
    /// Wait at least this long, and poll again. Add a random time to spread the clients of a server that has gone down.
    Wait(Duration),
    /// Stop: there is nothing more to do.
    Closed,
}

/// Says whether a session is connected, with the names and numbers of the DOM's `EventSource`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum ReadyState {
    /// There is no connection yet, or it was lost and will be established again.
    Connecting = 0,
    /// There is a connection, and events are dispatched as they arrive.
    Open = 1,
    /// There is no connection, and there will be none. Only [`EventSource::reconnect`](super::EventSource::reconnect) begins
    /// anew after a failure.
    Closed = 2,
}
