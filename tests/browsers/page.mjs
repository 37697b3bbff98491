// Runs in the browser: asks the server which stream to read next, reads it, and sends the results.

// In milliseconds. The page doesn't wait for an `EventSource` that doesn't reconnect for so long.
const PATIENCE = 10_000;

// Returns the events of a stream, by `EventSource`, until it has had so many connections or gives up. It listens for `types`.
function byEventSource({ url, types, connections }) {
  const events = [];
  const source = new EventSource(url);
  let [left, opened, timer] = [connections, 0, undefined];
  return new Promise((resolve) => {
    const note = (event) => {
      // An event of the stream may have the type `error` or `open`, too.
      if (!(event instanceof MessageEvent)) return;
      events.push({ type: event.type, data: event.data, lastEventId: event.lastEventId });
    };
    for (const type of types) source.addEventListener(type, note);
    source.addEventListener("open", (event) => {
      if (!(event instanceof MessageEvent)) opened += 1;
    });
    source.addEventListener("error", (event) => {
      if (event instanceof MessageEvent) return;
      left -= 1;
      const hasGivenUp = source.readyState === EventSource.CLOSED;
      const end = () => {
        // Without this, it would reconnect.
        source.close();
        resolve({ events, opened, hasGivenUp });
      };
      clearTimeout(timer);
      if (hasGivenUp || left === 0) end();
      else timer = setTimeout(end, PATIENCE);
    });
  });
}

// Returns the events of a stream, and its reconnection time, by `fetch` and the package eventsource-parser.
async function byParser({ url }) {
  const { createParser } = await import("/eventsource-parser/index.js");
  const events = [];
  let [lastEventId, retry] = ["", null];
  const parser = createParser({
    onEvent({ event, data, id }) {
      // The package leaves it to the caller to keep the last ID.
      lastEventId = id ?? lastEventId;
      events.push({ type: event ?? "message", data, lastEventId });
    },
    onRetry: (time) => (retry = time),
  });
  const { body } = await fetch(url);
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { events, retry };
    parser.feed(value);
  }
}

// Returns how many bytes each read of the body has: whether the chunks come as they were sent.
async function byRead({ url }) {
  const { body } = await fetch(url);
  const reads = [];
  for (const reader = body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return { reads };
    reads.push(value.length);
  }
}

const readers = { byEventSource, byParser, byRead };

async function work() {
  let answer = null;
  for (;;) {
    const response = await fetch("/next", { method: "POST", body: JSON.stringify(answer) });
    const question = await response.json();
    const found = await readers[question.reader](question).catch((error) => ({ error: String(error) }));
    answer = { url: question.url, ...found };
  }
}

// A browser makes at most six connections to a host, and a worker has two.
for (let worker = 0; worker < 3; worker += 1) work();
