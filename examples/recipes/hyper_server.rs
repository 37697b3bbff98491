//! Serves an event stream with hyper on tokio, to any number of clients.
//!
//! - hyper flushes each chunk, and `set_nodelay` sends it at once, however small it is.
//! - hyper drops the body, and the client's place with it, when the client closes the connection, or a heartbeat can't be sent.
//! - For a client that doesn't read, hyper keeps 16 chunks or `max_buf_size` bytes, 400 KiB. The feed keeps nothing for it.
//! - A request for any path gets the stream.

use core::{convert::Infallible, error::Error, future::ready, time::Duration};

use futures_util::StreamExt;
use http_body_util::{Either, Empty, StreamBody};
use hyper::{
    Request, Response, StatusCode,
    body::{Body, Bytes, Frame},
    header::HeaderValue,
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpListener, sync::watch};

use crate::{
    feed::Feed,
    feed_body::{HEADERS, feed_body},
};

/// Serves clients until the future is dropped.
pub async fn serve(listener: TcpListener, feed: watch::Receiver<Feed>) {
    loop {
        let Ok((socket, _)) = listener.accept().await else {
            // There may be too many connections. Go on with the present ones.
            tokio::time::sleep(Duration::from_secs(1)).await;
            continue;
        };
        let _ = socket.set_nodelay(true);
        let feed = feed.clone();
        let service = service_fn(move |request| ready(Ok::<_, Infallible>(respond(&request, feed.clone()))));
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(socket), service));
    }
}

/// Sends the events after the last one that the client got, and then each new event.
fn respond<B>(
    request: &Request<B>,
    feed: watch::Receiver<Feed>,
) -> Response<impl Body<Data = Bytes, Error = Box<dyn Error + Send + Sync>> + Send + use<B>> {
    let last_event_id = request.headers().get("last-event-id").map_or(&b""[..], HeaderValue::as_bytes);
    let Some(body) = feed_body(feed, last_event_id) else {
        let mut response = Response::new(Either::Left(Empty::new()));
        *response.status_mut() = StatusCode::NO_CONTENT;
        return response;
    };
    let frames = body.map(|chunk| Ok::<_, Infallible>(Frame::data(chunk.into())));
    let mut response = Response::new(Either::Right(StreamBody::new(frames)));
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
