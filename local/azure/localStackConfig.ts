import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { LocalCommandError } from "./localCommandError";
import { refuseUnknownStack, stackExists, stackOf } from "./namedStack";
import { isProjectFile } from "./projectFiles";
import { configFileCopy, refreshMirror } from "./projectMirror";
import {
  type ArgumentPart,
  optionOf,
  parseArguments,
  rewritten,
  withWholePaths,
  wordsOf,
} from "./pulumiArguments";

export interface CommandLine {
  readonly args: readonly string[];
  readonly cwd: string;
}

/** Commands for which a stack that is named and does not exist is made. */
const CREATING = new Set(["up", "update", "preview", "pre", "import", "config"]);

/**
 * Keeps every command away from the project's `Pulumi.yaml` and `Pulumi.<stack>.yaml`: local runs have a passphrase of
 * their own, whose salt and secrets a real deployment could not read. The CLI runs in a mirror of the project in the
 * state folder (see {@link refreshMirror}) and finds no other project, whatever the command is. Arguments that would
 * lead it back to the project's files are refused.
 *
 * @param options `folder`: what the user's relative paths are relative to
 * @param run runs the CLI quietly in a folder and gives its exit code
 * @throws LocalCommandError
 */
export async function localStackConfig(
  options: {
    readonly project: string;
    readonly state: string;
    readonly args: readonly string[];
    readonly folder?: string;
  },
  run: (args: readonly string[], folder: string) => Promise<number>,
): Promise<CommandLine> {
  const { project, state, args, folder = project } = options;
  const parts = withoutFolder(parseArguments(args), project, folder);
  const cwd = refreshMirror(project, state);
  const stack = stackOf(parts);
  const [command = ""] = wordsOf(parts);
  if (stack && CREATING.has(command) && !asksForHelp(parts) && !stackExists(project, state, stack)) {
    // When this fails, Pulumi says again, aloud, what is wrong.
    await run(["stack", "init", stack, "--non-interactive", "--no-select"], cwd);
  }
  const local = withWholePaths(parts, folder).map((part) =>
    part.option === "--config-file" && part.value
      ? rewritten("--config-file", configFileCopy(part.value, state, stack))
      : part,
  );
  if (command === "watch" && optionOf(local, "--path") === undefined)
    local.splice(1, 0, rewritten("--path", project));
  refuseProjectFiles(local, command, project, cwd);
  return { args: local.flatMap(({ text }) => text), cwd };
}

/**
 * Refuses what cannot be run here before anything is made for it.
 * @throws LocalCommandError
 */
export function refuseCommand(project: string, state: string, args: readonly string[]): void {
  const parts = parseArguments(args);
  const stack = stackOf(parts);
  const [command, verb] = wordsOf(parts);
  const makes = command === "new" || (command === "stack" && ["init", "select"].includes(verb ?? ""));
  if (stack !== undefined && !makes && !asksForHelp(parts)) refuseUnknownStack(project, state, stack);
}

const asksForHelp = (parts: readonly ArgumentPart[]) =>
  parts.some(({ text }) => text[0] === "--help" || /^-\w*h$/.test(text[0] ?? ""));

/** Without `-C`: in the project it says nothing new, and another project has no mirror. */
function withoutFolder(parts: readonly ArgumentPart[], project: string, folder: string): ArgumentPart[] {
  for (const { option, value } of parts) {
    if (option !== "--cwd" || !value) continue;
    const within = relative(realPath(project), realPath(resolve(folder, value)));
    if (within.startsWith(".."))
      throw new LocalCommandError(
        `\`fleet pulumi\` runs the project in ${project}; \`-C ${value}\` is another folder. Leave it out, or use that project's own \`fleet\`.`,
      );
  }
  return parts.filter(({ option }) => option !== "--cwd");
}

function refuseProjectFiles(
  parts: readonly ArgumentPart[],
  command: string,
  project: string,
  cwd: string,
): void {
  for (const { option, value } of parts) {
    if (!value || (option === undefined && command === "config")) continue;
    const path = realPath(resolve(cwd, value.replace(/^file:(\/\/)?/, "")));
    const named = isProjectFile(basename(path)) && dirname(path) === realPath(project);
    if (!named && (option === "--path" || path !== realPath(project))) continue;
    throw new LocalCommandError(
      `\`${option === undefined ? value : `${option} ${value}`}\` leads to the project's own Pulumi files, which \`fleet pulumi\` never writes. Name another place.`,
    );
  }
}

/** With every link followed that exists. */
function realPath(path: string): string {
  if (existsSync(path)) return realpathSync.native(path);
  const parent = dirname(path);
  return parent === path ? path : join(realPath(parent), basename(path));
}
