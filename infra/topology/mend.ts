import { closest } from "apim-gateway/text";
import type { z } from "zod";
import { choicesOf, keysOf, schemaAt } from "./describe";
import { isNumberText } from "./explain";
import { MAX_PROBLEMS } from "./finding";
import type { Path } from "./path";

type Issue = z.core.$ZodIssue;
type Mapping = Record<string | number, unknown>;

/**
 * Replaces refused values by what was evidently meant. `undefined` when one of them cannot be guessed: then the rules
 * would judge a file that nobody wrote. The result is only ever judged, never deployed.
 *
 * @param value the plain file; changed in place
 */
export function mend(
  schema: z.core.$ZodType,
  value: unknown,
  issues: readonly Issue[],
): { value: unknown; paths: Path[] } | undefined {
  const paths: Path[] = [];
  // Names first and alone: a misspelt name also makes a missing one, which nobody could guess.
  const misspelt = issues.filter((issue) => issue.code === "unrecognized_keys");
  // Comparing each with what is known takes time, and so many are no slips of a pen.
  const names = misspelt.reduce((sum, issue) => sum + ("keys" in issue ? issue.keys.length : 0), 0);
  if (names > MAX_PROBLEMS) return undefined;
  for (const issue of misspelt.length > 0 ? misspelt : issues) {
    const path = issue.path as Path;
    const mended =
      issue.code === "unrecognized_keys"
        ? mendKeys(schema, value, path, issue.keys)
        : mendValue(schema, value, issue);
    if (mended === undefined) return undefined;
    paths.push(...mended);
  }
  return { value, paths };
}

/** Renames a misspelt key, or drops one that nobody can have meant. */
function mendKeys(
  schema: z.core.$ZodType,
  value: unknown,
  path: Path,
  keys: readonly string[],
): Path[] | undefined {
  const mapping = mappingAt(value, path);
  const target = schemaAt(schema, path);
  if (mapping === undefined || target === undefined) return undefined;
  return keys.flatMap((key) => {
    const meant = closest(key, keysOf(target) ?? []);
    const moved = mapping[key];
    delete mapping[key];
    if (meant === undefined || Object.hasOwn(mapping, meant)) return [[...path, key]];
    mapping[meant] = moved;
    return [
      [...path, key],
      [...path, meant],
    ];
  });
}

function mendValue(schema: z.core.$ZodType, root: unknown, issue: Issue): Path[] | undefined {
  const path = issue.path as Path;
  const last = path.at(-1);
  const parent = mappingAt(root, path.slice(0, -1));
  const target = schemaAt(schema, path);
  if (last === undefined || parent === undefined || target === undefined) return undefined;
  const value = parent[last];
  const guess = guessValue(target, value, issue);
  if (guess === undefined) return undefined;
  parent[last] = guess;
  return [path];
}

function guessValue(target: z.core.$ZodType, value: unknown, issue: Issue): unknown {
  switch (issue.code) {
    case "too_small":
      return typeof value === "number" ? issue.minimum : undefined;
    case "too_big":
      return typeof value === "number" ? issue.maximum : undefined;
    case "invalid_value":
      return typeof value === "string" ? closest(value, choicesOf(target) ?? []) : undefined;
    case "invalid_type":
      if (issue.expected === "string" && typeof value === "number") return String(value);
      if (typeof value === "string" && isNumberText(value)) return Number(value);
      return issue.expected === "int" && typeof value === "number" && Number.isFinite(value)
        ? Math.round(value)
        : undefined;
    case "invalid_union":
      return typeof value === "string" && isNumberText(value) ? Number(value) : undefined;
    default:
      return undefined;
  }
}

function mappingAt(root: unknown, path: Path): Mapping | undefined {
  let value: unknown = root;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Mapping)[part];
  }
  return typeof value === "object" && value !== null ? (value as Mapping) : undefined;
}
