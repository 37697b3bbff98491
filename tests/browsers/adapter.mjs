// Makes a browser the other side of the conformance kit: node adapter.mjs ENGINE [--notes FILE] [--parser FOLDER]
//
// The adapter writes to FILE, one JSON object per line: `{"seen":…}` for each known deviation when an answer first shows it,
// and `{"unexplained":…}` for each answer that the known deviations don't explain. FOLDER has the package eventsource-parser,
// which the adapter then asks, in the browser, instead of `EventSource`.
import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { isDeepStrictEqual, parseArgs } from "node:util";

import { open } from "./browser.mjs";
import { knownOf, read } from "./reader.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { notes: { type: "string" }, parser: { type: "string" } },
});
const [name] = positionals;
const known = knownOf(name);
const unseen = new Set(known);
const note = (what) => appendFileSync(values.notes, `${JSON.stringify(what)}\n`);

function judge(chunks, events, expected) {
  if (!isDeepStrictEqual(events, expected)) {
    note({ unexplained: chunks.map((chunk) => chunk.toString("latin1")), expected, came: events });
    return;
  }
  for (const deviation of unseen) {
    const others = known.filter((other) => other !== deviation);
    if (isDeepStrictEqual(events, read(chunks, others))) continue;
    note({ seen: deviation });
    unseen.delete(deviation);
  }
}

const browser = await open(name, values.parser);
async function answer(chunks) {
  const ask = (options) => browser.ask([{ chunks }], options);
  if (values.parser !== undefined) return ask({ reader: "byParser" });
  const expected = read(chunks, known);
  let found = await ask();
  // On a busy machine, two chunks may have been one read, so ask once more.
  if (!isDeepStrictEqual(found.events, expected)) found = await ask();
  if (values.notes !== undefined) judge(chunks, found.events, expected);
  return found;
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  const { events, retry, error } = await answer(question.chunks.map((chunk) => Buffer.from(chunk, "base64")));
  console.log(JSON.stringify({ id: question.id, events, retry, error }));
}
await browser.close();
