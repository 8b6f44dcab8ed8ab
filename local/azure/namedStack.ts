import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { didYouMean } from "apim-gateway/text";
import { listed } from "../../infra/topology/describe";
import { LocalCommandError } from "./localCommandError";
import { projectName, stackNames } from "./projectMirror";
import { type ArgumentPart, optionOf } from "./pulumiArguments";

/** The stack that the arguments name, without organization and project. */
export const stackOf = (parts: readonly ArgumentPart[]): string | undefined =>
  optionOf(parts, "--stack")?.split("/").at(-1) || undefined;

/** Whether the local backend has the stack. */
export const stackExists = (project: string, state: string, stack: string): boolean =>
  localStacks(project, state).includes(stack);

/** The stacks of the local backend. */
export function localStacks(project: string, state: string): string[] {
  const folder = join(state, "backend", ".pulumi", "stacks", projectName(project));
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => /^(.+)\.json(?:\.gz)?$/.exec(name)?.[1] ?? []);
}

/**
 * A stack that is named is one that there is, or one that the project has a file for, which may be made. Judged before
 * anything is written: a slip of the finger must leave nothing behind.
 *
 * @throws LocalCommandError
 */
export function refuseUnknownStack(project: string, state: string, stack: string): void {
  const known = [...new Set([...localStacks(project, state), ...stackNames(project, state)])].sort();
  if (known.includes(stack)) return;
  const those = known.length === 0 ? "" : ` The project has ${listed(known)}.`;
  throw new LocalCommandError(
    `There is no stack \`${stack}\`, and no \`Pulumi.${stack}.yaml\` to make one from; nothing was done.${those}${didYouMean(stack, known)} \`./fleet pulumi stack init ${stack}\` makes a new one.`,
  );
}
