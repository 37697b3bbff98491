//! Firmware that fails: whoever runs it must notice.

#![no_std]
#![no_main]

use sse_proto_firmware::program;

program!(run);

fn run() {
    assert_eq!(sse_proto::encode::HEARTBEAT, core::hint::black_box("?"));
}
