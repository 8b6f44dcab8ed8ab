import { existsSync } from "node:fs";
import { resolve } from "node:path";

/** One argument, or an option with its value; what follows `--` is left as it is. */
export interface ArgumentPart {
  /** The option, `--stack` for `-s`; words have none. */
  readonly option?: string;
  /** The option's value, or the word. */
  readonly value?: string;
  /** How the CLI is to be given it. */
  readonly text: readonly string[];
}

/** Options that name one file or folder. */
const PATHS = new Set(
  "config-file details-file dir event-log file generate-resources import-file input-file out path plan provider-file resources-file save-plan"
    .split(" ")
    .map((name) => `--${name}`),
);
/** Options that name a list of folders or packages. */
const PATH_LISTS = new Set(["--policy-pack", "--policy-pack-config"]);
/** Other options with a value: it is no word of the command. */
const OTHERS = new Set(
  "stack cwd color verbose tracing tracing-header profiling otel-traces memprofilerate message parallel target config dest source secrets-provider copy-config-from type"
    .split(" ")
    .map((name) => `--${name}`),
);
/** `-ysdev`, `-C=folder`: flags without a value, then one of the two letters that matter here, then its value. */
const SHORT = /^-([yfjiuQaegrldho]*)([Cs])(=?)(.*)$/s;
/** Short options that have a value in most commands. */
const SHORT_OTHERS = /^-[mvptc]$/;

/** Reads arguments as the CLI does, as far as these folders and files go. Joined, the texts are the arguments. */
export function parseArguments(args: readonly string[]): ArgumentPart[] {
  const end = args.indexOf("--");
  const own = end < 0 ? args : args.slice(0, end);
  const parts: ArgumentPart[] = [];
  for (let n = 0; n < own.length; n++) {
    const arg = own[n] as string;
    const next = own[n + 1];
    // What looks like an option is read as one, even where Pulumi would take it for a value: it may be `-C`.
    const value = next === undefined || /^-./s.test(next) ? undefined : next;
    const found = readOption(arg, value, wordsOf(parts)[0]);
    if (found.tookNext) n++;
    parts.push(...found.parts);
  }
  if (end >= 0) parts.push({ text: args.slice(end) });
  return parts;
}

function readOption(
  arg: string,
  next: string | undefined,
  command: string | undefined,
): { parts: ArgumentPart[]; tookNext: boolean } {
  if (!/^-./s.test(arg)) return { parts: [{ value: arg, text: [arg] }], tookNext: false };
  const [, long, given] = /^(--[^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
  if (long !== undefined && takesValue(long, command)) return withValue([], long, given, next, arg);
  const [, flags, letter, equals, rest] = SHORT.exec(arg) ?? [];
  const attached = equals === "" && rest === "" ? undefined : rest;
  if (letter === "s") return withValue([], "--stack", attached, next, arg);
  // `-C` is left out later, and the flags before it are not.
  const before = flags ? [{ text: [`-${flags}`] }] : [];
  if (letter === "C") return withValue(before, "--cwd", attached, next, `-C${equals}${rest}`);
  const [, file, path] = /^-([fo])(?:=(.*))?$/s.exec(arg) ?? [];
  if (file === "f" && ["import", "plugin"].includes(command ?? ""))
    return withValue([], "--file", path, next, arg);
  if (file === "o" && ["import", "package"].includes(command ?? ""))
    return withValue([], "--out", path, next, arg);
  if (SHORT_OTHERS.test(arg)) return withValue([], arg, undefined, next, arg);
  return { parts: [{ text: [arg] }], tookNext: false };
}

/** `config --path` is a flag; only `watch` has a value there. */
const takesValue = (name: string, command: string | undefined) =>
  name === "--path" ? command === "watch" : PATHS.has(name) || PATH_LISTS.has(name) || OTHERS.has(name);

function withValue(
  before: readonly ArgumentPart[],
  option: string,
  attached: string | undefined,
  next: string | undefined,
  arg: string,
): { parts: ArgumentPart[]; tookNext: boolean } {
  const value = attached ?? next;
  if (value === undefined) return { parts: [...before, { option, text: [arg] }], tookNext: false };
  const text = attached === undefined ? [arg, value] : [arg];
  return { parts: [...before, { option, value, text }], tookNext: attached === undefined };
}

/** The command's words, without options. */
export function wordsOf(parts: readonly ArgumentPart[]): string[] {
  return parts.flatMap(({ option, value }) => (option === undefined && value !== undefined ? [value] : []));
}

export function optionOf(parts: readonly ArgumentPart[], name: string): string | undefined {
  return parts.findLast(({ option }) => option === name)?.value;
}

/** The same with whole paths: the CLI runs in a folder that is not the user's. */
export function withWholePaths(parts: readonly ArgumentPart[], folder: string): ArgumentPart[] {
  const words = wordsOf(parts);
  const graph = words[0] === "stack" && words[1] === "graph";
  return parts.map((part) => {
    const { option, value } = part;
    if (value === undefined) return part;
    if (option === undefined) {
      // A value of `config set` stays what it is, whatever it looks like.
      const path = words[0] !== "config" && /^\.\.?(\/|$)/.test(value);
      const whole = path || (graph && value === words[2]) ? resolve(folder, value) : value;
      return { value: whole, text: [whole] };
    }
    if (PATHS.has(option) && value !== "" && value !== "-") return rewritten(option, resolve(folder, value));
    if (!PATH_LISTS.has(option)) return part;
    const whole = (path: string) => (existsSync(resolve(folder, path)) ? resolve(folder, path) : path);
    return rewritten(option, value.split(",").map(whole).join(","));
  });
}

export const rewritten = (option: string, value: string): ArgumentPart => ({
  option,
  value,
  text: [`${option}=${value}`],
});
