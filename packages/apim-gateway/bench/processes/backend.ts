import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { completion } from "../content";

/** An account that is always well: answers at once, or with a stream of a hundred events. Prints its port. */
const answer = Buffer.from(completion);
const head = ["Content-Type", "application/json", "Content-Length", String(answer.length)];
const event = Buffer.from(
  `data: ${JSON.stringify({ object: "chat.completion.chunk", choices: [{ index: 0, delta: { content: "word " } }] })}\n\n`,
);

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    if (!request.headers["x-bench-events"]) {
      response.writeHead(200, head).end(answer);
      return;
    }
    response.writeHead(200, ["Content-Type", "text/event-stream"]);
    let left = Number(request.headers["x-bench-events"]);
    const next = () => {
      if (left-- === 0) response.end("data: [DONE]\n\n");
      else {
        response.write(event);
        // An event a turn, as tokens come one by one.
        setImmediate(next);
      }
    };
    next();
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
