import type { Section } from "../xml/policyTable/rules";
import type { Exchange } from "./exchange";
import type { Step } from "./step";
import { after } from "./waiting";

/** `<base />`: the same section of the next wider scope; nothing at the widest. */
export function toNextScope(section: Section): Step {
  return (exchange) => {
    const here = exchange.depth;
    const next = exchange.scopes[here + 1];
    if (next === undefined) return undefined;
    exchange.depth = here + 1;
    return after(next.sections[section](exchange), comeBack, exchange, here);
  };
}

function comeBack(exchange: Exchange, depth: number): undefined {
  exchange.depth = depth;
}
