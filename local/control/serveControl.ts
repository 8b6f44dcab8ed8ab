import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { atFreePort, listenAt } from "../freePort";
import type { ControlReply, ControlRoute } from "./controlRoute";
import { lacking } from "./guard";

export interface ServedControl {
  readonly url: string;
  readonly token: string;
  /** Serves more from now on. */
  add(routes: readonly ControlRoute[]): void;
  close(): Promise<void>;
}

const MOST_BYTES = 1024 * 1024;
/** Bytes that may wait for somebody who listens and does not read: then the events end. */
const MOST_WAITING = 16 * 1024 * 1024;

/** What every answer says: nothing but its own files, nobody frames it, nobody keeps it. */
const SAFETY = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

/**
 * Serves routes at an address of this machine; who may ask is in `guard`.
 *
 * @param port 0: any that is free; else the next one is taken where it is taken
 * @throws Error when no address can be listened on
 */
export async function serveControl(given: readonly ControlRoute[], port = 0): Promise<ServedControl> {
  const token = randomBytes(18).toString("base64url");
  const routes = [...given];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://control");
    const route = routes.find(({ method, path }) => method === request.method && path === url.pathname);
    const lack = lacking(request.headers, taken, token, route?.open === true);
    if (lack !== undefined) return reply(response, { status: lack.status, json: { error: lack.error } });
    if (route === undefined)
      return reply(response, { status: 404, json: { error: "There is no such address." } });
    try {
      const text = () => bodyOf(request);
      reply(response, await route.answer({ query: url.searchParams, text }));
    } catch (error) {
      reply(response, { status: 500, json: { error: (error as Error).message } });
    }
  });
  const taken = await atFreePort(port, (free) => listenAt(server, "127.0.0.1", free));
  return {
    url: `http://127.0.0.1:${taken}`,
    token,
    add: (more) => void routes.push(...more),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function reply(response: ServerResponse, given: ControlReply): void {
  if ("json" in given) {
    response.writeHead(given.status, { ...SAFETY, "content-type": "application/json" });
    response.end(`${JSON.stringify(given.json)}\n`);
  } else if ("bytes" in given) {
    response.writeHead(200, { ...SAFETY, "content-type": given.type }).end(given.bytes);
  } else {
    response.writeHead(200, { ...SAFETY, "content-type": "text/event-stream" });
    const stop = given.events((event) => {
      if (response.writableLength > MOST_WAITING) response.destroy();
      else response.write(`data: ${JSON.stringify(event)}\n\n`);
    });
    response.on("close", stop);
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MOST_BYTES) throw new Error("The body is longer than a megabyte.");
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}
