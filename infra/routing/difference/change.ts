/**
 * Kinds of change in the order in which a reviewer must see them: what takes paid capacity away first, then other
 * losses, then what moves traffic, then gains, then what only follows from the rest.
 */
const kinds = [
  "surface-removed",
  "ptu-lost",
  "model-removed",
  "region-lost",
  "payg-lost",
  "consumer-removed",
  "consumer-lost-model",
  "consumer-lost-state",
  "fleet",
  "processing",
  "residency",
  "deployment",
  "priority",
  "share",
  "breaker",
  "attempts",
  "ptu-gained",
  "model-added",
  "payg-gained",
  "surface-added",
  "consumer-gained-model",
  "consumer-gained-state",
  "consumer-added",
  "detail",
] as const;

export type ChangeKind = (typeof kinds)[number];

/** `detail`: follows from other changes, or is a name that nobody outside the gateway sees. */
export type Impact = "loss" | "shift" | "gain" | "detail";

/** One difference between two plans. */
export interface PlanChange {
  readonly kind: ChangeKind;
  readonly impact: Impact;
  /** The model that it is about. */
  readonly model?: string;
  /** The region that it is about; then `text` continues a sentence that begins with the region. */
  readonly region?: string;
  readonly consumer?: string;
  /** In words, without the model and the region. */
  readonly text: string;
}

/** Place in the order of importance, 0 first. */
export function rank(change: PlanChange): number {
  return kinds.indexOf(change.kind);
}

const byText = (a = "", b = "") => (a < b ? -1 : a > b ? 1 : 0);

/** Orders changes by importance, then by model, region, consumer and words. */
export function byImportance(a: PlanChange, b: PlanChange): number {
  return (
    rank(a) - rank(b) ||
    byText(a.model, b.model) ||
    byText(a.region, b.region) ||
    byText(a.consumer, b.consumer) ||
    byText(a.text, b.text)
  );
}
