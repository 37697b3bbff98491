//! An HTTP server over loopback that gives scripted responses, one for each connection, and mistreats its clients.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    thread::{self, JoinHandle},
};

/// How the server mistreats a response: the sizes of its chunks, and of its writes.
pub const CUTS: [(usize, usize); 6] = [(1, 1), (1, 1000), (2, 3), (7, 5), (64, 7), (1000, 1000)];

/// Says what follows the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The end of a body in the client's version of HTTP.
    Regular,
    /// A lost connection.
    Lost,
    /// Nothing, until the client has gone.
    Held,
}

/// One response. A client of HTTP/1.1 gets the body in chunks, and one of HTTP/1.0 gets it as it is.
#[derive(Clone, Debug)]
pub struct Response {
    status: &'static str,
    content_type: &'static str,
    body: Vec<u8>,
    chunk: usize,
    write: usize,
    end: End,
    /// These bytes are sent in place of everything else.
    raw: Option<&'static [u8]>,
}

impl Response {
    /// Creates an event stream, in one chunk and one write.
    pub fn new(body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        Self {
            status: "200 OK",
            content_type: "text/event-stream",
            body,
            chunk: usize::MAX,
            write: usize::MAX,
            end: End::Regular,
            raw: None,
        }
    }

    /// Creates a response of any bytes, after which the connection is closed.
    pub fn raw(bytes: &'static [u8]) -> Self {
        Self { raw: Some(bytes), ..Self::new("") }
    }

    /// Creates "204 No Content", which ends a session for good.
    pub fn no_content() -> Self {
        Self::new("").with_status("204 No Content")
    }

    /// Sets the code and the reason, such as "404 Not Found".
    pub fn with_status(self, status: &'static str) -> Self {
        Self { status, ..self }
    }

    pub fn with_content_type(self, content_type: &'static str) -> Self {
        Self { content_type, ..self }
    }

    /// Sets how many bytes of the body each chunk of the transfer coding has, and how many bytes each write has.
    pub fn split(self, (chunk, write): (usize, usize)) -> Self {
        Self { chunk, write, ..self }
    }

    /// Loses the connection after the body. With HTTP/1.0, that is the end of the body.
    pub fn cut_off(self) -> Self {
        Self { end: End::Lost, ..self }
    }

    /// Keeps the connection open after the body, until the client has gone.
    pub fn held(self) -> Self {
        Self { end: End::Held, ..self }
    }

    fn to_bytes(&self, version: &str) -> Vec<u8> {
        if let Some(bytes) = self.raw {
            return bytes.to_vec();
        }
        let mut bytes = format!("{version} {}\r\nConnection: close\r\n", self.status).into_bytes();
        if self.status.starts_with("204") {
            bytes.extend(b"\r\n");
            return bytes;
        }
        bytes.extend(format!("Content-Type: {}\r\n", self.content_type).as_bytes());
        if version == "HTTP/1.0" {
            bytes.extend([b"\r\n", &self.body[..]].concat());
            return bytes;
        }
        bytes.extend(b"Transfer-Encoding: chunked\r\n\r\n");
        for chunk in self.body.chunks(self.chunk) {
            bytes.extend(format!("{:x}\r\n", chunk.len()).as_bytes());
            bytes.extend([chunk, b"\r\n"].concat());
        }
        if self.end == End::Regular {
            bytes.extend(b"0\r\n\r\n");
        }
        bytes
    }
}

/// A request that the server got.
#[derive(Debug)]
pub struct Request {
    /// The first line and the headers, as they came.
    pub head: String,
    pub body: Vec<u8>,
}

impl Request {
    fn read(socket: &TcpStream) -> Self {
        let mut reader = BufReader::new(socket);
        let mut request = Self { head: String::new(), body: Vec::new() };
        while !request.head.ends_with("\r\n\r\n") {
            assert!(reader.read_line(&mut request.head).unwrap() > 0, "the client has gone: {}", request.head);
        }
        // Read everything: a connection that is closed with unread bytes is reset, and the client might lose the response.
        let len = request.header("Content-Length").map_or(0, |len| len.parse().unwrap());
        request.body.resize(len, 0);
        reader.read_exact(&mut request.body).unwrap();
        request
    }

    /// Returns the values of the headers of that name, in upper or lower case.
    pub fn headers(&self, name: &str) -> impl Iterator<Item = &str> {
        let fields = self.head.lines().filter_map(|line| line.split_once(':'));
        fields.filter(move |(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    /// Returns the value of the first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers(name).next()
    }

    /// Returns the version of HTTP.
    pub fn version(&self) -> &'static str {
        if self.head.contains(" HTTP/1.0\r\n") { "HTTP/1.0" } else { "HTTP/1.1" }
    }

    /// Returns the ID after which the client wants to go on.
    pub fn last_event_id(&self) -> Option<&str> {
        self.header("Last-Event-ID")
    }
}

/// A server that ends after its last response.
#[derive(Debug)]
pub struct Server {
    pub address: SocketAddr,
    requests: JoinHandle<Vec<Request>>,
}

impl Server {
    pub fn start(responses: Vec<Response>) -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").unwrap(), responses)
    }

    pub fn on(listener: TcpListener, responses: Vec<Response>) -> Self {
        let address = listener.local_addr().unwrap();
        let answer = move |response: Response| {
            let (mut socket, _) = listener.accept().unwrap();
            socket.set_nodelay(true).unwrap();
            let request = Request::read(&socket);
            for bytes in response.to_bytes(request.version()).chunks(response.write) {
                if socket.write_all(bytes).is_err() {
                    break; // The client has seen enough.
                }
            }
            if response.end == End::Held {
                // The client may close the connection properly or not.
                let _ = socket.read(&mut [0]);
            }
            request
        };
        Self { address, requests: thread::spawn(move || responses.into_iter().map(answer).collect()) }
    }

    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Returns the requests, after the last response.
    pub fn requests(self) -> Vec<Request> {
        self.requests.join().unwrap()
    }
}
