import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { LocalAccount } from "../accounts/declared/localAccount";
import { type AccountFault, hits } from "../accounts/faults/accountFault";
import { readFault } from "../accounts/faults/readFault";
import type { LocalAccounts } from "../accounts/localAccounts";

export interface ServedControl {
  readonly url: string;
  readonly token: string;
  close(): Promise<void>;
}

/** What the accounts look like now. */
export interface FleetState {
  readonly faults: readonly AccountFault[];
  readonly accounts: readonly {
    readonly name: string;
    readonly region: string;
    readonly deployments: readonly {
      readonly name: string;
      readonly tier: string;
      /** Percent; `null`: PAYG. */
      readonly utilization: number | null;
    }[];
  }[];
}

/**
 * Serves the faults of running accounts at an address of this machine. Everything needs the token: a page that a browser
 * shows does not have it.
 *
 *   GET /state, GET /faults, POST /faults, DELETE /faults?where=…
 */
export async function serveControl(
  accounts: LocalAccounts,
  declared: readonly LocalAccount[],
): Promise<ServedControl> {
  const token = randomBytes(18).toString("base64url");
  const server = createServer(async (request, response) => {
    if (!mayAsk(request, token)) return reply(response, 401, { error: "The token of this fleet is needed." });
    const url = new URL(request.url ?? "/", "http://control");
    const asked = `${request.method} ${url.pathname}`;
    if (asked === "GET /state") return reply(response, 200, stateOf(accounts, declared));
    if (asked === "GET /faults") return reply(response, 200, accounts.faults);
    const known = places(declared);
    const unknown = (where: string) =>
      reply(response, 400, { error: `There is no \`${where}\` here. There are ${known.join(", ")}.`, known });
    if (asked === "DELETE /faults") {
      const where = url.searchParams.get("where");
      if (where !== null && !known.includes(where)) return unknown(where);
      const cleared = accounts.clearFaults(where ?? undefined);
      return reply(response, 200, { cleared });
    }
    if (asked !== "POST /faults") return reply(response, 404, { error: "There is no such address." });
    const read = readFault(await text(request), Date.now());
    if ("problem" in read) return reply(response, 400, { error: read.problem });
    const { where } = read.fault;
    if (where !== undefined && !known.includes(where)) return unknown(where);
    const meant = declared.flatMap((account) =>
      account.deployments
        .filter(
          ({ name, tier }) =>
            hits(read.fault, account, name) && !(read.fault.kind === "less" && tier === "ptu"),
        )
        .map(({ name }) => `${account.region}/${name}`),
    );
    if (meant.length === 0)
      return reply(response, 400, { error: "`less` is for PAYG; PTU has what it has. `429` makes it full." });
    accounts.addFault(read.fault);
    return reply(response, 200, { fault: read.fault, deployments: meant });
  });
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(0, "127.0.0.1", done);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function mayAsk({ headers }: IncomingMessage, token: string): boolean {
  const given = Buffer.from(headers.authorization ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(`${JSON.stringify(body)}\n`);
}

/** Places that a fault may name: regions, accounts, deployments, and deployments of one of them. */
export function places(declared: readonly LocalAccount[]): string[] {
  const deployments = declared.flatMap(({ region, deployments }) =>
    deployments.flatMap(({ name }) => [name, `${region}/${name}`]),
  );
  const accounts = declared.map(({ subdomain, resourceId }) => resourceId?.split("/").at(-1) ?? subdomain);
  return [...new Set([...declared.map(({ region }) => region), ...accounts, ...deployments])];
}

function stateOf(accounts: LocalAccounts, declared: readonly LocalAccount[]): FleetState {
  return {
    faults: accounts.faults,
    accounts: declared.map((account) => ({
      name: account.subdomain,
      region: account.region,
      deployments: account.deployments.map((deployment) => ({
        name: deployment.name,
        tier: deployment.tier,
        utilization: accounts.utilization(account, deployment) ?? null,
      })),
    })),
  };
}
