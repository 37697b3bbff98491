// The questions about reconnections, for a browser or this project's `EventSource`: the rows of RECONNECTION.md.
//
// Each row has the responses of the server, one per connection, and `tell`, which puts the results in a word. `why` names the
// reasons why some browser differs from this project. `more` are other paths with the same responses.

// For the maintainers of the browsers.
export const reasons = {
  forgotten: "Firefox drops the ID of a block without data, and WebKit keeps it only until the connection ends. The standard "
    + "sets the last event ID at every blank line. A server sends such a block to say how far the client has come.",
  blanks: "HTTP takes blanks at the ends of a header's value away, so the server gets an ID that it has never sent. `sse-proto` "
    + "sends no ID that would arrive as another.",
  controls: "Browsers send control characters in the header. RFC 9110, 5.5, has none in a value, so a server may refuse the "
    + "request, again and again, or read something else. `sse-proto` then sends no ID.",
  firefoxTimes: "Firefox begins with 5 s and a little more, and takes every time below 0.5 s for 0.5 s. The standard leaves both "
    + "to the browser.",
  emptyTime: "The standard ignores a `retry` without digits. Chromium and WebKit take it as their default, and Firefox as 0.",
  trimmedTime: "WebKit skips blanks around the number, and a plus sign before it. The standard ignores a `retry` in which "
    + "anything is no digit.",
  wrappedTime: "Firefox counts in 32 bits, and what doesn't fit is lost from the top. A server that asks for a very long time "
    + "gets a short one.",
  hugeTime: "Chromium and WebKit ignore a number beyond 64 bits. `sse-proto` takes the greatest time there is.",
  charset: "Chromium rejects a `charset` other than `utf-8`, also its other name `utf8`. The standard ignores the parameters.",
  severalTypes: "WebKit takes the first of several types. In the standard, the last valid one counts.",
  redirection: "After a redirection, Chromium reconnects to where it led, Firefox only if it was a permanent one (301, 308), and "
    + "WebKit never. `sse-proto` knows no URL; its commands ask the first one again.",
};

const stream = (text) => ({ chunks: [Buffer.from(text)] });
const FIRST = stream("retry: 1\ndata: x\n\n");
const AGAIN = stream("data: again\n\n");

// Returns the ID that the second request sends.
function sent({ requests }) {
  if (requests.length < 2) return "no request";
  const { lastEventId } = requests[1];
  return lastEventId === "" ? "none" : JSON.stringify(lastEventId).replace("\x7F", "\\u007f");
}

// The possible times before the second request. A browser's time is measured, so it is at least the intended one.
const TIMES = [0, 0.25, 0.5, 1, 3, 5];
export function waited({ waits }) {
  if (!(waits[0] <= 10_000)) return "later than 10 s";
  const meant = TIMES.findLast((time) => time * 980 <= waits[0]);
  return meant === 0 ? "at once" : `${meant} s`;
}

// Returns what happens to a response.
function fate({ opened, hasGivenUp }) {
  return opened > 0 ? "reads it" : hasGivenUp ? "fails for good" : "reconnects";
}
// Returns what happens to a stream that has begun.
const fateOfStream = ({ requests }) => (requests.length > 1 ? "reconnects" : "fails for good");

// Returns where the request after a redirected one goes.
function target({ requests }) {
  if (requests.length < 3) return "nowhere";
  return requests[2].path === requests[0].path ? "the first URL" : "the target";
}

const id = (name, text, why = []) => ({ name, connections: [stream(`retry: 1\n${text}`), AGAIN], tell: sent, why });
const time = (name, text, why = []) => ({ name, connections: [stream(text), AGAIN], tell: waited, why });
const answered = (name, response, why = []) => ({ name, connections: [{ ...AGAIN, ...response }], tell: fate, why });
const status = (code) => answered(`status ${code}`, { status: code });
const type = (type, why) => answered(type === null ? "no `Content-Type`" : `\`Content-Type: ${type}\``, { type }, why);
const redirect = (code) => ({
  name: `reconnection after status ${code}`,
  connections: [{ status: code, headers: { Location: `/target/${code}` } }, FIRST, AGAIN],
  more: [`/target/${code}`],
  tell: target,
  why: ["redirection"],
});

export const sections = [
  {
    title: "`Last-Event-ID`",
    rows: [
      id("no ID", "data: x\n\n"),
      id("`id: 7`", "id: 7\ndata: x\n\n"),
      id("`id: 7`, then an empty `id`", "id: 7\ndata: x\n\nid\ndata: x\n\n"),
      id("`id: 7`, then an ID in a block without data", "id: 7\ndata: x\n\nid: 8\n\n", ["forgotten"]),
      id("`id: 7`, then an ID in a block that has not ended", "id: 7\ndata: x\n\nid: 8\ndata: x\n"),
      id("`id: ä漢😀`", "id: ä漢😀\ndata: x\n\n"),
      id("an ID that begins with a space", "id:  7\ndata: x\n\n", ["blanks"]),
      id("an ID that ends with a space", "id: 7 \ndata: x\n\n", ["blanks"]),
      id("an ID with a tab in the middle", "id: a\tb\ndata: x\n\n"),
      id("an ID with U+0001", "id: a\x01b\ndata: x\n\n", ["controls"]),
      id("an ID with U+007F", "id: a\x7Fb\ndata: x\n\n", ["controls"]),
    ],
  },
  {
    title: "Reconnection time",
    rows: [
      time("none given", "data: x\n\n", ["firefoxTimes"]),
      time("`retry: 1000`", "retry: 1000\n"),
      time("`retry: 250`", "retry: 250\n", ["firefoxTimes"]),
      time("`retry: 0`", "retry: 0\n", ["firefoxTimes"]),
      time("`retry: 1000`, then `retry` without a value", "retry: 1000\nretry\n", ["emptyTime"]),
      time("`retry: 1000`, then `retry: 250ms`", "retry: 1000\nretry: 250ms\n"),
      time("`retry: 1000`, then `retry: 250.5`", "retry: 1000\nretry: 250.5\n"),
      time("`retry: 1000`, then `retry: +250`", "retry: 1000\nretry: +250\n", ["trimmedTime"]),
      time("`retry: 1000`, then `retry: -250`", "retry: 1000\nretry: -250\n"),
      time("`retry: 1000`, then `retry:  250`, with two spaces", "retry: 1000\nretry:  250\n", ["trimmedTime"]),
      time("`retry: 1000`, then `retry: 250 `, with a space at the end", "retry: 1000\nretry: 250 \n", ["trimmedTime"]),
      time("`retry: 1000`, then `retry: 4294967546` (2³² + 250)", "retry: 1000\nretry: 4294967546\n", ["wrappedTime"]),
      time(
        "`retry: 1000`, then `retry: 18446744073709551866` (2⁶⁴ + 250)",
        "retry: 1000\nretry: 18446744073709551866\n",
        ["wrappedTime", "hugeTime"],
      ),
      time("`retry: 1000` in a line that has not ended", "retry: 250\nretry: 1000", ["firefoxTimes"]),
    ],
  },
  {
    title: "End of the connection",
    rows: [
      { name: "the body ends", connections: [FIRST, AGAIN], tell: fateOfStream },
      { name: "the connection is cut", connections: [{ ...FIRST, isCut: true }, AGAIN], tell: fateOfStream },
      {
        name: "the first connection is closed without a response",
        connections: [{ isRefused: true }, AGAIN],
        tell: fateOfStream,
      },
      {
        name: "a later connection is closed without a response",
        connections: [FIRST, { isRefused: true }, AGAIN],
        tell: ({ requests }) => (requests.length > 2 ? "reconnects" : "fails for good"),
      },
      {
        name: "a byte order mark at the start of the second body",
        connections: [FIRST, stream("\uFEFFdata: again\n\n")],
        tell: ({ events }) => (events.some(({ data }) => data === "again") ? "dropped" : "part of the first line"),
      },
    ],
  },
  { title: "Status", rows: [201, 202, 204, 205, 206, 304, 400, 401, 404, 429, 500, 502, 503].map(status) },
  {
    title: "Content type",
    rows: [
      type("text/event-stream; charset=utf-8"),
      type("text/event-stream; charset=iso-8859-1", ["charset"]),
      type("text/event-stream; charset=utf8", ["charset"]),
      type("text/event-stream; version=1"),
      type("text/event-stream;"),
      type("TEXT/Event-Stream"),
      type("text/event-stream, text/plain", ["severalTypes"]),
      type("text/plain"),
      type("application/json"),
      type(null),
    ],
  },
  { title: "Redirection", rows: [301, 302, 303, 307, 308].map(redirect) },
];
