import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { Body } from "../messages/body";
import { Headers } from "../messages/headers";
import type { BackendResponse, Transport } from "../ports/transport";

export interface BackendServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** No timer of a socket: whoever calls loses patience by itself. */
const NEVER = 2_147_483_647;

/**
 * One server that plays every backend of a scheme, without TLS: the `Host` of a call tells which. A call that fails is a
 * connection that breaks.
 */
export async function startBackendServer(
  scheme: "http" | "https",
  backends: Transport,
): Promise<BackendServer> {
  const server = createServer((request, response) => {
    void answer(scheme, backends, request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  scheme: string,
  backends: Transport,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body: Buffer[] = [];
  for await (const chunk of request) body.push(chunk as Buffer);
  const call = {
    method: request.method ?? "GET",
    url: `${scheme}://${request.headers.host}${request.url}`,
    headers: Headers.fromRaw(request.rawHeaders),
    body: Body.of(Buffer.concat(body)),
    timeoutMs: NEVER,
    followRedirects: false,
    tls: { validateCertificateChain: true, validateCertificateName: true },
    onAbort: () => {},
  };
  await write(await backends(call), response);
}

async function write(
  { status, reason, headers, body }: BackendResponse,
  response: ServerResponse,
): Promise<void> {
  // A connection is used once, so that no call meets one that broke.
  response.writeHead(status, reason, [...headers.toRaw(), "Connection", "close"]);
  const content = body.sendable;
  if (!(content instanceof Readable)) {
    response.end(content);
    return;
  }
  response.flushHeaders();
  for await (const chunk of content) response.write(chunk);
  response.end();
}
