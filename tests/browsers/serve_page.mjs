// Drives the page of tests/runtimes' `serve` in the browsers: each event arrives once, in order, although the page's own button
// drops the connection twice: node serve_page.mjs SERVE
// SERVE is the command, built.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { request as connect } from "node:http";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";

import * as engines from "./engines.mjs";
import { listen } from "./server.mjs";

// The page must show these: the type, the data and the ID of each event.
const events = Array.from({ length: 40 }, (_, at) => {
  const data = at % 10 === 9 ? `${at}: two\nlines` : `${at}: 漢 <b>&amp;</b> `;
  return [["message", "news", "open", "error"][at % 4], data, `id ${at}`];
});
// How long the page may take to show all events, in milliseconds.
const PATIENCE = 40_000;

// The script drops the connection once so many events are there.
const drops = [7, 21];

// Is added to the page: clicks the button in time, and sends the content of the page once the stream has ended for good.
function report(drops) {
  const element = (id) => document.getElementById(id);
  const rows = () => [...element("events").rows].map((row) => [...row.cells].map((cell) => cell.textContent)).reverse();
  const left = [...drops];
  const watch = new MutationObserver(() => {
    const count = rows().filter((cells) => cells.length === 3).length;
    if (count >= left[0] && !element("drop").disabled) {
      left.shift();
      element("drop").click();
    }
    // The stream is closed after the last event, and its data is typed out a little later.
    if (element("state").textContent !== "closed" || element("reply").classList.contains("typing")) return;
    watch.disconnect();
    const found = { rows: rows(), reply: element("reply").textContent, reconnections: element("reconnections").textContent };
    fetch("/report", { method: "POST", body: JSON.stringify(found) });
  });
  watch.observe(document.body, { attributes: true, childList: true, characterData: true, subtree: true });
}

// Starts `serve`, and returns it with its address.
async function start(program) {
  const child = spawn(program, ["--interval", "20", "--retry", "100", "-"], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(events.map(([type, data, id]) => JSON.stringify({ type, data, id })).join("\n"));
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return { child, address: /http:\S+/.exec(line)[0] };
}

// Passes requests on to `serve`, adds our script to the page, and waits for the script's report.
async function shownBy(name, program) {
  const serve = await start(program);
  const requests = [];
  let found;
  const done = new Promise((resolve) => (found = resolve));
  const server = await listen(async (request, response) => {
    if (request.url === "/report") {
      let body = "";
      for await (const part of request.setEncoding("utf8")) body += part;
      response.end();
      found(JSON.parse(body));
      return true;
    }
    const { method, headers } = request;
    requests.push(`${method} ${request.url}, after ${headers["last-event-id"] ?? "nothing"}`);
    const passed = connect(serve.address + request.url, { method, headers, agent: false });
    passed.end();
    const [answer] = await once(passed, "response");
    // With our script, the page is longer than its header says.
    delete answer.headers["content-length"];
    response.writeHead(answer.statusCode, answer.headers);
    // If the connection to `serve` is cut, cut this one.
    answer.on("error", () => response.destroy());
    if (request.url === "/page") {
      let page = "";
      for await (const part of answer.setEncoding("utf8")) page += part;
      response.end(`${page}<script>(${report})(${JSON.stringify(drops)})</script>`);
    } else answer.pipe(response);
    return true;
  });
  const end = await engines.start(name, `${server.address}/page`);
  const shown = await Promise.race([done, wait(PATIENCE, undefined, { ref: false })]);
  await end();
  server.close();
  serve.child.kill();
  return { requests, ...shown };
}

async function check(name) {
  const { rows, reply, reconnections, requests } = await shownBy(name, process.argv[2]);
  if (rows === undefined) {
    console.log(`error: ${name}: the page is not at its end after ${PATIENCE / 1000} s; it asked for: ${requests.join("; ")}`);
    return false;
  }
  const shown = rows.filter((cells) => cells.length === 3);
  const lines = rows.filter((cells) => cells.length === 1).flat();
  const problems = [];
  if (!isDeepStrictEqual(shown, events)) problems.push(`the events are ${JSON.stringify(shown)}`);
  if (reply !== events.map(([, data]) => data).join("")) problems.push(`what is typed is ${JSON.stringify(reply)}`);
  if (lines.length !== drops.length) problems.push(`it says ${JSON.stringify(lines)}`);
  if (reconnections !== `${drops.length} reconnections`) problems.push(`it counts ${reconnections}`);
  for (const problem of problems) console.log(`error: ${name}: ${problem}`);
  if (problems.length === 0) console.log(`${engines.version(name)}: ${shown.length} events, ${lines.join(", ")}`);
  return problems.length === 0;
}

const results = await Promise.all(engines.names.map(check));
process.exit(results.every(Boolean) ? 0 : 1);
