// A browser as the other side of the conformance kit: node adapter.mjs ENGINE [NOTES]
//
// NOTES is a file to which it writes, one JSON object a line, `{"seen":…}` for each known deviation when an answer shows
// it for the first time, and `{"unexplained":…}` for each answer that the known deviations don't explain.
import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { isDeepStrictEqual } from "node:util";

import { open } from "./browser.mjs";
import { knownOf, read } from "./reader.mjs";

const [name, notes] = process.argv.slice(2);
const known = knownOf(name);
const unseen = new Set(known);
const note = (what) => appendFileSync(notes, `${JSON.stringify(what)}\n`);

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

const browser = await open(name);
for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  const chunks = question.chunks.map((chunk) => Buffer.from(chunk, "base64"));
  const expected = read(chunks, known);
  let answer = await browser.ask([{ chunks }]);
  // On a busy machine, two chunks may have been one read. Once more, then.
  if (!isDeepStrictEqual(answer.events, expected)) answer = await browser.ask([{ chunks }]);
  if (notes !== undefined) judge(chunks, answer.events, expected);
  console.log(JSON.stringify({ id: question.id, events: answer.events, error: answer.error }));
}
await browser.close();
