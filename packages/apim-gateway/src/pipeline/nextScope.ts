import type { Section } from "../xml/policyTable/rules";
import type { Step } from "./step";

/** `<base />`: the same section of the next wider scope; nothing at the widest. */
export function toNextScope(section: Section): Step {
  return (exchange) => {
    const here = exchange.depth;
    const next = exchange.scopes[here + 1];
    if (next === undefined) return undefined;
    exchange.depth = here + 1;
    const waiting = next.sections[section](exchange);
    if (waiting === undefined) {
      exchange.depth = here;
      return undefined;
    }
    return waiting.then(() => {
      exchange.depth = here;
    });
  };
}
