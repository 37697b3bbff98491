// An event stream by Node's `http` module, as one writes it by hand: twelve events, four to a connection, and a part of the
// next one. It resumes by `Last-Event-ID`, and answers 204 when there is nothing more. On standard output: the port, and then
// the headers of each request, as JSON, a line each.
import { createServer } from "node:http";

const events = Array.from({ length: 12 }, (_, index) => {
  const id = index + 1;
  const type = id % 3 === 0 ? "event: update\n" : "";
  const lines = JSON.stringify({ id, text: "Grüße 🙂" }, null, 1).split("\n");
  return `${type}id: ${id}\n${lines.map((line) => `data: ${line}\n`).join("")}\n`;
});

const server = createServer((request, response) => {
  console.log(JSON.stringify(request.headers));
  const seen = Number(request.headers["last-event-id"] ?? 0);
  if (seen === events.length) {
    response.writeHead(204).end();
    server.close();
    return;
  }
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache", Connection: "keep-alive" });
  response.write("retry: 1\n\n: connected\n\n");
  const bytes = Buffer.from(events.slice(seen, seen + 4).join("") + (events[seen + 4] ?? "").slice(0, 40));
  // In pieces that end anywhere, also in the middle of a character.
  const pieces = [];
  for (let start = 0; start < bytes.length; start += 7) {
    pieces.push(bytes.subarray(start, start + 7));
  }
  const last = pieces.pop();
  pieces.forEach((piece) => response.write(piece));
  // At its end, or as when the process dies once all of it is out.
  response.write(last, () => (seen === 4 ? response.end() : response.destroy()));
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
