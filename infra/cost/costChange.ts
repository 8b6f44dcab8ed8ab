import type { CostRow, FleetCost, Other } from "./costOf";

/** What a change does to what a fleet costs. */
export interface CostChange {
  /** A month of all PTU whose price is known, before the change and after it. */
  readonly before: number;
  readonly after: number;
  /** PTU without a known price that differs, in words: nobody can say what it adds. */
  readonly unpricedPtu: readonly string[];
  /** The same of what is not PTU. */
  readonly others: readonly string[];
}

const others: readonly Other[] = ["gateway", "private endpoints", "logs"];

export function costChange(was: FleetCost, is: FleetCost): CostChange {
  const [units, unitsNow] = [unpricedPtu(was), unpricedPtu(is)];
  return {
    before: was.monthly,
    after: is.monthly,
    unpricedPtu: [...new Set([...units.keys(), ...unitsNow.keys()])].flatMap((what) =>
      differing(what, amountOf(units.get(what)), amountOf(unitsNow.get(what))),
    ),
    others: others.flatMap((what) => differing(what, was.others[what] ?? "none", is.others[what] ?? "none")),
  };
}

/** What is new is all that the fleet costs. */
export const costAdded = (is: FleetCost): CostChange =>
  costChange({ ...is, rows: [], monthly: 0, others: {} }, is);

const differing = (what: string, from: string, to: string): string[] =>
  from === to ? [] : [`${what}: ${from} → ${to}`];

const amountOf = (capacity = 0): string => `${capacity} PTU`;

/** PTU of the fleet's own without a known price, by what it is. */
function unpricedPtu({ rows }: FleetCost): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const row of rows.filter(isUnpriced)) {
    const what = `${row.model} (${row.sku}) in ${row.region}`;
    found.set(what, (found.get(what) ?? 0) + row.capacity);
  }
  return found;
}

const isUnpriced = ({ tier, existing, monthly }: CostRow): boolean =>
  tier === "ptu" && !existing && monthly === undefined;
