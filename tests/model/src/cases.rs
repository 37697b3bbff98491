//! The case table: streams, and the expected results of each, written by hand.
//!
//! It has only `static` data and uses only `core`, so that a firmware image can include this file. The drivers that run each
//! case in every way are beside it. A wrong answer that is found elsewhere (fuzzing, browsers) becomes a case here.

/// Holds one stream from its first byte to its end, and the expected results.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// The group, a slash, the variant.
    pub name: &'static str,
    /// The bytes of one response body.
    pub stream: &'static [u8],
    /// The items, in stream order.
    pub items: &'static [Item],
    /// The last event ID at the end of the stream.
    pub last_event_id: &'static str,
    /// The reconnection time in milliseconds at the end of the stream, if one was set.
    pub reconnection_time: Option<u64>,
}

/// Holds one item of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A dispatched event.
    Event {
        /// `message` if the stream gives no type.
        event_type: &'static str,
        /// The data lines, joined with LF.
        data: &'static str,
        /// The last event ID as of this event's blank line.
        last_event_id: &'static str,
    },
    /// A `retry` field that counts, in milliseconds.
    ReconnectionTime(u64),
    /// The text after the colon of a comment line, unchanged.
    Comment(&'static str),
    /// The ID that a block without an event has set.
    LastEventId(&'static str),
    /// A whole line that is ignored.
    Ignored(&'static str),
}

impl Item {
    /// Returns the same event with this last event ID.
    const fn id(self, last_event_id: &'static str) -> Self {
        match self {
            Self::Event { event_type, data, .. } => Self::Event { event_type, data, last_event_id },
            other => other,
        }
    }
}

impl Case {
    /// Returns the same case, ending with this last event ID.
    const fn last_id(self, last_event_id: &'static str) -> Self {
        Self { last_event_id, ..self }
    }

    /// Returns the same case, ending with this reconnection time.
    const fn retry(self, milliseconds: u64) -> Self {
        Self { reconnection_time: Some(milliseconds), ..self }
    }
}

/// Makes a case that ends without a last event ID and a reconnection time. The methods above set these.
const fn case(name: &'static str, stream: &'static [u8], items: &'static [Item]) -> Case {
    Case { name, stream, items, last_event_id: "", reconnection_time: None }
}

/// Makes an event without a type of its own.
const fn message(data: &'static str) -> Item {
    event("message", data)
}

/// Makes an event with a type.
const fn event(event_type: &'static str, data: &'static str) -> Item {
    Item::Event { event_type, data, last_event_id: "" }
}

const fn comment(text: &'static str) -> Item {
    Item::Comment(text)
}

const fn last_event_id(id: &'static str) -> Item {
    Item::LastEventId(id)
}

const fn ignored(line: &'static str) -> Item {
    Item::Ignored(line)
}

const fn retry(milliseconds: u64) -> Item {
    Item::ReconnectionTime(milliseconds)
}

/// The length of the comments in the comment case of the web platform tests.
const LONG: usize = 2 * 1024;
const LONG_BYTES: [u8; LONG] = [b'x'; LONG];
const LONG_TEXT: &str = match core::str::from_utf8(&LONG_BYTES) {
    Ok(text) => text,
    Err(_) => "",
};

/// Joins parts, for streams that are too long to write out.
const fn concat<const N: usize>(parts: &[&[u8]]) -> [u8; N] {
    let mut whole = [0; N];
    let (mut part, mut at) = (0, 0);
    while part < parts.len() {
        let mut from = 0;
        while from < parts[part].len() {
            whole[at] = parts[part][from];
            from += 1;
            at += 1;
        }
        part += 1;
    }
    assert!(at == N, "the length does not fit the parts");
    whole
}

static WPT_COMMENTS: [u8; 50 + 2 * LONG] = concat(&[
    b"data:1\r:\0\n:\r\ndata:2\n:",
    &LONG_BYTES,
    b"\rdata:3\n:data:fail\r:",
    &LONG_BYTES,
    b"\ndata:4\n",
    b"\n",
]);

/// All cases.
pub static CASES: &[Case] = &[
    // ---- The smallest streams -----------------------------------------------------------------------------------
    case("small/nothing", b"", &[]),
    case("small/one-lf", b"\n", &[]),
    case("small/one-cr", b"\r", &[]),
    case("small/one-crlf", b"\r\n", &[]),
    case("small/blank-lines-only", b"\n\r\r\n\n\r\n", &[]),
    case("small/one-event", b"data: x\n\n", &[message("x")]),
    case("small/two-events", b"data: x\n\ndata: y\n\n", &[message("x"), message("y")]),
    case("small/blank-lines-between-events", b"\n\ndata: x\n\n\n\n\ndata: y\n\n\n", &[message("x"), message("y")]),
    case("small/all-fields", b": hi\nevent: t\nid: 7\nretry: 5\ndata: x\n\n", &[
        comment(" hi"),
        retry(5),
        event("t", "x").id("7"),
    ])
    .last_id("7")
    .retry(5),
    case("small/fields-in-another-order", b"data: x\nretry: 5\nid: 7\nevent: t\n\n", &[retry(5), event("t", "x").id("7")])
        .last_id("7")
        .retry(5),

    // ---- Decision 5: one byte order mark, at byte 0, is dropped; anywhere else it belongs to the name or value ---
    case("bom/alone", b"\xEF\xBB\xBF", &[]),
    case("bom/before-data", b"\xEF\xBB\xBFdata: x\n\n", &[message("x")]),
    case("bom/before-id", b"\xEF\xBB\xBFid: 7\n\n", &[last_event_id("7")]).last_id("7"),
    case("bom/before-event-type", b"\xEF\xBB\xBFevent: t\ndata: x\n\n", &[event("t", "x")]),
    case("bom/before-retry", b"\xEF\xBB\xBFretry: 5\n", &[retry(5)]).retry(5),
    case("bom/before-comment", b"\xEF\xBB\xBF: hi\ndata: x\n\n", &[comment(" hi"), message("x")]),
    case("bom/before-lf", b"\xEF\xBB\xBF\ndata: x\n\n", &[message("x")]),
    case("bom/before-cr", b"\xEF\xBB\xBF\rdata: x\r\r", &[message("x")]),
    case("bom/before-crlf", b"\xEF\xBB\xBF\r\ndata: x\r\n\r\n", &[message("x")]),
    case("bom/before-colon-only", b"\xEF\xBB\xBF:\n", &[comment("")]),
    // The second one makes its line an unknown field.
    case("bom/twice", b"\xEF\xBB\xBF\xEF\xBB\xBFdata: x\n\ndata: y\n\n", &[ignored("\u{feff}data: x"), message("y")]),
    case("bom/twice-then-comment", b"\xEF\xBB\xBF\xEF\xBB\xBF: hi\ndata: y\n\n", &[ignored("\u{feff}: hi"), message("y")]),
    case("bom/three-times", b"\xEF\xBB\xBF\xEF\xBB\xBF\xEF\xBB\xBFdata: x\ndata: y\n\n", &[ignored("\u{feff}\u{feff}data: x"), message("y")]),
    case("bom/on-the-second-line", b"data: x\n\xEF\xBB\xBFdata: y\n\n", &[ignored("\u{feff}data: y"), message("x")]),
    case("bom/after-a-blank-line", b"\n\xEF\xBB\xBFdata: x\n\ndata: y\n\n", &[ignored("\u{feff}data: x"), message("y")]),
    case("bom/after-a-cr", b"\r\xEF\xBB\xBFdata: x\r\rdata: y\r\r", &[ignored("\u{feff}data: x"), message("y")]),
    case("bom/after-a-space", b" \xEF\xBB\xBFdata: x\n\ndata: y\n\n", &[ignored(" \u{feff}data: x"), message("y")]),
    case("bom/second-event", b"\xEF\xBB\xBFdata: x\n\n\xEF\xBB\xBFdata: y\n\n", &[message("x"), ignored("\u{feff}data: y")]),
    case("bom/starts-a-value", b"data:\xEF\xBB\xBFx\n\n", &[message("\u{FEFF}x")]),
    case("bom/starts-a-value-after-space", b"data: \xEF\xBB\xBFx\n\n", &[message("\u{FEFF}x")]),
    case("bom/shields-the-space-behind-it", b"data:\xEF\xBB\xBF x\n\n", &[message("\u{FEFF} x")]),
    case("bom/in-a-comment", b":\xEF\xBB\xBFx\n", &[comment("\u{FEFF}x")]),
    case("bom/in-type-and-id", b"event:\xEF\xBB\xBF\nid:\xEF\xBB\xBF\ndata:x\n\n", &[event("\u{FEFF}", "x").id("\u{FEFF}")])
        .last_id("\u{FEFF}"),
    case("bom/ends-a-name", b"data\xEF\xBB\xBF: x\n\n", &[ignored("data\u{feff}: x")]),
    // Not quite a byte order mark: the similar bytes begin the name.
    case("bom/first-byte-only", b"\xEFdata: x\n\ndata: y\n\n", &[ignored("�data: x"), message("y")]),
    case("bom/first-two-bytes-only", b"\xEF\xBBdata: x\n\ndata: y\n\n", &[ignored("�data: x"), message("y")]),
    case("bom/first-byte-then-lf", b"\xEF\ndata: x\n\n", &[ignored("�"), message("x")]),
    case("bom/first-two-bytes-then-cr", b"\xEF\xBB\rdata: x\r\r", &[ignored("�"), message("x")]),
    case("bom/first-two-bytes-then-colon", b"\xEF\xBB: hi\ndata: x\n\n", &[ignored("�: hi"), message("x")]),
    case("bom/false-start-then-whole", b"\xEF\xEF\xBB\xBFdata: x\n\ndata: y\n\n", &[ignored("�\u{feff}data: x"), message("y")]),
    case("bom/two-thirds-then-whole", b"\xEF\xBB\xEF\xBB\xBFdata: x\n\ndata: y\n\n", &[ignored("�\u{feff}data: x"), message("y")]),
    case("bom/without-its-first-byte", b"\xBB\xBFdata: x\n\ndata: y\n\n", &[ignored("��data: x"), message("y")]),
    case("bom/utf-16-big-endian", b"\xFE\xFFdata: x\n\ndata: y\n\n", &[ignored("��data: x"), message("y")]),
    case("bom/utf-16-little-endian", b"\xFF\xFEdata: x\n\ndata: y\n\n", &[ignored("��data: x"), message("y")]),
    case("bom/another-character-of-its-lead-byte", b"\xEF\xBC\xA1data: x\n\ndata: y\n\n", &[ignored("Ａdata: x"), message("y")]),

    // ---- End of line: LF, CR, or CR LF; a CR counts at once, an LF after it is swallowed -------------------------
    case("line-end/lf", b"data: x\ndata: y\n\n", &[message("x\ny")]),
    case("line-end/cr", b"data: x\rdata: y\r\r", &[message("x\ny")]),
    case("line-end/crlf", b"data: x\r\ndata: y\r\n\r\n", &[message("x\ny")]),
    case("line-end/cr-cr-at-end-of-stream", b"data: x\r\r", &[message("x")]),
    case("line-end/cr-cr-cr", b"data: x\r\r\r", &[message("x")]),
    case("line-end/cr-lf-cr", b"data: x\r\n\r", &[message("x")]),
    case("line-end/lf-cr", b"data: x\n\r", &[message("x")]),
    case("line-end/lf-cr-lf", b"data: x\n\r\n", &[message("x")]),
    case("line-end/lf-cr-is-two-ends", b"data: x\n\rdata: y\n\n", &[message("x"), message("y")]),
    case("line-end/cr-cr-lf", b"data: x\r\r\ndata: y\r\r\n", &[message("x"), message("y")]),
    case("line-end/crlf-only-once-swallowed", b"data: x\r\n\ndata: y\r\n\n", &[message("x"), message("y")]),
    case("line-end/one-crlf-does-not-dispatch", b"data: x\r\n", &[]),
    case("line-end/mixed-in-one-event", b"data: a\rdata: b\ndata: c\r\ndata: d\r\n\n", &[message("a\nb\nc\nd")]),
    case("line-end/mixed-between-events", b"data: a\r\rdata: b\n\ndata: c\r\n\r\n", &[
        message("a"),
        message("b"),
        message("c"),
    ]),
    case("line-end/cr-first-then-event", b"\rdata: x\n\n", &[message("x")]),
    case("line-end/crlf-first-then-event", b"\r\ndata: x\n\n", &[message("x")]),
    case("line-end/lf-before-cr-data", b"\n\r\ndata: x\r\n\r\n", &[message("x")]),
    case("line-end/cr-ends-comment", b": a\r: b\r\n: c\n", &[comment(" a"), comment(" b"), comment(" c")]),
    case("line-end/cr-ends-retry", b"retry: 5\rdata: x\r\r", &[retry(5), message("x")]).retry(5),
    case("line-end/crlf-ends-unknown-field", b"foo: x\r\n\r\ndata: x\r\n\r\n", &[ignored("foo: x"), message("x")]),
    case("line-end/no-colon-crlf", b"data\r\n\r\n", &[message("")]),
    case("line-end/no-colon-cr", b"data\r\r", &[message("")]),

    // ---- Not line ends, though other formats treat them as such ---------------------------------------------------
    case("not-a-line-end/line-separator", b"data: a\xE2\x80\xA8b\n\n", &[message("a\u{2028}b")]),
    case("not-a-line-end/paragraph-separator", b"data: a\xE2\x80\xA9b\n\n", &[message("a\u{2029}b")]),
    case("not-a-line-end/next-line", b"data: a\xC2\x85b\n\n", &[message("a\u{85}b")]),
    case("not-a-line-end/lone-85-byte", b"data: a\x85b\n\n", &[message("a\u{FFFD}b")]),
    case("not-a-line-end/vertical-tab", b"data: a\x0Bb\n\n", &[message("a\u{B}b")]),
    case("not-a-line-end/form-feed", b"data: a\x0Cb\n\n", &[message("a\u{C}b")]),
    case("not-a-line-end/separators-1c-1d-1e", b"data: a\x1Cb\x1Dc\x1Ed\n\n", &[message("a\u{1C}b\u{1D}c\u{1E}d")]),
    case("not-a-line-end/null", b"data: a\0b\n\n", &[message("a\0b")]),
    case("not-a-line-end/escaped-lf", b"data: a\\nb\n\n", &[message("a\\nb")]),
    case("not-a-line-end/in-type-and-id", b"event: a\x0Bb\nid: a\xE2\x80\xA8b\ndata\n\n", &[
        event("a\u{B}b", "").id("a\u{2028}b"),
    ])
    .last_id("a\u{2028}b"),
    case("not-a-line-end/in-a-name", b"x\xC2\x85data: y\n\x0Cdata: y\n\n", &[ignored("x\u{85}data: y"), ignored("\u{c}data: y")]),
    case("not-a-line-end/form-feed-is-no-blank-line", b"data: x\n\x0C\ndata: y\n\n", &[ignored("\u{c}"), message("x\ny")]),
    case("not-a-line-end/space-is-no-blank-line", b"data: x\n \ndata: y\n\n", &[ignored(" "), message("x\ny")]),
    // Bytes that differ in one bit from CR and LF, including the high bit.
    case("not-a-line-end/neighbours", b"data: \x09\x0E\x8A\x8D\x2A\n\n", &[message("\t\u{E}\u{FFFD}\u{FFFD}*")]),

    // ---- Field names: exact, case-sensitive, everything before the first colon -------------------------------------
    case("field-name/data-without-colon", b"data\n\n", &[message("")]),
    case("field-name/event-without-colon", b"event\ndata: x\n\n", &[message("x")]),
    case("field-name/event-without-colon-resets", b"event: t\nevent\ndata: x\n\n", &[message("x")]),
    case("field-name/id-without-colon", b"id: 7\ndata: x\n\nid\ndata: y\n\n", &[message("x").id("7"), message("y")]),
    case("field-name/retry-without-colon", b"retry\ndata: x\n\n", &[ignored("retry"), message("x")]),
    case("field-name/unknown-without-colon", b"foo\ndata: x\n\n", &[ignored("foo"), message("x")]),
    case("field-name/space-after", b"data : x\n\n", &[ignored("data : x")]),
    case("field-name/space-after-without-colon", b"data \n\n", &[ignored("data ")]),
    case("field-name/space-before", b" data: x\n\n", &[ignored(" data: x")]),
    case("field-name/tab-before", b"\tdata: x\n\n", &[ignored("\tdata: x")]),
    case("field-name/no-break-space-after", b"data\xC2\xA0: x\n\n", &[ignored("data\u{a0}: x")]),
    case("field-name/capital", b"Data: x\ndata: y\n\n", &[ignored("Data: x"), message("y")]),
    case("field-name/all-capitals", b"DATA: x\nEVENT: t\nID: 7\nRETRY: 5\ndata: y\n\n", &[ignored("DATA: x"), ignored("EVENT: t"), ignored("ID: 7"), ignored("RETRY: 5"), message("y")]),
    case("field-name/capitals-of-the-others", b"Event: t\nId: 7\nRetry: 5\ndata: y\n\n", &[ignored("Event: t"), ignored("Id: 7"), ignored("Retry: 5"), message("y")]),
    case("field-name/last-letter-capital", b"datA: x\neventT: t\niD: 7\nretrY: 5\ndata: y\n\n", &[ignored("datA: x"), ignored("eventT: t"), ignored("iD: 7"), ignored("retrY: 5"), message("y")]),
    case("field-name/one-letter-less", b"dat: x\neven: t\ni: 7\nretr: 5\ndata: y\n\n", &[ignored("dat: x"), ignored("even: t"), ignored("i: 7"), ignored("retr: 5"), message("y")]),
    case("field-name/one-letter-less-without-colon", b"dat\neven\ni\nretr\ndata: y\n\n", &[ignored("dat"), ignored("even"), ignored("i"), ignored("retr"), message("y")]),
    case("field-name/one-letter-more", b"datax: x\nevents: t\nids: 7\nretry1: 5\ndata: y\n\n", &[ignored("datax: x"), ignored("events: t"), ignored("ids: 7"), ignored("retry1: 5"), message("y")]),
    case("field-name/one-letter-more-without-colon", b"datax\nevents\nids\nretry1\ndata: y\n\n", &[ignored("datax"), ignored("events"), ignored("ids"), ignored("retry1"), message("y")]),
    case("field-name/without-the-first-letter", b"ata: x\nvent: t\nd: 7\netry: 5\ndata: y\n\n", &[ignored("ata: x"), ignored("vent: t"), ignored("d: 7"), ignored("etry: 5"), message("y")]),
    case("field-name/one-after-the-other", b"dataevent: x\niddata: 7\ndata: y\n\n", &[ignored("dataevent: x"), ignored("iddata: 7"), message("y")]),
    case("field-name/data-twice", b"datadata: x\ndata: y\n\n", &[ignored("datadata: x"), message("y")]),
    case("field-name/null-inside", b"da\0ta: x\ndata: y\n\n", &[ignored("da\0ta: x"), message("y")]),
    case("field-name/null-behind", b"data\0: x\ndata\0\ndata: y\n\n", &[ignored("data\0: x"), ignored("data\0"), message("y")]),
    case("field-name/null-first", b"\0data: x\ndata: y\n\n", &[ignored("\0data: x"), message("y")]),
    case("field-name/invalid-byte-behind", b"data\xFF: x\ndata: y\n\n", &[ignored("data�: x"), message("y")]),
    // The colon ends the cut-off character, and is still a colon.
    case("field-name/truncated-character-behind", b"data\xC3: x\ndata: y\n\n", &[ignored("data�: x"), message("y")]),
    case("field-name/truncated-character-alone", b"\xE2\x82: x\ndata: y\n\n", &[ignored("�: x"), message("y")]),
    case("field-name/high-bit-twins", b"\xE4\xE1\xF4\xE1: x\ndata\xBA x\ndata: y\n\n", &[ignored("����: x"), ignored("data� x"), message("y")]),
    case("field-name/fullwidth-letters", b"\xEF\xBD\x84\xEF\xBD\x81\xEF\xBD\x94\xEF\xBD\x81: x\ndata: y\n\n", &[ignored("ｄａｔａ: x"), message("y")]),
    case("field-name/unknown-is-ignored", b"foo: x\nlastEventId: 7\ntype: t\nretry-after: 5\ndata: y\n\n", &[ignored("foo: x"), ignored("lastEventId: 7"), ignored("type: t"), ignored("retry-after: 5"), message("y")]),
    case("field-name/unknown-does-not-end-an-event", b"data: x\nfoo: y\ndata: z\n\n", &[ignored("foo: y"), message("x\nz")]),
    case("field-name/unknown-alone-is-no-event", b"foo: x\n\n", &[ignored("foo: x")]),
    case("field-name/fullwidth-colon", b"data\xEF\xBC\x9Ax\n\n", &[ignored("data：x")]),
    case("field-name/equals-sign", b"data=x\n\n", &[ignored("data=x")]),
    case("field-name/json-line", b"{\"data\": \"x\"}\n\ndata: y\n\n", &[ignored("{\"data\": \"x\"}"), message("y")]),
    case("field-name/html-page", b"<!doctype html>\n<title>Error: 502</title>\n\n", &[ignored("<!doctype html>"), ignored("<title>Error: 502</title>")]),

    // ---- Comments: a colon first; the text after it is kept as it is -----------------------------------------------
    case("comment/empty", b":\n", &[comment("")]),
    case("comment/one-space", b": \n", &[comment(" ")]),
    case("comment/space-is-kept", b": a\n:b\n:  c\n", &[comment(" a"), comment("b"), comment("  c")]),
    case("comment/looks-like-a-field", b":data: x\n: data: y\n\n", &[comment("data: x"), comment(" data: y")]),
    case("comment/two-colons", b"::\n:::a\n", &[comment(":"), comment("::a")]),
    case("comment/inside-an-event", b"data: a\n: hi\ndata: b\n\n", &[comment(" hi"), message("a\nb")]),
    case("comment/does-not-end-an-event", b"data: a\n:\n:\n\n", &[comment(""), comment(""), message("a")]),
    case("comment/alone-is-no-event", b": hi\n\n", &[comment(" hi")]),
    case("comment/heartbeats-between-events", b":\n\ndata: a\n\n:\n\n:\n\ndata: b\n\n", &[
        comment(""),
        message("a"),
        comment(""),
        comment(""),
        message("b"),
    ]),
    case("comment/null-and-invalid", b":a\0b\xFFc\n", &[comment("a\0b\u{FFFD}c")]),
    case("comment/truncated-character-at-its-end", b": \xF0\x9F\x98\ndata: x\n\n", &[comment(" \u{FFFD}"), message("x")]),
    case("comment/space-before-makes-a-field", b" : x\n", &[ignored(" : x")]),
    case("comment/unterminated", b"data: x\n\n: hi", &[message("x")]),
    case("comment/unterminated-colon", b"data: x\n\n:", &[message("x")]),

    // ---- One space after the colon is dropped, and only one, and only a space --------------------------------------
    case("space/none", b"data:x\n\n", &[message("x")]),
    case("space/one", b"data: y\n\n", &[message("y")]),
    case("space/two", b"data:  x\n\n", &[message(" x")]),
    case("space/three", b"data:   x\n\n", &[message("  x")]),
    case("space/only-one", b"data: \n\n", &[message("")]),
    case("space/only-two", b"data:  \n\n", &[message(" ")]),
    case("space/tab", b"data:\tx\n\n", &[message("\tx")]),
    case("space/then-tab", b"data: \tx\n\n", &[message("\tx")]),
    case("space/tab-then-space", b"data:\t x\n\n", &[message("\t x")]),
    case("space/no-break-space", b"data:\xC2\xA0x\n\n", &[message("\u{A0}x")]),
    case("space/at-the-end-is-kept", b"data: x \n\n", &[message("x ")]),
    case("space/second-colon-is-value", b"data::x\n\n", &[message(":x")]),
    case("space/colon-space-colon", b"data: : x\n\n", &[message(": x")]),
    case("space/per-line", b"data:a\ndata: b\ndata:  c\n\n", &[message("a\nb\n c")]),
    case("space/event-type", b"event:  t\ndata: x\n\n", &[event(" t", "x")]),
    case("space/event-type-at-the-end", b"event: t \ndata: x\n\n", &[event("t ", "x")]),
    case("space/id", b"id:  7 \ndata: x\n\n", &[message("x").id(" 7 ")]).last_id(" 7 "),
    case("space/url-value", b"data: https://example.com:8080/a?b=c\n\n", &[message("https://example.com:8080/a?b=c")]),

    // ---- Decision 6: every data line is a line of the data, also an empty one ---------------------------------------
    case("data/empty", b"data:\n\n", &[message("")]),
    case("data/empty-then-empty", b"data:\ndata:\n\n", &[message("\n")]),
    case("data/three-empty", b"data\ndata:\ndata: \n\n", &[message("\n\n")]),
    case("data/first-line-empty", b"data:\ndata: x\n\n", &[message("\nx")]),
    case("data/first-line-empty-without-colon", b"data\ndata: x\n\n", &[message("\nx")]),
    case("data/last-line-empty", b"data: x\ndata:\n\n", &[message("x\n")]),
    case("data/middle-line-empty", b"data: x\ndata:\ndata: y\n\n", &[message("x\n\ny")]),
    case("data/only-one-lf-is-dropped", b"data: x\ndata:\ndata:\n\n", &[message("x\n\n")]),
    case("data/other-fields-between-lines", b"data: a\nid: 7\ndata: b\nevent: t\ndata: c\n\n", &[event("t", "a\nb\nc").id("7")])
        .last_id("7"),
    case("data/does-not-leak", b"data: x\n\ndata\n\n", &[message("x"), message("")]),
    case("data/none-no-event", b"event: t\nid: 7\n\n", &[last_event_id("7")]).last_id("7"),
    case("data/null-is-data", b"data: \0\ndata: a\0\n\n", &[message("\0\na\0")]),
    case("data/json", b"data: {\"a\": [1, 2],\ndata:  \"b\": null}\n\n", &[message("{\"a\": [1, 2],\n \"b\": null}")]),
    case("data/done-mark", b"data: {}\n\ndata: [DONE]\n\n", &[message("{}"), message("[DONE]")]),
    // Lengths around a machine word, a vector and a cache line, at which fast code could miscount.
    case("data/seven-bytes", b"data:7777777\n\n", &[message("7777777")]),
    case("data/sixty-three-bytes", b"data:xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n\n", &[
        message("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    ]),
    case("data/sixty-four-bytes", b"data:xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\r", &[
        message("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    ]),
    case("data/line-end-at-byte-63", b":56789012345678901234567890123456789012345678901234567890123456\ndata:x\n\n", &[
        comment("56789012345678901234567890123456789012345678901234567890123456"),
        message("x"),
    ]),
    case("data/crlf-over-bytes-63-and-64", b":56789012345678901234567890123456789012345678901234567890123456\r\ndata:x\n\n", &[
        comment("56789012345678901234567890123456789012345678901234567890123456"),
        message("x"),
    ]),
    case("data/many-line-ends-in-one-block", b"data\n\ndata\n\ndata\n\ndata\n\ndata\n\ndata\n\ndata\n\ndata\n\ndata\n\ndata\n\n\n\n\n\n", &[
        message(""),
        message(""),
        message(""),
        message(""),
        message(""),
        message(""),
        message(""),
        message(""),
        message(""),
        message(""),
    ]),

    // ---- The event type: the last one of its block; empty is `message`; it ends with its block ---------------------
    case("event-type/named", b"event: t\ndata: x\n\n", &[event("t", "x")]),
    case("event-type/behind-the-data", b"data: x\nevent: t\n\n", &[event("t", "x")]),
    case("event-type/last-one-wins", b"event: a\nevent: b\ndata: x\n\n", &[event("b", "x")]),
    case("event-type/long-then-short", b"event: abcdef\nevent: b\ndata: x\n\n", &[event("b", "x")]),
    case("event-type/empty", b"event:\ndata: x\n\n", &[message("x")]),
    case("event-type/empty-resets", b"event: t\nevent:\ndata: x\n\n", &[message("x")]),
    case("event-type/one-space-resets", b"event: t\nevent: \ndata: x\n\n", &[message("x")]),
    case("event-type/set-again-after-reset", b"event: a\nevent\nevent: b\ndata: x\n\n", &[event("b", "x")]),
    case("event-type/does-not-leak", b"event: t\ndata: x\n\ndata: y\n\n", &[event("t", "x"), message("y")]),
    case("event-type/does-not-leak-from-a-block-without-data", b"event: t\n\ndata: x\n\n", &[message("x")]),
    case("event-type/does-not-leak-from-an-id-block", b"event: t\nid: 7\n\ndata: x\n\n", &[last_event_id("7"), message("x").id("7")]).last_id("7"),
    case("event-type/message-by-name", b"event: message\ndata: x\n\n", &[message("x")]),
    case("event-type/names-of-other-events", b"event: error\ndata: x\n\nevent: open\ndata: y\n\n", &[
        event("error", "x"),
        event("open", "y"),
    ]),
    case("event-type/null-is-kept", b"event: a\0b\ndata: x\n\n", &[event("a\0b", "x")]),
    case("event-type/not-ascii", b"event: \xC3\xA4\ndata: x\n\n", &[event("\u{E4}", "x")]),
    case("event-type/invalid", b"event: a\xFFb\ndata: x\n\n", &[event("a\u{FFFD}b", "x")]),
    case("event-type/colon-inside", b"event: a:b\ndata: x\n\n", &[event("a:b", "x")]),

    // ---- Decision 2: the ID is committed at every blank line, with or without data ----------------------------------
    case("id/with-data", b"id: 7\ndata: x\n\n", &[message("x").id("7")]).last_id("7"),
    case("id/behind-the-data", b"data: x\nid: 7\n\n", &[message("x").id("7")]).last_id("7"),
    case("id/without-data", b"id: 7\n\n", &[last_event_id("7")]).last_id("7"),
    case("id/without-data-then-event", b"id: 7\n\ndata: x\n\n", &[last_event_id("7"), message("x").id("7")]).last_id("7"),
    case("id/persists", b"id: 7\ndata: x\n\ndata: y\n\ndata: z\n\n", &[
        message("x").id("7"),
        message("y").id("7"),
        message("z").id("7"),
    ])
    .last_id("7"),
    case("id/replaced", b"id: 7\ndata: x\n\nid: 8\ndata: y\n\n", &[message("x").id("7"), message("y").id("8")]).last_id("8"),
    case("id/replaced-by-a-longer-one", b"id: 7\ndata: x\n\nid: 7777777\ndata: y\n\n", &[
        message("x").id("7"),
        message("y").id("7777777"),
    ])
    .last_id("7777777"),
    case("id/replaced-by-a-shorter-one", b"id: 7777777\ndata: x\n\nid: 8\ndata: y\n\n", &[
        message("x").id("7777777"),
        message("y").id("8"),
    ])
    .last_id("8"),
    case("id/replaced-without-data", b"id: 7\ndata: x\n\nid: 8\n\ndata: y\n\n", &[message("x").id("7"), last_event_id("8"), message("y").id("8")])
        .last_id("8"),
    case("id/last-one-of-the-block-wins", b"id: 7\nid: 8\ndata: x\n\n", &[message("x").id("8")]).last_id("8"),
    case("id/long-then-short-in-one-block", b"id: 7777\nid: 8\ndata: x\n\n", &[message("x").id("8")]).last_id("8"),
    case("id/not-committed-at-end-of-file", b"id: 7\ndata: x\n", &[]),
    case("id/not-committed-at-end-of-file-old-one-stays", b"id: 7\n\nid: 8\ndata: x\n", &[last_event_id("7")]).last_id("7"),
    case("id/reset-not-committed-at-end-of-file", b"id: 7\n\nid\n", &[last_event_id("7")]).last_id("7"),
    case("id/committed-by-cr-cr", b"id: 7\r\r", &[last_event_id("7")]).last_id("7"),
    case("id/zero-is-an-id", b"id: 0\ndata: x\n\n", &[message("x").id("0")]).last_id("0"),
    case("id/any-text", b"id: [{\"topic\":\"a b\"}]\ndata: x\n\n", &[message("x").id("[{\"topic\":\"a b\"}]")])
        .last_id("[{\"topic\":\"a b\"}]"),
    case("id/not-ascii", b"id: \xE2\x80\xA6\ndata: x\n\n", &[message("x").id("\u{2026}")]).last_id("\u{2026}"),
    case("id/invalid", b"id: \xFF\xE2\x80\ndata: x\n\n", &[message("x").id("\u{FFFD}\u{FFFD}")]).last_id("\u{FFFD}\u{FFFD}"),
    case("id/colon-inside", b"id::a:b\ndata: x\n\n", &[message("x").id(":a:b")]).last_id(":a:b"),

    // ---- Decision 4: an empty ID resets; an ID with NULL is ignored as a whole --------------------------------------
    case("id/empty-resets", b"id: 7\ndata: x\n\nid:\ndata: y\n\n", &[message("x").id("7"), message("y")]),
    case("id/one-space-resets", b"id: 7\ndata: x\n\nid: \ndata: y\n\n", &[message("x").id("7"), message("y")]),
    case("id/without-colon-resets", b"id: 7\ndata: x\n\nid\n\ndata: y\n\n", &[message("x").id("7"), last_event_id(""), message("y")]),
    case("id/reset-then-set-in-one-block", b"id: 7\n\nid\nid: 8\ndata: x\n\n", &[last_event_id("7"), message("x").id("8")]).last_id("8"),
    case("id/set-then-reset-in-one-block", b"id: 7\n\nid: 8\nid\ndata: x\n\n", &[last_event_id("7"), message("x")]),
    case("id/two-spaces-is-an-id", b"id:  \ndata: x\n\n", &[message("x").id(" ")]).last_id(" "),
    case("id/null-only", b"id: \0\ndata: x\n\n", &[ignored("id: \0"), message("x")]),
    case("id/null-first", b"id: 7\n\nid: \x008\ndata: x\n\n", &[last_event_id("7"), ignored("id: \08"), message("x").id("7")]).last_id("7"),
    case("id/null-inside", b"id: 7\n\nid: 8\x009\ndata: x\n\n", &[last_event_id("7"), ignored("id: 8\09"), message("x").id("7")]).last_id("7"),
    case("id/null-at-the-end", b"id: 7\n\nid: 8\0\ndata: x\n\n", &[last_event_id("7"), ignored("id: 8\0"), message("x").id("7")]).last_id("7"),
    case("id/null-right-after-the-colon", b"id: 7\n\nid:\0\ndata: x\n\n", &[last_event_id("7"), ignored("id:\0"), message("x").id("7")]).last_id("7"),
    case("id/null-twice", b"id: 7\n\nid: 8\x009\x00\ndata: x\n\n", &[last_event_id("7"), ignored("id: 8\09\0"), message("x").id("7")]).last_id("7"),
    case("id/null-does-not-undo-an-earlier-line", b"id: 7\nid: 8\0\ndata: x\n\n", &[ignored("id: 8\0"), message("x").id("7")]).last_id("7"),
    case("id/null-does-not-spoil-a-later-line", b"id: 7\0\nid: 8\ndata: x\n\n", &[ignored("id: 7\0"), message("x").id("8")]).last_id("8"),
    case("id/null-does-not-undo-a-reset", b"id: 7\n\nid\nid: 8\0\ndata: x\n\n", &[last_event_id("7"), ignored("id: 8\0"), message("x")]),
    case("id/null-ended-by-cr", b"id: 7\0\rid: 8\r\r", &[ignored("id: 7\0"), last_event_id("8")]).last_id("8"),
    case("id/null-does-not-touch-the-data", b"data: x\nid: 8\0\ndata: y\n\n", &[ignored("id: 8\0"), message("x\ny")]),
    case("id/replacement-of-null-is-no-null", b"id: \xC0\x80\ndata: x\n\n", &[message("x").id("\u{FFFD}\u{FFFD}")])
        .last_id("\u{FFFD}\u{FFFD}"),
    case("id/symbol-for-null-is-no-null", b"id: \xE2\x90\x80\ndata: x\n\n", &[message("x").id("\u{2400}")]).last_id("\u{2400}"),

    // ---- Decisions 2 and 3: retry counts on its own line; ASCII digits only, at least one; too many saturate --------
    case("retry/plain", b"retry: 3000\n", &[retry(3000)]).retry(3000),
    case("retry/without-space", b"retry:3000\n\n", &[retry(3000)]).retry(3000),
    case("retry/needs-no-blank-line", b"retry: 3000\ndata: x\n", &[retry(3000)]).retry(3000),
    case("retry/in-its-place-before-the-event", b"data: x\nretry: 3000\ndata: y\n\n", &[retry(3000), message("x\ny")]).retry(3000),
    case("retry/between-events", b"data: x\n\nretry: 5\n\ndata: y\n\n", &[message("x"), retry(5), message("y")]).retry(5),
    case("retry/last-one-wins", b"retry: 1\nretry: 2\n", &[retry(1), retry(2)]).retry(2),
    case("retry/zero", b"retry: 0\n", &[retry(0)]).retry(0),
    case("retry/leading-zeros", b"retry: 007\n", &[retry(7)]).retry(7),
    case("retry/leading-zeros-beyond-any-width", b"retry: 0000000000000000000000000000000000000000000000000000005\n", &[retry(5)])
        .retry(5),
    case("retry/empty", b"retry:\n", &[ignored("retry:")]),
    case("retry/one-space", b"retry: \n", &[ignored("retry: ")]),
    case("retry/no-colon", b"retry\n", &[ignored("retry")]),
    case("retry/empty-keeps-the-old-one", b"retry: 5\nretry:\nretry\n", &[retry(5), ignored("retry:"), ignored("retry")]).retry(5),
    case("retry/bogus-keeps-the-old-one", b"retry: 5\nretry: x\n", &[retry(5), ignored("retry: x")]).retry(5),
    case("retry/plus-sign", b"retry: +5\n", &[ignored("retry: +5")]),
    case("retry/minus-sign", b"retry: -5\n", &[ignored("retry: -5")]),
    case("retry/two-spaces", b"retry:  5\n", &[ignored("retry:  5")]),
    case("retry/space-behind", b"retry: 5 \n", &[ignored("retry: 5 ")]),
    case("retry/space-inside", b"retry: 5 5\n", &[ignored("retry: 5 5")]),
    case("retry/tab", b"retry:\t5\n", &[ignored("retry:\t5")]),
    case("retry/unit", b"retry: 10ms\n", &[ignored("retry: 10ms")]),
    case("retry/letter-first", b"retry: x10\n", &[ignored("retry: x10")]),
    case("retry/underscore", b"retry: 1_000\n", &[ignored("retry: 1_000")]),
    case("retry/comma", b"retry: 1,000\n", &[ignored("retry: 1,000")]),
    case("retry/fraction", b"retry: 1.5\n", &[ignored("retry: 1.5")]),
    case("retry/exponent", b"retry: 1e3\n", &[ignored("retry: 1e3")]),
    case("retry/hexadecimal", b"retry: 0x10\n", &[ignored("retry: 0x10")]),
    case("retry/colon", b"retry: 5:\n", &[ignored("retry: 5:")]),
    case("retry/second-colon", b"retry:: 5\n", &[ignored("retry:: 5")]),
    // The characters next to the digits.
    case("retry/slash", b"retry: 5/\nretry: /5\n", &[ignored("retry: 5/"), ignored("retry: /5")]),
    case("retry/arabic-digits", b"retry: \xD9\xA3\xD9\xA0\n", &[ignored("retry: ٣٠")]),
    case("retry/fullwidth-digits", b"retry: \xEF\xBC\x95\n", &[ignored("retry: ５")]),
    case("retry/superscript", b"retry: 1\xC2\xB2\n", &[ignored("retry: 1²")]),
    case("retry/null", b"retry: 5\0\n", &[ignored("retry: 5\0")]),
    case("retry/invalid-byte", b"retry: 5\xFF\n", &[ignored("retry: 5�")]),
    case("retry/high-bit-digits", b"retry: \xB5\n", &[ignored("retry: �")]),
    case("retry/byte-order-mark", b"retry:\xEF\xBB\xBF5\n", &[ignored("retry:\u{feff}5")]),
    case("retry/two-to-the-31", b"retry: 2147483648\n", &[retry(2_147_483_648)]).retry(2_147_483_648),
    case("retry/two-to-the-32", b"retry: 4294967296\n", &[retry(4_294_967_296)]).retry(4_294_967_296),
    case("retry/two-to-the-53-plus-1", b"retry: 9007199254740993\n", &[retry(9_007_199_254_740_993)]).retry(9_007_199_254_740_993),
    case("retry/two-to-the-63", b"retry: 9223372036854775808\n", &[retry(9_223_372_036_854_775_808)])
        .retry(9_223_372_036_854_775_808),
    case("retry/two-to-the-64-minus-1", b"retry: 18446744073709551615\n", &[retry(u64::MAX)]).retry(u64::MAX),
    case("retry/two-to-the-64", b"retry: 18446744073709551616\n", &[retry(u64::MAX)]).retry(u64::MAX),
    // Without an overflow check, ten times this number wraps around to a small number.
    case("retry/wraps-if-unchecked", b"retry: 184467440737095516160\n", &[retry(u64::MAX)]).retry(u64::MAX),
    case("retry/forty-digits", b"retry: 1000000000000000000000000000000000000000\n", &[retry(u64::MAX)]).retry(u64::MAX),
    case("retry/bogus-after-saturating", b"retry: 99999999999999999999999x\n", &[ignored("retry: 99999999999999999999999x")]),
    case("retry/does-not-carry-over-to-the-next-line", b"retry: 12x\nretry: 3\n", &[ignored("retry: 12x"), retry(3)]).retry(3),
    case("retry/no-event-by-itself", b"retry: 5\n\n", &[retry(5)]).retry(5),
    case("retry/crlf", b"retry: 5\r\n\r\n", &[retry(5)]).retry(5),
    case("retry/unterminated", b"retry: 5", &[]),

    // ---- Decision 7: the end of the file dispatches nothing, and an unfinished block is gone -------------------------
    case("end-of-file/no-blank-line", b"data: x\n", &[]),
    case("end-of-file/no-blank-line-cr", b"data: x\r", &[]),
    case("end-of-file/after-an-event", b"data: x\n\ndata: y\n", &[message("x")]),
    case("end-of-file/unterminated-data", b"data: x\n\ndata: y", &[message("x")]),
    case("end-of-file/unterminated-name", b"data: x\n\ndata", &[message("x")]),
    case("end-of-file/unterminated-colon", b"data: x\n\ndata:", &[message("x")]),
    case("end-of-file/unterminated-second-line", b"data: x\ndata: y", &[]),
    case("end-of-file/unterminated-id", b"data: x\nid: 7", &[]),
    case("end-of-file/unterminated-type", b"event: t", &[]),
    case("end-of-file/unterminated-unknown", b"data: x\n\nfoo", &[message("x")]),
    case("end-of-file/truncated-character", b"data: x\n\ndata: \xE2\x82", &[message("x")]),
    case("end-of-file/only-a-name", b"data", &[]),
    case("end-of-file/space-is-no-blank-line", b"data: x\n ", &[]),

    // ---- UTF-8: one U+FFFD per maximal subpart, and a cut-off character never swallows what ends it ------------------
    case("utf8/two-bytes", b"data: \xC3\xA4\n\n", &[message("\u{E4}")]),
    case("utf8/three-bytes", b"data: \xE2\x82\xAC\n\n", &[message("\u{20AC}")]),
    case("utf8/four-bytes", b"data: \xF0\x9F\x98\x80\n\n", &[message("\u{1F600}")]),
    case("utf8/last-code-point", b"data: \xF4\x8F\xBF\xBF\n\n", &[message("\u{10FFFF}")]),
    case("utf8/one-of-two-before-lf", b"data: \xC3\n\n", &[message("\u{FFFD}")]),
    case("utf8/one-of-three-before-lf", b"data: \xE2\n\n", &[message("\u{FFFD}")]),
    case("utf8/two-of-three-before-lf", b"data: \xE2\x82\n\n", &[message("\u{FFFD}")]),
    case("utf8/three-of-four-before-lf", b"data: \xF0\x9F\x98\n\n", &[message("\u{FFFD}")]),
    case("utf8/two-of-three-before-cr", b"data: \xE2\x82\r\r", &[message("\u{FFFD}")]),
    case("utf8/three-of-four-before-crlf", b"data: \xF0\x9F\x98\r\n\r\n", &[message("\u{FFFD}")]),
    // The rest of the character on the next line does not join its beginning.
    case("utf8/torn-by-lf", b"data: x\xE2\x80\n\xA8y\n\n", &[ignored("�y"), message("x\u{FFFD}")]),
    case("utf8/torn-over-two-data-lines", b"data: \xE2\x82\ndata:\xAC\n\n", &[message("\u{FFFD}\n\u{FFFD}")]),
    case("utf8/torn-by-the-end-of-an-event", b"data: \xF0\x9F\n\ndata:\x98\x80\n\n", &[
        message("\u{FFFD}"),
        message("\u{FFFD}\u{FFFD}"),
    ]),
    case("utf8/truncated-before-ascii", b"data: \xE2\x82A\n\n", &[message("\u{FFFD}A")]),
    case("utf8/truncated-before-colon", b"data: \xC3:\n\n", &[message("\u{FFFD}:")]),
    case("utf8/truncated-before-another", b"data: \xF0\x9F\x98\xE2\x82\xAC\n\n", &[message("\u{FFFD}\u{20AC}")]),
    case("utf8/truncated-twice", b"data: \xE2\x82\xE2\x82\n\n", &[message("\u{FFFD}\u{FFFD}")]),
    case("utf8/lone-continuation", b"data: \x80\xBF\n\n", &[message("\u{FFFD}\u{FFFD}")]),
    case("utf8/continuation-first-in-value", b"data:\xA8x\n\n", &[message("\u{FFFD}x")]),
    case("utf8/never-bytes", b"data: \xFE\xFF\n\n", &[message("\u{FFFD}\u{FFFD}")]),
    case("utf8/overlong-slash", b"data: \xC0\xAF\n\n", &[message("\u{FFFD}\u{FFFD}")]),
    case("utf8/overlong-line-end", b"data: a\xC0\x8Ab\n\n", &[message("a\u{FFFD}\u{FFFD}b")]),
    case("utf8/overlong-three", b"data: \xE0\x80\xAF\n\n", &[message("\u{FFFD}\u{FFFD}\u{FFFD}")]),
    case("utf8/overlong-four", b"data: \xF0\x80\x80\xAF\n\n", &[message("\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}")]),
    case("utf8/surrogate", b"data: \xED\xA0\x80\n\n", &[message("\u{FFFD}\u{FFFD}\u{FFFD}")]),
    case("utf8/surrogate-pair", b"data: \xED\xA0\xBD\xED\xB8\x80\n\n", &[
        message("\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
    ]),
    case("utf8/beyond-unicode", b"data: \xF4\x90\x80\x80\n\n", &[message("\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}")]),
    case("utf8/lead-byte-f5", b"data: \xF5\x80\x80\x80\n\n", &[message("\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}")]),
    case("utf8/private-and-noncharacters", b"data: \xEE\x80\x80\xEF\xBF\xBE\xEF\xBF\xBF\n\n", &[message("\u{E000}\u{FFFE}\u{FFFF}")]),
    case("utf8/a-real-replacement-character", b"data: \xEF\xBF\xBD\n\n", &[message("\u{FFFD}")]),
    case("utf8/combining-is-not-composed", b"data: e\xCC\x81\n\n", &[message("e\u{301}")]),
    case("utf8/windows-1252", b"data: ok\x85 caf\xE9\n\n", &[message("ok\u{FFFD} caf\u{FFFD}")]),

    // ---- The standard's own examples (section "Server-sent events") --------------------------------------------------
    case(
        "standard/three-messages",
        b"data: This is the first message.\n\ndata: This is the second message, it\ndata: has two lines.\n\n\
          data: This is the third message.\n\n",
        &[
            message("This is the first message."),
            message("This is the second message, it\nhas two lines."),
            message("This is the third message."),
        ],
    ),
    case("standard/add-and-remove", b"event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\nevent: add\ndata: 113411\n\n", &[
        event("add", "73857293"),
        event("remove", "2153"),
        event("add", "113411"),
    ]),
    case("standard/stock-ticker", b"data: YHOO\ndata: +2\ndata: 10\n\n", &[message("YHOO\n+2\n10")]),
    case(
        "standard/four-blocks",
        b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
        &[
            comment(" test stream"),
            message("first event").id("1"),
            message("second event"),
            message(" third event"),
        ],
    ),
    case(
        "standard/four-blocks-the-last-without-its-blank-line",
        b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n",
        &[comment(" test stream"), message("first event").id("1"), message("second event")],
    ),
    case("standard/two-events-with-empty-data", b"data\n\ndata\ndata\n\ndata:", &[message(""), message("\n")]),
    case("standard/space-after-the-colon", b"data:test\n\ndata: test\n\n", &[message("test"), message("test")]),

    // ---- Web platform tests, `eventsource/`, by file name, with the bytes that their server sends --------------------
    case("wpt/event-data", b"data:msg\ndata: msg\n\n:\nfalsefield:msg\n\nfalsefield:msg\nData:data\n\ndata\n\ndata:end\n\n", &[message("msg\nmsg"), comment(""), ignored("falsefield:msg"), ignored("falsefield:msg"), ignored("Data:data"), message(""), message("end")]),
    case("wpt/format-bom", b"\xEF\xBB\xBFdata:1\n\n\xEF\xBB\xBFdata:2\n\ndata:3\n\n\n", &[message("1"), ignored("\u{feff}data:2"), message("3")]),
    case("wpt/format-bom-2", b"\xEF\xBB\xBF\xEF\xBB\xBFdata:1\n\ndata:2\n\ndata:3\n\n\n", &[ignored("\u{feff}data:1"), message("2"), message("3")]),
    case("wpt/format-comments", &WPT_COMMENTS, &[
        comment("\0"),
        comment(""),
        comment(LONG_TEXT),
        comment("data:fail"),
        comment(LONG_TEXT),
        message("1\n2\n3\n4"),
    ]),
    case("wpt/format-data-before-final-empty-line", b"retry:1000\ndata:test1\n\nid:test\ndata:test2\n", &[
        retry(1000),
        message("test1"),
    ])
    .retry(1000),
    case("wpt/format-field-data", b"data:\n\ndata\ndata\n\ndata:test\n\n\n", &[message(""), message("\n"), message("test")]),
    case("wpt/format-field-event", b"event:test\ndata:x\n\ndata:x\n\n\n", &[event("test", "x"), message("x")]),
    case("wpt/format-field-event-empty", b"event: \ndata:data\n\n\n", &[message("data")]),
    case("wpt/format-field-id", b"id: \xE2\x80\xA6\nretry: 200\ndata: hello\n\n", &[retry(200), message("hello").id("\u{2026}")])
        .last_id("\u{2026}")
        .retry(200),
    case("wpt/format-field-id-2", b"data: \xE2\x80\xA6\n\ndata: \xE2\x80\xA6\n\n", &[message("\u{2026}"), message("\u{2026}")]),
    case("wpt/format-field-id-3-persists", b"id: 1\ndata: 1\n\ndata:2\n\n", &[message("1").id("1"), message("2").id("1")])
        .last_id("1"),
    case("wpt/format-field-id-3-changes-and-persists", b"id: 1\ndata: 1\n\nid: 2\ndata:2\n\ndata:3\n\n", &[
        message("1").id("1"),
        message("2").id("2"),
        message("3").id("2"),
    ])
    .last_id("2"),
    case("wpt/format-field-id-3-resets", b"id: 1\ndata: 1\n\nid:\ndata:2\n\ndata:3\n\n", &[
        message("1").id("1"),
        message("2"),
        message("3"),
    ]),
    case("wpt/format-field-id-null", b"id: \0\0\nretry: 200\ndata: hello\n\n", &[ignored("id: \0\0"), retry(200), message("hello")]).retry(200),
    case("wpt/format-field-id-null-first", b"id: \0x\nretry: 200\ndata: hello\n\n", &[ignored("id: \0x"), retry(200), message("hello")]).retry(200),
    case("wpt/format-field-id-null-last", b"id: x\0\nretry: 200\ndata: hello\n\n", &[ignored("id: x\0"), retry(200), message("hello")]).retry(200),
    case("wpt/format-field-id-null-inside", b"id: x\0x\nretry: 200\ndata: hello\n\n", &[ignored("id: x\0x"), retry(200), message("hello")]).retry(200),
    case("wpt/format-field-id-null-behind-a-space", b"id:  \0\nretry: 200\ndata: hello\n\n", &[ignored("id:  \0"), retry(200), message("hello")])
        .retry(200),
    case(
        "wpt/format-field-parsing",
        b"data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\rdata_5\ndata:3\rdata:\r\n data:32\ndata:4\n\n",
        &[ignored("Data:1"), ignored("data\0:2"), ignored("\0data:4"), ignored("da-ta:3"), ignored("data_5"), ignored(" data:32"), message("\0\n 2\n1\n3\n\n4")],
    ),
    case("wpt/format-field-retry", b"retry:03000\ndata:x\n\n\n", &[retry(3000), message("x")]).retry(3000),
    case("wpt/format-field-retry-bogus", b"retry:3000\nretry:1000x\ndata:x\n\n\n", &[retry(3000), ignored("retry:1000x"), message("x")]).retry(3000),
    case("wpt/format-field-retry-empty", b"retry\ndata:test\n\n\n", &[ignored("retry"), message("test")]),
    case("wpt/format-field-unknown", b"data:test\n data\ndata\nfoobar:xxx\njustsometext\n:thisisacommentyay\ndata:test\n\n\n", &[ignored(" data"), ignored("foobar:xxx"), ignored("justsometext"), comment("thisisacommentyay"), message("test\n\ntest")]),
    case("wpt/format-leading-space", b"data:\ttest\rdata: \ndata:test\n\n\n", &[message("\ttest\n\ntest")]),
    // The content type has a parameter, which is ignored; the stream is the server's default one.
    case("wpt/format-mime-trailing-semicolon", b"data: data\n\n\n", &[message("data")]),
    case("wpt/format-newlines", b"data:test\r\ndata\ndata:test\r\n\r\n", &[message("test\n\ntest")]),
    case("wpt/format-null-character", b"data:\0\n\n\n\n\n", &[message("\0")]),
    case("wpt/format-utf-8", b"data:ok\xE2\x80\xA6\n\n\n", &[message("ok\u{2026}")]),
];
