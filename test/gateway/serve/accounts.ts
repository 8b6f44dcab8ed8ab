import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { answer } from "./answers";

/** A call that reached an account. */
export interface AccountCall {
  /** First part of the host: the account's subdomain. */
  readonly account: string;
  readonly path: string;
  readonly query: string;
  readonly deployment: string;
  readonly headers: IncomingMessage["headers"];
  /** Of a JSON body; empty for any other. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly bytes: Buffer;
}

/** How a call is answered; `undefined`: as a healthy account does. */
export type Behaviour = (call: AccountCall, response: ServerResponse) => unknown;

export interface Accounts {
  /** Where every account is reached. */
  readonly origin: string;
  readonly calls: AccountCall[];
  /** Replaces how calls are answered: return `false` to let the account answer as usual. */
  behave(behaviour: Behaviour | undefined): void;
  /** Told of each call by its path when its head arrives, before its body. */
  onRequest(listener: (url: string) => void): void;
  close(): Promise<void>;
}

/** All accounts of a fleet as one server: the Host header tells which is meant. */
export async function startAccounts(): Promise<Accounts> {
  const calls: AccountCall[] = [];
  let behaviour: Behaviour | undefined;
  let heard = (_url: string): void => {};
  const server = createServer(async (request, response) => {
    heard(request.url ?? "/");
    let bytes: Buffer;
    try {
      bytes = await buffer(request);
    } catch {
      return;
    }
    const isJson = request.headers["content-type"]?.startsWith("application/json") === true;
    const body = (isJson && bytes.length > 0 ? JSON.parse(bytes.toString()) : {}) as Record<string, unknown>;
    const url = new URL(request.url ?? "/", "http://account");
    const inPath = /\/deployments\/([^/]+)\//.exec(url.pathname)?.[1];
    const call: AccountCall = {
      account: (request.headers.host ?? "").split(".")[0] ?? "",
      path: url.pathname,
      query: url.search.slice(1),
      deployment: inPath ?? String(body.model),
      headers: request.headers,
      body,
      bytes,
    };
    calls.push(call);
    if (behaviour !== undefined && behaviour(call, response) !== false) return;
    answer(call, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    behave: (next) => {
      behaviour = next;
    },
    onRequest(listener) {
      heard = listener;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** A refusal in OpenAI's shape. */
export function refuse(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify({ error: { code: String(status), message: "refused" } }));
}
