import { type Answer, errorAnswer, type Outcome } from "../answers/answer";
import { type AccountFault, faultKinds, retryAfterHeaders } from "./accountFault";

/** What a call comes to by a fault alone; `undefined`: it is answered, and the fault changes how. */
export function faulty(fault: AccountFault, now: number): Outcome | undefined {
  const { effect } = faultKinds[fault.kind];
  switch (effect.does) {
    case "refuses":
      return "refused";
    case "hangs":
      return "silence";
    case "garbles":
      return page;
    case "answers": {
      const { status, code, message } = effect;
      const told =
        status === 429
          ? retryAfterHeaders(fault.retryAfter ?? "seconds", (fault.seconds ?? 10) * 1000, now)
          : {};
      return errorAnswer(status, code, message, told);
    }
    default:
      return undefined;
  }
}

const page: Answer = {
  status: 200,
  headers: { "content-type": "text/html" },
  afterMs: 15,
  parts: [{ afterMs: 0, text: "<html><body>Something in between answers.</body></html>" }],
};

/** An answer as a fault leaves it: late, or not whole. */
export function broken(outcome: Outcome, fault: AccountFault | undefined): Outcome {
  if (fault === undefined || typeof outcome === "string" || outcome.status !== 200) return outcome;
  const { effect } = faultKinds[fault.kind];
  if (effect.does === "delays")
    return { ...outcome, afterMs: outcome.afterMs + (fault.seconds ?? 20) * 1000 };
  if (effect.does !== "breaks") return outcome;
  const { parts } = outcome;
  const [only] = parts;
  const kept =
    parts.length === 1 && only !== undefined
      ? [{ ...only, text: only.text.slice(0, only.text.length / 2) }]
      : parts.slice(0, Math.ceil(parts.length / 2));
  return { ...outcome, parts: kept, ending: effect.ending };
}
