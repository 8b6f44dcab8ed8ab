import { type AccountRules, accountsOf } from "../../local/simulation/accountRules";
import type { Called } from "../../local/simulation/faults";
import type { LoadOptions, LoadResult } from "../../local/simulation/load";
import { loadMembers, memberCalled, rateOf } from "../../local/simulation/loadMembers";
import { runLoad } from "../../local/simulation/runLoad";
import { stackWorld } from "../gateway/serve/stackWorld";

export interface StackLoad {
  /** Requests per second of all members of the model together. */
  readonly capacity: number;
  /** The world's folder. */
  readonly dir: string;
  /** Subscription key of a consumer. */
  key(consumer: string): string;
  /** Whether a call went to the account of a region. */
  isIn(called: Called, region: string): boolean;
  /** A minute of load on the model; capacity of 10 units or thousand tokens a minute is one request per second. */
  run(
    admitting: AccountRules,
    options: Partial<LoadOptions> & Pick<LoadOptions, "rate">,
  ): Promise<LoadResult>;
  remove(): void;
}

/**
 * Loads one model of a stack through the stack's own policies.
 *
 * @param change of the stack's file
 */
export async function stackLoad(
  stack: "dev" | "prod",
  consumer: string,
  model: string,
  change?: (yaml: string) => string,
): Promise<StackLoad> {
  const world = await stackWorld(stack, change);
  const members = loadMembers(world.topology, model);
  return {
    capacity: rateOf(members),
    dir: world.dir,
    key: (name) => world.key(name),
    isIn: (called, region) => memberCalled(members, called).region === region,
    run: (admitting, options) =>
      runLoad({
        configuration: world.configuration,
        key: world.key(consumer),
        surface: "azure",
        model,
        seconds: 60,
        seed: 1,
        admission: accountsOf(members, admitting).admission,
        ...options,
      }),
    remove: () => world.remove(),
  };
}
