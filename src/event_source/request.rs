//! The request of a session.

use core::iter::FusedIterator;

use crate::Text;

/// Provides the headers of the request that you send next for a session.
///
/// You provide the rest: the URL, the method, credentials and other headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request<'s> {
    last_event_id: Option<Text<'s>>,
}

impl<'s> Request<'s> {
    #[inline]
    pub(super) fn new(last_event_id: Text<'s>) -> Self {
        // A value that no header can have would be refused again and again.
        Self { last_event_id: (!last_event_id.is_empty() && last_event_id.fits_header()).then_some(last_event_id) }
    }

    /// Returns the value of the header `Last-Event-ID`. Send it as text, with U+FFFD in place of invalid UTF-8.
    ///
    /// Returns `None` if the request has no such header: because the last event ID is empty, or because no header can carry it
    /// unchanged (see [`EventId::fits_header`](crate::EventId::fits_header)). Then the server begins anew, but the session goes
    /// on.
    #[must_use]
    #[inline]
    pub const fn last_event_id(&self) -> Option<Text<'s>> {
        self.last_event_id
    }

    /// Returns the headers as pairs of name and value: `Accept`, `Cache-Control`, and perhaps `Last-Event-ID`.
    ///
    /// Write a value as text, with `{value}` or `value.to_string_lossy()`. Don't write its bytes: those of an ID need not be
    /// UTF-8.
    ///
    /// ```
    /// # use std::{fmt::Write, time::Duration};
    /// # use sse_proto::{EventSource, event_source::Step};
    /// # let mut session = EventSource::new();
    /// # let Step::Connect(request) = session.poll(Duration::ZERO) else { panic!() };
    /// let mut head = String::from("GET /events HTTP/1.1\r\nHost: example.com\r\n");
    /// for (name, value) in request.headers() {
    ///     write!(head, "{name}: {value}\r\n")?;
    /// }
    /// head.push_str("\r\n");
    /// # Ok::<(), std::fmt::Error>(())
    /// ```
    pub fn headers(&self) -> Headers<'s> {
        Headers { request: *self, next: 0 }
    }
}

/// Iterates over the headers of a request, as pairs of name and value: see [`Request::headers`].
#[derive(Clone, Debug)]
#[must_use = "headers are to be sent"]
pub struct Headers<'s> {
    request: Request<'s>,
    next: u8,
}

impl<'s> Iterator for Headers<'s> {
    type Item = (&'static str, Text<'s>);

    fn next(&mut self) -> Option<Self::Item> {
        let number = self.next;
        self.next = number.saturating_add(1);
        match number {
            0 => Some(("Accept", Text::from("text/event-stream"))),
            1 => Some(("Cache-Control", Text::from("no-cache"))),
            2 => Some(("Last-Event-ID", self.request.last_event_id?)),
            _ => None,
        }
    }
}

impl FusedIterator for Headers<'_> {}
