// Asks the browsers and this project's `EventSource` how they reconnect, and compares that with RECONNECTION.md, or writes it:
// node reconnection.mjs EVENT_SOURCE [--write]
// EVENT_SOURCE is the command `event_source` of tests/runtimes, built.
import { readFileSync, writeFileSync } from "node:fs";

import * as browser from "./browser.mjs";
import * as engines from "./engines.mjs";
import * as here from "./here.mjs";
import { reasons, sections, waited } from "./reconnections.mjs";

const [program, option] = process.argv.slice(2);
const file = new URL("RECONNECTION.md", import.meta.url);
const rows = sections.flatMap(({ rows }) => rows);

// Returns this subject's answer for each row, in order.
async function answers(open) {
  const subject = await open();
  async function ask({ connections, more, tell }) {
    const first = await subject.ask(connections, { more });
    if (tell !== waited || !(first.waits[0] > 0)) return tell(first);
    // A measured time is never too short, but may be too long if the machine was busy.
    const second = await subject.ask(connections, { more });
    return tell(second.waits[0] < first.waits[0] ? second : first);
  }
  const found = await Promise.all(rows.map(ask));
  await subject.close();
  return found;
}

const subjects = [["sse-proto", () => here.open(program)]];
for (const name of engines.names) subjects.push([engines.version(name), () => browser.open(name)]);
const columns = await Promise.all(subjects.map(([, open]) => answers(open)));

let page = `# How browsers reconnect

Written by \`node tests/browsers/reconnection.mjs EVENT_SOURCE --write\`; see the [README](README.md). Each row is a response,
or a body that ends, and what follows. \`sse-proto\` is the client \`event_source\` of \`tests/runtimes/\`, which does what the
library's \`EventSource\` says. **Bold** is what differs from it.
`;
const given = new Set();
const problems = [];
let at = 0;
for (const { title, rows } of sections) {
  page += `\n## ${title}\n\n| ${["", ...subjects.map(([name]) => name)].join(" | ")} |\n|---|---|---|---|---|\n`;
  for (const { name, why = [] } of rows) {
    const [ours, ...others] = columns.map((answers) => answers[at]);
    at += 1;
    const cells = others.map((other) => (other === ours ? other : `**${other}**`));
    page += `| ${[name, ours, ...cells].join(" | ")} |\n`;
    const differs = others.some((other) => other !== ours);
    if (differs && why.length === 0) problems.push(`${name}: no reason is known for ${[ours, ...cells].join(", ")}`);
    if (!differs && why.length > 0) problems.push(`${name}: nobody differs any more by ${why.join(" and ")}`);
    for (const reason of why) given.add(reasons[reason]);
  }
}
page += `\n## What differs, and why\n\n${[...given].map((reason) => `- ${reason}`).join("\n")}\n`;

if (option === "--write") writeFileSync(file, page);
else {
  // A newer browser that does the same is no error.
  const lines = (text) => text.replace(/(Chromium|Firefox ESR|WebKitGTK) [\d.]+/g, "$1").split("\n");
  const [written, found] = [lines(readFileSync(file, "utf8")), lines(page)];
  for (let line = 0; line < Math.max(written.length, found.length); line += 1) {
    const [says, came] = [written[line], found[line]];
    if (says !== came) problems.push(`RECONNECTION.md, line ${line + 1}:\n  says  ${says}\n  came  ${came}`);
  }
}
for (const problem of problems) console.log(`error: ${problem}`);
console.log(`${rows.length} rows, ${subjects.length} clients: ${problems.length === 0 ? "all as known" : "not as known"}`);
process.exit(problems.length === 0 ? 0 : 1);
