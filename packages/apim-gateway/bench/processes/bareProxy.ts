import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Pool } from "undici";

/** The least that a proxy on undici can do: the request buffered, the response streamed. Prints its port. */
const pool = new Pool(process.argv[2] as string, { connections: 256 });
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    pool
      .stream(
        {
          method: request.method as "POST",
          path: request.url as string,
          headers: request.headers,
          body: Buffer.concat(chunks),
        },
        ({ statusCode, headers }) => {
          response.writeHead(statusCode, headers as Record<string, string>);
          return response;
        },
      )
      .catch(() => response.destroy());
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
