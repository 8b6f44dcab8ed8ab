import type { Exchange } from "./exchange";
import type { StepOf } from "./ofExchange";

/** What a policy compiles to. @throws PolicyFailure, Unsupported (or rejects with them) */
export type Step = StepOf<Exchange>;
