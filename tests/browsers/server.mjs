// Serves event streams over loopback, each in chunks that a client reads one by one.
import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

// How long the server waits after the first chunk, and after the others, in milliseconds, so that the client has read it before
// the next one comes. At first, a browser must find out the type of the stream.
const [FIRST_GAP, GAP] = [10, 2];

// Starts a server. It calls `answer` first, which returns whether it has answered a request.
export async function listen(answer = async () => false) {
  const streams = new Map(); // by path
  let last = 0;
  // Accept a header that no client should send, so that the script sees it.
  const server = createServer({ noDelay: true, insecureHTTPParser: true }, async (request, response) => {
    const stream = streams.get(request.url);
    if (stream !== undefined) await respond(stream, request, response);
    else if (!(await answer(request, response))) response.writeHead(404).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  // Answers with the next of a stream's connections; after the last one with 204, which ends it for good.
  async function respond(stream, request, response) {
    const connection = stream.connections[stream.requests.length] ?? { status: 204 };
    const { chunks = [], status = 200, type = "text/event-stream", headers = {}, isCut = false, isRefused = false } = connection;
    // Node returns each byte as a character.
    const lastEventId = Buffer.from(request.headers["last-event-id"] ?? "", "latin1").toString();
    const waited = stream.ended === undefined ? null : performance.now() - stream.ended;
    stream.requests.push({ path: request.url, lastEventId, waited });
    stream.ended = performance.now();
    if (isRefused) {
      request.destroy();
      return;
    }
    if (type !== null) response.setHeader("Content-Type", type);
    response.writeHead(status, { "Cache-Control": "no-store", ...headers });
    response.flushHeaders();
    for (const [at, chunk] of chunks.entries()) {
      response.write(chunk);
      await wait(at === 0 && chunks.length > 1 ? FIRST_GAP : GAP);
    }
    stream.ended = performance.now();
    if (isCut) response.destroy();
    else response.end();
  }

  return {
    address: `http://127.0.0.1:${server.address().port}`,
    // Adds a stream with these connections. For redirections, it is also at the paths `more`.
    add(connections, more = []) {
      const stream = { path: `/stream/${(last += 1)}`, connections, requests: [] };
      for (const path of [stream.path, ...more]) streams.set(path, stream);
      return stream;
    },
    remove(stream) {
      for (const [path, found] of streams) if (found === stream) streams.delete(path);
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
