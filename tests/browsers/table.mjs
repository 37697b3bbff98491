// Checks the README's table "Where implementations differ" against what the browsers and this project do:
//     node table.mjs EVENT_SOURCE
// EVENT_SOURCE is the command `event_source` of tests/runtimes, built.
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

import * as browser from "./browser.mjs";
import { rows } from "./differences.mjs";
import * as engines from "./engines.mjs";
import * as here from "./here.mjs";

const problems = [];

// Each row of the README is one of ours, word for word, and each of ours is in the README.
const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const [section] = readme.split("## Where implementations differ\n")[1].split("\n## ");
const written = section.split("\n").filter((line) => line.startsWith("| ")).slice(1);
const ours = rows.map(({ row, here, elsewhere }) => `| ${row} | ${here} | ${elsewhere} |`);
const missing = (from, among) => from.filter((line) => !among.includes(line));
for (const line of missing(written, ours)) problems.push(`the README has this row, and differences.mjs has not:\n  ${line}`);
for (const line of missing(ours, written)) problems.push(`differences.mjs has this row, and the README has not:\n  ${line}`);
for (const name of engines.names) {
  const version = engines.version(name);
  // A newer browser that does the same is no error.
  if (!section.replaceAll("\n", " ").includes(version)) console.log(`note: the README does not say that this is ${version}`);
}

const shown = (text) => (text === "" ? "·" : text.replaceAll("\n", "\\n").replaceAll("\0", "\\0"));

// Returns the result of a row: `count` events, the reconnections, and the other events.
function outcome({ events, requests }, count) {
  const told = events.map(({ type, data, lastEventId }) => `${type} ${shown(data)} ${shown(lastEventId)}`);
  const sent = requests.slice(1).map(({ lastEventId }) => `→ ${shown(lastEventId)}`);
  return [...told.slice(0, count), ...sent, ...told.slice(count)];
}

// Returns whether a time is the expected one. This project reports its time; a browser's is measured.
function isAbout(name, seconds, expected) {
  return name === "here" ? seconds === expected : seconds >= 0.9 * expected && seconds <= expected + 2;
}

async function check(name, subject) {
  await Promise.all(
    rows.map(async ({ row, connections, came, after }) => {
      const expected = came[name] ?? came.all;
      const bytes = connections.map((chunks) => ({ chunks: chunks.map((chunk) => Buffer.from(chunk, "latin1")) }));
      const answer = await subject.ask(bytes);
      const reconnection = expected.findIndex((line) => line.startsWith("→"));
      const found = outcome(answer, reconnection === -1 ? expected.length : reconnection);
      if (!isDeepStrictEqual(found, expected)) {
        problems.push(`${name}: ${row}:\n  expected  ${expected.join(", ")}\n  came      ${found.join(", ")}`);
      }
      const seconds = answer.waits[0] / 1000;
      if (after !== undefined && !isAbout(name, seconds, after[name])) {
        problems.push(`${name}: ${row}: reconnects after ${seconds} s instead of ${after[name]} s`);
      }
    }),
  );
}

const subjects = engines.names.map((name) => [name, () => browser.open(name)]);
subjects.push(["here", () => here.open(process.argv[2])]);
await Promise.all(
  subjects.map(async ([name, open]) => {
    const subject = await open();
    await check(name, subject);
    await subject.close();
  }),
);
for (const problem of problems) console.log(`error: ${problem}`);
const outcomes = problems.length === 0 ? "as the README says" : "not as the README says";
console.log(`${rows.length} rows, ${subjects.length} implementations: ${outcomes}`);
process.exit(problems.length === 0 ? 0 : 1);
