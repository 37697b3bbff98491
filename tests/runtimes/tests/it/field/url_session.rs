//! A client in the style of `URLSession`: the framework calls a delegate with a response, with data as it comes, and at the
//! end. The decoder is a field of the delegate.

use sse_proto::{Decoder, Event, GrowingStorage, Input};

/// The delegate's answer to the framework about a response.
#[derive(Debug, PartialEq)]
enum Disposition {
    Allow,
    Cancel,
}

/// A report to the owner of the delegate.
#[derive(Debug, PartialEq)]
enum Told {
    Event(String, String),
    TooLarge(usize),
    /// The error of the framework, if any, and whether an event was lost.
    Complete(Option<&'static str>, bool),
}

/// A delegate that is used for several tasks.
struct Delegate {
    decoder: Decoder<GrowingStorage>,
    told: Vec<Told>,
    is_cancelled: bool,
}

impl Delegate {
    fn new() -> Self {
        let decoder = Decoder::with_limit(64);
        Self { decoder, told: Vec::new(), is_cancelled: false }
    }

    /// Handles a response: `urlSession(_:dataTask:didReceive:completionHandler:)`.
    fn did_receive_response(&mut self, status: u16, mime_type: Option<&str>) -> Disposition {
        self.decoder.reset();
        self.is_cancelled = false;
        // `URLResponse.mimeType` has no parameters, and is in lower case.
        if status == 200 && mime_type == Some("text/event-stream") { Disposition::Allow } else { Disposition::Cancel }
    }

    /// Handles data: `urlSession(_:dataTask:didReceive:)`.
    fn did_receive_data(&mut self, data: &[u8]) {
        let mut input = Input::new(data);
        while !self.is_cancelled {
            let Some(event) = self.decoder.next_event(&mut input) else { break };
            self.told.push(match event {
                Ok(event) => Self::read(&event, &mut self.is_cancelled),
                Err(error) => Told::TooLarge(error.limit()),
            });
        }
    }

    /// Handles an event, and may call `task.cancel()`: no event may come after that.
    fn read(event: &Event<'_>, is_cancelled: &mut bool) -> Told {
        *is_cancelled = event.data() == "[DONE]";
        Told::Event(event.event_type().to_string(), event.data().to_string())
    }

    /// Handles the end: `urlSession(_:task:didCompleteWithError:)`.
    fn did_complete(&mut self, error: Option<&'static str>) {
        self.told.push(Told::Complete(error, !self.is_cancelled && self.decoder.is_mid_event()));
    }
}

fn event(event_type: &str, data: &str) -> Told {
    Told::Event(event_type.to_owned(), data.to_owned())
}

const BODY: &[u8] =
    "\u{FEFF}id: 7\r\nevent: grüßen\r\ndata: 🙂\r\ndata: zwei\r\n\r\n:\r\n\r\ndata: drei\n\ndata: vi".as_bytes();

#[test]
fn url_session_delegate_decodes_whatever_data_it_receives() {
    for size in 1..=BODY.len() {
        let mut delegate = Delegate::new();
        assert_eq!(delegate.did_receive_response(200, Some("text/event-stream")), Disposition::Allow);
        BODY.chunks(size).for_each(|data| delegate.did_receive_data(data));
        delegate.did_complete(None);
        let expected = [event("grüßen", "🙂\nzwei"), event("message", "drei"), Told::Complete(None, true)];
        assert_eq!(delegate.told, expected, "{size} bytes at a time");
    }
}

#[test]
fn url_session_delegate_completes_with_an_error_and_goes_on_with_the_next_task() {
    let mut delegate = Delegate::new();
    delegate.did_receive_response(200, Some("text/event-stream"));
    delegate.did_receive_data(BODY);
    delegate.did_complete(Some("The network connection was lost."));
    assert_eq!(delegate.told.pop(), Some(Told::Complete(Some("The network connection was lost."), true)));
    // The next request sends this as its `Last-Event-ID`.
    assert_eq!(delegate.decoder.last_event_id(), "7");

    assert_eq!(delegate.did_receive_response(503, Some("text/html")), Disposition::Cancel);
    delegate.did_complete(Some("cancelled"));
    assert_eq!(delegate.told.pop(), Some(Told::Complete(Some("cancelled"), false)));

    delegate.told.clear();
    assert_eq!(delegate.did_receive_response(200, Some("text/event-stream")), Disposition::Allow);
    // The rest of the event before is gone, and a byte order mark is dropped again.
    delegate.did_receive_data("\u{FEFF}data: vier\n\n".as_bytes());
    delegate.did_complete(None);
    assert_eq!(delegate.told, [event("message", "vier"), Told::Complete(None, false)]);
    assert_eq!(delegate.decoder.last_event_id(), "7");
}

#[test]
fn url_session_delegate_that_cancels_in_a_callback_hears_no_more() {
    let mut delegate = Delegate::new();
    delegate.did_receive_response(200, Some("text/event-stream"));
    delegate.did_receive_data(b"data: one\n\ndata: [DONE]\n\ndata: late\n\n");
    delegate.did_receive_data(b"data: later\n\ndata: la");
    delegate.did_complete(Some("cancelled"));
    let expected = [event("message", "one"), event("message", "[DONE]"), Told::Complete(Some("cancelled"), false)];
    assert_eq!(delegate.told, expected);
}

#[test]
fn url_session_delegate_is_told_of_an_event_that_is_too_large_and_of_the_next_one() {
    let mut delegate = Delegate::new();
    delegate.did_receive_response(200, Some("text/event-stream"));
    let body = format!("data: {}\n\ndata: small\n\n", "x".repeat(100));
    body.as_bytes().chunks(9).for_each(|data| delegate.did_receive_data(data));
    assert_eq!(delegate.told, [Told::TooLarge(64), event("message", "small")]);
}
