import type { LocalAccount } from "../accounts/declared/localAccount";
import { type AccountFault, hits } from "../accounts/faults/accountFault";
import { readFault } from "../accounts/faults/readFault";
import type { LocalAccounts } from "../accounts/localAccounts";
import type { ControlReply, ControlRoute } from "../control/controlRoute";

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

/** Faults of running accounts: GET /state, GET /faults, POST /faults, DELETE /faults?where=… */
export function faultRoutes(
  accounts: LocalAccounts,
  declared: () => readonly LocalAccount[],
): ControlRoute[] {
  const known = () => places(declared());
  const unknown = (where: string): ControlReply => ({
    status: 400,
    json: { error: `There is no \`${where}\` here. There are ${known().join(", ")}.`, known: known() },
  });
  const wrong = (error: string): ControlReply => ({ status: 400, json: { error } });
  return [
    {
      method: "GET",
      path: "/state",
      answer: () => ({ status: 200, json: stateOf(accounts, declared()) }),
    },
    { method: "GET", path: "/faults", answer: () => ({ status: 200, json: accounts.faults }) },
    {
      method: "DELETE",
      path: "/faults",
      answer({ query }) {
        const where = query.get("where");
        if (where !== null && !known().includes(where)) return unknown(where);
        return { status: 200, json: { cleared: accounts.clearFaults(where ?? undefined) } };
      },
    },
    {
      method: "POST",
      path: "/faults",
      async answer({ text }) {
        const read = readFault(await text(), Date.now());
        if ("problem" in read) return wrong(read.problem);
        const { where } = read.fault;
        if (where !== undefined && !known().includes(where)) return unknown(where);
        const meant = deploymentsHit(read.fault, declared());
        if (meant.length === 0) return wrong("`less` is for PAYG; PTU has what it has. `429` makes it full.");
        accounts.addFault(read.fault);
        return { status: 200, json: { fault: read.fault, deployments: meant } };
      },
    },
  ];
}

function deploymentsHit(fault: AccountFault, declared: readonly LocalAccount[]): string[] {
  return declared.flatMap((account) =>
    account.deployments
      .filter(({ name, tier }) => hits(fault, account, name) && !(fault.kind === "less" && tier === "ptu"))
      .map(({ name }) => `${account.region}/${name}`),
  );
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
