// Asks a browser what it reads in a stream.
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";

import * as engines from "./engines.mjs";
import { listen } from "./server.mjs";

const files = { "/": ["text/html", "page.html"], "/page.mjs": ["text/javascript", "page.mjs"] };

// Starts a browser on our page. `parser` is the folder of the package eventsource-parser, if the page should ask that.
export async function open(name, parser) {
  const questions = []; // that no worker has taken yet
  const workers = []; // responses to workers for which there is no question
  const asked = new Map(); // by path: where the answer goes

  const server = await listen(async (request, response) => {
    if (request.url === "/next") {
      let body = "";
      for await (const part of request.setEncoding("utf8")) body += part;
      const answer = JSON.parse(body);
      if (answer !== null) asked.get(answer.url)(answer);
      workers.push(response);
      match();
    } else if (Object.hasOwn(files, request.url)) {
      const [type, file] = files[request.url];
      response.writeHead(200, { "Content-Type": type }).end(await readFile(new URL(file, import.meta.url)));
    } else if (parser !== undefined && /^\/eventsource-parser\/\w+\.js$/.test(request.url)) {
      const file = join(parser, "dist", basename(request.url));
      response.writeHead(200, { "Content-Type": "text/javascript" }).end(await readFile(file));
    } else return false;
    return true;
  });
  const end = await engines.start(name, `${server.address}/`);

  function match() {
    while (questions.length > 0 && workers.length > 0) workers.shift().end(JSON.stringify(questions.shift()));
  }

  // Asks for the events of these connections. `reader` is a function of page.mjs.
  async function ask(connections, { reader = "byEventSource", more = [] } = {}) {
    const stream = server.add(connections, more);
    const answer = await new Promise((resolve) => {
      asked.set(stream.path, resolve);
      const types = typesOf(connections.map(({ chunks = [] }) => Buffer.concat(chunks)));
      questions.push({ url: stream.path, reader, types, connections: connections.length });
      match();
    });
    asked.delete(stream.path);
    server.remove(stream);
    const { url, ...rest } = answer;
    const waits = stream.requests.slice(1).map(({ waited }) => waited);
    return { ...rest, requests: stream.requests, waits };
  }

  return {
    ask,
    async close() {
      await end();
      server.close();
    },
  };
}

// Returns the event types to listen for: every value in the streams, of any field, as it is and without the characters that a
// browser may drop. Too many types do no harm.
function typesOf(streams) {
  const found = new Set(["message"]);
  for (const encoding of ["utf-8", "utf-16be", "utf-16le"]) {
    const texts = streams.map((stream) => new TextDecoder(encoding).decode(stream));
    for (const line of texts.flatMap((text) => text.split(/[\r\n]/))) {
      const value = line.slice(line.indexOf(":") + 1);
      for (const type of [value, value.replace(/^ /, "")]) found.add(type).add(type.replaceAll("\0", ""));
    }
  }
  return [...found];
}
