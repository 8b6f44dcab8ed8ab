import type { Machine } from "../machine";
import { CompiledRegex } from "../regex/match";
import { textOf } from "../text";
import { CsDateTime, CsDateTimeOffset } from "../time";
import { CsDecimal, CsDouble, type Value } from "../value";
import { childOf } from "./access";
import { type PathOperand, type PathStep, type PathTest, pathError } from "./jsonPath";
import { descend } from "./navigate";
import { CsJArray, CsJObject, CsJProperty, type CsJson, CsJValue } from "./token";

/** The tokens that a JSONPath finds, in Newtonsoft's order. With `strict`, a step that finds nothing is an error. */
export function selectTokens(
  start: CsJson,
  steps: readonly PathStep[],
  strict: boolean,
  machine: Machine,
): readonly CsJson[] {
  return follow(steps, { root: start, strict, machine }, start);
}

interface Search {
  readonly root: CsJson;
  readonly strict: boolean;
  /** Counts each token that a step gives: `..*..*` gives more than there are. */
  readonly machine: Machine;
}

function follow(steps: readonly PathStep[], search: Search, start: CsJson): readonly CsJson[] {
  let found: readonly CsJson[] = [start];
  for (const step of steps) {
    const next: CsJson[] = [];
    for (const token of found)
      for (const child of take(step, token, search)) {
        search.machine.step();
        next.push(child);
      }
    found = next;
  }
  return found;
}

function take(step: PathStep, token: CsJson, search: Search): Iterable<CsJson> {
  const { strict } = search;
  switch (step.kind) {
    case "root":
      return [search.root];
    case "fields":
      return fields(step.names, token, strict);
    case "scan":
      return scan(step.names, token);
    case "items":
      return items(step.places, token, strict);
    case "slice":
      return slice(step, token, strict);
    case "filter":
      return [...(step.deep ? [token, ...descend(token)] : token.csWalk())].filter((child) =>
        matches(step.test, child, search),
      );
  }
}

function fields(names: readonly string[] | undefined, token: CsJson, strict: boolean): CsJson[] {
  if (!(token instanceof CsJObject)) {
    if (strict) throw pathError(`Property '${names?.join("', '") ?? "*"}' not valid on ${token.csType}.`);
    return [];
  }
  if (names === undefined) return [...token.properties.values()].map(({ value }) => value);
  const found: CsJson[] = [];
  for (const name of names) {
    const value = token.get(name);
    if (value !== null) found.push(value);
    else if (strict) throw pathError(`Property '${name}' does not exist on JObject.`);
  }
  return found;
}

function scan(names: readonly string[] | undefined, token: CsJson): CsJson[] {
  if (names === undefined)
    return [token, ...descend(token)].filter((child) => !(child instanceof CsJProperty));
  return [...descend(token)]
    .filter((child): child is CsJProperty => child instanceof CsJProperty && names.includes(child.name))
    .map(({ value }) => value);
}

function items(places: readonly number[] | undefined, token: CsJson, strict: boolean): readonly CsJson[] {
  if (!(token instanceof CsJArray)) {
    if (strict) throw pathError(`Index ${places?.join(", ") ?? "*"} not valid on ${token.csType}.`);
    return [];
  }
  if (places === undefined) return token.items;
  return places.flatMap((place) => {
    if (place < token.items.length) return [childOf(token, place) as CsJson];
    if (strict) throw pathError(`Index ${place} outside the bounds of JArray.`);
    return [];
  });
}

function slice(part: PathStep & { readonly kind: "slice" }, token: CsJson, strict: boolean): CsJson[] {
  if (!(token instanceof CsJArray)) {
    if (strict) throw pathError(`Array slice is not valid on ${token.csType}.`);
    return [];
  }
  const { length } = token.items;
  const step = part.step ?? 1;
  const forward = step > 0;
  const from = (place: number) => (place < 0 ? length + place : place);
  const start = from(part.start ?? (forward ? 0 : length - 1));
  const first = Math.min(forward ? Math.max(start, 0) : start, forward ? length : length - 1);
  const end = part.end === undefined ? (forward ? length : -1) : from(part.end);
  const last = Math.min(Math.max(end, -1), length);
  const found: CsJson[] = [];
  for (let at = first; forward ? at < last : at > last; at += step) {
    const item = token.items[at];
    if (item !== undefined) found.push(item);
  }
  if (strict && found.length === 0)
    throw pathError(`Array slice of ${part.start ?? "*"} to ${part.end ?? "*"} returned no results.`);
  return found;
}

function matches(test: PathTest, token: CsJson, search: Search): boolean {
  if (test.kind === "all") return test.tests.every((inner) => matches(inner, token, search));
  if (test.kind === "any") return test.tests.some((inner) => matches(inner, token, search));
  const left = operands(test.left, token, search);
  if (test.kind === "exists") return left.length > 0;
  const right = operands(test.right, token, search);
  return left.some((a) => right.some((b) => compare(test.operator, a, b, search.machine)));
}

type Operand = CsJson | Value | CompiledRegex;

function operands(operand: PathOperand, token: CsJson, search: Search): readonly Operand[] {
  if (!("path" in operand)) return [operand.value];
  return follow(operand.path, { ...search, strict: false }, token).map((found) =>
    found instanceof CsJValue ? found.value : found,
  );
}

const isContainer = (value: unknown): boolean =>
  value instanceof CsJObject || value instanceof CsJArray || value instanceof CsJProperty;

function compare(operator: string, a: Operand, b: Operand, machine: Machine): boolean {
  const negative = operator === "!=" || operator === "!==" || operator === "<>";
  if (isContainer(a) || isContainer(b)) return negative;
  if (operator === "=~")
    return typeof a === "string" && b instanceof CompiledRegex && b.find(a, 0, machine) !== undefined;
  const strict = operator.length === 3;
  const [x, y] = [a as Value, b as Value];
  if (negative) return !same(x, y, strict);
  if (operator === "==" || operator === "===") return same(x, y, strict);
  const order = orderOf(x, y);
  if (order === undefined) return false;
  return operator === "<"
    ? order < 0
    : operator === ">"
      ? order > 0
      : operator === "<="
        ? order <= 0
        : order >= 0;
}

const numberOf = (value: Value): number | undefined =>
  value instanceof CsDouble || value instanceof CsDecimal
    ? Number(textOf(value, { doubles: "shortest" }))
    : typeof value === "number" || typeof value === "bigint"
      ? Number(value)
      : undefined;

function same(a: Value, b: Value, strict: boolean): boolean {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return x === y;
  if (!strict && typeof b === "string" && (a instanceof CsDateTime || a instanceof CsDateTimeOffset))
    return a.format("yyyy'-'MM'-'dd'T'HH':'mm':'ss.FFFFFFFK").replace(/\.(?=[Z+-]|$)/, "") === b;
  return a === b;
}

function orderOf(a: Value, b: Value): number | undefined {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
  const [x, y] = [numberOf(a) ?? Number(a), numberOf(b) ?? Number(b)];
  return Number.isNaN(x) || Number.isNaN(y) ? undefined : x - y;
}
