//! A PHP script that sends pings, as in MDN's guide "Using server-sent events": a loop that prints, flushes, and goes on until
//! the client has gone or its time is up. PHP itself does not run here: the test sends what such a script would.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    ops::ControlFlow,
    thread::{self, JoinHandle},
};

use sse_proto::{
    EventSource,
    event_source::{Cause, ConnectionError},
};

/// What one run of the script read and sent.
struct Run {
    /// The head of the request.
    head: String,
    /// The type and the data of the events that were sent completely.
    sent: Vec<(String, String)>,
}

/// Runs the script for so many connections, for so many ticks each.
fn serve(connections: usize, ticks: usize) -> (SocketAddr, JoinHandle<Vec<Run>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let script = move |connection: usize| {
        let (mut socket, _) = listener.accept().unwrap();
        socket.set_nodelay(true).unwrap();
        let head = read_head(&mut socket);
        let (mut sent, mut counter) = (Vec::new(), 1 + connection);
        let headers =
            "X-Accel-Buffering: no\r\nCache-Control: no-cache\r\nContent-Type: text/event-stream;charset=UTF-8\r\n";
        let mut echo = |text: &str| socket.write_all(text.as_bytes()).is_ok();
        let mut is_connected = echo(&format!("HTTP/1.0 200 OK\r\nX-Powered-By: PHP/8.4\r\n{headers}\r\n"));
        for tick in 0..ticks {
            let date = format!("2026-11-26T10:{connection:02}:{tick:02}+0000");
            is_connected &= echo("event: ping\n") && echo(&format!("data: {{\"time\": \"{date}\"}}")) && echo("\n\n");
            if is_connected {
                sent.push(("ping".to_owned(), format!("{{\"time\": \"{date}\"}}")));
            }
            counter -= 1;
            if counter == 0 {
                is_connected &= echo("data: This is a message at time ") && echo(&date) && echo("\n\n");
                if is_connected {
                    sent.push(("message".to_owned(), format!("This is a message at time {date}")));
                }
                // A possible result of `rand(1, 10)`.
                counter = 1 + (tick * 7 + connection) % 10;
            }
            if !is_connected {
                break;
            }
        }
        // The script's time is up in the middle of a ping.
        let _ = echo("event: ping\n") && echo("data: {\"time\": ");
        Run { head, sent }
    };
    (address, thread::spawn(move || (0..connections).map(script).collect()))
}

fn read_head(socket: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        socket.read_exact(&mut byte).unwrap();
        head.extend(byte);
    }
    String::from_utf8(head).unwrap()
}

#[test]
fn php_ping_script_is_read_until_the_client_has_seen_enough() {
    for (_, run) in super::CLIENTS {
        let (address, server) = serve(3, 30);
        let (mut session, mut seen, mut errors) = (EventSource::new(), Vec::new(), Vec::new());
        // The script sets no reconnection time, so the client chooses one.
        session.set_reconnection_time(std::time::Duration::from_millis(1));
        let flow = run(
            &mut session,
            address,
            &mut |event| {
                let event = event.unwrap();
                assert_eq!((event.id(), event.last_event_id()), (None, "".into()));
                seen.push((event.event_type().to_string(), event.data().to_string()));
                let pings = seen.iter().filter(|(event_type, _)| event_type == "ping").count();
                // This is after ten pings of the third connection.
                if pings == 70 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
            &mut |error| errors.push(error),
        );
        assert!(flow.is_break());
        let causes: Vec<_> = errors.iter().map(ConnectionError::cause).collect();
        assert_eq!(causes, [Cause::EndOfBody; 2]);
        let (heads, sent): (Vec<_>, Vec<_>) =
            server.join().unwrap().into_iter().map(|run| (run.head, run.sent)).unzip();
        let sent = sent.concat();
        assert_eq!(seen, sent[..seen.len()]);
        assert!(sent.iter().any(|(event_type, _)| event_type == "message"));
        // Without IDs, there is no event to resume after.
        assert!(heads.iter().all(|head| !head.to_lowercase().contains("last-event-id")), "{heads:?}");
    }
}
