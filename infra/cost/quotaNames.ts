import { baseOf, isFineTuned } from "../topology/data";
import type { Deployment } from "../topology/topology";

/** Azure's name of the quota that a deployment takes from, and whether it was only inferred. */
export interface QuotaName {
  readonly quota: string;
  readonly inferred: boolean;
}

/**
 * Provisioned types whose quota was seen by that name in lists of `usages`: `ProvisionedManaged` in Microsoft's pages,
 * `GlobalProvisionedManaged` in a list of swedencentral of July 2026.
 */
const SEEN_PTU: ReadonlySet<string> = new Set(["ProvisionedManaged", "GlobalProvisionedManaged"]);

/** Standard types whose quota was seen as `OpenAI.<SKU>.<model>`. */
const SEEN_PAYG: ReadonlySet<string> = new Set(["Standard", "GlobalStandard", "DataZoneStandard"]);

/**
 * PTU has one quota for all models of a region and type; PAYG one for each model. Fine-tuned models share one of their
 * base, whose name ends with `-finetune`: so the Azure Developer CLI tells them apart, and no page of Microsoft's says it.
 */
export function quotaName({
  tier,
  sku,
  modelName,
}: Pick<Deployment, "tier" | "sku" | "modelName">): QuotaName {
  if (tier === "ptu") return { quota: `OpenAI.${sku}`, inferred: !SEEN_PTU.has(sku) };
  if (isFineTuned(modelName)) return { quota: `OpenAI.${sku}.${baseOf(modelName)}-finetune`, inferred: true };
  return { quota: `OpenAI.${sku}.${modelName}`, inferred: !SEEN_PAYG.has(sku) };
}
