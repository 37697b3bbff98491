//! Where a session stands.

use core::time::Duration;

use super::Request;

/// What to do next: see [`EventSource::poll`](super::EventSource::poll).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'s> {
    /// Send a request, with these headers, and tell the session what came of it: [`handle_response`], or
    /// [`handle_network_error`], or [`handle_unavailable`], or [`fail`]. Until you do, [`poll`](super::EventSource::poll) goes on saying
    /// this; don't send a second request while one is on its way.
    ///
    /// [`handle_response`]: super::EventSource::handle_response
    /// [`handle_network_error`]: super::EventSource::handle_network_error
    /// [`handle_unavailable`]: super::EventSource::handle_unavailable
    /// [`fail`]: super::EventSource::fail
    Connect(Request<'s>),
    /// Read the body, and pass what has been read to [`next_event`] or [`next_item`]. At its end, call [`handle_end_of_body`]; if
    /// reading fails, [`handle_network_error`].
    ///
    /// [`next_event`]: super::EventSource::next_event
    /// [`next_item`]: super::EventSource::next_item
    /// [`handle_end_of_body`]: super::EventSource::handle_end_of_body
    /// [`handle_network_error`]: super::EventSource::handle_network_error
    Read,
    /// Wait at least so long, and poll again. You may wait longer: a random time more spreads the clients of a server that has
    /// gone down.
    Wait(Duration),
    /// There is nothing more to do.
    Closed,
}

/// The ready state of the DOM's `EventSource`, with its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum ReadyState {
    /// The connection is being established, or was lost and will be.
    Connecting = 0,
    /// There is a connection, and events are dispatched as they come.
    Open = 1,
    /// There is no connection, and there will be none. (After a failure, [`EventSource::reconnect`](super::EventSource::reconnect) begins anew.)
    Closed = 2,
}
