import { parseXml, type XmlElement } from "./xmlTree";

/** What API Management's three readers make of a written value: XML, then C# where the value is an expression. */

/** The root of a document that must be well-formed. */
export function read(xml: string): XmlElement {
  const parsed = parseXml(xml);
  if (!parsed.ok) throw new Error(`${parsed.line}:${parsed.column}: ${parsed.message}\n${xml}`);
  return parsed.root;
}

/** The string that a value stands for, and refuses what named-value substitution would have touched. */
export function decoded(value: string): string {
  if (value.includes("{{")) throw new Error(`named-value substitution would touch ${value}`);
  const literal = /^@\("((?:[^"\\]|\\.)*)"\)$/s.exec(value);
  if (literal !== null) return csharp(`"${literal[1]}"`);
  if (/^@[({]/.test(value)) throw new Error(`read as an expression: ${value}`);
  return value;
}

/** The value of a C# string literal that uses `\uXXXX` only. */
export function csharp(literal: string): string {
  const inner = /^"((?:[^"\\\n\r]|\\u[0-9a-f]{4})*)"$/.exec(literal)?.[1];
  if (inner === undefined) throw new Error(`no C# string: ${literal}`);
  return inner.replace(/\\u([0-9a-f]{4})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** The names of all elements and attributes, nested: what an injected value would change. */
export function structure({ name, attributes, children }: XmlElement): unknown {
  return [name, attributes.map((attribute) => attribute.name), children.map(structure)];
}

/** All elements of a name, in document order. */
export function all(element: XmlElement, name: string): XmlElement[] {
  return [
    ...(element.name === name ? [element] : []),
    ...element.children.flatMap((child) => all(child, name)),
  ];
}

export function attribute(element: XmlElement, name: string): string | undefined {
  return element.attributes.find((candidate) => candidate.name === name)?.value;
}
