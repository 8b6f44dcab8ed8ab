import { fail } from "../value";
import { CsJArray, CsJObject, CsJProperty, type CsJson } from "./token";

/** `$.a[0]` as `JToken.Path` writes it, without the `$`. */
export function pathOf(token: CsJson): string {
  const { parent } = token;
  if (parent === null) return token instanceof CsJProperty ? nameStep(token.name) : "";
  const above = pathOf(parent);
  if (token instanceof CsJProperty) {
    const step = nameStep(token.name);
    return above === "" || step.startsWith("[") ? above + step : `${above}.${step}`;
  }
  return parent instanceof CsJArray ? `${above}[${parent.items.indexOf(token)}]` : above;
}

function nameStep(name: string): string {
  return /[^A-Za-z0-9_$-]/.test(name) || name === "" ? `['${name.replace(/['\\]/g, "\\$&")}']` : name;
}

/** Everything below, depth first, properties and their values both. */
export function* descend(token: CsJson): Generator<CsJson> {
  for (const child of token.csWalk()) {
    yield child;
    yield* descend(child);
  }
}

/** The containers above, nearest first. */
export function* ancestors(token: CsJson): Generator<CsJson> {
  for (let above = token.parent; above !== null; above = above.parent) yield above;
}

/** The children of the same parent, the token among them. */
export function siblings(token: CsJson): readonly CsJson[] {
  const { parent } = token;
  return parent === null ? [token] : [...parent.csWalk()];
}

/** The token `steps` further among its siblings, or null. */
export function neighbour(token: CsJson, steps: number): CsJson | null {
  const all = siblings(token);
  return all[all.indexOf(token) + steps] ?? null;
}

const noParent = () => fail("InvalidOperationException", "The parent is missing.");

/** Puts tokens beside this one. @throws InvalidOperationException without a parent */
export function addBeside(token: CsJson, items: readonly CsJson[], after: boolean): void {
  const { parent } = token;
  if (parent === null) throw noParent();
  addAt(parent, siblings(token).indexOf(token) + (after ? 1 : 0), items);
}

/** Puts tokens among the children of a container. */
export function addAt(container: CsJson, at: number, items: readonly CsJson[]): void {
  if (container instanceof CsJArray)
    for (const [index, item] of items.entries()) container.insert(at + index, item);
  else if (container instanceof CsJObject) {
    const wrong = items.find((item) => !(item instanceof CsJProperty));
    if (wrong !== undefined)
      throw fail(
        "ArgumentException",
        `Can not add Newtonsoft.Json.Linq.${wrong.csType} to Newtonsoft.Json.Linq.JObject.`,
      );
    const properties = [...container.properties.values()];
    properties.splice(at, 0, ...(items as readonly CsJProperty[]));
    container.arrange(properties);
  } else throw fail("JsonException", "Newtonsoft.Json.Linq.JProperty cannot have multiple values.");
}

/** @throws InvalidOperationException without a parent */
export function replace(token: CsJson, value: CsJson): void {
  const { parent } = token;
  if (parent === null) throw noParent();
  if (parent instanceof CsJProperty) parent.value = value;
  else if (parent instanceof CsJArray) parent.replaceAt(parent.items.indexOf(token), value);
  else if (parent instanceof CsJObject) {
    if (!(value instanceof CsJProperty))
      throw fail(
        "ArgumentException",
        `Can not add Newtonsoft.Json.Linq.${value.csType} to Newtonsoft.Json.Linq.JObject.`,
      );
    parent.arrange(
      [...parent.properties.values()].map((property) => (property === token ? value : property)),
    );
    token.parent = null;
  }
}

/** Takes the token out of its parent. @throws InvalidOperationException without a parent, JsonException from a property */
export function remove(token: CsJson): void {
  const { parent } = token;
  if (parent === null) throw noParent();
  if (parent instanceof CsJObject) parent.remove((token as CsJProperty).name);
  else if (parent instanceof CsJArray) parent.removeAt(parent.items.indexOf(token));
  else throw fail("JsonException", "Cannot add or remove items from Newtonsoft.Json.Linq.JProperty.");
}
