//! Tests the proxies between a server and a client, over loopback, on a paused clock.

use std::{convert::Infallible, net::SocketAddr};

use crate::support::{client::Client, clock::on_paused_clock};
use futures_util::{StreamExt, TryStreamExt, stream, stream::BoxStream};
use http_body_util::{BodyExt, Empty, StreamBody};
use hyper::{
    Request, Response,
    body::{Bytes, Frame, Incoming},
    header::{CONTENT_LENGTH, TRANSFER_ENCODING},
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use sse_proto::{Event, encode, event_source::Cause, event_type};
use sse_proto_runtimes::{feed::Feed, filter_proxy::FilterProxy, hyper_server, proxy::with_heartbeats};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{mpsc, watch},
    time::{Duration, sleep},
};

type Chunks = BoxStream<'static, Result<Bytes, hyper::Error>>;

/// Wraps the body of a response, as a proxy does.
type Wrap = fn(Chunks) -> Chunks;

/// The proxies, and whether they filter.
const PROXIES: [(Wrap, bool); 2] = [(unchanged, false), (without_noise, true)];

const INTERVAL: Duration = Duration::from_secs(10);

fn unchanged(body: Chunks) -> Chunks {
    with_heartbeats(body, INTERVAL).boxed()
}

fn without_noise(body: Chunks) -> Chunks {
    let mut filter = FilterProxy::new(1 << 16, |event: &Event<'_>| event.event_type() != "noise");
    with_heartbeats(body.map_ok(move |chunk| Bytes::from(filter.pass(&chunk))), INTERVAL).boxed()
}

/// Runs a proxy in front of that server, and returns its address.
async fn proxy(server: SocketAddr, wrap: Wrap) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (socket, _) = listener.accept().await.unwrap();
            let service = service_fn(move |request| pass(request, server, wrap));
            tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(socket), service));
        }
    });
    address
}

async fn pass(
    request: Request<Incoming>,
    server: SocketAddr,
    wrap: Wrap,
) -> hyper::Result<Response<StreamBody<BoxStream<'static, hyper::Result<Frame<Bytes>>>>>> {
    let socket = TcpStream::connect(server).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(socket)).await?;
    tokio::spawn(connection);
    let (mut head, _) = request.into_parts();
    head.headers.insert("host", server.to_string().parse().unwrap());
    let (mut head, body) = sender.send_request(Request::from_parts(head, Empty::<Bytes>::new())).await?.into_parts();
    head.headers.remove(CONTENT_LENGTH);
    head.headers.remove(TRANSFER_ENCODING);
    let body = wrap(body.into_data_stream().boxed());
    Ok(Response::from_parts(head, StreamBody::new(body.map_ok(Frame::data).boxed())))
}

fn publish(feed: &watch::Sender<Feed>, number: u64) {
    let event_type = if number.is_multiple_of(3) { event_type!("news") } else { event_type!("noise") };
    assert!(feed.send_if_modified(|feed| feed.push(encode::Event::new().event_type(event_type), &number).is_ok()));
}

/// The client drops its connections at any byte. It resumes through the proxy, even after an event that it did not get.
#[test]
fn a_client_resumes_through_a_proxy() {
    for (wrap, filters) in PROXIES {
        for cut in [40, 41, 77, 90] {
            on_paused_clock(async {
                let (feed, receiver) = watch::channel(Feed::new(1 << 16, 100));
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                let server = listener.local_addr().unwrap();
                tokio::spawn(hyper_server::serve(listener, receiver));
                let proxy = proxy(server, wrap).await;
                let client = tokio::spawn(async move {
                    let mut client = Client::new(proxy, "/");
                    while client.run_until(|client| client.read == cut).await {
                        client.drop_connection();
                    }
                    client
                });
                for number in 101..=151 {
                    publish(&feed, number);
                    if number % 7 == 0 {
                        sleep(Duration::from_secs(12)).await;
                    }
                }
                drop(feed);
                let client = client.await.unwrap();
                let seen: Vec<[u64; 2]> =
                    client.events.iter().map(|[_, data, id]| [data, id].map(|text| text.parse().unwrap())).collect();
                let passed = (101..=151).filter(|number| !filters || number % 3 == 0);
                assert_eq!(seen, passed.map(|number| [number; 2]).collect::<Vec<_>>());
                assert_eq!(client.causes.last(), Some(&Cause::Status(204)));
                // The last event was noise.
                assert_eq!(client.reported_ids.last().unwrap().as_deref(), Some("151"));
                let is_noise = |id: &Option<String>| id.as_ref().is_some_and(|id| id.parse::<u64>().unwrap() % 3 != 0);
                assert!(client.reported_ids.iter().filter(|id| is_noise(id)).count() > 3, "{:?}", client.reported_ids);
            });
        }
    }
}

/// Starts a server whose body is the chunks that the test sends. The body ends with an error if it is dropped in the middle.
async fn scripted_server() -> (mpsc::UnboundedSender<&'static str>, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (script, chunks) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let (socket, _) = listener.accept().await.unwrap();
        let chunks = std::cell::RefCell::new(Some(chunks));
        let service = service_fn(move |_| {
            let mut chunks = chunks.take().unwrap();
            let frame = |chunk: &'static str| Ok::<_, Infallible>(Frame::data(Bytes::from(chunk)));
            let frames = stream::poll_fn(move |context| chunks.poll_recv(context).map(|chunk| chunk.map(frame)));
            let response = Response::builder().header("content-type", "text/event-stream");
            core::future::ready(response.body(StreamBody::new(frames)))
        });
        hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(socket), service).await
    });
    (script, address)
}

#[test]
fn a_silent_server_is_covered_between_events_only() {
    on_paused_clock(async {
        for (wrap, filters) in PROXIES {
            let (server, address) = scripted_server().await;
            let mut client = Client::new(proxy(address, wrap).await, "/");
            server.send("id: 1\ndata: one\n\n").unwrap();
            assert!(client.run_until(|client| client.heartbeats == 2).await);
            assert_eq!(client.events.len(), 1);

            // In the middle of an event, only a stream that is encoded anew has a place for a heartbeat.
            server.send("data: t").unwrap();
            let before = client.heartbeats;
            let silence = sleep(INTERVAL * 6 + INTERVAL / 2);
            tokio::select! {
                _ = client.run_until(|client| client.events.len() == 2) => panic!("{:?}", client.events),
                () = silence => {}
            }
            assert_eq!(client.heartbeats > before, filters);

            server.send("wo\n\n").unwrap();
            assert!(client.run_until(|client| client.events.len() == 2).await);
            let before = client.heartbeats;
            assert!(client.run_until(|client| client.heartbeats == before + 3).await);
            assert_eq!(
                client.events,
                [["message", "one", "1"], ["message", "two", "1"]].map(|event| event.map(str::to_owned))
            );

            // Events that the filter drops are silence for the client.
            let before = client.heartbeats;
            let noise = async {
                for _ in 0..12 {
                    sleep(INTERVAL / 2).await;
                    server.send("event: noise\ndata: x\n\n").unwrap();
                }
                sleep(INTERVAL / 4).await;
            };
            tokio::select! {
                _ = client.run_until(|_| false) => panic!("{:?}", client.causes),
                () = noise => {}
            }
            assert_eq!(client.heartbeats > before, filters);
        }
    });
}

/// When the client has gone, the proxy drops its connection to the server.
#[test]
fn a_client_that_vanishes_takes_the_connection_to_the_server_along() {
    on_paused_clock(async {
        let (server, address) = scripted_server().await;
        let mut client = Client::new(proxy(address, unchanged).await, "/");
        server.send("data: one\n\n").unwrap();
        assert!(client.run_until(|client| client.events.len() == 1).await);
        client.drop_connection();
        server.closed().await;
    });
}

/// A body that breaks off doesn't become one that ends.
#[test]
fn an_error_of_the_server_is_one_for_the_client() {
    on_paused_clock(async {
        for (wrap, _) in PROXIES {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let mut client = Client::new(proxy(listener.local_addr().unwrap(), wrap).await, "/");
            let server = tokio::spawn(async move {
                let (mut socket, _) = listener.accept().await.unwrap();
                let mut request = Vec::new();
                while !request.ends_with(b"\r\n\r\n") {
                    request.push(socket.read_u8().await.unwrap());
                }
                let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
                socket.write_all([head, "b\r\ndata: one\n\n\r\n"].concat().as_bytes()).await.unwrap();
            });
            assert!(client.run_until(|client| client.events.len() == 1).await);
            assert!(client.is_cut_off().await);
            server.await.unwrap();
        }
    });
}
