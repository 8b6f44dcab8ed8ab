import { arrayOfValues, CsDictionary, CsHashSet, CsList, keyOf } from "../../runtime/collections";
import { netName, tokenTo } from "../../runtime/json/convert";
import { CsJArray, CsJObject, type CsJson, CsJValue } from "../../runtime/json/token";
import { CsEnum, type CsException, fail, type Value } from "../../runtime/value";
import { type CsType, fullNameOf } from "../../types/csType";
import { isInstance } from "../../types/runtimeType";
import { explicitly, operators } from "./explicit";

const lists = new Set([
  "List",
  "IList",
  "ICollection",
  "IEnumerable",
  "IReadOnlyCollection",
  "IReadOnlyList",
]);
const dictionaries = new Set(["Dictionary", "IDictionary", "IReadOnlyDictionary"]);

/**
 * `ToObject<T>`: JSON types as they are, simple types by their operators, lists, sets and dictionaries element by element.
 *
 * @throws JsonSerializationException when the token has another shape
 */
export function toObject(token: CsJson, type: CsType): Value {
  const { definition, args, key } = type;
  if (key === "object") return token.simple === undefined ? token : token.simple;
  if (isInstance(token, type) && definition.kind === "class") return token;
  if (definition.name === "Nullable")
    return token.type === "Null" ? null : toObject(token, args[0] as CsType);
  if (key in netName && key !== "Guid") return tokenTo(token, key as keyof typeof netName, key === "string");
  if (key in operators && !(token instanceof CsJArray)) return explicitly(token, key, false);
  if (definition.kind === "enum") return enumOf(token, type);
  if (token.type === "Null") return null;
  const [first, second] = args;
  const name = definition.name;
  if (name === "[]" || lists.has(name) || name === "HashSet") {
    if (!(token instanceof CsJArray)) throw wrongShape(token, type, "array");
    const items = token.items.map((item) => toObject(item, first as CsType));
    if (name === "[]") return arrayOfValues((first as CsType).key, items);
    return name === "HashSet"
      ? setOf(items, (first as CsType).key)
      : new CsList((first as CsType).key, items);
  }
  if (dictionaries.has(name) && first?.key === "string") {
    if (!(token instanceof CsJObject)) throw wrongShape(token, type, "object");
    const made = new CsDictionary(args.map((arg) => arg.key));
    for (const property of token.properties.values())
      made.set(property.name, toObject(property.value, second as CsType));
    return made;
  }
  throw fail("JsonSerializationException", `Could not create an instance of type ${fullNameOf(type)}.`);
}

function setOf(items: readonly Value[], element: string): CsHashSet {
  const made = new CsHashSet(element);
  for (const item of items) if (!made.entries.has(keyOf(item))) made.entries.set(keyOf(item), item);
  return made;
}

function enumOf(token: CsJson, type: CsType): Value {
  const value = token instanceof CsJValue ? token.value : undefined;
  if (typeof value === "bigint" || typeof value === "number") return new CsEnum(type.key, Number(value));
  const names = Object.entries(type.definition.enumValues ?? {});
  const found = names.find(
    ([name]) => typeof value === "string" && name.toLowerCase() === value.toLowerCase(),
  );
  if (found === undefined)
    throw fail(
      "JsonSerializationException",
      `Error converting value ${JSON.stringify(String(value))} to type '${fullNameOf(type)}'.`,
    );
  return new CsEnum(type.key, found[1]);
}

function wrongShape(token: CsJson, type: CsType, wanted: "array" | "object"): CsException {
  return fail(
    "JsonSerializationException",
    `Cannot deserialize the current JSON ${token.type.toLowerCase()} into type '${fullNameOf(type)}' because the type requires a JSON ${wanted}.`,
  );
}
