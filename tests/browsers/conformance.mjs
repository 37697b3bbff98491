// Asks the browsers the questions of the conformance kit. Fails if one has a deviation that reader.mjs doesn't know, or lacks
// one that it knows: node conformance.mjs KIT [--cases N] [--seed S] [ENGINE…]
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import * as engines from "./engines.mjs";
import { deviations, knownOf } from "./reader.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cases: { type: "string", default: "2000" }, seed: { type: "string", default: "0" } },
});
const [kit, ...chosen] = positionals;
const adapter = fileURLToPath(new URL("adapter.mjs", import.meta.url));

// Returns what is wrong with a browser's answers, each fault in a few lines.
async function problems(name) {
  // The kit ends the adapter without a warning, so the browsers' folders are in ours, which is removed.
  const folder = mkdtempSync(join(tmpdir(), "sse-conformance-"));
  try {
    const [report, notes] = [join(folder, "report.json"), join(folder, "notes")];
    const asked = ["--cases", values.cases, "--seed", values.seed, "--decoder"];
    // A browser may start slowly on a busy machine.
    const options = [...asked, "--time-limit", "30", "--report", report];
    const run = spawn(kit, [...options, "--", process.execPath, adapter, name, "--notes", notes], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, TMPDIR: folder },
    });
    const [status] = await once(run, "close");
    if (status !== 0 && status !== 1) return [`the kit ended with status ${status}`];
    const found = JSON.parse(readFileSync(report, "utf8"));
    const lines = readFileSync(notes, { encoding: "utf8", flag: "a+" }).split("\n").filter((line) => line !== "");
    const written = lines.map((line) => JSON.parse(line));
    console.log(`${engines.version(name)}: ${found.conclusion}`);

    const known = knownOf(name);
    const rules = known.flatMap((deviation) => deviations[deviation].rules);
    const unknown = found.deviations.filter(({ rule }) => !rules.includes(rule));
    const seen = written.map(({ seen }) => seen);
    return [
      ...(found.endedEarly === null ? [] : [`the kit ended early: ${found.endedEarly}`]),
      ...unknown.map(({ rule, explanation, examples: [{ case: stream, asked, came }] }) =>
        `it breaks the rule ${rule}: ${explanation}\n  case   ${stream}\n  asked  ${asked}\n  came   ${came}`),
      ...written.filter(({ unexplained }) => unexplained).slice(0, 5).map((note) =>
        `no known deviation explains this:\n  chunks    ${JSON.stringify(note.unexplained)}\n` +
        `  expected  ${JSON.stringify(note.expected)}\n  came      ${JSON.stringify(note.came)}`),
      ...known.filter((deviation) => !seen.includes(deviation)).map((deviation) =>
        `it doesn't deviate any more by ${deviation}: ${deviations[deviation].why}`),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const results = await Promise.all(
  (chosen.length > 0 ? chosen : engines.names).map(async (name) => ({ name, found: await problems(name) })),
);
for (const { name, found } of results) for (const problem of found) console.log(`error: ${name}: ${problem}`);
process.exit(results.every(({ found }) => found.length === 0) ? 0 : 1);
