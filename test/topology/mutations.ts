import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dump, load } from "js-yaml";
import { formatPath, type Path } from "../../infra/topology/path";

/** A valid file made invalid in one place. */
export interface Mutation {
  readonly what: string;
  readonly text: string;
  /** Where the problem is, if the mutation is about one value. */
  readonly path?: string;
}

export const stacks = ["dev", "prod"].map((name) => ({
  name,
  text: readFileSync(join(__dirname, `../../stacks/${name}.yaml`), "utf8"),
}));

/** Values that no key of a topology takes. */
const wrongValues: readonly (readonly [what: string, value: unknown])[] = [
  ["nothing", null],
  ["a list of lists", [[]]],
  ["a mapping of something else", { x: 1 }],
  ["a negative number", -1],
  ["a very long text", "very ".repeat(300)],
];

/** Every mutation of every stack: each leaf of the wrong kind, each key misspelt, each line doubled, tabbed or cut. */
export function mutations(): Mutation[] {
  return stacks.flatMap(({ name, text }) => [
    ...leaves(load(text)).flatMap((path) =>
      wrongValues.map(([what, value]) => ({
        what: `${name}: ${formatPath(path)} is ${what}`,
        text: dump(replaced(load(text), path, value)),
        path: formatPath(path),
      })),
    ),
    ...lineMutations(name, text),
    ...fileMutations(name, text),
  ]);
}

function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) =>
    leaves(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function replaced(root: unknown, path: Path, value: unknown): unknown {
  let parent = root as Record<string | number, unknown>;
  for (const part of path.slice(0, -1)) parent = parent[part] as Record<string | number, unknown>;
  parent[path.at(-1) ?? ""] = value;
  return root;
}

function lineMutations(name: string, text: string): Mutation[] {
  const lines = text.split("\n");
  const mutated = (index: number, ...replacement: string[]) =>
    [...lines.slice(0, index), ...replacement, ...lines.slice(index + 1)].join("\n");
  return lines.flatMap((line, index) => {
    if (!/^\s*[^#\s]/.test(line)) return [];
    const at = `${name}:${index + 1}`;
    const all: Mutation[] = [{ what: `${at} stands twice`, text: mutated(index, line, line) }];
    if (line.startsWith(" "))
      all.push({ what: `${at} is indented by a tab`, text: mutated(index, line.replace(/^ +/, "\t")) });
    if (
      /^\s*(environment|workload|location|version|deployments|tokensPerMinute|access|name|models|regions):/.test(
        line,
      )
    ) {
      all.push({ what: `${at} has a misspelt key`, text: mutated(index, line.replace(/(\w+):/, "$1zz:")) });
    }
    return all;
  });
}

function fileMutations(name: string, text: string): Mutation[] {
  const edits: [what: string, text: string][] = [
    ["is empty", ""],
    ["holds only comments", "# nothing\n".repeat(50)],
    ["is binary", text.replace(/e/g, "\0")],
    ["is full of control characters", text.replace(/\n/g, "\u0007\n")],
    ["stands twice, as two documents", `${text}---\n${text}`],
    ["is a list", text.replace(/^(?=\w)/gm, "- ")],
    ["is JSON that is cut off", JSON.stringify(load(text)).slice(0, -1)],
    ["is huge", `${text}${Array.from({ length: 40_000 }, (_, index) => `key${index}: 1\n`).join("")}`],
    ["has a very long line", `${text}other: "${"x".repeat(500_000)}"\n`],
    ["is nested deeply by brackets", `${text}other: ${"[".repeat(10_000)}${"]".repeat(10_000)}\n`],
    [
      "is nested deeply by indentation",
      `${text}${Array.from({ length: 300 }, (_, depth) => `${" ".repeat(depth)}k:\n`).join("")}`,
    ],
    ["has an alias within itself", `${text}other: &a { b: [*a] }\n`],
    ["has aliases that name each other", `${text}one: &one [*two]\ntwo: &two [*one]\n`],
    ["has an alias without anchor", `${text}other: *nowhere\n`],
    [
      "has aliases that multiply",
      `${text}a: &a [1,1,1,1,1,1,1,1,1,1]\n${"bcdefghij".replace(/./g, (letter) => `${letter}: &${letter} [${`*${String.fromCharCode(letter.charCodeAt(0) - 1)},`.repeat(10)}1]\n`)}`,
    ],
    ["has a merge of nothing", `${text}<<: 1\n`],
    ["has a tag of a program", `${text}other: !!js/function "x"\n`],
    ["has an unclosed quotation mark", `${text}other: "\n`],
    ["is of another version of YAML", `%YAML 9.9\n---\n${text}`],
  ];
  for (const key of [
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "__defineGetter__",
  ]) {
    edits.push([`has the key ${key}`, `${text}${key}: { a: 1 }\n`]);
    edits.push([
      `has a model named ${key}`,
      text.replace(/^models:$/m, `models:\n  ${key}: { version: "1", payg: Standard }`),
    ]);
    edits.push([
      `has a consumer named ${key}`,
      text.replace(/^consumers:$/m, `consumers:\n  ${key}: { tokensPerMinute: 1 }`),
    ]);
  }
  for (let tenth = 1; tenth < 8; tenth++) {
    edits.push([`is cut off after ${tenth} tenths`, text.slice(0, Math.floor((text.length * tenth) / 10))]);
  }
  return edits.map(([what, mutant]) => ({ what: `${name} ${what}`, text: mutant }));
}
