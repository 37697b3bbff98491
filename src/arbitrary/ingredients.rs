//! The ingredients of streams: ordinary values, and values over which parsers have stumbled.

/// The byte order mark.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The four fields of the standard.
pub(super) const FIELDS: &[&[u8]] = &[b"data", b"event", b"id", b"retry"];

/// Ordinary values.
pub(super) const PLAIN_VALUES: &[&[u8]] = &[
    b"x",
    b"y",
    b"7",
    b"42",
    b"hello",
    b"two words",
    b"add",
    b"{\"ok\": true}",
    b"https://example.com:8080/?a=b",
    b"\xC3\xA4",
    b"\xE2\x82\xAC 5",
    b"\xF0\x9F\x98\x80",
    b"a:b",
    b"",
];

/// Values that are allowed, and often mistreated.
pub(super) const ODD_VALUES: &[&[u8]] = &[
    b" ",
    b"  x",
    b"x ",
    b"\tx\t",
    b":x",
    b"a\x0Bb\x0Cc",
    b"a\x1Cb\x1Dc\x1Ed",
    b"a\xC2\x85b",
    b"a\xE2\x80\xA8b\xE2\x80\xA9c",
    b"\xC2\xA0x\xC2\xA0",
    b"\xEF\xBB\xBFx",
    b"x\xEF\xBB\xBF",
    b"a\\nb",
    b"\0",
    b"x\0y",
    b"[DONE]",
    b"null",
    b"\"",
    b"data: x",
    b"\x7F",
    b"e\xCC\x81",
    b"\xEF\xBF\xBE",
];

/// Bytes that are not UTF-8.
pub(super) const INVALID_UTF8: &[&[u8]] = &[
    b"\xFF",
    b"a\x80b",
    b"\xC3",
    b"\xE2\x82",
    b"\xF0\x9F\x98",
    b"\xC0\x8A",
    b"\xED\xA0\x80",
    b"\xF4\x90\x80\x80",
    b"\xE0\x80\xAF",
    b"x\xE2\x80",
    b"\xF0\x9FA",
];

/// Reconnection times.
pub(super) const TIMES: &[&[u8]] = &[b"3000", b"0", b"10", b"03000", b"2147483648", b"4294967296", b"9007199254740991"];

/// Values that are no reconnection time, or that parsers mistake easily.
pub(super) const ODD_TIMES: &[&[u8]] = &[
    b"",
    b"-5",
    b"+5",
    b" 5",
    b"5 ",
    b"1.5",
    b"1e3",
    b"10ms",
    b"1_000",
    b"1,000",
    b"0x10",
    b"\xD9\xA3",
    b"\xEF\xBC\x95",
    b"1\xC2\xB2",
    b"5\0",
    b"abc",
    b"NaN",
    b"Infinity",
    b"18446744073709551615",
    b"18446744073709551616",
    b"100000000000000000000000000",
];

/// Names that are similar to the four, but different.
pub(super) const ODD_NAMES: &[&[u8]] = &[
    b"Data",
    b"DATA",
    b"Event",
    b"ID",
    b"Id",
    b"Retry",
    b"data ",
    b" data",
    b"\tdata",
    b"dat",
    b"datax",
    b"events",
    b"ids",
    b"i",
    b"retry1",
    b"da\0ta",
    b"data\xC2\xA0",
    b"\xEF\xBB\xBFdata",
    b"data\xFF",
    b"foo",
    b"type",
    b"lastEventId",
    b"__proto__",
    b" ",
    b"\x0C",
];

/// The ingredients of hostile streams: all bytes with a meaning in the format, and a few that look similar.
pub(super) const HOSTILE: &[&[u8]] = &[
    b"\r",
    b"\n",
    b"\r\n",
    b"\n\n",
    b"\r\r",
    b":",
    b" ",
    b"\0",
    b"data",
    b"event",
    b"id",
    b"retry",
    b"data:",
    b"id:",
    b"x",
    b"5",
    b"\xEF\xBB\xBF",
    b"\xEF",
    b"\xBB",
    b"\xBF",
    b"\xFF",
    b"\xC3",
    b"\xA4",
    b"\xE2\x80",
    b"\xA8",
    b"\xF0\x9F",
    b"\x85",
    b"\x0B",
    b"\t",
];

/// Bytes that a slip puts anywhere into a stream.
pub(super) const SLIPS: &[&[u8]] = &[BYTE_ORDER_MARK, b"\0", b"\xFF", b"\r", b"\n", b" ", b":"];
