//! Firmware that fails, which its runner must notice.

#![no_std]
#![no_main]

use sse_proto_firmware::program;

program!(run);

fn run() {
    assert_eq!(sse_proto::encode::HEARTBEAT, core::hint::black_box("?"));
}
