//! Serves an event stream with actix-web, to any number of clients.
//!
//! - `Compress` would hold events back. It leaves this response alone, because the response sets its content encoding: identity.
//! - With `h1_allow_half_closed(false)`, actix-web drops the body, and the client's place with it, when the client closes the
//!   connection; without it, when a heartbeat can't be sent.
//! - For a client that doesn't read, actix-web keeps chunks up to `h1_write_buffer_size`. The feed keeps nothing for it.
//! - A graceful stop waits for the end of the bodies, up to `shutdown_timeout`. So drop the sender of the feed first.

use core::convert::Infallible;
use std::{io::Result, net::TcpListener};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    dev::Server,
    http::header::ContentEncoding,
    web::{Bytes, Data, ServiceConfig, get},
};
use futures_util::StreamExt;
use tokio::sync::watch;

use crate::{
    feed::Feed,
    feed_body::{HEADERS, feed_body},
};

/// Returns a server that serves clients, in its own threads, while it is awaited.
pub fn serve(listener: TcpListener, feed: watch::Receiver<Feed>) -> Result<Server> {
    let server = HttpServer::new(move || App::new().configure(|config| configure(config, feed.clone())));
    Ok(server.tcp_nodelay(true).h1_allow_half_closed(false).listen(listener)?.run())
}

/// Adds the route: `App::new().configure(|config| configure(config, feed.clone()))`.
pub fn configure(config: &mut ServiceConfig, feed: watch::Receiver<Feed>) {
    config.app_data(Data::new(feed)).route("/events", get().to(events));
}

/// Sends the events after the last one that the client got, and then each new event.
async fn events(request: HttpRequest, feed: Data<watch::Receiver<Feed>>) -> HttpResponse {
    let last_event_id = request.headers().get("last-event-id").map_or(&b""[..], |id| id.as_bytes());
    let Some(body) = feed_body(watch::Receiver::clone(&feed), last_event_id) else {
        return HttpResponse::NoContent().finish();
    };
    let mut response = HttpResponse::Ok();
    for header in HEADERS {
        response.insert_header(header);
    }
    response
        .insert_header(ContentEncoding::Identity)
        .streaming(body.map(|chunk| Ok::<_, Infallible>(Bytes::from(chunk))))
}
