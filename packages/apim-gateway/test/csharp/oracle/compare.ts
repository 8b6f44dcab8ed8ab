import { CSharpCompileError } from "../../../src/csharp/compileExpression";
import { knownDifferences } from "../knownDifferences";
import type { ContextDescription } from "./description";
import { descriptions, now } from "./descriptions";
import { type OracleCase, runMono } from "./mono";
import { runOurs } from "./ours";

/** What both sides make of one case: `type value`, `type !exception`, or `refused`. */
export interface OracleRow extends OracleCase {
  readonly ours: string;
  readonly mono: string;
}

export interface Comparison {
  /** Both compiled it, and both ran it. */
  readonly compared: number;
  readonly threw: number;
  readonly rows: readonly OracleRow[];
  /** Nobody explained these. */
  readonly differing: readonly (OracleRow & { readonly why?: string })[];
}

const seen = new Set<string>();

/** Runs the cases on both sides, in one assembly on Mono's. A crash of ours is thrown. */
export function compare(
  cases: readonly OracleCase[],
  contexts: readonly ContextDescription[] = descriptions,
): Comparison {
  const mono = runMono(cases, contexts, now);
  let compared = 0;
  let threw = 0;
  const rows: OracleRow[] = [];
  const differing: (OracleRow & { readonly why?: string })[] = [];
  for (const [index, one] of cases.entries()) {
    const found = runOurs(one, contexts, now);
    const refusal = found instanceof CSharpCompileError ? { why: found.message } : {};
    const ours = found instanceof CSharpCompileError ? "refused" : found;
    const row = { ...one, ours, mono: mono[index] ?? "refused" };
    rows.push(row);
    if (ours !== "refused" && row.mono !== "refused") {
      compared++;
      if (ours.includes(" !")) threw++;
    }
    if (row.ours === row.mono) continue;
    const known = knownDifferences.find(({ applies }) => applies(row));
    if (known === undefined) differing.push({ ...row, ...refusal });
    else seen.add(known.reason);
  }
  return { compared, threw, rows, differing };
}

/** Listed differences that no case has shown: they are gone, or their cases are. */
export function unseenDifferences(): readonly string[] {
  return knownDifferences.map(({ reason }) => reason).filter((reason) => !seen.has(reason));
}
