//! Tests the commands `event_source` and `serve`, over loopback.
//!
//! `cargo test` builds the examples before it runs this.

use std::{
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, ChildStdout, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

/// Returns the command: `target/<profile>/deps/this_test` → `target/<profile>/examples/<name>`
fn command(name: &str) -> Command {
    let mut path = env::current_exe().expect("this test is a file");
    path.pop();
    path.pop();
    path.push("examples");
    path.push(format!("{name}{}", env::consts::EXE_SUFFIX));
    assert!(path.exists(), "{} is missing: run `cargo build --examples`", path.display());
    let mut command = Command::new(path);
    for proxy in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY"] {
        command.env_remove(proxy).env_remove(proxy.to_lowercase());
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A process that ends with the test, even if the test fails.
struct Running(Child);

impl Running {
    fn start(name: &str, arguments: &[&str]) -> Self {
        Self(command(name).args(arguments).spawn().expect("the command starts"))
    }

    fn stdout(&mut self) -> BufReader<ChildStdout> {
        BufReader::new(self.0.stdout.take().expect("stdout is piped"))
    }

    /// Waits for the end of the process, but not for ever.
    #[track_caller]
    fn status(&mut self) -> i32 {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(60) {
            if let Some(status) = self.0.try_wait().expect("it can be waited for") {
                return status.code().expect("no signal has ended it");
            }
            thread::sleep(Duration::from_millis(5));
        }
        panic!("it doesn't end");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Returns the output of a command that ends by itself, and its exit status.
#[track_caller]
fn run(name: &str, arguments: &[&str]) -> (String, String, i32) {
    let mut running = Running::start(name, arguments);
    let (mut stdout, mut stderr) = (running.stdout(), running.0.stderr.take().expect("stderr is piped"));
    let errors = thread::spawn(move || {
        let mut text = String::new();
        stderr.read_to_string(&mut text).map(|_| text)
    });
    let lines = thread::spawn(move || {
        let mut text = String::new();
        stdout.read_to_string(&mut text).map(|_| text)
    });
    let status = running.status();
    let [stdout, stderr] = [lines, errors].map(|text| text.join().expect("no panic").expect("it is text"));
    (stdout, stderr, status)
}

/// Returns the output of `event_source`, and its exit status.
#[track_caller]
fn event_source(arguments: &[&str]) -> (Vec<String>, i32) {
    let (stdout, stderr, status) = run("event_source", arguments);
    assert_eq!(stderr, "");
    (stdout.lines().map(str::to_owned).collect(), status)
}

/// Returns the values of a key, in the lines that have it.
fn values(lines: &[String], key: &str) -> Vec<String> {
    let value = |line: &String| serde_json::from_str::<serde_json::Value>(line).expect("it is JSON").get(key).cloned();
    lines.iter().filter_map(value).map(|value| value.as_str().expect("it is text").to_owned()).collect()
}

fn file(text: &str) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("commands-{number}.jsonl"));
    fs::write(&path, text).expect("the file can be written");
    path
}

/// A running `serve`.
struct Server {
    address: SocketAddr,
    _running: Running,
}

impl Server {
    #[track_caller]
    fn start(options: &[&str], lines: &str) -> Self {
        let file = file(lines);
        let mut running = Running::start("serve", &[options, &[file.to_str().expect("the path is text")]].concat());
        let mut line = String::new();
        running.stdout().read_line(&mut line).expect("the line is text");
        let address = line.strip_prefix("listening on http://").expect("it listens").trim_end();
        Self { address: address.parse().expect("it is an address"), _running: running }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Returns the response to a request, byte by byte.
    #[track_caller]
    fn ask(&self, request: &[u8]) -> String {
        let mut socket = TcpStream::connect(self.address).expect("it listens");
        socket.write_all(request).expect("it takes that");
        let mut response = Vec::new();
        socket.read_to_end(&mut response).expect("it answers, and closes");
        String::from_utf8(response).expect("the response is text")
    }

    #[track_caller]
    fn drop_connections(&self) {
        let response = self.ask(b"POST /drop HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
        assert!(response.starts_with("HTTP/1.1 204 "), "{response}");
    }
}

/// Returns so many events, without IDs.
fn numbers(count: u32) -> String {
    (1..=count).map(|n| format!("{{\"data\":\"number {n}\\nof {count}\"}}\n")).collect()
}

#[track_caller]
fn assert_numbers(lines: &[String], count: u32) {
    assert_eq!(values(lines, "data"), (1..=count).map(|n| format!("number {n}\nof {count}")).collect::<Vec<_>>());
    assert_eq!(values(lines, "lastEventId"), (1..=count).map(|n| n.to_string()).collect::<Vec<_>>());
}

/// Gives these responses, one for each connection. Returns the requests.
fn answer(responses: Vec<String>) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a port");
    let url = format!("http://{}/first", listener.local_addr().expect("it has an address"));
    let answer = move |response: String| {
        let mut socket = accept(&listener);
        let request = read_request(&mut socket);
        // A client that has read enough closes the connection.
        let _ = socket.write_all(response.as_bytes());
        request
    };
    (url, thread::spawn(move || responses.into_iter().map(answer).collect()))
}

/// Waits for a connection, but not for ever.
fn accept(listener: &TcpListener) -> TcpStream {
    listener.set_nonblocking(true).expect("a socket can be that");
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(60) {
        if let Ok((socket, _)) = listener.accept() {
            socket.set_nonblocking(false).expect("a socket can be that");
            return socket;
        }
        thread::sleep(Duration::from_millis(1));
    }
    panic!("the client doesn't connect");
}

fn read_request(socket: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut length = 0;
    while !request.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        socket.read_exact(&mut byte).expect("the head is whole");
        request.extend(byte);
    }
    for line in String::from_utf8(request.clone()).expect("the head is text").to_ascii_lowercase().lines() {
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.parse().expect("it is a number");
        }
    }
    let head = request.len();
    request.resize(head + length, 0);
    socket.read_exact(&mut request[head..]).expect("the body is whole");
    String::from_utf8(request).expect("the request is text")
}

const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
const NO_CONTENT: &str = "HTTP/1.1 204 No Content\r\n\r\n";

#[test]
fn what_is_served_arrives_and_204_ends_it() {
    let server = Server::start(
        &["--retry", "1"],
        "{\"data\":\"a\\nb\"}\n\
         {\"type\":\"news\",\"data\":\" \\u2028\\u0085<\",\"id\":\"own é\"}\n\
         {\"comment\":\"nobody sees it\"}\n\
         {\"retry\":2}\n\
         {\"data\":\"\",\"comment\":\"c\"}\n",
    );
    let (lines, status) = event_source(&[&server.url("/?query")]);
    assert_eq!(
        lines,
        [
            r#"{"readyState":0}"#,
            r#"{"readyState":1}"#,
            r#"{"open":true}"#,
            r#"{"retry":1}"#,
            r#"{"type":"message","data":"a\nb","lastEventId":"1"}"#,
            r#"{"type":"news","data":" \u2028\u0085<","lastEventId":"own é"}"#,
            r#"{"retry":2}"#,
            r#"{"type":"message","data":"","lastEventId":"5"}"#,
            r#"{"readyState":0}"#,
            r#"{"error":"the body has ended","reconnectIn":2}"#,
            r#"{"readyState":2}"#,
            r#"{"error":"response with status 204","reconnectIn":null}"#,
        ]
    );
    assert_eq!(status, 0);
}

#[test]
fn a_client_begins_where_it_says() {
    let server = Server::start(&[], "{\"data\":\"a\",\"id\":\"x\"}\n{\"data\":\"b\",\"id\":\"é\"}\n{\"data\":\"c\"}\n");
    for (id, expected) in [("x", &["b", "c"][..]), ("é", &["c"]), ("", &["a", "b", "c"]), ("gone", &["a", "b", "c"])] {
        let url = server.url("/");
        let (lines, status) = event_source(&[&url, "--last-event-id", id, "--max-reconnects", "0"]);
        assert_eq!((values(&lines, "data"), status), (expected.iter().map(|&data| data.to_owned()).collect(), 1));
    }
    // There are no events after the last one.
    let (lines, status) = event_source(&[&server.url("/"), "--last-event-id", "3"]);
    assert_eq!((lines.len(), values(&lines, "data").len(), status), (3, 0, 0));
    // Nor are there any in an empty file.
    let server = Server::start(&[], "");
    assert_eq!(event_source(&[&server.url("/")]).1, 0);
}

/// Passes connections on to a server, and cuts each after some bytes: more than the first event has, and fewer than all.
fn cut(server: SocketAddr) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a port");
    let address = listener.local_addr().expect("it has an address");
    thread::spawn(move || {
        for number in 0.. {
            let (mut client, _) = listener.accept().expect("the client connects");
            let request = read_request(&mut client);
            let mut server = TcpStream::connect(server).expect("it listens");
            server.write_all(request.as_bytes()).expect("it takes that");
            for byte in BufReader::new(server).bytes().take(330 + number * 7 % 50) {
                if client.write_all(&[byte.expect("the server goes on")]).is_err() {
                    break;
                }
            }
            let _ = client.shutdown(Shutdown::Both);
        }
    });
    address
}

#[test]
fn every_event_comes_once_over_connections_that_are_cut_anywhere() {
    let server = Server::start(&["--retry", "1"], &numbers(60));
    let (lines, status) = event_source(&[&format!("http://{}/", cut(server.address))]);
    assert_numbers(&lines, 60);
    assert_eq!(status, 0);
    let cuts = values(&lines, "error").iter().filter(|error| error.starts_with("network error: ")).count();
    assert!(cuts >= 10, "{lines:?}");
}

#[test]
fn a_connection_that_the_server_drops_is_resumed() {
    let server = Server::start(&["--retry", "1", "--interval", "50"], &numbers(20));
    let mut client = Running::start("event_source", &[&server.url("/")]);
    let mut lines = Vec::new();
    for line in client.stdout().lines() {
        lines.push(line.expect("the line is text"));
        if lines.last().is_some_and(|line| line.contains("number 3\\n") || line.contains("number 9\\n")) {
            server.drop_connections();
        }
    }
    assert_eq!(client.status(), 0);
    assert_numbers(&lines, 20);
    let errors = values(&lines, "error");
    assert_eq!(errors.iter().filter(|error| error.starts_with("network error: ")).count(), 2, "{errors:?}");
    assert_eq!(lines.iter().filter(|line| *line == r#"{"open":true}"#).count(), 3);
}

#[test]
fn it_ends_after_so_many_events() {
    let server = Server::start(&["--retry", "1"], &numbers(9));
    let (lines, status) = event_source(&["--max-events", "3", &server.url("/")]);
    assert_eq!(values(&lines, "lastEventId"), ["1", "2", "3"]);
    assert_eq!((lines.last().map(String::as_str), status), (Some(r#"{"readyState":2}"#), 0));
}

#[test]
fn events_come_as_soon_as_they_are_sent() {
    let server = Server::start(&["--interval", "3600000"], &numbers(2));
    let (lines, status) = event_source(&["--max-events", "1", &server.url("/")]);
    assert_eq!((values(&lines, "lastEventId"), status), (vec!["1".to_owned()], 0));
}

#[test]
fn other_answers_are_fatal() {
    let server = Server::start(&[], &numbers(1));
    for (path, why) in [
        ("/nothing", "response with status 404"),
        ("/drop", "response with status 405"),
        ("/page", "the response is not of type text/event-stream: text/html; charset=utf-8"),
    ] {
        let (lines, status) = event_source(&[&server.url(path)]);
        let error = format!("{{\"error\":\"{why}\",\"reconnectIn\":null}}");
        assert_eq!((lines, status), (vec![r#"{"readyState":0}"#.into(), r#"{"readyState":2}"#.into(), error], 1));
    }
    let (url, _) = answer(vec!["HTTP/1.1 200 OK\r\nConnection: close\r\n\r\ndata: 1\n\n".into()]);
    let (lines, status) = event_source(&[&url]);
    assert_eq!((values(&lines, "error")[0].rsplit(": ").next(), status), (Some("there is no type"), 1));
    let gzip = HEAD.replace("\r\n\r\n", "\r\nContent-Encoding: gzip\r\n\r\n");
    let (url, _) = answer(vec![gzip]);
    let (lines, status) = event_source(&[&url]);
    assert!(values(&lines, "error")[0].ends_with(": gzip") && status == 1 && lines.len() == 3, "{lines:?}");
}

#[test]
fn it_gives_up_after_so_many_reconnections() {
    for most in 0..3 {
        let responses = vec![format!("{HEAD}retry: 1\n\ndata: 1\n\ndata: cut o"); most + 1];
        let (url, server) = answer(responses);
        let (lines, status) = event_source(&[&url, "--max-reconnects", &most.to_string()]);
        let why = "the body has ended: in the middle of an event";
        assert_eq!((values(&lines, "error"), status), (vec![why.to_owned(); most + 1], 1));
        let last = [r#"{"readyState":2}"#.to_owned(), format!("{{\"error\":\"{why}\",\"reconnectIn\":null}}")];
        assert_eq!(lines[lines.len() - 2..], last);
        assert_eq!(server.join().expect("no panic").len(), most + 1);
    }
}

#[test]
fn network_errors_have_a_reason() {
    // A port that is taken, and on which no program listens: the client's end of a connection.
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a port");
    let taken = listener.local_addr().and_then(TcpStream::connect).expect("it listens");
    let refused = format!("http://{}/", taken.local_addr().expect("it has an address"));
    let (lines, status) = event_source(&[&refused, "--max-reconnects", "0"]);
    assert!(values(&lines, "error")[0].contains("refused") && status == 1, "{lines:?}");

    // The client waits three seconds, unless the server says otherwise.
    let mut client = Running::start("event_source", &[&refused]);
    let line = client.stdout().lines().nth(1).expect("there is an error").expect("the line is text");
    assert!(line.ends_with(r#","reconnectIn":3000}"#), "{line}");

    // The client tries TLS there.
    let server = Server::start(&[], &numbers(1));
    let (lines, status) = event_source(&[&server.url("/").replace("http:", "https:"), "--max-reconnects", "0"]);
    assert!(values(&lines, "error")[0].contains("InvalidContentType") && status == 1, "{lines:?}");
}

/// The server has a certificate that the system trusts, or one that it doesn't trust.
#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "elsewhere, SSL_CERT_FILE means nothing")]
fn tls_is_spoken() {
    let rcgen::CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).expect("a certificate is made");
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(signing_key.serialize_der());
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(vec![cert.der().clone()], key.into()));
    let config = Arc::new(config.expect("the certificate is good"));
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a port");
    let url = format!("https://{}/", listener.local_addr().expect("it has an address"));
    thread::spawn(move || {
        for response in [format!("{HEAD}retry: 1\nid: 7\ndata: secret\n\n"), NO_CONTENT.into(), NO_CONTENT.into()] {
            let connection = rustls::ServerConnection::new(Arc::clone(&config)).expect("the server is configured");
            let mut stream = rustls::StreamOwned::new(connection, accept(&listener));
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                if stream.read_exact(&mut byte).is_err() {
                    return; // The client doesn't trust the certificate.
                }
                head.extend(byte);
            }
            stream.write_all(response.as_bytes()).expect("the client takes it");
            stream.conn.send_close_notify();
            stream.flush().expect("the client takes it");
        }
    });
    let client = |trusted: &str, most: &str| {
        let mut client = command("event_source");
        client.args([&url, "--max-reconnects", most]).env("SSL_CERT_FILE", file(trusted)).env_remove("SSL_CERT_DIR");
        let mut client = Running(client.spawn().expect("the command starts"));
        let lines = client.stdout().lines().map(|line| line.expect("the line is text")).collect::<Vec<_>>();
        (lines, client.status())
    };
    let (lines, status) = client(&cert.pem(), "1");
    assert_eq!((values(&lines, "data"), status), (vec!["secret".to_owned()], 0), "{lines:?}");

    let other = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).expect("a certificate is made");
    let (lines, status) = client(&other.cert.pem(), "0");
    assert!(values(&lines, "error")[0].contains("certificate") && status == 1, "{lines:?}");
}

fn redirect(status: &str, url: &str) -> String {
    format!("HTTP/1.1 {status} Elsewhere\r\nLocation: {url}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
}

#[test]
fn redirects_are_followed_anew_each_time() {
    let server = Server::start(&["--retry", "1"], &numbers(2));
    let there = redirect("301", &server.url("/"));
    let (url, first) = answer(vec![there.clone(), redirect("307", "/second"), there]);
    let (lines, status) = event_source(&[&url, "--header", "Authorization: secret"]);
    assert_numbers(&lines, 2);
    assert_eq!(status, 0);
    let requests = first.join().expect("no panic").join("").to_ascii_lowercase();
    let starts: Vec<_> = requests.lines().filter(|line| line.starts_with("get ")).collect();
    assert_eq!(starts, ["get /first http/1.1", "get /first http/1.1", "get /second http/1.1"]);
    assert_eq!(requests.matches("last-event-id: 2\r\n").count(), 2);
    assert_eq!(requests.matches("authorization: secret\r\n").count(), 2);

    // The client doesn't send a body to another URL.
    let (url, _) = answer(vec![redirect("307", &server.url("/"))]);
    let (lines, status) = event_source(&[&url, "--method", "POST"]);
    assert!(values(&lines, "error")[0].starts_with("the connection has failed: ") && status == 1, "{lines:?}");
}

#[test]
fn a_request_is_what_the_options_say() {
    let body = file("{\"stream\":true}");
    let (url, server) = answer(vec![format!("{HEAD}retry: 1\nid: 7\n\n"), NO_CONTENT.into()]);
    let (_, status) = event_source(&[
        &format!("{url}?a=b#fragment"),
        "--header",
        "Content-Type: application/json",
        "--header=X-Twice: 1",
        "--header=x-twice:2",
        "--header=Accept: text/event-stream, application/json",
        "--body",
        body.to_str().expect("the path is text"),
    ]);
    assert_eq!(status, 0);
    let requests = server.join().expect("no panic");
    for request in &requests {
        assert!(request.starts_with("POST /first?a=b HTTP/1.1\r\n"), "{request}");
        assert!(request.ends_with("\r\n\r\n{\"stream\":true}"), "{request}");
        let request = request.to_ascii_lowercase();
        for line in [
            "content-type: application/json",
            "content-length: 15",
            "x-twice: 1",
            "x-twice: 2",
            "accept: text/event-stream, application/json",
            "cache-control: no-cache",
        ] {
            assert_eq!(request.matches(&format!("\r\n{line}\r\n")).count(), 1, "{line}: {request}");
        }
        assert!(request.matches("\r\naccept:").count() == 1 && !request.contains("\r\naccept-encoding:"), "{request}");
    }
    assert!(!requests[0].to_ascii_lowercase().contains("\r\nlast-event-id:"));
    assert!(requests[1].to_ascii_lowercase().contains("\r\nlast-event-id: 7\r\n"));
}

#[test]
fn heartbeats_keep_an_idle_connection() {
    let server = Server::start(&["--retry", "1", "--interval", "2500", "--heartbeat", "100"], &numbers(2));
    let (lines, status) = event_source(&[&server.url("/"), "--idle-timeout", "1500"]);
    assert_numbers(&lines, 2);
    assert_eq!((values(&lines, "error")[0].as_str(), status), ("the body has ended", 0));

    let response = server.ask(b"GET / HTTP/1.0\r\n\r\n");
    let (_, body) = response.split_once("\r\n\r\n").expect("there is a head");
    assert!(body.matches(":\n\n").count() >= 5, "{body}");
    assert!(body.replace("\n:\n", "").ends_with("id: 2\ndata: number 2\ndata: of 2\n\n"), "{body}");

    // Without heartbeats, the connection may be dead.
    let server = Server::start(&["--interval", "60000"], &numbers(2));
    let (lines, status) = event_source(&[&server.url("/"), "--idle-timeout", "1000", "--max-reconnects", "0"]);
    assert!(values(&lines, "error")[0].starts_with("network error: timeout") && status == 1, "{lines:?}");
    assert_eq!(values(&lines, "lastEventId"), ["1"]);
}

#[test]
fn a_reader_may_see_enough() {
    let server = Server::start(&["--interval", "5"], &numbers(10_000));
    let mut client = Running::start("event_source", &[&server.url("/")]);
    let mut lines = client.stdout().lines();
    assert!(lines.nth(6).is_some());
    drop(lines);
    assert_eq!(client.status(), 0);
    let mut stderr = String::new();
    client.0.stderr.take().expect("stderr is piped").read_to_string(&mut stderr).expect("it is text");
    assert_eq!(stderr, "");
}

#[test]
fn an_event_that_is_too_large_is_reported() {
    let large = "x".repeat(17 << 20);
    let (url, _) = answer(vec![format!("{HEAD}retry: 1\n\ndata: {large}\n\ndata: small\n\n")]);
    let (lines, status) = event_source(&[&url, "--max-events", "1"]);
    assert!(lines.iter().any(|line| line.ends_with(r#","limit":16777216}"#)), "{lines:?}");
    assert_eq!((values(&lines, "data"), status), (vec!["small".to_owned()], 0));
}

#[track_caller]
fn assert_refused(name: &str, arguments: &[&str], status: i32, why: &str) {
    let (stdout, stderr, actual) = run(name, arguments);
    let case = format!("{name} {arguments:?}: {stderr}");
    assert_eq!((stdout.as_str(), actual), ("", status), "{case}");
    let line = stderr.strip_suffix('\n').expect("the message is a line");
    assert!(line.contains(why) && !line.chars().any(char::is_control), "{case}");
}

#[test]
fn wrong_options() {
    const URL: &str = "http://127.0.0.1/";
    for arguments in [
        &[][..],
        &[URL, URL],
        &[URL, "--nothing"],
        &["ftp://127.0.0.1/"],
        &["127.0.0.1"],
        &["/path"],
        &["http://"],
        &["http:// /\n"],
        &[URL, "--header", "no colon"],
        &[URL, "--header", "a b: c"],
        &[URL, "--header", ": c"],
        &[URL, "--header", "a: b\r\nc: d"],
        &[URL, "--header", "Last-Event-ID: 7"],
        &[URL, "--header", "Content-Length: 7"],
        &[URL, "--method", "get"],
        &[URL, "--method", "GET", "--body", "file"],
        &[URL, "--last-event-id", "a\nb"],
        &[URL, "--last-event-id", " a"],
        &[URL, "--max-events", "0"],
        &[URL, "--max-events", "-1"],
        &[URL, "--max-reconnects", "many"],
        &[URL, "--idle-timeout", "0"],
        &[URL, "--idle-timeout"],
    ] {
        assert_refused("event_source", arguments, 2, "(see --help)");
    }
    assert_refused("event_source", &[URL, "--body", "/no/such/file"], 2, "cannot read");

    let file = file(&numbers(1));
    let file = file.to_str().expect("the path is text");
    for arguments in [
        &[][..],
        &[file, file],
        &[file, "--nothing"],
        &[file, "--heartbeat", "0"],
        &[file, "--interval", "1s"],
        &[file, "--retry", "-1"],
        &[file, "--addr"],
    ] {
        assert_refused("serve", arguments, 2, "(see --help)");
    }
    assert_refused("serve", &["/no/such/file"], 2, "cannot read");
    let taken = TcpListener::bind("127.0.0.1:0").and_then(|listener| Ok((listener.local_addr()?, listener)));
    let (address, _taken) = taken.expect("there is a port");
    assert_refused("serve", &[file, "--addr", &address.to_string()], 2, "cannot listen");

    for name in ["event_source", "serve"] {
        let (stdout, stderr, status) = run(name, &["--help"]);
        assert!(stdout.contains("Usage: ") && stderr.is_empty() && status == 0);
        assert!(stdout.lines().all(|line| line.chars().count() <= 80), "{stdout}");
    }
}

#[test]
fn wrong_lines() {
    for (line, why) in [
        ("", "not a JSON object"),
        ("[\"a\"]", "not a JSON object"),
        ("{\"data\":1}", "expected a string"),
        ("{\"data\":null}", "null"),
        ("{\"data\":\"\"", "column"),
        ("{\"data\":\"\",\"data\":\"\"}", "duplicate"),
        ("{\"name\":\"\"}", "unknown field `name`"),
        ("{\"retry\":-1}", "retry"),
        ("{\"type\":\"a\\nb\"}", "type: U+000A at byte 1"),
        ("{\"id\":\"a\\rb\"}", "id: U+000D at byte 1"),
        ("{\"id\":\"\"}", "id: "),
        ("{\"id\":\" \"}", "id: "),
        ("{\"id\":\"1\"}", "is the ID of line 1, too"),
    ] {
        let file = file(&format!("{{\"data\":\"a\"}}\n{line}\n{{}}\n"));
        let path = file.to_str().expect("the path is text");
        assert_refused("serve", &[path], 1, "line 2: ");
        // serde_json says `invalid type` without the key.
        assert_refused("serve", &[path], 1, if why == "retry" { "invalid value" } else { why });
    }
}

/// `decode` prints the ID of the last event that had one.
#[test]
fn what_decode_prints_can_be_served() {
    let server = Server::start(
        &["--retry", "1"],
        "{\"type\":\"message\",\"data\":\"a\",\"lastEventId\":\"\"}\n\
         {\"retry\":2}\n\
         {\"type\":\"message\",\"data\":\"b\",\"lastEventId\":\"x\"}\n\
         {\"type\":\"t\",\"data\":\"c\",\"lastEventId\":\"x\"}\n\
         {\"type\":\"message\",\"data\":\"d\",\"lastEventId\":\"\"}\n",
    );
    let (lines, status) = event_source(&[&server.url("/")]);
    assert_eq!(values(&lines, "data"), ["a", "b", "c", "d"]);
    assert_eq!(values(&lines, "lastEventId"), ["1", "x", "4", "5"]);
    assert_eq!(status, 0);
}

#[test]
fn requests_that_are_none_do_no_harm() {
    let server = Server::start(&[], "{\"type\":\"</script>\",\"data\":\"a\"}\n");
    let long = format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "x".repeat(20_000));
    let many = format!("GET / HTTP/1.1\r\nHost: x\r\n{}\r\n", "X: x\r\n".repeat(100));
    for (request, status) in [
        ("\r\n\r\n \r\n", "400"),
        ("\x16\x03\x01\x02\x00\x01", "400"),
        ("GET / HTTP/1.1\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n", "400"),
        ("GET / HTTP/2.0\r\nHost: x\r\n\r\n", "505"),
        ("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n", "404"),
        ("GET * HTTP/1.1\r\nHost: x\r\n\r\n", "404"),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", "405"),
        ("get / HTTP/1.1\r\nHost: x\r\n\r\n", "405"),
        ("GET /drop HTTP/1.1\r\nHost: x\r\n\r\n", "405"),
        (&long, "431"),
        (&many, "431"),
        ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "200"),
        ("GET http://x HTTP/1.1\r\nHost: x\r\n\r\n", "200"),
        ("GET HTTP://x/page?y HTTP/1.1\r\nHost: x\r\n\r\n", "200"),
        ("GET / HTTP/1.1\r\nHost: x\r\nlast-event-id: 1\r\n\r\n", "204"),
        ("GET / HTTP/1.1\r\nHost: x\r\nLast-Event-ID: \u{e9}\r\n\r\n", "200"),
    ] {
        let response = server.ask(request.as_bytes());
        assert!(response.starts_with(&format!("HTTP/1.1 {status} ")), "{request}: {response}");
        assert!(status != "405" || response.contains("\r\nAllow: "), "{request}: {response}");
    }
    // A client goes away in the middle of its request.
    let mut socket = TcpStream::connect(server.address).expect("it listens");
    socket.write_all(b"GET / HT").expect("it takes that");
    drop(socket);

    let chunked = "Transfer-Encoding: chunked\r\n";
    let response = server.ask(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    assert!(response.contains(chunked) && response.contains("Content-Type: text/event-stream\r\n"), "{response}");
    let (_, body) = response.split_once("\r\n\r\n").expect("there is a head");
    assert_eq!(body, "20\r\nevent: </script>\nid: 1\ndata: a\n\n\r\n0\r\n\r\n");
    let response = server.ask(b"GET / HTTP/1.0\r\n\r\n");
    assert!(!response.contains(chunked) && response.ends_with("\r\n\r\nevent: </script>\nid: 1\ndata: a\n\n"));
    for path in ["/", "/page", "/nothing"] {
        let response = server.ask(format!("HEAD {path} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes());
        assert!(response.ends_with("\r\n\r\n") && response.matches("\r\n\r\n").count() == 1, "{response}");
    }
    let page = server.ask(b"GET /page HTTP/1.1\r\nHost: x\r\n\r\n");
    assert!(page.contains("Content-Type: text/html; charset=utf-8\r\n"), "{page}");
    assert!(page.contains(r#"const types = ["\u003c/script>","message"];"#), "{page}");
}
