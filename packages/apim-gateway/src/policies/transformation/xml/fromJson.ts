import { readJson } from "../../../csharp/runtime/json/read";
import { CsJArray, CsJObject, type CsJson } from "../../../csharp/runtime/json/token";
import { textOf } from "../../../csharp/runtime/text";
import { CsException, type TextStyle } from "../../../csharp/runtime/value";
import { PolicyFailure } from "../../../pipeline/failure";
import { encodeXmlName, escapeXml } from "./writeXml";

export interface FromJsonOptions {
  /** Texts in ISO form are dates, written as `MM/dd/yyyy HH:mm:ss`; else they stay as they are. */
  readonly parseDates: boolean;
  /** Between a prefix and a name: `_`, `:`. */
  readonly separator: string;
  /** What the name of a property that declares a namespace starts with: `xmlns`; `""`: no property does. */
  readonly namespacePrefix: string;
  /** Name of the property that holds attributes; `""`: none. */
  readonly attributeBlock: string;
  readonly style: TextStyle;
}

/** Stands before a text that must not become a date. No JSON text holds it unescaped. */
const mark = "\u0001";
const xsi = 'xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/**
 * JSON as XML. An object of one property has that as its root, anything else is inside `Document`; a list is its
 * elements one after another, so a list at the root has several roots.
 *
 * @throws PolicyFailure for what is no JSON
 */
export function jsonToXml(text: string, options: FromJsonOptions): string {
  const token = parse(
    options.parseDates ? text : text.replace(/"(\d{4}-\d\d-\d\dT[^"\\]*)"/g, `"${mark}$1"`),
  );
  if (token instanceof CsJArray) return elements("Document", token, options, new Set());
  const root = token instanceof CsJObject ? soleProperty(token) : undefined;
  return root === undefined
    ? elements("Document", token, options, new Set())
    : elements(root.name, root.value, options, new Set());
}

function parse(text: string): CsJson {
  try {
    return readJson(text);
  } catch (error) {
    if (!(error instanceof CsException)) throw error;
    throw new PolicyFailure({
      reason: "InvalidJson",
      message: `The body is not valid JSON: ${error.message}`,
    });
  }
}

function soleProperty({ properties }: CsJObject): { name: string; value: CsJson } | undefined {
  const [only, second] = properties.values();
  return second === undefined && only !== undefined && !(only.value instanceof CsJArray) ? only : undefined;
}

function elements(name: string, token: CsJson, options: FromJsonOptions, known: ReadonlySet<string>): string {
  if (token instanceof CsJArray && token.items.length > 0)
    return token.items
      .map((item) =>
        item instanceof CsJArray ? nested(name, item, options, known) : element(name, item, options, known),
      )
      .join("");
  return element(name, token, options, known);
}

/** A list in a list. */
function nested(name: string, list: CsJArray, options: FromJsonOptions, known: ReadonlySet<string>): string {
  const tag = qualified(name, options, known);
  return `<${tag}>${elements(name, list, options, known)}</${tag}>`;
}

function element(name: string, token: CsJson, options: FromJsonOptions, known: ReadonlySet<string>): string {
  if (token instanceof CsJObject) return objectElement(name, token, options, known);
  const tag = qualified(name, options, known);
  if (token instanceof CsJArray) return `<${tag} />`;
  if (token.type === "Null") return `<${tag} ${xsi} />`;
  const text = textOfValue(token, options);
  return text === "" ? `<${tag}></${tag}>` : `<${tag}>${escapeXml(text)}</${tag}>`;
}

function objectElement(
  name: string,
  token: CsJObject,
  options: FromJsonOptions,
  known: ReadonlySet<string>,
): string {
  const properties = [...token.properties.values()];
  const declared = properties.flatMap((property) => {
    const prefix = declaredPrefix(property.name, options);
    return prefix === undefined ? [] : [{ prefix, value: textOfValue(property.value, options) }];
  });
  const inside = new Set([...known, ...declared.map(({ prefix }) => prefix)]);
  const attributes = declared.map(
    ({ prefix, value }) =>
      ` ${prefix === "" ? "xmlns" : `xmlns:${encodeXmlName(prefix)}`}="${escapeXml(value)}"`,
  );
  let content = "";
  for (const property of properties) {
    if (declaredPrefix(property.name, options) !== undefined) continue;
    const { value } = property;
    if (property.name === options.attributeBlock && value instanceof CsJObject)
      for (const attribute of value.properties.values())
        attributes.push(
          ` ${qualified(attribute.name, options, inside)}="${escapeXml(textOfValue(attribute.value, options))}"`,
        );
    else content += elements(property.name, value, options, inside);
  }
  const tag = qualified(name, options, inside);
  const start = `${tag}${attributes.join("")}`;
  return content === "" ? `<${start} />` : `<${start}>${content}</${tag}>`;
}

/** The prefix that a property declares; `""` for the default namespace. */
function declaredPrefix(name: string, { namespacePrefix, separator }: FromJsonOptions): string | undefined {
  if (namespacePrefix === "" || !name.startsWith(namespacePrefix)) return undefined;
  if (name === namespacePrefix) return "";
  const start = namespacePrefix + separator;
  return name.startsWith(start) ? name.slice(start.length) : undefined;
}

/** A name with its prefix, where that is declared. */
function qualified(name: string, { separator }: FromJsonOptions, known: ReadonlySet<string>): string {
  const plain = name.startsWith(mark) ? name.slice(1) : name;
  const at = separator === "" ? -1 : plain.indexOf(separator);
  const prefix = plain.slice(0, Math.max(at, 0));
  return at > 0 && known.has(prefix)
    ? `${encodeXmlName(prefix)}:${encodeXmlName(plain.slice(at + separator.length))}`
    : encodeXmlName(plain);
}

function textOfValue(token: CsJson, { style }: FromJsonOptions): string {
  const text = textOf(token.simple ?? token, style);
  return text.startsWith(mark) ? text.slice(1) : text;
}
