import type { Command } from "commander";

/**
 * A file in `cli/commands/` exports one `command` of this type.
 *
 * @param program the `fleet` command to add to
 * @param exit sets the exit code: 0 done, 1 problems were found, 2 wrong usage
 */
export type FleetCommand = (program: Command, exit: (code: number) => void) => void;
