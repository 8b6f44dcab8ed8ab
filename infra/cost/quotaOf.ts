import type { Topology } from "../topology/topology";
import { quotaName } from "./quotaNames";

/** What must be granted in one scope, and what the fleet asks of it. */
export interface QuotaRow {
  readonly region: string;
  /** Azure's name of the quota: `OpenAI.GlobalStandard.gpt-5.4`. PTU has one for all models of a region and SKU. */
  readonly quota: string;
  /** The name was seen in no list of Azure's: it follows the pattern of those that were. */
  readonly inferred: boolean;
  readonly tier: "ptu" | "payg";
  /** PTU, or thousands of tokens per minute. */
  readonly needed: number;
  readonly models: readonly string[];
}

/**
 * What a subscription must be granted for a fleet: PAYG per region, SKU and model; PTU per region and SKU over all models
 * (azure-ai-docs: quotas-limits.md; the names as `usages` has them). Deployments of somebody else hold theirs already.
 */
export function quotaOf(topology: Topology): readonly QuotaRow[] {
  const rows = new Map<string, { row: QuotaRow; models: Set<string> }>();
  for (const { region, deployments } of topology.accounts) {
    for (const deployment of deployments) {
      const { tier, modelName, capacity, existing } = deployment;
      if (existing) continue;
      const { quota, inferred } = quotaName(deployment);
      const key = `${region} ${quota}`;
      const { row, models } = rows.get(key) ?? {
        row: { region, quota, inferred, tier, needed: 0, models: [] },
        models: new Set<string>(),
      };
      models.add(modelName);
      rows.set(key, { row: { ...row, needed: row.needed + capacity }, models });
    }
  }
  return [...rows.values()]
    .map(({ row, models }) => ({ ...row, models: [...models].sort() }))
    .sort((a, b) => (a.region < b.region ? -1 : a.region > b.region ? 1 : a.quota < b.quota ? -1 : 1));
}

/** How the need of one scope differs. */
export interface QuotaChange extends QuotaRow {
  readonly before: number;
}

/** Every scope of which another amount is needed than before. */
export function quotaChanges(before: Topology, after: Topology): readonly QuotaChange[] {
  const [was, is] = [quotaOf(before), quotaOf(after)];
  const same = (a: QuotaRow) => (b: QuotaRow) => a.region === b.region && a.quota === b.quota;
  return [
    ...is.map((row) => ({ ...row, before: was.find(same(row))?.needed ?? 0 })),
    ...was.filter((row) => !is.some(same(row))).map((row) => ({ ...row, needed: 0, before: row.needed })),
  ].filter(({ needed, before: earlier }) => needed !== earlier);
}
