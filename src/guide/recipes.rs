//! Recipes: the crate with the runtimes, clients, servers and containers of others.
//!
//! Each page is a file of at most 60 lines (those of `chat` have up to 82), shown in full and made to be copied. The package
//! `tests/runtimes` of the repository compiles all of them, with the versions of the other crates that it names, and tests them
//! over loopback: the stream arrives in bad pieces, the connection drops in the middle of an event, the client resumes with
//! `Last-Event-ID`, the stream ends.
//!
//! | you write | take |
//! |---|---|
//! | a client that blocks | [`ureq`], or [`session_std`] without dependencies |
//! | a client on tokio | [`session_reqwest`], [`hyper`], [`session_tokio`] |
//! | a client on smol | [`smol`] |
//! | a client on a microcontroller | [`reqwless`], or [`read_loop`] if there is no HTTP |
//! | a client of a language model | [`chat`], [`chat_reply`], [`chat_services`]; or just [`reqwest`] |
//! | a server | [`axum`], [`actix_web`] or [`hyper_server`], each with [`feed`] and [`feed_body`] |
//! | a server on a microcontroller | [`picoserve`] |
//! | a proxy | [`proxy`], which passes everything on; [`filter_proxy`], which leaves some events out |
//! | an adapter: bytes to events | [`bufread`], [`futures_io`], [`http_body`], [`tokio_util`] |
//! | storage of another crate | [`arrayvec`], [`heapless`] |
//!
//! For a `Stream` of bytes there is [`EventStreamExt`](crate::EventStreamExt) in the crate (feature `stream`).

/// Makes a page of a file: a line that says what it is, and its code.
macro_rules! recipe {
    ($($name:ident, $about:literal, $file:literal;)*) => {$(
        #[doc = concat!($about, "\n\n```rust\n", include_str!(concat!("../../examples/recipes/", $file)), "```")]
        pub mod $name {}
    )*};
}

recipe! {
    actix_web, "Serves an event stream with actix-web.", "actix_web.rs";
    arrayvec, "Uses `arrayvec::ArrayVec` as storage.", "arrayvec.rs";
    axum, "Serves an event stream with axum.", "axum.rs";
    bufread, "Iterates over the events of a `BufRead`.", "bufread.rs";
    chat, "Reads the reply of a language model.", "chat.rs";
    chat_reply, "Puts a reply together: the module `reply` of `chat`.", "chat/reply.rs";
    chat_services, "Knows the shapes of five services: the module `services` of `chat`.", "chat/services.rs";
    feed, "Sends the same events to many clients, each of which resumes where it was.", "feed.rs";
    feed_body, "Makes the body of a response from a feed, with heartbeats.", "feed_body.rs";
    filter_proxy, "Passes on some of the events.", "filter_proxy.rs";
    futures_io, "Makes a `Stream` of events from a `futures::AsyncBufRead`.", "futures_io.rs";
    heapless, "Uses `heapless::Vec` as storage.", "heapless.rs";
    http_body, "Reads the events of an `http_body::Body`, with their data as `Bytes`.", "http_body.rs";
    hyper, "Runs a session over hyper.", "hyper.rs";
    hyper_server, "Serves an event stream with hyper.", "hyper_server.rs";
    picoserve, "Serves an event stream with picoserve.", "picoserve.rs";
    proxy, "Passes an event stream on, with heartbeats.", "proxy.rs";
    read_loop, "Reads events from `embedded-io-async`.", "read_loop.rs";
    reqwest, "Reads one response of reqwest.", "reqwest.rs";
    reqwless, "Runs a session over reqwless.", "reqwless.rs";
    session_reqwest, "Runs a session over reqwest.", "session_reqwest.rs";
    session_std, "Runs a session over a `TcpStream` of std.", "session_std.rs";
    session_tokio, "Runs a session over a `TcpStream` of tokio.", "session_tokio.rs";
    smol, "Runs a session over a `TcpStream` of smol.", "smol.rs";
    tokio_util, "Encodes and decodes with the codecs of tokio-util.", "tokio_util.rs";
    ureq, "Runs a session over ureq.", "ureq.rs";
}
