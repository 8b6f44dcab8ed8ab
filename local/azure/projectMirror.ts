import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { dump, load } from "js-yaml";
import { WorldFileError, writeWhole } from "./worldFiles";

type Fields = Readonly<Record<string, unknown>>;

/** Where a stack's secrets are kept: the local runs have a passphrase of their own. */
const SECRETS = ["secretsprovider", "encryptedkey", "encryptionsalt"];

/** Beside the copies: what the project said the last time. */
const SHARED = ".shared";

/**
 * The folder in which the CLI runs. To Pulumi it is the project: it finds `Pulumi.yaml` and the stack files here, and
 * writes them here. The program is the real one, in its own folder (`main`), so that its relative paths hold.
 */
export function mirrorFolder(state: string): string {
  return join(state, "project");
}

/**
 * Brings what the project says over into the mirror. A key that a local command has set or removed stays so until the
 * project changes it. Nothing is written where nothing is new: another command may be running.
 */
export function refreshMirror(project: string, state: string): string {
  const mirror = mirrorFolder(state);
  mkdirSync(mirror, { recursive: true });
  const settings = readYaml(join(project, "Pulumi.yaml"));
  writeNew(join(mirror, "Pulumi.yaml"), dump(mirroredSettings(project, settings)));
  const folder = stackFolder(project, settings);
  for (const name of stackFiles(folder)) refreshCopy(join(folder, name), mirror, name);
  // What the project no longer has says nothing any more.
  for (const name of stackFiles(join(mirror, SHARED)))
    if (!existsSync(join(folder, name)) && existsSync(join(mirror, name)))
      refreshCopy(join(folder, name), mirror, name);
  return mirror;
}

const stackFiles = (folder: string) =>
  existsSync(folder) ? readdirSync(folder).filter((name) => /^Pulumi\..+\.yaml$/.test(name)) : [];

/** The stacks that have a file in the project or the mirror. */
export function stackNames(project: string, state: string): string[] {
  const files = [stackFolder(project, readYaml(join(project, "Pulumi.yaml"))), mirrorFolder(state)].flatMap(
    stackFiles,
  );
  return files.map((name) => name.slice("Pulumi.".length, -".yaml".length));
}

/** A local copy of a file that `--config-file` names; the salt is that of the stack, if it is known. */
export function configFileCopy(file: string, state: string, stack: string | undefined): string {
  const folder = join(state, "config");
  const name = `${createHash("sha256").update(file).digest("hex").slice(0, 8)}-${basename(file)}`;
  const salts = stack === undefined ? {} : readYaml(join(mirrorFolder(state), `Pulumi.${stack}.yaml`));
  refreshCopy(file, folder, name, pick(salts, SECRETS));
  return join(folder, name);
}

/** The name under which the backend keeps the project's stacks. */
export function projectName(project: string): string {
  return String(readYaml(join(project, "Pulumi.yaml")).name ?? "project");
}

/** `Pulumi.yaml` for the mirror: the same, with whole paths. */
function mirroredSettings(project: string, settings: Fields): Fields {
  const { stackConfigDir: _, config, main, runtime, plugins, ...rest } = settings;
  const { options, ...language } = (typeof runtime === "object" ? runtime : { name: runtime }) as Fields;
  const whole = (value: unknown) => (typeof value === "string" ? resolve(project, value) : value);
  const { tsconfig, ...others } = (options ?? {}) as Fields;
  return {
    ...rest,
    main: resolve(project, typeof main === "string" ? main : "."),
    runtime: {
      ...language,
      options: { ...others, ...(tsconfig === undefined ? {} : { tsconfig: whole(tsconfig) }) },
    },
    ...(typeof config === "object" ? { config } : {}),
    ...(plugins === undefined ? {} : { plugins: withWholePlugins(plugins as Fields, whole) }),
  };
}

function withWholePlugins(plugins: Fields, whole: (path: unknown) => unknown): Fields {
  const kinds = Object.entries(plugins).map(([kind, list]) => [
    kind,
    (list as Fields[]).map((plugin) => ({ ...plugin, path: whole(plugin.path) })),
  ]);
  return Object.fromEntries(kinds);
}

function stackFolder(project: string, { stackConfigDir, config }: Fields): string {
  const folder = stackConfigDir ?? config;
  return resolve(project, typeof folder === "string" ? folder : ".");
}

/** Brings a file over into a folder. */
function refreshCopy(file: string, folder: string, name: string, secrets?: Fields): void {
  const copy = join(folder, name);
  const before = join(folder, SHARED, name);
  const shared = sharedFields(readYaml(file));
  const local = readYaml(copy);
  // A copy that is new, or whose origin is not known, takes everything.
  const base = existsSync(copy) && existsSync(before) ? readYaml(before) : undefined;
  const next = {
    ...merged(without(base, ["config"]), without(local, ["config", ...SECRETS]), without(shared, ["config"])),
    ...secrets,
    ...pick(local, SECRETS),
    config: merged(base && configOf(base), configOf(local), configOf(shared)),
  };
  if (!existsSync(copy) || !isDeepStrictEqual(next, { config: {}, ...local }))
    writeWhole(copy, dump(next), 0o600);
  writeNew(before, dump(shared));
}

/** What the project decides. Its secrets can be read with the real stack's key only, and stay out. */
function sharedFields(file: Fields): Fields {
  const readable = Object.entries(configOf(file)).filter(([, value]) => !hasSecret(value));
  return { ...without(file, ["config", ...SECRETS]), config: Object.fromEntries(readable) };
}

function hasSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return ("secure" in value && typeof value.secure === "string") || Object.values(value).some(hasSecret);
}

function merged(base: Fields | undefined, local: Fields, shared: Fields): Fields {
  if (base === undefined) return { ...local, ...shared };
  const keys = [...new Set([...Object.keys(shared), ...Object.keys(local)])];
  const from = (key: string) => (isDeepStrictEqual(base[key], shared[key]) ? local : shared);
  return Object.fromEntries(keys.filter((key) => key in from(key)).map((key) => [key, from(key)[key]]));
}

const configOf = (file: Fields) => (file.config ?? {}) as Fields;

const pick = (fields: Fields, keys: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => keys.includes(key)));

function without<T extends Fields | undefined>(fields: T, keys: readonly string[]): T {
  if (fields === undefined) return fields;
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key))) as T;
}

function writeNew(file: string, text: string): void {
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeWhole(file, text, 0o600);
}

function readYaml(file: string): Fields {
  if (!existsSync(file)) return {};
  const text = readFileSync(file, "utf8");
  try {
    return text.trim() === "" ? {} : ((load(text) as Fields | null) ?? {});
  } catch (error) {
    throw new WorldFileError(`${file} is no YAML: ${(error as Error).message}`);
  }
}
