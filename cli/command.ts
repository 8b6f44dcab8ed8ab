import type { Verb } from "apim-gateway/cli";

/**
 * A file in `cli/commands/` exports one `command` of this type.
 *
 * @param program the `fleet` command to add to
 * @param exit sets the exit code: 0 done, 1 problems were found, 2 wrong usage
 */
export type FleetCommand = Verb;

/** What a command prints, and its exit code: a value, so that tests read it without a process. */
export interface Answer {
  readonly code: 0 | 1 | 2;
  readonly out: string;
  readonly err: string;
}

export function deliver({ code, out, err }: Answer, exit: (code: number) => void): void {
  process.stdout.write(out);
  process.stderr.write(err);
  exit(code);
}
