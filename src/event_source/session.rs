//! The session: a ready state, and what changes it.

use core::time::Duration;

use super::{Cause, ConnectionError, ReadyState, Request, Step, mime, time};
use crate::{
    Decoder, Event, EventId, Input, Item, Storage, Text, TooLarge, storage::with_default_storage,
    target::from_milliseconds,
};

with_default_storage! {
    /// A client's session, without I/O: see [the module](super), which has an example.
    ///
    /// [`poll`](Self::poll) says what to do, and says the same as often as it is asked. You tell one of the `handle_*` methods
    /// what came of it, and it returns what the DOM would fire. News that comes in a state where it can't happen changes nothing.
    /// So one flat loop is a client:
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
    /// It is a [`Decoder`] and some 40 bytes. It allocates nothing but what the decoder's storage does.
    #[derive(Clone)]
    #[repr(C)]
    pub struct EventSource<S> {
        /// How long to wait, in [`State::Lost`]; until when, in [`State::Waiting`].
        time: Duration,
        /// In milliseconds, as long as the stream has set none.
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
    /// A request is to be sent, or on its way.
    Connecting,
    /// A body is being read.
    Open,
    /// The connection is lost, and when that was is not known yet.
    Lost,
    /// The wait has begun.
    Waiting,
    /// The connection has failed for good.
    Failed,
    /// The caller has closed the session.
    Closed,
}

#[cfg(feature = "alloc")]
#[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
impl EventSource<crate::GrowingStorage> {
    /// A session that is about to connect, with a decoder as [`Decoder::new`] makes it. Allocates nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self::with_decoder(Decoder::new())
    }
}

#[cfg(feature = "alloc")]
impl Default for EventSource<crate::GrowingStorage> {
    fn default() -> Self {
        Self::new()
    }
}

/// How long a session waits before it reconnects, unless the server or [`EventSource::set_reconnection_time`] says otherwise:
/// 3 s, about as long as browsers do.
pub const DEFAULT_RECONNECTION_TIME: Duration = Duration::from_secs(3);

impl<S> EventSource<S> {
    /// A session that is about to connect, whose decoder has this storage.
    #[must_use]
    #[inline]
    pub const fn with_storage(storage: S) -> Self
    where
        S: Storage,
    {
        Self::with_decoder(Decoder::with_storage(storage))
    }

    /// A session that is about to connect, with a decoder of your choice, which is at the start of a stream.
    ///
    /// If the decoder has a last event ID ([`Decoder::set_last_event_id`]), the first request has it, too, which a browser's
    /// never does. If it has a reconnection time, that holds.
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

    /// The decoder: what it knows of the stream, such as [`Decoder::is_mid_event`] before [`handle_end_of_body`] is called.
    ///
    /// [`handle_end_of_body`]: Self::handle_end_of_body
    #[must_use]
    #[inline]
    pub const fn decoder(&self) -> &Decoder<S> {
        &self.decoder
    }

    /// The ready state.
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
    /// Returns what to do next. `now` is the time since a moment of your choice, the same each time.
    ///
    /// Polling changes nothing, but that a wait begins with the first poll after the error, and is over at the first poll after
    /// its time. So poll as often as you like, and whenever something has happened. If the clock goes backwards, a wait takes so
    /// much longer.
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

    /// There is a response, whose body has not been read yet. `content_type` is the value of its `Content-Type` header; several
    /// of these are joined with commas.
    ///
    /// If there is no such header, pass `None::<&str>`.
    ///
    /// If its status is 200 and its MIME type `text/event-stream`, whatever its parameters, the session is open, which is when a
    /// browser fires `open`. If not, it has failed for good, 204 included. (If you take a response for a temporary one, such as
    /// 503, call [`handle_unavailable`](Self::handle_unavailable) instead.) Redirects are yours.
    ///
    /// # Errors
    ///
    /// Returns [`ConnectionError`] if the status or the MIME type is another one, which is when a browser fires `error`. In a state
    /// where no response can come, its cause is [`Cause::OutOfTurn`]: nothing has changed, and you drop the response unread.
    pub fn handle_response(
        &mut self,
        status: u16,
        content_type: Option<impl AsRef<[u8]>>,
    ) -> Result<(), ConnectionError> {
        let is_event_stream = content_type.is_some_and(|content_type| mime::is_event_stream(content_type.as_ref()));
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

    /// There is a response that says to try again later: the connection is to be established again. That goes beyond the standard,
    /// which fails for good. Call it in place of [`handle_response`](Self::handle_response), for statuses such as 429 and 503.
    ///
    /// The wait takes at least `retry_after`. That is what the header `Retry-After` says, in seconds or as a date, if the response
    /// has it; of it, too, the server is granted no more than [`set_max_reconnection_time`](Self::set_max_reconnection_time) says.
    ///
    /// Returns the error, or `None` in a state where no response can come, where nothing changes.
    pub fn handle_unavailable(&mut self, retry_after: Option<Duration>) -> Option<ConnectionError> {
        let mut at_least = retry_after.unwrap_or_default();
        if self.max_reconnection_time != u32::MAX {
            at_least = at_least.min(from_milliseconds(self.max_reconnection_time.into()));
        }
        (self.state == State::Connecting).then(|| self.reestablish(Cause::Unavailable, at_least))
    }

    /// The body has ended: the connection is to be established again.
    ///
    /// What has been read of a block is dropped, with its ID. Returns the error that a browser would fire, or `None` if no body
    /// was being read, where nothing changes.
    pub fn handle_end_of_body(&mut self) -> Option<ConnectionError> {
        (self.state == State::Open).then(|| self.reestablish(Cause::EndOfBody, Duration::ZERO))
    }

    /// There is no response, or the body has broken off: the connection is to be established again.
    ///
    /// What has been read of a block is dropped, with its ID. Returns the error that a browser would fire, or `None` in a state
    /// where this can't happen, where nothing changes.
    pub fn handle_network_error(&mut self) -> Option<ConnectionError> {
        matches!(self.state, State::Connecting | State::Open)
            .then(|| self.reestablish(Cause::NetworkError, Duration::ZERO))
    }

    /// Fails the connection for good, because trying again is futile: the host doesn't exist, the certificate is wrong, or too
    /// many tries were in vain. Only [`reconnect`](Self::reconnect) begins anew.
    ///
    /// Returns the error that a browser would fire, or `None` if the session is closed already.
    pub fn fail(&mut self) -> Option<ConnectionError> {
        (self.ready_state() != ReadyState::Closed).then(|| self.fail_for(Cause::Failed))
    }

    /// Connects at once: ends a wait early, gives up a body, or starts again after a failure. Does nothing after
    /// [`close`](Self::close).
    ///
    /// Drop the body that you are reading, or the request that is on its way: the session would take its response for that of the
    /// next request. Last event ID, reconnection time and the count of errors in a row stay, so back-off goes on where it was.
    pub fn reconnect(&mut self) {
        if self.state != State::Closed {
            self.state = State::Connecting;
            self.decoder.reset();
        }
    }

    /// Closes the session: silently, finally, and at once. Not even events that have been read already are returned after that.
    pub fn close(&mut self) {
        self.state = State::Closed;
        self.decoder.reset();
    }

    /// Returns the next event in the input, as [`Decoder::next_event`] does; `None` also if the session is not open, and then
    /// nothing is read.
    ///
    /// # Errors
    ///
    /// Returns [`TooLarge`] if an event was too large, once for each. The next call goes on after it.
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

    /// Returns the next thing that the input says, as [`Decoder::next_item`] does; `None` also if the session is not open, and
    /// then nothing is read.
    ///
    /// # Errors
    ///
    /// Returns [`TooLarge`] if an event was too large, once for each. The next call goes on after it.
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

    /// The last event ID: see [`Decoder::last_event_id`].
    #[must_use]
    #[inline]
    pub fn last_event_id(&self) -> Text<'_> {
        self.decoder.last_event_id()
    }

    /// Sets the last event ID, as [`Decoder::set_last_event_id`] does: for a session that goes on where an earlier one stopped.
    ///
    /// # Errors
    ///
    /// Returns [`TooLarge`] if there is no room for it; it then stays what it was.
    pub fn set_last_event_id(&mut self, id: EventId<'_>) -> Result<(), TooLarge> {
        self.decoder.set_last_event_id(id)
    }

    /// The reconnection time: what the stream last set, or else what [`set_reconnection_time`](Self::set_reconnection_time)
    /// did, and no more than [`set_max_reconnection_time`](Self::set_max_reconnection_time) grants.
    #[must_use]
    pub fn reconnection_time(&self) -> Duration {
        from_milliseconds(self.reconnection_milliseconds())
    }

    fn reconnection_milliseconds(&self) -> u64 {
        let time = self.decoder.reconnection_milliseconds().unwrap_or(self.reconnection_time.into());
        if self.max_reconnection_time == u32::MAX { time } else { time.min(self.max_reconnection_time.into()) }
    }

    /// "Fail the connection".
    fn fail_for(&mut self, cause: Cause) -> ConnectionError {
        self.failures = self.failures.saturating_add(1);
        self.state = State::Failed;
        self.decoder.reset();
        ConnectionError::new(cause, self.failures, None)
    }

    /// "Reestablish the connection", after `at_least` so long.
    #[inline(never)]
    fn reestablish(&mut self, cause: Cause, at_least: Duration) -> ConnectionError {
        self.failures = self.failures.saturating_add(1);
        self.state = State::Lost;
        self.decoder.reset();
        self.time = from_milliseconds(self.wait()).max(at_least);
        ConnectionError::new(cause, self.failures, Some(self.time))
    }

    /// How many milliseconds to wait after so many failures in a row.
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
