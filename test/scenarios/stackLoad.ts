import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Admission } from "../../local/accounts/admission/admission";
import { PtuBucket } from "../../local/accounts/admission/ptuBucket";
import { RequestSlices } from "../../local/accounts/admission/requestSlices";
import type { Called } from "../../local/simulation/faults";
import type { LoadOptions, LoadResult } from "../../local/simulation/load";
import { runLoad } from "../../local/simulation/runLoad";
import { makeStackWorld, type StackWorld } from "../../local/simulation/stackWorld";

export interface Admitting {
  /** Seconds of a PAYG slice. */
  readonly slice: number;
  /** Seconds of work that a PTU's bucket holds. @default 10 */
  readonly depth?: number;
}

export interface StackLoad {
  /** Requests per second of all members of the model together. */
  readonly capacity: number;
  /** Subscription key of a consumer. */
  key(consumer: string): string;
  /** Whether a call went to the account of a region. */
  isIn(called: Called, region: string): boolean;
  /** A minute of load on the model; capacity of 10 units or thousand tokens a minute is one request per second. */
  run(admitting: Admitting, options: Partial<LoadOptions> & Pick<LoadOptions, "rate">): Promise<LoadResult>;
  remove(): void;
}

/** Loads one model of a stack through the stack's own policies. */
export async function stackLoad(stack: "dev" | "prod", consumer: string, model: string): Promise<StackLoad> {
  const dir = mkdtempSync(join(tmpdir(), "fleet-load-"));
  const world = await makeStackWorld(resolve(__dirname, "../../stacks", `${stack}.yaml`), dir);
  const members = world.topology.accounts.flatMap(({ deployments }) =>
    deployments.filter((deployment) => deployment.model === model),
  );
  const admission = ({ slice, depth = 10 }: Admitting, called: Called): Admission => {
    const rate = rateOf(world, called);
    return called.deployment.endsWith("-ptu")
      ? new PtuBucket({ rate, depthSeconds: depth })
      : new RequestSlices({ rate, sliceSeconds: slice });
  };
  return {
    capacity: members.reduce((sum, { capacity }) => sum + capacity / 10, 0),
    key: (name) => world.key(name),
    isIn: (called, region) => accountOf(world, called).region === region,
    run: (admitting, options) =>
      runLoad({
        configuration: world.configuration,
        key: world.key(consumer),
        surface: "azure",
        model,
        seconds: 60,
        seed: 1,
        admission: (called) => admission(admitting, called),
        ...options,
      }),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

function rateOf(world: StackWorld, called: Called): number {
  const deployment = accountOf(world, called).deployments.find(({ name }) => name === called.deployment);
  if (deployment === undefined) throw new Error(`${called.account} has no deployment ${called.deployment}.`);
  return deployment.capacity / 10;
}

/** The world has made the random suffix of the names; the topology shows where it goes. */
function accountOf(world: StackWorld, { account }: Called) {
  const found = world.topology.accounts.find(({ subdomain }) =>
    account.startsWith(subdomain.replace("{suffix}", "")),
  );
  if (found === undefined) throw new Error(`No account is called ${account}.`);
  return found;
}
