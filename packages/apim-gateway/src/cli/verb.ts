import type { Command } from "commander";

/** Adds one verb to the command. `exit` is told the code to end with. */
export type Verb = (program: Command, exit: (code: number) => void) => void;
