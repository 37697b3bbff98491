//! An event stream served by actix-web, to as many clients as connect.
//!
//! - Leave the route out of `Compress`, which holds events back. Here the response says that it has been encoded already, so
//!   that `Compress` passes it on.
//! - actix-web drops the body, and with it the client's place, when the connection is closed. It may find that out only when it
//!   writes: at a heartbeat.
//! - A graceful stop waits for the end of the bodies, up to `HttpServer::shutdown_timeout`. So drop the sender of the feed then.

use core::convert::Infallible;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::ContentEncoding,
    web::{Bytes, Data, ServiceConfig, get},
};
use futures_util::StreamExt;
use tokio::sync::watch;

use crate::{
    feed::Feed,
    feed_body::{HEADERS, feed_body},
};

/// Adds the route: `App::new().configure(|config| configure(config, feed.clone()))`.
pub fn configure(config: &mut ServiceConfig, feed: watch::Receiver<Feed>) {
    config.app_data(Data::new(feed)).route("/events", get().to(events));
}

/// Sends the events after the one that the client had last, and those that are still to come.
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
