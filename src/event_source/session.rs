//! The session: its states, and the methods that change them.

use core::time::Duration;

use super::{Cause, ConnectionError, ReadyState, Request, Step, mime, time};
use crate::{
    Decoder, Event, EventId, Input, Item, Storage, Text, TooLarge, storage::with_default_storage,
    target::from_milliseconds,
};

with_default_storage! {
    /// Runs a client's session without I/O: see [the module](super), which has an example.
    ///
    /// [`poll`](Self::poll) says what to do next, and gives the same answer until something changes. You report the outcome to
    /// one of the `handle_*` methods, which returns the error that the DOM would fire. A report that doesn't fit the state
    /// changes nothing. So a client is one flat loop:
    ///
    /// ```
    /// use std::time::{Duration, Instant};
    /// use sse_proto::{EventSource, Input, event_source::Step};
    /// # struct Response;
    /// # impl Response {
    /// #     fn status(&self) -> u16 { 200 }
    /// #     fn content_type(&self) -> Option<&str> { Some("text/event-stream") }
    /// #     fn into_body(self) -> &'static [u8] { b"data: hello\n\ndata: [DONE]\n\ndata: late\n\n" }
    /// # }
    /// # fn send<'a>(_: &str, _: impl Iterator<Item = (&'static str, sse_proto::Text<'a>)>) -> std::io::Result<Response> { Ok(Response) }
    /// # use std::io::Read;
    /// # let (url, sleep) = ("http://127.0.0.1/", |_: Duration| {});
    /// # let mut printed = 0;
    ///
    /// let mut session = EventSource::new();
    /// let mut body = None;
    /// let mut buffer = [0; 16 * 1024];
    /// let start = Instant::now();
    /// loop {
    ///     match session.poll(start.elapsed()) {
    ///         Step::Connect(request) => match send(url, request.headers()) {
    ///             Ok(response) => match session.handle_response(response.status(), response.content_type()) {
    ///                 Ok(()) => body = Some(response.into_body()),
    ///                 Err(error) => eprintln!("{error}"),
    ///             },
    ///             Err(_) => drop(session.handle_network_error()),
    ///         },
    ///         Step::Read => match body.as_mut().expect("there is one").read(&mut buffer) {
    ///             Ok(0) => drop(session.handle_end_of_body()),
    ///             Ok(read) => {
    ///                 let mut input = Input::new(&buffer[..read]);
    ///                 while let Some(event) = session.next_event(&mut input) {
    ///                     let Ok(event) = event else { continue }; // too large
    ///                     println!("{}", event.data());
    ///                     # printed += 1;
    ///                     if event.data() == "[DONE]" {
    ///                         session.close(); // Nothing comes after that, not even what is left of the input.
    ///                     }
    ///                 }
    ///             }
    ///             Err(_) => drop(session.handle_network_error()),
    ///         },
    ///         Step::Wait(time) => sleep(time),
    ///         Step::Closed => break,
    ///     }
    /// }
    /// # assert_eq!(printed, 2);
    /// ```
    ///
    /// It is a [`Decoder`] and some 40 bytes. Only the decoder's storage allocates.
    #[derive(Clone)]
    #[repr(C)]
    pub struct EventSource<S> {
        /// How long to wait, in [`State::Lost`]; the time at which the wait ends, in [`State::Waiting`].
        time: Duration,
        /// In milliseconds. Used as long as the stream has set none.
        pub(super) reconnection_time: u32,
        /// In milliseconds; `u32::MAX` for none.
        pub(super) max_reconnection_time: u32,
        /// In milliseconds; 0 for no back-off.
        pub(super) max_back_off: u32,
        /// The errors in a row, without an event between them.
        failures: u32,
        state: State,
        decoder: Decoder<S>,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The caller must send a request, or has sent it.
    Connecting,
    /// The caller reads a body.
    Open,
    /// The connection is lost, at a time that is not known until the next poll.
    Lost,
    /// The caller waits.
    Waiting,
    /// The connection has failed for good.
    Failed,
    /// The caller has closed the session.
    Closed,
}

/// The default reconnection time: 3 s, similar to that of browsers.
///
/// A session uses it until the server or [`EventSource::set_reconnection_time`] sets another one.
pub const DEFAULT_RECONNECTION_TIME: Duration = Duration::from_secs(3);

impl<S> EventSource<S> {
    /// Creates a session that is about to connect, whose decoder has this storage. Allocates nothing yet.
    #[must_use]
    #[inline]
    pub const fn with_storage(storage: S) -> Self
    where
        S: Storage,
    {
        Self::with_decoder(Decoder::with_storage(storage))
    }

    /// Creates a session that is about to connect, with a decoder of your choice. The decoder must be at the start of a stream.
    ///
    /// If the decoder has a last event ID ([`Decoder::set_last_event_id`]), the first request sends it, unlike the first
    /// request of a browser. If the decoder has a reconnection time, the session uses it.
    ///
    /// ```
    /// use std::time::Duration;
    /// use sse_proto::{Decoder, EventSource, event_id, event_source::Step};
    ///
    /// let mut decoder = Decoder::with_storage([0; 512]);
    /// decoder.set_last_event_id(event_id!("41"))?;
    /// let mut session = EventSource::with_decoder(decoder);
    /// let Step::Connect(request) = session.poll(Duration::ZERO) else { panic!() };
    /// assert_eq!(request.last_event_id(), Some("41".into()));
    /// # Ok::<(), sse_proto::TooLarge>(())
    /// ```
    #[must_use]
    #[inline(always)]
    pub const fn with_decoder(decoder: Decoder<S>) -> Self {
        Self {
            time: Duration::ZERO,
            reconnection_time: DEFAULT_RECONNECTION_TIME.as_millis() as u32,
            max_reconnection_time: u32::MAX,
            max_back_off: 0,
            failures: 0,
            state: State::Connecting,
            decoder,
        }
    }

    /// Returns the decoder, for example to call [`Decoder::is_mid_event`] before [`handle_end_of_body`].
    ///
    /// [`handle_end_of_body`]: Self::handle_end_of_body
    #[must_use]
    #[inline]
    pub const fn decoder(&self) -> &Decoder<S> {
        &self.decoder
    }

    /// Returns the ready state.
    #[must_use]
    pub const fn ready_state(&self) -> ReadyState {
        match self.state {
            State::Connecting | State::Lost | State::Waiting => ReadyState::Connecting,
            State::Open => ReadyState::Open,
            State::Failed | State::Closed => ReadyState::Closed,
        }
    }
}

impl<S: Storage> EventSource<S> {
    /// Returns the next thing to do. `now` is the time since a fixed moment of your choice.
    ///
    /// A wait begins with the first poll after the error, and ends with the first poll after its time. Otherwise polling
    /// changes nothing, so poll as often as you like, at least whenever something has happened. If the clock goes backwards, a
    /// wait takes that much longer.
    pub fn poll(&mut self, now: Duration) -> Step<'_> {
        if self.state == State::Lost {
            self.state = State::Waiting;
            self.time = time::later(now, self.time);
        }
        if self.state == State::Waiting {
            if let Some(rest) = time::until(self.time, now) {
                return Step::Wait(rest);
            }
            self.state = State::Connecting;
        }
        match self.state {
            State::Connecting => Step::Connect(Request::new(self.decoder.last_event_id())),
            State::Open => Step::Read,
            _ => Step::Closed,
        }
    }

    /// Reports a response to the session, before its body is read.
    ///
    /// `content_type` is the value of the header `Content-Type`. Join the values of several such headers with commas; without
    /// such a header, pass `None::<&str>`.
    ///
    /// If the status is 200 and the MIME type `text/event-stream`, with any parameters, the session is open, and a browser would
    /// fire `open`. Otherwise the session has failed for good, even for 204. If you take a response such as 503 for temporary,
    /// call [`handle_unavailable`](Self::handle_unavailable) instead. You follow redirects yourself.
    ///
    /// # Errors
    ///
    /// Returns [`ConnectionError`] if the status or the MIME type is another one; a browser would fire `error`. Its cause is
    /// [`Cause::OutOfTurn`] if no response can come in this state: nothing has changed, and you drop the response unread.
    pub fn handle_response(
        &mut self,
        status: u16,
        content_type: Option<impl AsRef<[u8]>>,
    ) -> Result<(), ConnectionError> {
        let is_event_stream = content_type.is_some_and(mime::is_event_stream);
        self.respond(status, is_event_stream)
    }

    fn respond(&mut self, status: u16, is_event_stream: bool) -> Result<(), ConnectionError> {
        if self.state != State::Connecting {
            return Err(ConnectionError::new(Cause::OutOfTurn, self.failures, None));
        }
        if status != 200 {
            return Err(self.fail_for(Cause::Status(status)));
        }
        if !is_event_stream {
            return Err(self.fail_for(Cause::ContentType));
        }
        self.state = State::Open;
        Ok(())
    }

    /// Reports a temporary response, such as 429 or 503, after which the session reconnects.
    ///
    /// Call it instead of [`handle_response`](Self::handle_response), which fails for good, as the standard does. Pass the time
    /// in the header `Retry-After`, if there is one. The session waits for at least that time, but for no more of it than
    /// [`set_max_reconnection_time`](Self::set_max_reconnection_time) allows.
    ///
    /// Returns the error, or `None` if no response can come in this state; then nothing changes.
    pub fn handle_unavailable(&mut self, retry_after: Option<Duration>) -> Option<ConnectionError> {
        let mut at_least = retry_after.unwrap_or_default();
        if self.max_reconnection_time != u32::MAX {
            at_least = at_least.min(from_milliseconds(self.max_reconnection_time.into()));
        }
        (self.state == State::Connecting).then(|| self.reestablish(Cause::Unavailable, at_least))
    }

    /// Reports the end of the body, after which the session reconnects.
    ///
    /// Drops an unfinished block, with its ID. Returns the error that a browser would fire, or `None` if the session is not
    /// open; then nothing changes.
    pub fn handle_end_of_body(&mut self) -> Option<ConnectionError> {
        (self.state == State::Open).then(|| self.reestablish(Cause::EndOfBody, Duration::ZERO))
    }

    /// Reports that there is no response, or that the body broke off, after which the session reconnects.
    ///
    /// Drops an unfinished block, with its ID. Returns the error that a browser would fire, or `None` if there is no request or
    /// body in this state; then nothing changes.
    pub fn handle_network_error(&mut self) -> Option<ConnectionError> {
        matches!(self.state, State::Connecting | State::Open)
            .then(|| self.reestablish(Cause::NetworkError, Duration::ZERO))
    }

    /// Fails the connection for good, because trying again is futile.
    ///
    /// Call it if, for example, the host doesn't exist, the certificate is wrong, or too many attempts have failed. Unlike after
    /// [`close`](Self::close), [`reconnect`](Self::reconnect) begins anew. Returns the error that a browser would fire, or `None` if the session is
    /// closed already.
    pub fn fail(&mut self) -> Option<ConnectionError> {
        (self.ready_state() != ReadyState::Closed).then(|| self.fail_for(Cause::Failed))
    }

    /// Connects at once: ends a wait early, gives up a body, or starts again after a failure. Does nothing after
    /// [`close`](Self::close).
    ///
    /// First drop the body that you are reading, or the request that you have sent; otherwise the session takes its response for
    /// that of the next request. Last event ID, reconnection time and the number of errors in a row stay, so back-off goes on.
    pub fn reconnect(&mut self) {
        if self.state != State::Closed {
            self.state = State::Connecting;
            self.decoder.reset();
        }
    }

    /// Closes the session for good, without an error. The rest of an input yields no more events.
    pub fn close(&mut self) {
        self.state = State::Closed;
        self.decoder.reset();
    }

    /// Returns the next event in the input, like [`Decoder::next_event`], or `None` without reading if the session is not open.
    ///
    /// # Errors
    ///
    /// Returns [`TooLarge`] if an event exceeds the limit, once for each such event. The next call goes on after it.
    #[must_use = "the event, or the news that one was too large, is reported once"]
    #[inline]
    pub fn next_event<'e, 'i: 'e>(&'e mut self, input: &mut Input<'i>) -> Option<Result<Event<'e>, TooLarge>> {
        if self.state != State::Open {
            return None;
        }
        let event = self.decoder.next_event(input)?;
        if event.is_ok() {
            self.failures = 0;
        }
        Some(event)
    }

    /// Returns the next item of the input, like [`Decoder::next_item`], or `None` without reading if the session is not open.
    ///
    /// # Errors
    ///
    /// Returns [`TooLarge`] if an event exceeds the limit, once for each such event. The next call goes on after it.
    #[must_use = "the item, or the news that an event was too large, is reported once"]
    #[inline]
    pub fn next_item<'e, 'i: 'e>(&'e mut self, input: &mut Input<'i>) -> Option<Result<Item<'e>, TooLarge>> {
        if self.state != State::Open {
            return None;
        }
        let item = self.decoder.next_item(input)?;
        if let Ok(Item::Event(_)) = item {
            self.failures = 0;
        }
        Some(item)
    }

    /// Returns the last event ID: see [`Decoder::last_event_id`].
    #[must_use]
    #[inline]
    pub fn last_event_id(&self) -> Text<'_> {
        self.decoder.last_event_id()
    }

    /// Sets the last event ID, as [`Decoder::set_last_event_id`] does, for a session that continues an earlier one.
    ///
    /// # Errors
    ///
    /// Returns [`TooLarge`] if the storage has no room for it. The last event ID then stays as it was.
    pub fn set_last_event_id(&mut self, id: EventId<'_>) -> Result<(), TooLarge> {
        self.decoder.set_last_event_id(id)
    }

    /// Returns the reconnection time, in whole milliseconds.
    ///
    /// The stream sets it; until then, it is that of [`set_reconnection_time`](Self::set_reconnection_time). It is never more
    /// than [`set_max_reconnection_time`](Self::set_max_reconnection_time) allows.
    #[must_use]
    pub fn reconnection_time(&self) -> Duration {
        from_milliseconds(self.reconnection_milliseconds())
    }

    fn reconnection_milliseconds(&self) -> u64 {
        let time = self.decoder.reconnection_milliseconds().unwrap_or(self.reconnection_time.into());
        if self.max_reconnection_time == u32::MAX { time } else { time.min(self.max_reconnection_time.into()) }
    }

    /// Implements "fail the connection".
    fn fail_for(&mut self, cause: Cause) -> ConnectionError {
        self.failures = self.failures.saturating_add(1);
        self.state = State::Failed;
        self.decoder.reset();
        ConnectionError::new(cause, self.failures, None)
    }

    /// Implements "reestablish the connection", with a wait of `at_least` this time.
    #[inline(never)]
    fn reestablish(&mut self, cause: Cause, at_least: Duration) -> ConnectionError {
        self.failures = self.failures.saturating_add(1);
        self.state = State::Lost;
        self.decoder.reset();
        self.time = from_milliseconds(self.wait()).max(at_least);
        ConnectionError::new(cause, self.failures, Some(self.time))
    }

    /// Returns how many milliseconds to wait after the failures in a row.
    fn wait(&self) -> u64 {
        let time = self.reconnection_milliseconds();
        let mut wait = time;
        for _ in 1..self.failures {
            if wait >= u64::from(self.max_back_off) {
                break;
            }
            wait = wait.max(1).saturating_add(wait.max(1)).min(self.max_back_off.into());
        }
        wait
    }
}
