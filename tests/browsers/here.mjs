// Asks this project's `EventSource` as if it were a browser, through the command `event_source` of tests/runtimes.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { listen } from "./server.mjs";

// In milliseconds. The script doesn't wait for a session that waits longer than this before it reconnects.
const PATIENCE = 10_000;

// `program` is the command, built.
export async function open(program) {
  const server = await listen();

  async function ask(connections, { more = [] } = {}) {
    const stream = server.add(connections, more);
    const child = spawn(program, [server.address + stream.path], { stdio: ["ignore", "pipe", "ignore"] });
    const [events, waits] = [[], []];
    let [left, opened, hasGivenUp] = [connections.length, 0, false];
    for await (const line of createInterface({ input: child.stdout })) {
      const said = JSON.parse(line);
      if ("data" in said) events.push(said);
      else if ("open" in said) opened += 1;
      else if ("error" in said) {
        left -= 1;
        hasGivenUp = said.reconnectIn === null;
        if (!hasGivenUp) waits.push(said.reconnectIn);
        if (hasGivenUp || left === 0 || said.reconnectIn > PATIENCE) child.kill();
      }
    }
    server.remove(stream);
    // The command may have made another request before it was ended.
    const requests = stream.requests.slice(0, connections.length);
    return { events, opened, hasGivenUp, requests, waits };
  }

  return { ask, close: async () => server.close() };
}
