import type { PublishedTypes, PublishedValue } from "./shape";

type Json = Readonly<Record<string, unknown>>;

/** What is put, as Azure Resource Manager gets it. */
export interface Put {
  /** E.g. `Microsoft.ApiManagement/service/backends`. */
  readonly type: string;
  /** The last part of the id. */
  readonly name: string;
  readonly body: Json;
}

/** Each place where a request differs from what Microsoft publishes of its type: `properties.title: longer than 300`. */
export function violations(published: PublishedTypes, put: Put): string[] {
  const type = published.types[put.type];
  if (type === undefined)
    return [`${put.type} is not in test/published/sources.json; add it and run \`npm run published\``];
  const name =
    type.name === undefined ? [] : wrongScalar(type.name, put.name).map((reason) => `name: ${reason}`);
  if (type.body === null)
    return Object.keys(put.body).length === 0 ? name : [...name, "a body, where none is put"];
  return [...name, ...wrongComposite(published, type.body, put.body, "")];
}

function wrongComposite(published: PublishedTypes, name: string, body: unknown, at: string): string[] {
  if (!isObject(body)) return [`${at}: not an object`];
  const { properties, others } = published.classes[name] ?? { properties: {} };
  const paths = Object.keys(properties);
  const found: string[] = [];
  const seen = new Set<string>();

  // A class is flat where the JSON is not: `properties.title` is one of its properties.
  const walk = (object: Json, prefix: string): void => {
    for (const [key, value] of Object.entries(object)) {
      if (value === undefined) continue;
      const path = `${prefix}${key}`;
      const property = properties[path];
      if (property !== undefined) {
        seen.add(path);
        found.push(...wrongValue(published, property, value, `${at}${path}`));
      } else if (paths.some((other) => other.startsWith(`${path}.`)) && isObject(value))
        walk(value, `${path}.`);
      else if (!others) found.push(`${at}${path}: not known`);
    }
  };
  walk(body, "");
  for (const path of paths) {
    if (properties[path]?.required && !seen.has(path)) found.push(`${at}${path}: missing`);
  }
  return found;
}

function wrongValue(
  published: PublishedTypes,
  property: PublishedValue,
  value: unknown,
  at: string,
): string[] {
  if (property.readOnly) return [`${at}: only Azure sets it`];
  const { type, of, items } = property;
  if (type === "Composite" && of !== undefined) return wrongComposite(published, of, value, `${at}.`);
  if (type === "Sequence") {
    if (!Array.isArray(value)) return [`${at}: not a list`];
    const count = value.length;
    return [
      ...(count < (property.minItems ?? 0) ? [`${at}: fewer than ${property.minItems} items`] : []),
      ...(count > (property.maxItems ?? Infinity) ? [`${at}: more than ${property.maxItems} items`] : []),
      ...value.flatMap((item, index) => (items ? wrongValue(published, items, item, `${at}[${index}]`) : [])),
    ];
  }
  if (type === "Dictionary") {
    if (!isObject(value)) return [`${at}: not an object`];
    return Object.entries(value).flatMap(([key, item]) =>
      items ? wrongValue(published, items, item, `${at}.${key}`) : [],
    );
  }
  return wrongScalar(property, value).map((reason) => `${at}: ${reason}`);
}

const JAVASCRIPT: Readonly<Record<string, string>> = {
  String: "string",
  Number: "number",
  Boolean: "boolean",
};

function wrongScalar(property: PublishedValue, value: unknown): string[] {
  const expected = JAVASCRIPT[property.type];
  if (expected !== undefined && typeof value !== expected) return [`not a ${expected}`];
  const {
    allowed,
    pattern,
    minLength = 0,
    maxLength = Infinity,
    minimum = -Infinity,
    maximum = Infinity,
  } = property;
  const text = typeof value === "string" ? value : undefined;
  const number = typeof value === "number" ? value : undefined;
  return [
    ...(allowed && !allowed.includes(value as string)
      ? [`\`${value}\` is none of ${allowed.join(", ")}`]
      : []),
    ...(text !== undefined && pattern && !new RegExp(pattern).test(text)
      ? [`does not match ${pattern}`]
      : []),
    ...(text !== undefined && text.length < minLength ? [`shorter than ${minLength}`] : []),
    ...(text !== undefined && text.length > maxLength ? [`longer than ${maxLength}`] : []),
    ...(number !== undefined && number < minimum ? [`below ${minimum}`] : []),
    ...(number !== undefined && number > maximum ? [`above ${maximum}`] : []),
  ];
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
