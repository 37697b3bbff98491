// Gives the browsers the output of this project's encoder, and checks that the same events come out: node encoder.mjs STREAMS
// STREAMS is a file that the command of this package has printed.
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

import { open } from "./browser.mjs";
import * as engines from "./engines.mjs";
import { knownOf, read } from "./reader.mjs";

const streams = readFileSync(process.argv[2], "utf8").trim().split("\n").map((line) => JSON.parse(line));

// Counts the streams by their results, and prints the wrong ones.
async function check(name) {
  const browser = await open(name);
  const known = knownOf(name);
  const counts = { right: 0, wrong: 0 };
  const count = (what) => (counts[what] = (counts[what] ?? 0) + 1);
  const left = [...streams];
  async function work() {
    for (let stream = left.pop(); stream !== undefined; stream = left.pop()) {
      const chunks = stream.chunks.map((chunk) => Buffer.from(chunk, "base64"));
      const { events } = await browser.ask([{ chunks }]);
      if (isDeepStrictEqual(events, stream.events)) count("right");
      else if (isDeepStrictEqual(events, read(chunks, known))) {
        // The deviations that are needed to explain the result.
        const why = known.filter((one) => !isDeepStrictEqual(events, read(chunks, known.filter((other) => other !== one))));
        count(`changed by ${why.join(" and ")}`);
      } else {
        count("wrong");
        console.log(`error: ${name}: ${JSON.stringify({ chunks: chunks.map(String), wanted: stream.events, came: events })}`);
      }
    }
  }
  await Promise.all([work(), work(), work()]);
  await browser.close();
  console.log(`${engines.version(name)}: ${Object.entries(counts).map(([what, number]) => `${number} ${what}`).join(", ")}`);
  return counts.wrong === 0;
}

const results = await Promise.all(engines.names.map(check));
process.exit(results.every(Boolean) ? 0 : 1);
