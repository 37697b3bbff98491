//! Tests the recipes for servers, over loopback, on a paused clock.

use std::net::SocketAddr;

use crate::support::{
    client::{Client, Seen},
    clock::on_paused_clock,
};
use ::actix_web::{App, dev::AppConfig};
use actix_http::HttpService;
use actix_service::{Service, ServiceFactory, map_config};
use sse_proto::{encode::Event, event_source::Cause, event_type};
use sse_proto_runtimes::{actix_web, axum, feed::Feed, hyper_server};
use tokio::{
    net::TcpListener,
    sync::watch,
    task::spawn_local,
    time::{Duration, sleep},
};

/// The recipes.
const SERVERS: [fn(TcpListener, watch::Receiver<Feed>); 3] = [
    |listener, feed| drop(spawn_local(async { ::axum::serve(listener, axum::router(feed)).await })),
    |listener, feed| drop(spawn_local(hyper_server::serve(listener, feed))),
    |listener, feed| drop(spawn_local(serve_actix_web(listener, feed))),
];

/// Does the same as each thread of `HttpServer`, whose threads have their own clocks.
async fn serve_actix_web(listener: TcpListener, feed: watch::Receiver<Feed>) {
    let app = App::new().configure(|config| actix_web::configure(config, feed));
    // On a paused clock, the time limit for a request would be over as soon as all tasks wait for the network.
    let service = HttpService::build().client_request_timeout(Duration::ZERO);
    let factory = service.h1(map_config(app, |_| AppConfig::default())).tcp();
    let service = factory.new_service(()).await.unwrap();
    loop {
        let (socket, _) = listener.accept().await.unwrap();
        spawn_local(service.call(socket));
    }
}

/// Runs a test on each of the servers, with a feed that keeps so many bytes and whose first ID is 101.
fn on_each_server(limit: usize, test: impl AsyncFn(watch::Sender<Feed>, SocketAddr)) {
    for serve in SERVERS {
        on_paused_clock(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let (sender, feed) = watch::channel(Feed::new(limit, 100));
            serve(listener, feed);
            test(sender, address).await;
        });
    }
}

fn publish(feed: &watch::Sender<Feed>, text: &str) {
    let event = Event::new().event_type(event_type!("news"));
    assert!(feed.send_if_modified(|feed| feed.push(event, &[text]).is_ok()));
}

fn news(id: usize, text: &str) -> Seen {
    ["news".to_owned(), format!("[{}]", serde_json::to_string(text).unwrap()), id.to_string()]
}

/// Three clients drop their connections at any byte, while events are published.
#[test]
fn every_client_gets_every_event_once_over_as_many_connections_as_it_takes() {
    on_each_server(1 << 16, async |feed, address| {
        let all: Vec<Seen> = (101..=140).map(|id| news(id, &format!("two\r\nlines {id}"))).collect();
        // An event has 48 bytes, so a client makes progress with a connection that begins with one.
        let clients = [48, 101, 250].map(|cut| {
            spawn_local(async move {
                let mut client = Client::new(address, "/events");
                while client.run_until(|client| client.read == cut).await {
                    client.drop_connection();
                }
                client
            })
        });
        for id in 101..=140 {
            publish(&feed, &format!("two\r\nlines {id}"));
            if id % 3 == 0 {
                sleep(Duration::from_secs(7)).await;
            }
        }
        drop(feed);
        for client in clients {
            let client = client.await.unwrap();
            assert_eq!(client.events, all);
            // The end of the stream is a separate answer.
            assert_eq!(client.causes.last(), Some(&Cause::Status(204)));
            assert_eq!(client.reported_ids[0], None);
            assert_eq!(client.reported_ids.last().unwrap().as_deref(), Some("140"));
        }
    });
}

/// actix-web's own server, on the clock of the computer.
#[test]
fn actix_web_serves_in_its_own_threads() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (feed, receiver) = watch::channel(Feed::new(1 << 16, 100));
        let server = actix_web::serve(listener, receiver).unwrap();
        let handle = server.handle();
        let server = tokio::spawn(server);
        (101..=120).for_each(|id| publish(&feed, &id.to_string()));
        drop(feed);
        let mut client = Client::new(address, "/events").at_once();
        while client.run_until(|client| client.read == 77).await {
            client.drop_connection();
        }
        assert_eq!(client.events, (101..=120).map(|id| news(id, &id.to_string())).collect::<Vec<_>>());
        assert_eq!(client.causes.last(), Some(&Cause::Status(204)));
        handle.stop(true).await;
        server.await.unwrap().unwrap();
    });
}

#[test]
fn a_silent_stream_has_heartbeats_between_events() {
    on_each_server(1 << 16, async |feed, address| {
        let mut client = Client::new(address, "/events");
        assert!(client.run_until(|client| client.heartbeats == 2).await);
        for text in ["one", "two"] {
            publish(&feed, text);
            let heartbeats = client.heartbeats;
            assert!(client.run_until(|client| client.heartbeats == heartbeats + 2).await);
        }
        assert_eq!(client.events, [news(101, "one"), news(102, "two")]);
        assert_eq!(client.reported_ids, [None]);
        for (name, value) in [
            ("content-type", "text/event-stream"),
            ("cache-control", "no-store, no-transform"),
            ("x-accel-buffering", "no"),
        ] {
            assert_eq!(client.headers.get(name).unwrap(), value);
        }
        drop(feed);
        assert!(!client.run_until(|_| false).await);
        assert_eq!(client.causes, [Cause::EndOfBody, Cause::Status(204)]);
    });
}

/// The client gets `missed`, loses its ID, and goes on with the kept events, as the recipe says.
#[test]
fn a_client_that_comes_back_too_late_is_told_that_it_has_missed_something() {
    on_each_server(200, async |feed, address| {
        publish(&feed, "one");
        let mut client = Client::new(address, "/events");
        assert!(client.run_until(|client| client.events.len() == 1).await);
        client.drop_connection();
        (0..40).for_each(|n| publish(&feed, &n.to_string()));

        assert!(client.run_until(|client| client.events.last() == Some(&news(141, "39"))).await);
        assert_eq!(client.reported_ids, [None, Some("101".to_owned())]);
        assert_eq!(client.events[..2], [news(101, "one"), missed()]);
        let kept = &client.events[2..];
        assert!((2..10).contains(&kept.len()), "{kept:?}");
        let expected: Vec<Seen> = (142 - kept.len()..=141).map(|id| news(id, &(id - 102).to_string())).collect();
        assert_eq!(kept, expected);

        // A client from before a restart is too late, too. It gets all events, as a new one does.
        let mut new = Client::new(address, "/events");
        assert!(new.run_until(|client| client.events.last() == Some(&news(141, "39"))).await);
        let mut old = Client::new(address, "/events").after("7");
        assert!(old.run_until(|client| client.events.last() == Some(&news(141, "39"))).await);
        assert_eq!(old.events, [&[missed()], &new.events[..]].concat());
    });
}

fn missed() -> Seen {
    ["missed", "", ""].map(str::to_owned)
}

/// After a restart without new events, a client with an old ID gets `missed` once, and reconnects as a new one.
#[test]
fn a_client_from_before_a_restart_begins_anew() {
    on_each_server(200, async |feed, address| {
        let mut client = Client::new(address, "/events").after("7");
        assert!(client.run_until(|client| client.heartbeats == 1).await);
        client.drop_connection();
        assert!(client.run_until(|client| client.heartbeats == 2).await);
        assert_eq!(client.events, [missed()]);
        assert_eq!(client.reported_ids, [Some("7".to_owned()), None]);
        drop(feed);
        assert!(!client.run_until(|_| false).await);
        assert_eq!(client.causes, [Cause::EndOfBody, Cause::Status(204)]);
    });
}

/// More events are published than the sockets take. The server keeps none of them for the client, so it misses some.
#[test]
fn a_client_that_does_not_read_holds_nobody_up() {
    on_each_server(1 << 20, async |feed, address| {
        let (mut slow, mut quick) = (Client::new(address, "/events"), Client::new(address, "/events"));
        (slow.piece, quick.piece) = (usize::MAX, usize::MAX);
        publish(&feed, "first");
        assert!(slow.run_until(|client| client.events.len() == 1).await);
        let large = "x".repeat(1 << 18);
        for n in 1..=40 {
            publish(&feed, &large);
            assert!(quick.run_until(|client| client.events.len() == n + 1).await);
            quick.events[n][1].clear();
        }
        publish(&feed, "last");
        assert!(quick.run_until(|client| client.events.len() == 42).await);
        let ids = |client: &Client| client.events.iter().map(|[_, _, id]| id.clone()).collect::<Vec<_>>();
        assert!(ids(&quick).into_iter().eq((101..=142).map(|id| id.to_string())));

        assert!(slow.run_until(|client| client.events.last() == Some(&news(142, "last"))).await);
        let ids = ids(&slow);
        let gap = slow.events.iter().position(|event| *event == missed()).unwrap();
        assert!(ids[..gap].iter().eq(&(101..101 + gap).map(|id| id.to_string()).collect::<Vec<_>>()));
        let kept = ids.len() - gap - 1;
        assert!(ids[gap + 1..].iter().eq(&(143 - kept..=142).map(|id| id.to_string()).collect::<Vec<_>>()));
        assert!(gap + kept < 42);
    });
}

#[test]
fn a_client_that_vanishes_leaves_nothing() {
    on_each_server(1 << 16, async |feed, address| {
        publish(&feed, "one");
        let mut clients: Vec<Client> = (0..6).map(|_| Client::new(address, "/events")).collect();
        let mut receivers = Vec::new();
        for client in &mut clients {
            assert!(client.run_until(|client| client.events.len() == 1).await);
            receivers.push(feed.receiver_count());
        }
        assert!(receivers.is_sorted_by(|before, after| before < after), "{receivers:?}");
        clients.truncate(1);
        // Some servers notice at a heartbeat, the second at the latest. An hour has many.
        for _ in 0..3600 {
            if feed.receiver_count() > receivers[0] {
                sleep(Duration::from_secs(1)).await;
            }
        }
        assert_eq!(feed.receiver_count(), receivers[0]);
    });
}
