import { textOf } from "../text";
import { CsDateTime, CsDateTimeOffset } from "../time";
import { argumentNull, CsDecimal, CsDouble, type Value } from "../value";
import { childOf } from "./access";
import { type PathOperand, type PathStep, type PathTest, pathError } from "./jsonPath";
import { descend } from "./navigate";
import { parsePath } from "./parsePath";
import { CsJArray, CsJObject, CsJProperty, type CsJson, CsJValue } from "./token";

/**
 * The tokens that a JSONPath finds, in Newtonsoft's order.
 *
 * @param strict a step that finds nothing is an error
 * @throws JsonException when the path is malformed
 */
export function selectTokens(start: CsJson, path: string | null, strict: boolean): readonly CsJson[] {
  if (path === null) throw argumentNull("path");
  return follow(parsePath(path), start, start, strict);
}

function follow(steps: readonly PathStep[], root: CsJson, start: CsJson, strict: boolean): readonly CsJson[] {
  let found: readonly CsJson[] = [start];
  for (const step of steps) found = found.flatMap((token) => [...take(step, token, root, strict)]);
  return found;
}

function take(step: PathStep, token: CsJson, root: CsJson, strict: boolean): Iterable<CsJson> {
  switch (step.kind) {
    case "root":
      return [root];
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
        matches(step.test, child, root),
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

function matches(test: PathTest, token: CsJson, root: CsJson): boolean {
  if (test.kind === "all") return test.tests.every((inner) => matches(inner, token, root));
  if (test.kind === "any") return test.tests.some((inner) => matches(inner, token, root));
  const left = operands(test.left, token, root);
  if (test.kind === "exists") return left.length > 0;
  const right = operands(test.right, token, root);
  return left.some((a) => right.some((b) => compare(test.operator, a, b)));
}

function operands(operand: PathOperand, token: CsJson, root: CsJson): readonly (CsJson | Value | RegExp)[] {
  if (!("path" in operand)) return [operand.value];
  return follow(operand.path, root, token, false).map((found) =>
    found instanceof CsJValue ? found.value : found,
  );
}

const isContainer = (value: unknown): boolean =>
  value instanceof CsJObject || value instanceof CsJArray || value instanceof CsJProperty;

function compare(operator: string, a: CsJson | Value | RegExp, b: CsJson | Value | RegExp): boolean {
  const negative = operator === "!=" || operator === "!==" || operator === "<>";
  if (isContainer(a) || isContainer(b)) return negative;
  if (operator === "=~") return typeof a === "string" && b instanceof RegExp && b.test(a);
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
