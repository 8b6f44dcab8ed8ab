import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { atFreePort, listenAt } from "../../freePort";
import type { AccountRequest } from "../answers/accountRequest";
import type { Outcome } from "../answers/answer";
import type { LocalAccount } from "../declared/localAccount";
import type { LocalAccounts, TokensUsed } from "../localAccounts";
import { send } from "./send";

/** Bytes of a body that are read. */
const MOST_BYTES = 64 * 1024 * 1024;

/** A call of an account, when what becomes of it is known. */
export interface AccountCalled {
  readonly account: string;
  readonly region: string;
  readonly deployment: string | undefined;
  /** Status of the answer; `0`: there was none. */
  readonly status: number;
  /** `undefined`: nothing was generated. */
  readonly tokens?: TokensUsed;
}

export interface ServeAccountsOptions {
  /** @default "127.0.0.1" */
  readonly host?: string;
  /** Of the first account, the next ones follow; taken ones are passed over. 0: any that are free. @default 0 */
  readonly port?: number;
  readonly onCall?: (called: AccountCalled) => void;
}

export interface ServedAccounts {
  /** Where each account is reached, by subdomain: `http://127.0.0.1:9101`. */
  readonly urls: ReadonlyMap<string, string>;
  /** Serves those besides that are not served yet. */
  add(accounts: readonly LocalAccount[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Serves each account at an address of its own.
 *
 * @throws Error when no address can be listened on
 */
export async function serveAccounts(
  accounts: readonly LocalAccount[],
  play: Pick<LocalAccounts, "play">,
  { host = "127.0.0.1", port = 0, onCall = () => {} }: ServeAccountsOptions = {},
): Promise<ServedAccounts> {
  const urls = new Map<string, string>();
  const servers: Server[] = [];
  const close = async () => {
    await Promise.all(
      servers.map((server) => {
        const closed = new Promise((done) => server.close(done));
        server.closeAllConnections();
        return closed;
      }),
    );
  };
  let next = port;
  const add = async (more: readonly LocalAccount[]) => {
    for (const account of more) {
      if (urls.has(account.subdomain)) continue;
      const server = createServer((request, response) => {
        void answer(account, play, request, response, onCall);
      });
      // A model may think for minutes.
      server.requestTimeout = 0;
      const taken = await atFreePort(next, (free) => listenAt(server, host, free));
      servers.push(server);
      urls.set(account.subdomain, `http://${host.includes(":") ? `[${host}]` : host}:${taken}`);
      next = next === 0 ? 0 : taken + 1;
    }
  };
  try {
    await add(accounts);
  } catch (error) {
    await close();
    throw error;
  }
  return { urls, add, close };
}

async function answer(
  account: LocalAccount,
  play: Pick<LocalAccounts, "play">,
  request: IncomingMessage,
  response: ServerResponse,
  onCall: (called: AccountCalled) => void,
): Promise<void> {
  const body = await readBody(request);
  if (body === undefined) {
    response.writeHead(413).end();
    return;
  }
  const call: AccountRequest = {
    method: request.method ?? "GET",
    path: request.url ?? "/",
    headers: headersOf(request),
    body,
  };
  const { outcome, deployment, tokens, done } = play.play(account, call);
  onCall({
    account: account.subdomain,
    region: account.region,
    deployment,
    status: statusOf(outcome),
    ...(tokens === undefined ? {} : { tokens }),
  });
  let isDone = false;
  const once = () => {
    if (!isDone) done();
    isDone = true;
  };
  if (outcome === "refused") {
    request.socket.resetAndDestroy();
    return once();
  }
  if (outcome === "silence") return once();
  const stop = send(outcome, response, once);
  response.on("close", () => {
    stop();
    once();
  });
}

const statusOf = (outcome: Outcome): number => (typeof outcome === "string" ? 0 : outcome.status);

/** `undefined`: it is too long, or its sender went away. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      size += (chunk as Buffer).length;
      if (size > MOST_BYTES) return undefined;
      chunks.push(chunk as Buffer);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString("utf8");
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
}
