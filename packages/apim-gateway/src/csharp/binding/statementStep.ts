import type { Frame } from "../runtime/machine";
import type { QuickStatement } from "./quickStatement";

/** How a statement ended. */
export type Signal = "next" | "break" | "continue" | "return";
export type Execute = (frame: Frame) => Signal;

/** A statement, ready to run. */
export interface StatementStep {
  readonly run: Execute;
  /** The same without an evaluation, where it is as simple as that. */
  readonly quick?: QuickStatement | undefined;
  /** Whether what follows can be reached. */
  readonly ends: boolean;
}

/** After something was done for its effect. */
export function then(_done: unknown, signal: Signal): Signal {
  return signal;
}
