// Decodes event streams with the WebAssembly module, in inputs of several sizes, and compares what comes out with what
// the standard's algorithm gives, which is written down once more below, for a whole text.
//     node run.mjs MODULE.wasm STREAM…
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

// HTML, "Parsing an event stream" and "Interpreting an event stream", word for word.
function interpret(bytes) {
  const items = [];
  const lines = new TextDecoder().decode(bytes).split(/\r\n|\n|\r/);
  lines.pop(); // what has no end of line
  let data = "";
  let type = "";
  let id = "";
  let hasId = false;
  for (const line of lines) {
    if (line === "") {
      if (data !== "") items.push({ type: type || "message", data: data.slice(0, -1), lastEventId: id, hasId });
      else if (hasId) items.push({ id });
      data = type = "";
      hasId = false;
      continue;
    }
    const [, field, value] = /^([^:]*)(?:: ?([^]*))?$/.exec(line);
    if (field === "data") data += `${value ?? ""}\n`;
    else if (field === "event") type = value ?? "";
    else if (field === "id" && !value?.includes("\0")) [id, hasId] = [value ?? "", true];
    else if (field === "retry" && /^[0-9]+$/.test(value)) items.push({ retry: Number(value) });
    else if (field !== "") items.push({ ignored: line });
  }
  return items;
}

const [path, ...streams] = process.argv.slice(2);
let items = [];
let ignored = ""; // the pieces of a line that has not ended
let memory;
const text = (at, length) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array(memory.buffer, at, length));
const page = {
  event(type, typeLength, data, dataLength, id, idLength, hasId) {
    const [event, lastEventId] = [{ type: text(type, typeLength), data: text(data, dataLength) }, text(id, idLength)];
    items.push({ ...event, lastEventId, hasId: hasId === 1 });
  },
  last_event_id: (id, length) => items.push({ id: text(id, length) }),
  ignored(line, length, endOfLine) {
    ignored += text(line, length);
    if (!endOfLine) return;
    items.push({ ignored });
    ignored = "";
  },
  retry: (milliseconds) => items.push({ retry: milliseconds }),
  too_large: (limit) => items.push({ limit }),
};
const bytes = await readFile(path);
const module = await WebAssembly.compile(bytes);

let decoder;
async function decode(stream, size) {
  const { exports } = await WebAssembly.instantiate(module, { page });
  decoder = exports;
  memory = exports.memory;
  items = [];
  ignored = "";
  for (let at = 0; at < stream.length; at += size) {
    const input = stream.subarray(at, at + size);
    new Uint8Array(memory.buffer, exports.input(), exports.input_size()).set(input);
    exports.decode(input.length);
  }
  return items;
}

let events = 0;
for (const name of streams) {
  const stream = await readFile(name);
  const expected = interpret(stream);
  assert(expected.some((item) => "data" in item), `${name}: no events`);
  for (const size of [1, 2, 3, 7, 64, 1460, stream.length]) {
    assert.deepEqual(await decode(stream, size), expected, `${name}, ${size} bytes at a time`);
  }
  events += expected.filter((item) => "data" in item).length;
}

// What comes of a stream in small inputs: of an ignored line, what was in an earlier input may be missing.
function assertSame(came, expected) {
  const isEnd = (item, at) => "ignored" in item && expected[at]?.ignored?.endsWith(item.ignored);
  assert.deepEqual(came.map((item, at) => (isEnd(item, at) ? expected[at] : item)), expected);
}

// What those streams don't have.
const tricky = Buffer.concat([
  Buffer.from("\uFEFFid: 1\r\rdata: a\r\ndata\ndata:  b"),
  Buffer.from([0xc3, 0xff, 0x0d, 0x0a]),
  Buffer.from('id: 2\0\n\nretry: 20\nevent: e\ndata: \u{1F600}\n\n{"error":1}\nretry: soon\n\n'),
  Buffer.from("id: 3\ndata: never ended"),
]);
const expected = interpret(tricky);
assert.deepEqual(expected.filter((item) => !("data" in item)), [
  { id: "1" },
  { ignored: "id: 2\0" },
  { retry: 20 },
  { ignored: '{"error":1}' },
  { ignored: "retry: soon" },
]);
assert.equal(expected.length, 7);
for (let size = 1; size <= tricky.length; size++) {
  assertSame(await decode(tricky, size), expected);
  assert(decoder.is_mid_event() && !decoder.is_between_events());
  decoder.end();
  assert.deepEqual(items.at(-1), { type: "message", data: "never ended", lastEventId: "3", hasId: true });
}
assert.deepEqual(await decode(tricky, tricky.length), expected);

// An event that is too large, and a good one after it.
const large = Buffer.from(`data: ${"x".repeat(9000)}\n\ndata: good\n\n`);
assert.deepEqual(await decode(large, 4096), [
  { limit: 8192 },
  { type: "message", data: "good", lastEventId: "", hasId: false },
]);
assert(decoder.is_between_events() && !decoder.is_mid_event());
decoder.end();
assert.equal(items.length, 2);

console.log(`wasm: ok, ${streams.length} streams with ${events} events; the module has ${bytes.length} bytes`);
