import type { LoadMember } from "../../local/simulation/loadMembers";
import { listOfBackends } from "../../packages/apim-gateway/bench/listOfBackends";
import type { RivalFiles } from "./rivalConfiguration";

/**
 * The algorithm of Azure-Samples/openai-apim-lb: a list in the cache says who is throttled and until when; one of the best
 * priority is taken at random, a refusal marks it by its Retry-After, and when all are marked the first one is asked. It
 * knows no tiers: PTU is a priority before PAYG.
 */
export function listRival(members: readonly LoadMember[]): RivalFiles {
  const regions = Math.max(...members.map(({ priority }) => priority));
  const { inbound, backend, outbound } = listOfBackends({
    unauthorized: true,
    key: `"accounts"`,
    backends: members.map(({ account, deployment, tier, priority }) => ({
      url: `https://${account}.openai.azure.com/openai/deployments/${deployment}`,
      priority: tier === "ptu" ? priority : regions + priority,
    })),
  });
  return {
    "policy.xml": `<policies><inbound>${inbound}</inbound><backend>${backend}</backend><outbound>${outbound}</outbound><on-error><base /></on-error></policies>`,
  };
}
