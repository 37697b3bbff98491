//! A client over loopback that drops connections: hyper, and an `EventSource`, on the clock of tokio, which a test can pause.

use std::net::SocketAddr;

use http_body_util::{BodyExt, Empty};
use hyper::{
    HeaderMap, Request,
    body::{Bytes, Incoming},
    client::conn::http1,
};
use hyper_util::rt::TokioIo;
use sse_proto::{
    EventId, EventSource, Input, Item,
    event_source::{Cause, Step},
};
use tokio::{
    net::TcpStream,
    task::AbortHandle,
    time::{Duration, Instant},
};

/// The type, data and last event ID of an event.
pub type Seen = [String; 3];

/// A response that is being read. Dropping it closes the connection.
struct Response {
    body: Incoming,
    connection: AbortHandle,
}

impl Drop for Response {
    fn drop(&mut self) {
        self.connection.abort();
    }
}

/// A client, with everything that it has seen over all its connections.
pub struct Client {
    session: EventSource,
    url: (SocketAddr, &'static str),
    start: Instant,
    response: Option<Response>,
    /// The `Last-Event-ID` of each request.
    pub reported_ids: Vec<Option<String>>,
    /// The headers of the latest response.
    pub headers: HeaderMap,
    pub events: Vec<Seen>,
    /// The number of empty comments.
    pub heartbeats: usize,
    /// Why connections were lost.
    pub causes: Vec<Cause>,
    /// How many bytes of the body of the response have been read.
    pub read: usize,
    /// How many bytes of a chunk are decoded at once.
    pub piece: usize,
}

impl Client {
    pub fn new(server: SocketAddr, path: &'static str) -> Self {
        Self {
            session: EventSource::new(),
            url: (server, path),
            start: Instant::now(),
            response: None,
            reported_ids: Vec::new(),
            headers: HeaderMap::new(),
            events: Vec::new(),
            heartbeats: 0,
            causes: Vec::new(),
            read: 0,
            piece: 1,
        }
    }

    /// Makes the client one that has seen the event with this ID before.
    pub fn after(mut self, id: &str) -> Self {
        self.session.set_last_event_id(EventId::new(id).unwrap()).unwrap();
        self
    }

    /// Makes the client connect again without waiting.
    pub fn at_once(mut self) -> Self {
        self.session.set_reconnection_time(Duration::ZERO);
        self
    }

    /// Connects, reads and waits until `enough` returns `true`, which is checked after each piece. Returns `false` if the
    /// session is closed before.
    pub async fn run_until(&mut self, mut enough: impl FnMut(&Self) -> bool) -> bool {
        loop {
            match self.session.poll(self.start.elapsed()) {
                Step::Connect(request) => {
                    let headers = request.headers().map(|(name, value)| (name, value.to_string())).collect();
                    self.connect(headers).await;
                }
                Step::Read => match self.response.as_mut().unwrap().body.frame().await {
                    Some(Ok(frame)) => {
                        if self.read_chunk(&frame.into_data().unwrap(), &mut enough) {
                            return true;
                        }
                    }
                    Some(Err(_)) => self.causes.extend(self.session.handle_network_error().map(|error| error.cause())),
                    None => self.causes.extend(self.session.handle_end_of_body().map(|error| error.cause())),
                },
                Step::Wait(time) => tokio::time::sleep(time).await,
                Step::Closed => return false,
            }
        }
    }

    /// Loses the connection, and the undecoded rest of a chunk.
    pub fn drop_connection(&mut self) {
        self.response = None;
        self.session.handle_network_error();
    }

    /// Reads the response to its end. Returns whether that was an error.
    pub async fn is_cut_off(&mut self) -> bool {
        while let Some(frame) = self.response.as_mut().unwrap().body.frame().await {
            if frame.is_err() {
                return true;
            }
        }
        false
    }

    async fn connect(&mut self, headers: Vec<(&str, String)>) {
        let (server, path) = self.url;
        assert!(self.reported_ids.len() < 1000, "it comes back for ever: {:?}", self.events);
        let socket = TcpStream::connect(server).await.unwrap();
        let (mut sender, connection) = http1::handshake(TokioIo::new(socket)).await.unwrap();
        let connection = tokio::spawn(connection).abort_handle();
        let mut request = Request::get(path).header("host", server.to_string());
        let id = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("last-event-id"));
        self.reported_ids.push(id.map(|(_, id)| id.clone()));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let response = sender.send_request(request.body(Empty::<Bytes>::new()).unwrap()).await.unwrap();
        self.headers = response.headers().clone();
        let content_type = self.headers.get("content-type").map(|value| value.as_bytes().to_vec());
        let result = self.session.handle_response(response.status().as_u16(), content_type);
        self.causes.extend(result.err().map(|error| error.cause()));
        self.response = Some(Response { body: response.into_body(), connection });
        self.read = 0;
    }

    fn read_chunk(&mut self, chunk: &[u8], enough: &mut impl FnMut(&Self) -> bool) -> bool {
        for piece in chunk.chunks(self.piece) {
            let mut input = Input::new(piece);
            while let Some(item) = self.session.next_item(&mut input) {
                match item.unwrap() {
                    Item::Event(event) => self
                        .events
                        .push([event.event_type(), event.data(), event.last_event_id()].map(|text| text.to_string())),
                    Item::Comment { text: b"", end_of_line: true } => self.heartbeats += 1,
                    _ => {}
                }
            }
            self.read += piece.len();
            if enough(self) {
                return true;
            }
        }
        false
    }
}
