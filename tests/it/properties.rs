//! Random streams in random inputs, through every layer, against the model.
//!
//! A finding becomes a named case in the table (`tests/model/src/cases.rs`) or a stream in `limits.rs`, so no files with seeds are
//! kept.

use proptest::{collection::vec, prelude::*, sample::select, test_runner::TestCaseResult};

use crate::layers;
use sse_proto_model::{
    cases::CASES,
    drive::{self, Expected, Layer},
    model::Options,
};

/// The pieces of streams: lines that are right, nearly right, and wrong.
const PIECES: &[&[u8]] = &[
    // Line ends.
    b"\n",
    b"\n",
    b"\r",
    b"\r\n",
    b"\n\n",
    b"\r\r",
    b"\r\n\r\n",
    b"\n\r",
    // Whole lines.
    b"data: x\n",
    b"data: hello, world\n",
    b"data: {\"choices\":[{\"delta\":{\"content\":\" a\"}}]}\r\n",
    b"data\n",
    b"data:\r",
    b"event: add\n",
    b"event\n",
    b"event: a rather long type of event\n",
    b"id: 7\n",
    b"id: 8f14e45f-ceea-467a-9575-1c5d5c5b9d5b\n",
    b"id\r",
    b"id: 1\x002\n",
    b"retry: 3000\n",
    b"retry: 18446744073709551616\r\n",
    b"retry: 10ms\n",
    b": heartbeat\n",
    b":\n",
    b"unknown: x\n",
    b"Data: x\n",
    b"data : x\n",
    // Beginnings and middles of lines.
    b"data",
    b"event",
    b"id",
    b"retry",
    b"dat",
    b"data:",
    b"data: ",
    b"event:",
    b"id: ",
    b"retry:",
    b":",
    b" ",
    b"x",
    b"7",
    b"0123456789",
    b"\0",
    b"\t",
    // Characters, whole and cut off.
    b"\xEF\xBB\xBF",
    b"\xEF\xBB",
    b"\xEF",
    b"\xBF",
    b"\xC3\xA4",
    b"\xE2\x82\xAC",
    b"\xE2\x82",
    b"\xE2\x80\xA8",
    b"\xC2\x85",
    b"\xF0\x9F\x98\x80",
    b"\xF0\x9F\x98",
    b"\x98\x80",
    b"\xFF",
    b"\xED\xA0\x80",
];

/// Generates streams of such pieces, sometimes with runs of any bytes, or of one byte, between them.
fn streams() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        16 => select(PIECES).prop_map(<[u8]>::to_vec),
        1 => vec(any::<u8>(), 1..8),
        1 => (any::<u8>(), 1..100_usize).prop_map(|(byte, len)| vec![byte; len]),
    ];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Generates streams that the model can measure: ASCII, with runs of every length around the tested limits.
fn ascii_streams() -> impl Strategy<Value = Vec<u8>> {
    let ascii = PIECES.iter().copied().filter(|piece| piece.is_ascii()).collect::<Vec<_>>();
    let piece = prop_oneof![
        12 => select(ascii).prop_map(<[u8]>::to_vec),
        1 => vec(0..0x80_u8, 1..8),
        2 => (select(&b"x\0 7"[..]), 1..50_usize).prop_map(|(byte, len)| vec![byte; len]),
        2 => (select(&["data: ", "event: ", "id: "][..]), 1..50_usize).prop_map(|(name, len)| {
            [name.as_bytes(), &vec![b'y'; len], b"\n"].concat()
        }),
    ];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Generates the places to cut a stream, as fractions of its length. Two equal ones make an empty input.
fn cuts() -> impl Strategy<Value = Vec<u16>> {
    vec(any::<u16>(), 0..20)
}

fn places(cuts: &[u16], len: usize) -> Vec<usize> {
    let mut places = cuts.iter().map(|&cut| usize::from(cut) * len / usize::from(u16::MAX)).collect::<Vec<_>>();
    places.sort_unstable();
    places
}

fn config(cases: u32) -> ProptestConfig {
    let cases = if cfg!(debug_assertions) { cases } else { cases * 20 };
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Checks every layer, of which only the decoders have a limit. Without a limit, storage as long as the stream is always
/// enough.
fn check_every_layer(stream: &[u8], limit: Option<usize>, cuts: &[usize]) -> TestCaseResult {
    let expected = Expected::at_every_byte(stream, Options { limit, ..Options::default() });
    let mut wrong = Vec::new();
    let mut check = |layer: &mut dyn Layer| {
        wrong.extend(expected.try_check(&format!("limit {limit:?}"), layer, cuts).err());
    };
    layers::every_storage(limit.unwrap_or(stream.len()), &mut check);
    if limit.is_none() {
        drive::every_parser(&mut check);
    }
    if wrong.is_empty() { Ok(()) } else { Err(TestCaseError::fail(wrong.concat())) }
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn random_streams_come_out_however_they_are_cut(stream in streams(), cuts in cuts()) {
        check_every_layer(&stream, None, &places(&cuts, stream.len()))?;
    }

    #[test]
    fn random_streams_come_out_byte_by_byte(stream in streams()) {
        check_every_layer(&stream, None, &drive::byte_by_byte(stream.len()))?;
    }

    /// A case of the table with one byte changed, doubled or removed is a nearly right stream.
    #[test]
    fn damaged_cases_come_out_however_they_are_cut(
        case in select(CASES), at in any::<u16>(), byte in any::<u8>(), damage in 0..3_u8, cuts in cuts(),
    ) {
        let mut stream = case.stream[..case.stream.len().min(256)].to_vec();
        prop_assume!(!stream.is_empty());
        let at = usize::from(at) * (stream.len() - 1) / usize::from(u16::MAX);
        match damage {
            0 => stream[at] = byte,
            1 => stream.insert(at, stream[at]),
            _ => drop(stream.remove(at)),
        }
        check_every_layer(&stream, None, &places(&cuts, stream.len()))?;
    }

    #[test]
    fn random_streams_are_limited_to_the_byte_however_they_are_cut(
        stream in ascii_streams(), limit in 0..80_usize, cuts in cuts(),
    ) {
        check_every_layer(&stream, Some(limit), &places(&cuts, stream.len()))?;
    }

    #[test]
    fn random_streams_are_limited_to_the_byte_when_they_come_byte_by_byte(
        stream in ascii_streams(), limit in 0..80_usize,
    ) {
        check_every_layer(&stream, Some(limit), &drive::byte_by_byte(stream.len()))?;
    }
}
