import type { PullRequestPieces } from "./pieces";
import { type Reason, rules } from "./verdictRules";

/** What a reviewer must know before anything else. */
export interface CommentVerdict {
  /** `broken`: not to be merged as it is. `careful`: something is lost, replaced or not known. */
  readonly level: "broken" | "careful" | "fine";
  /** Why, the most important first. */
  readonly reasons: readonly Reason[];
  /** What is no loss, and a reviewer should know all the same: who may do more than before. */
  readonly notes: readonly Reason[];
}

/** What the table of `verdictRules.ts` says of the pieces: the worst rule that found something decides. */
export function verdictOf(pieces: PullRequestPieces): CommentVerdict {
  const found = rules.map((rule) => ({ level: rule.level, reasons: rule.find(pieces) }));
  const of = (level: string) => found.flatMap((each) => (each.level === level ? each.reasons : []));
  const [broken, careful] = [of("broken"), of("careful")];
  return {
    level: broken.length > 0 ? "broken" : careful.length > 0 ? "careful" : "fine",
    reasons: [...broken, ...careful],
    notes: of("note"),
  };
}
