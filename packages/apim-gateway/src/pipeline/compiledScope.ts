import type { Exchange } from "./exchange";
import type { CompiledScopeOf } from "./ofExchange";

/** The policies of one scope, ready to run. A section that the document lacks is `<base />`. */
export type CompiledScope = CompiledScopeOf<Exchange>;
