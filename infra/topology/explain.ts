import { closest } from "apim-gateway/text";
import type { z } from "zod";
import { safeParse } from "zod/v4/core";
import { slug } from "../naming";
import { knownRegions } from "./data";
import {
  choicesOf,
  describeAllowed,
  describeFound,
  keysOf,
  listed,
  nameSchemaOf,
  refusalOf,
  schemaAt,
} from "./describe";
import { type Finding, MAX_PROBLEMS } from "./finding";
import { formatPath, type Path } from "./path";
import { clip } from "./source/compose";
import { locate } from "./source/locate";
import type { YamlNode } from "./source/node";

type Issue = z.core.$ZodIssue;

/** Puts what the schema refuses in our words: what was found, what is allowed, the way out. One finding per value. */
export function explainIssues(schema: z.core.$ZodType, issues: readonly Issue[], root: YamlNode): Finding[] {
  const findings = new Map<string, Explained>();
  for (const issue of flatten(issues, root)) {
    // One more than are told, so that the reader hears that there are more.
    if (findings.size > MAX_PROBLEMS) break;
    for (const finding of explain(schema, issue, root)) {
      const key = `${finding.at === "key"}${formatPath(finding.path)}`;
      if (!findings.has(key)) findings.set(key, finding);
    }
  }
  // `capacty: 15` says enough; that `capacity` is missing as well is the same slip.
  const misspelt = new Set(
    [...findings.values()].map(({ means }) => means).filter((path) => path !== undefined),
  );
  return [...findings.values()]
    .filter(({ rule, path }) => rule !== "missing-key" || !misspelt.has(formatPath(path)))
    .map(({ means: _, ...finding }) => finding);
}

/** A finding about a misspelt key knows which key it means. */
type Explained = Finding & { readonly means?: string };

/** Replaces the refusals of a choice between shapes by those of the shape that the person evidently meant. */
export function flatten(issues: readonly Issue[], root: YamlNode, prefix: Path = []): Issue[] {
  return issues.flatMap((issue): Issue[] => {
    const path = [...prefix, ...(issue.path as Path)];
    const placed = { ...issue, path: [...path] } as Issue;
    if (issue.code !== "invalid_union") return [placed];
    const kind = locate(root, path).node?.kind;
    // A shape that fails at its own root has another type; the one that fails inside is the one that was meant.
    const meant = issue.errors.find(
      (errors) =>
        kind !== "scalar" &&
        errors.every((inner) => inner.path.length > 0 || inner.code === "unrecognized_keys"),
    );
    return meant === undefined ? [placed] : flatten(meant, root, path);
  });
}

function explain(schema: z.core.$ZodType, issue: Issue, root: YamlNode): Explained[] {
  const path = issue.path as Path;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.slice(0, MAX_PROBLEMS + 1).map((key) => unknownKey(schema, path, key));
  }
  if (issue.code === "invalid_key") return [badName(schema, path)];
  const { node } = locate(root, path);
  const target = schemaAt(schema, path);
  const must = target === undefined ? "another value" : describeAllowed(target);
  const label = labelOf(path);
  if (node === undefined) {
    return [
      {
        severity: "error",
        rule: "missing-key",
        path,
        message: `${label} is missing; it must be ${must}.`,
        remedy: `Add the key ${label} to ${container(path.slice(0, -1))}.`,
      },
    ];
  }
  const base = {
    severity: "error" as const,
    path,
    message: `${label} must be ${must}, got ${describeFound(node)}.`,
  };
  if (issue.code === "invalid_type" || issue.code === "invalid_union") {
    if (wantsText(issue) && node.kind === "scalar" && node.value !== null) {
      const kind = typeof node.value === "number" ? "a number" : "true or false";
      return [
        {
          ...base,
          rule: "wrong-type",
          message: `${label} must be text, but without quotes YAML reads \`${clip(node.source)}\` as ${kind}.`,
          remedy: `Put it in quotes: "${clip(node.source)}".`,
        },
      ];
    }
    if (
      node.kind === "scalar" &&
      typeof node.value === "string" &&
      isNumberText(node.value) &&
      / number /.test(` ${must} `)
    ) {
      return [{ ...base, rule: "wrong-type", remedy: "Write the number without quotes." }];
    }
    return [
      {
        ...base,
        rule: "wrong-type",
        remedy:
          node.kind === "scalar" && node.value === null
            ? `Write a value after ${label}, or remove the key.`
            : wayToWrite(must, label),
      },
    ];
  }
  if (issue.code === "invalid_value") {
    const choices = (target === undefined ? undefined : choicesOf(target)) ?? issue.values.map(String);
    const meant = node.kind === "scalar" ? closest(String(node.source), choices) : undefined;
    return [
      {
        ...base,
        rule: "not-a-choice",
        remedy: meant === undefined ? "Write one of these." : `Did you mean \`${meant}\`?`,
      },
    ];
  }
  if (issue.code === "too_small" || issue.code === "too_big") {
    return [{ ...base, rule: "out-of-range", remedy: "Write a value within these limits." }];
  }
  const lower = node.kind === "scalar" ? node.source.toLowerCase() : "";
  const meant = lower === "" ? undefined : wellFormed(target, lower);
  const remedy = meant === undefined ? "Write it in that form." : `Did you mean \`${meant}\`?`;
  return [{ ...base, rule: "wrong-format", remedy }];
}

function unknownKey(schema: z.core.$ZodType, path: Path, key: string): Explained {
  const target = schemaAt(schema, path);
  const keys = (target === undefined ? undefined : keysOf(target)) ?? [];
  const meant = closest(key, keys);
  const refusal = target === undefined ? undefined : refusalOf(target, key);
  if (refusal !== undefined)
    return {
      severity: "error",
      rule: "refused-key",
      path: [...path, key],
      at: "key",
      message: `${container(path)} takes no \`${clip(key)}\`: ${refusal}.`,
      remedy: `Remove the key; allowed are ${listed(keys)}.`,
    };
  return {
    severity: "error",
    rule: "unknown-key",
    path: [...path, key],
    at: "key",
    message: `\`${clip(key)}\` is not a key of ${container(path)}; allowed are ${listed(keys)}.`,
    remedy: meant === undefined ? "Remove the key, or write one of these." : `Did you mean \`${meant}\`?`,
    ...(meant === undefined ? {} : { means: formatPath([...path, meant]) }),
  };
}

/** A name that the file itself chooses, such as a model's or a consumer's, and that is not well formed. */
function badName(schema: z.core.$ZodType, path: Path): Finding {
  const key = String(path.at(-1) ?? "");
  const record = schemaAt(schema, path.slice(0, -1));
  const target = record === undefined ? undefined : nameSchemaOf(record);
  const must = target === undefined ? "another name" : describeAllowed(target);
  const meant = path[0] === "regions" ? closest(key, knownRegions) : wellFormed(target, slug(key));
  return {
    severity: "error",
    rule: "wrong-name",
    path,
    at: "key",
    message: `the name \`${clip(key)}\` in ${container(path.slice(0, -1))} must be ${must}.`,
    remedy: meant === undefined ? "Choose another name." : `Did you mean \`${meant}\`?`,
  };
}

/** The text, if the schema takes it. */
const wellFormed = (target: z.core.$ZodType | undefined, text: string) =>
  target !== undefined && safeParse(target, text).success ? text : undefined;

const labelOf = (path: Path) => {
  const last = path.at(-1);
  if (typeof last === "number") return `item ${last + 1} of \`${formatPath(path.slice(0, -1))}\``;
  return last === undefined ? "the file" : `\`${clip(last)}\``;
};

const container = (path: Path) => (path.length === 0 ? "the file" : `\`${clip(formatPath(path))}\``);

const wantsText = (issue: Issue) => issue.code === "invalid_type" && issue.expected === "string";

export const isNumberText = (text: string) => /^\d{1,12}$/.test(text.trim());

/** How a value of the wanted kind is written, for who wrote one of another kind. */
function wayToWrite(must: string, label: string): string {
  const smallest = /^a whole number (?:from|of at least) ([\d,]+)/.exec(must)?.[1];
  if (smallest !== undefined) return `Write a whole number, such as ${smallest.replaceAll(",", "")}.`;
  if (must.startsWith("a mapping"))
    return `Write \`key: value\` on lines of their own below ${label}, further to the right.`;
  if (must.startsWith("a list")) return `Write one entry a line below ${label}, each after \`- \`.`;
  if (must.startsWith("`true`")) return "Write true or false, without quotes.";
  return "Write it in one of the forms that are allowed.";
}
