import { Drop } from "liquidjs";
import { CsJArray, CsJObject, type CsJson } from "../../../csharp/runtime/json/token";
import { textOf } from "../../../csharp/runtime/text";
import { CsDateTime } from "../../../csharp/runtime/time";
import type { ContentElement } from "../xml/readXml";

/** A date in a template: written as `MM/dd/yyyy HH:mm:ss`, and by the filter `Date` in .NET's formats. */
export class LiquidDate extends Drop {
  constructor(readonly date: CsDateTime) {
    super();
  }
  override valueOf(): string {
    return this.date.csText();
  }
}

/** Names without regard to case: headers, and the local names of XML. */
export class AnyCase extends Drop {
  constructor(private readonly find: (lowerCaseName: string) => unknown) {
    super();
  }
  override liquidMethodMissing(name: string | number): unknown {
    return this.find(String(name).toLowerCase());
  }
}

/** JSON as templates see it. Whole numbers that JavaScript cannot hold are their digits. */
export function jsonValue(token: CsJson): unknown {
  if (token instanceof CsJArray) return token.items.map(jsonValue);
  if (token instanceof CsJObject)
    return Object.fromEntries(
      [...token.properties.values()].map(({ name, value }) => [name, jsonValue(value)]),
    );
  const { simple: value = null } = token;
  if (value instanceof CsDateTime) return new LiquidDate(value);
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  const text = textOf(value, { doubles: "shortest" });
  const number = Number(text);
  return typeof value === "bigint" && !Number.isSafeInteger(number) ? text : number;
}

/**
 * An element as templates see it: its text, or its children and attributes by local name; several children of one name
 * are a list. Source: the templates that an import of a SOAP API generates.
 *
 * @param nil what an element with `xsi:nil="true"` is
 */
export function xmlValue(element: ContentElement, nil: "" | null): unknown {
  const isNil = element.attributes.some(
    ([name, value]) => localName(name) === "nil" && value.trim() === "true",
  );
  if (isNil) return nil;
  const members = new Map<string, unknown[]>();
  const add = (name: string, value: unknown) => {
    const values = members.get(name);
    if (values === undefined) members.set(name, [value]);
    else values.push(value);
  };
  for (const child of element.children)
    if (child.kind === "element") add(localName(child.name), xmlValue(child, nil));
  if (members.size === 0)
    return element.children
      .map((child) => (child.kind === "text" || child.kind === "cdata" ? child.text : ""))
      .join("");
  for (const [name, value] of element.attributes)
    if (!name.startsWith("xmlns") && !members.has(localName(name))) add(localName(name), value);
  return new AnyCase((name) => {
    const values = members.get(name);
    return values === undefined || values.length > 1 ? values : values[0];
  });
}

/** The document: its root by name. */
export const xmlBody = (root: ContentElement, nil: "" | null): AnyCase => {
  const value = xmlValue(root, nil);
  return new AnyCase((name) => (name === localName(root.name) ? value : undefined));
};

const localName = (name: string): string => name.slice(name.indexOf(":") + 1).toLowerCase();
