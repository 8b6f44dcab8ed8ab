import type { Finding } from "../finding";
import { error, type Fleet } from "./rule";

/** Most members of a pool, and so most regions of a fleet. */
const MAX_REGIONS = 30;
/** Azure's limit of Azure OpenAI accounts per region and subscription. */
const MAX_ACCOUNTS_PER_REGION = 30;
/** Azure's limit of standard deployments per account. */
const MAX_STANDARD_DEPLOYMENTS = 32;

/** Counts stay within what Azure allows. */
export function* size({ file, topology }: Fleet): Iterable<Finding> {
  if (Object.keys(file.models).length + Object.keys(file.fineTuned).length === 0) {
    yield error(
      "no-models",
      { key: ["models"] },
      "the fleet has no models.",
      "Define at least one under `models` or `fineTuned`.",
    );
  }
  if (topology.regions.length === 0) {
    yield error(
      "region-count",
      { key: ["regions"] },
      "the fleet has no regions; it needs 1 to 30.",
      "Add a region, as in `stacks/dev.yaml`.",
    );
  }
  if (topology.regions.length > MAX_REGIONS) {
    yield error(
      "region-count",
      { key: ["regions"] },
      `the fleet has ${topology.regions.length} regions; ${MAX_REGIONS} is the most, because a backend pool has at most ${MAX_REGIONS} members.`,
      "Remove regions, or move some of them to another environment.",
    );
  }
  const counts = new Map<string, number>();
  for (const { region, existing } of topology.accounts) {
    if (!existing) counts.set(region, (counts.get(region) ?? 0) + 1);
  }
  for (const [region, count] of counts) {
    if (count <= MAX_ACCOUNTS_PER_REGION) continue;
    yield error(
      "account-count",
      { key: file.regions[region] === undefined ? ["fineTuned"] : ["regions", region] },
      `${region} would hold ${count} accounts, one per fine-tuned model beside its own; Azure allows ${MAX_ACCOUNTS_PER_REGION} per region.`,
      "Move fine-tuned models to another region or another environment.",
    );
  }
  for (const account of topology.accounts) {
    const standard = account.deployments.filter(({ tier }) => tier === "payg").length;
    if (standard <= MAX_STANDARD_DEPLOYMENTS) continue;
    yield error(
      "deployment-count",
      { key: ["regions", account.region, "deployments"] },
      `${account.region} has ${standard} PAYG deployments; Azure allows ${MAX_STANDARD_DEPLOYMENTS} per account.`,
      "Deploy some of the models in other regions only.",
    );
  }
}
