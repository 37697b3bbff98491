// Asks the package eventsource-parser in node and, over `fetch`, in the browsers, where it must break the same rules:
//     node parser.mjs KIT FOLDER
// FOLDER is a copy of fuzz/kit/adapters/node after `npm install`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import * as engines from "./engines.mjs";

const [kit, installed] = process.argv.slice(2);
const parser = join(installed, "node_modules/eventsource-parser");
const adapter = fileURLToPath(new URL("adapter.mjs", import.meta.url));

// Returns the broken rules.
async function broken(command) {
  const folder = mkdtempSync(join(tmpdir(), "sse-parser-"));
  try {
    const report = join(folder, "report.json");
    // A browser may start slowly on a busy machine.
    const options = ["--cases", "600", "--decoder", "--time-limit", "30", "--report", report];
    const run = spawn(kit, [...options, "--", process.execPath, ...command], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, TMPDIR: folder },
    });
    const [status] = await once(run, "close");
    if (status !== 0 && status !== 1) throw new Error(`the kit ended with status ${status}`);
    return JSON.parse(readFileSync(report, "utf8")).deviations;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

const [inNode, ...inBrowsers] = await Promise.all([
  broken([join(installed, "eventsource-parser.mjs")]),
  ...engines.names.map((name) => broken([adapter, name, "--parser", parser])),
]);
const words = (deviations) => deviations.map(({ rule }) => rule).join(", ") || "nothing";
console.log(`eventsource-parser in node breaks ${words(inNode)}`);
let isRight = true;
for (const [at, name] of engines.names.entries()) {
  console.log(`eventsource-parser in ${engines.version(name)} breaks ${words(inBrowsers[at])}`);
  const differs = (some, others) => some.filter(({ rule }) => others.every((other) => other.rule !== rule));
  for (const { rule, examples } of [...differs(inBrowsers[at], inNode), ...differs(inNode, inBrowsers[at])]) {
    isRight = false;
    console.log(`error: ${name}: ${rule} differs: ${JSON.stringify(examples)}`);
  }
}
process.exit(isRight ? 0 : 1);
