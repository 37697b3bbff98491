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
  let lastEventId = "";
  for (const line of lines) {
    if (line === "") {
      lastEventId = id;
      if (data !== "") items.push({ type: type || "message", data: data.slice(0, -1), lastEventId });
      data = type = "";
      continue;
    }
    const [, field, value] = /^([^:]*)(?:: ?([^]*))?$/.exec(line);
    if (field === "data") data += `${value ?? ""}\n`;
    else if (field === "event") type = value ?? "";
    else if (field === "id" && !value?.includes("\0")) id = value ?? "";
    else if (field === "retry" && /^[0-9]+$/.test(value)) items.push({ retry: Number(value) });
  }
  return items;
}

const [path, ...streams] = process.argv.slice(2);
let items = [];
let memory;
const text = (at, length) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array(memory.buffer, at, length));
const page = {
  event(type, typeLength, data, dataLength, id, idLength) {
    items.push({ type: text(type, typeLength), data: text(data, dataLength), lastEventId: text(id, idLength) });
  },
  retry: (milliseconds) => items.push({ retry: milliseconds }),
  too_large: (limit) => items.push({ limit }),
};
const bytes = await readFile(path);
const module = await WebAssembly.compile(bytes);

async function decode(stream, size) {
  const { exports } = await WebAssembly.instantiate(module, { page });
  memory = exports.memory;
  items = [];
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

// What those streams don't have.
const tricky = Buffer.concat([
  Buffer.from("\uFEFFid: 1\r\rdata: a\r\ndata\ndata:  b"),
  Buffer.from([0xc3, 0xff, 0x0d, 0x0a]),
  Buffer.from("id: 2\0\n\nretry: 20\nevent: e\ndata: \u{1F600}\n\ndata: never ended"),
]);
const expected = interpret(tricky);
assert.equal(expected.length, 3);
for (let size = 1; size <= tricky.length; size++) assert.deepEqual(await decode(tricky, size), expected);

// An event that is too large, and a good one after it.
const large = Buffer.from(`data: ${"x".repeat(9000)}\n\ndata: good\n\n`);
assert.deepEqual(await decode(large, 4096), [
  { limit: 8192 },
  { type: "message", data: "good", lastEventId: "" },
]);

console.log(`wasm: ok, ${streams.length} streams with ${events} events; the module has ${bytes.length} bytes`);
