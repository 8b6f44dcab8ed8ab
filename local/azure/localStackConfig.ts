import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dump, load } from "js-yaml";
import { writeWhole } from "./worldFiles";

export interface CommandLine {
  readonly args: readonly string[];
  readonly cwd: string;
}

/** Commands that read a stack's configuration and would write the passphrase's salt into its file. */
const WITH_CONFIG = new Set([
  "up",
  "update",
  "preview",
  "pre",
  "refresh",
  "destroy",
  "down",
  "import",
  "watch",
  "config",
]);
const CREATING = new Set(["up", "update", "preview", "pre", "import", "config"]);

/**
 * Keeps the project's `Pulumi.<stack>.yaml` out of the local runs: those have a passphrase of their own, whose salt
 * Pulumi would write into the file, and a real deployment could not read its secrets any more. The CLI gets a copy in
 * the state folder instead (`--config-file`). A stack that does not exist is created when `up` or `preview` names it.
 *
 * @param run runs the CLI quietly in a folder and gives its exit code
 */
export async function localStackConfig(
  options: { readonly project: string; readonly state: string; readonly args: readonly string[] },
  run: (args: readonly string[], folder: string) => Promise<number>,
): Promise<CommandLine> {
  const { project, state, args } = options;
  const line = { args, cwd: project };
  const [command = "", sub = ""] = words(args);
  if (args.includes("--help") || args.includes("-h")) return line;
  if (command === "stack" && sub === "rm") return { ...line, args: [...args, "--preserve-config"] };
  const scratch = makeScratch(project, state);
  if (command === "stack" && sub === "init") return { ...line, cwd: scratch };
  if (
    !WITH_CONFIG.has(command) ||
    args.some((arg) => arg === "--config-file" || arg.startsWith("--config-file="))
  )
    return line;
  const stack = optionValue(args, ["--stack", "-s"]);
  if (stack === undefined) return line;
  const stackFile = join(state, "backend", ".pulumi", "stacks", projectName(project), `${stack}.json`);
  if (!existsSync(stackFile)) {
    if (!CREATING.has(command)) return line;
    const code = await run(["stack", "init", stack, "--non-interactive", "--no-select"], scratch);
    if (code !== 0) return line; // Pulumi says again, aloud, what is wrong
  }
  return { args: [...args, "--config-file", copyConfig(project, state, scratch, stack)], cwd: project };
}

/** A project of the same name without a program, where `stack init` may write its file. */
function makeScratch(project: string, state: string): string {
  const scratch = join(state, "stacks");
  mkdirSync(scratch, { recursive: true });
  writeWhole(join(scratch, "Pulumi.yaml"), dump({ name: projectName(project), runtime: "nodejs" }));
  return scratch;
}

/** The project's configuration of the stack with the local salt; keys that were only set locally stay. */
function copyConfig(project: string, state: string, scratch: string, stack: string): string {
  const file = join(state, "config", `Pulumi.${stack}.yaml`);
  const real = readYaml(join(project, `Pulumi.${stack}.yaml`));
  const { secretsprovider: _, encryptedkey: __, encryptionsalt: ___, config: shared, ...rest } = real;
  const local = readYaml(file);
  const encryptionsalt =
    readYaml(join(scratch, `Pulumi.${stack}.yaml`)).encryptionsalt ?? local.encryptionsalt;
  const config = { ...(local.config as object | undefined), ...(shared as object | undefined) };
  writeWhole(
    file,
    dump({ ...rest, ...(encryptionsalt === undefined ? {} : { encryptionsalt }), config }),
    0o600,
  );
  return file;
}

function readYaml(file: string): Record<string, unknown> {
  if (!existsSync(file)) return {};
  const text = readFileSync(file, "utf8");
  return text.trim() === "" ? {} : ((load(text) as Record<string, unknown> | null) ?? {});
}

function projectName(project: string): string {
  return String(readYaml(join(project, "Pulumi.yaml")).name ?? "project");
}

/** The arguments that are no options. Values of options may be among them, but never before the command. */
function words(args: readonly string[]): string[] {
  const start = args.findIndex((arg, index) => !arg.startsWith("-") && !takesValue(args[index - 1]));
  return start < 0 ? [] : args.slice(start).filter((arg) => !arg.startsWith("-"));
}

function takesValue(arg: string | undefined): boolean {
  return ["--stack", "-s", "--cwd", "-C", "--color", "--verbose", "-v", "--tracing", "--profiling"].includes(
    arg ?? "",
  );
}

function optionValue(args: readonly string[], names: readonly string[]): string | undefined {
  for (const [index, arg] of args.entries()) {
    if (names.includes(arg)) return args[index + 1];
    for (const name of names) if (arg.startsWith(`${name}=`)) return arg.slice(name.length + 1);
  }
  return undefined;
}
