//! Node's `http` server.

use std::{
    io::{BufRead, BufReader, Lines},
    net::SocketAddr,
    ops::ControlFlow,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

use serde_json::{Value, json};
use sse_proto::{
    EventSource, OwnedEvent,
    event_source::{Cause, ConnectionError},
};

/// A server that ends with the test, even if the test fails.
struct Server {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    address: SocketAddr,
}

impl Server {
    fn start() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/field/server.mjs");
        let child = Command::new("node").arg(script).stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut child = child.unwrap_or_else(|error| panic!("this test needs `node`, of version 18 or later: {error}"));
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.next().expect("node has listened, or said why not on standard error").unwrap();
        Self { child, lines, address: SocketAddr::from(([127, 0, 0, 1], port.parse().unwrap())) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The server has ended by itself, unless the test failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn node_http_server_is_read_and_resumed() {
    for (lost, run) in super::CLIENTS {
        let mut server = Server::start();
        let (mut session, mut seen, mut errors) = (EventSource::new(), Vec::new(), Vec::new());
        let flow = run(
            &mut session,
            server.address,
            &mut |event| {
                seen.push(event.unwrap().into_owned());
                ControlFlow::Continue(())
            },
            &mut |error| errors.push(error),
        );
        assert!(flow.is_continue());
        let ids: Vec<_> = seen.iter().map(OwnedEvent::last_event_id).collect();
        assert_eq!(ids, ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]);
        for (event, id) in seen.iter().zip(1..) {
            assert_eq!(event.event_type(), if id % 3 == 0 { "update" } else { "message" });
            let json: Value = serde_json::from_str(event.data()).unwrap();
            assert_eq!(json, json!({"id": id, "text": "Grüße 🙂"}));
            assert_eq!(event.data().lines().count(), 4);
        }
        let causes: Vec<_> = errors.iter().map(ConnectionError::cause).collect();
        assert_eq!(causes, [lost, Cause::EndOfBody, lost, Cause::Status(204)]);

        let requests: Vec<Value> =
            server.lines.by_ref().map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
        let ids: Vec<_> = requests.iter().map(|headers| headers["last-event-id"].as_str()).collect();
        assert_eq!(ids, [None, Some("4"), Some("8"), Some("12")]);
        for headers in requests {
            assert_eq!(
                (&headers["accept"], &headers["cache-control"]),
                (&json!("text/event-stream"), &json!("no-cache"))
            );
        }
        assert!(server.child.wait().unwrap().success());
    }
}
