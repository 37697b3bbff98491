// The table "Where implementations differ" of the README, row by row: its text, streams that show it, and the results of each
// browser and this project.
//
// `connections` are the streams of one session, each the chunks of one connection. `came` are the events, as `type data
// lastEventId` with `·` for an empty value, and, after `→`, the ID that a reconnection sent. `after` is the time before the
// reconnection, in seconds, if the row is about that. `all` is for those without a name.

const MARK = "\xEF\xBB\xBF";

export const rows = [
  {
    row: "last event ID, at a reconnection",
    here: "carried over",
    elsewhere: "all three do; the standard's text resets its buffer",
    connections: [["retry: 1\nid: 7\ndata: a\n\n"], ["data: b\n\n"]],
    came: { all: ["message a 7", "→ 7", "message b 7"] },
  },
  {
    row: "ID of a block without data",
    here: "counts",
    elsewhere: "Firefox forgets it at once, WebKit at a reconnection",
    connections: [["retry: 1\nid: 7\n\ndata: a\n\nid: 8\n\n"], ["data: b\n\n"]],
    came: {
      all: ["message a 7", "→ 8", "message b 8"],
      firefox: ["message a ·", "→ ·", "message b ·"],
      webkit: ["message a 7", "→ 7", "message b 7"],
    },
  },
  {
    row: "ID of a block that has not ended when the stream does",
    here: "dropped",
    elsewhere: "the same, if the stream ends cleanly",
    connections: [["retry: 1\nid: 7\ndata: a\n\nid: 8\ndata: b\n"], ["data: c\n\n"]],
    came: { all: ["message a 7", "→ 7", "message c 7"] },
  },
  {
    row: "`id` with U+0000",
    here: "ignored as a whole",
    elsewhere: "Firefox loses the next field, too",
    connections: [["id: 7\0\ndata: a\ndata: b\n\n"]],
    came: { all: ["message a\\nb ·"], firefox: ["message b ·"] },
  },
  {
    row: "U+0000 elsewhere",
    here: "data like any other",
    elsewhere: "Firefox drops it, but not directly after the colon",
    connections: [["data: a\0b\n\n"]],
    came: { all: ["message a\\0b ·"], firefox: ["message ab ·"] },
  },
  {
    row: "`retry` without digits",
    here: "ignored",
    elsewhere: "Chromium and WebKit go back to 3 s, Firefox to 0.5 s",
    connections: [["retry: 1000\nretry:\ndata: a\n\n"], []],
    came: { all: ["message a ·", "→ ·"] },
    after: { here: 1, chromium: 3, firefox: 0.5, webkit: 3 },
  },
  {
    // 2⁶⁴ + 1000.
    row: "`retry` beyond 64 bits",
    here: "the greatest 64-bit value",
    elsewhere: "Chromium and WebKit ignore it, Firefox takes its lowest 32 bits",
    connections: [["retry: 100\nretry: 18446744073709552616\ndata: a\n\n"], []],
    came: { all: ["message a ·", "→ ·"], here: ["message a ·"] },
    after: { here: 2 ** 64 / 1000, chromium: 0.1, firefox: 1, webkit: 0.1 },
  },
  {
    row: "`retry` with a sign, or blanks around the digits",
    here: "ignored",
    elsewhere: "WebKit takes the number",
    connections: [["retry: 3000\nretry: +250\ndata: a\n\n"], []],
    came: { all: ["message a ·", "→ ·"] },
    after: { here: 3, chromium: 3, firefox: 3, webkit: 0.25 },
  },
  {
    row: "byte order mark directly before LF or CR",
    here: "only the mark is dropped",
    elsewhere: "Chromium drops the next line, too",
    connections: [[`${MARK}\ndata: a\ndata: b\n\n`]],
    came: { all: ["message a\\nb ·"], chromium: ["message b ·"] },
  },
  {
    row: "byte order mark over two reads",
    here: "dropped",
    elsewhere: "WebKit takes it as part of the first line",
    connections: [[MARK.slice(0, 1), `${MARK.slice(1)}data: a\ndata: b\n\n`]],
    came: { all: ["message a\\nb ·"], webkit: ["message b ·"] },
  },
  {
    row: "byte order mark at the start of a later read",
    here: "part of the line",
    elsewhere: "WebKit drops it, if only a few bytes came before",
    connections: [["\n", `${MARK}data: a\ndata: b\n\n`]],
    came: { all: ["message b ·"], webkit: ["message a\\nb ·"] },
  },
  {
    row: "byte order mark of UTF-16",
    here: "U+FFFD twice: a stream is UTF-8",
    elsewhere: "WebKit reads the stream as UTF-16",
    connections: [["\xFE\xFF\ndata: a\n\n"]],
    came: { all: ["message a ·"], webkit: [] },
  },
  {
    row: "event that has not ended when the stream does",
    here: "dropped, with nothing to call",
    elsewhere: "the same, if the stream ends cleanly",
    connections: [["data: a\n\ndata: b\n"]],
    came: { all: ["message a ·"] },
  },
];
