/**
 * How a value from the topology is written into a policy, one function per context. Nothing from a file reaches XML or
 * C# in any other way. The output is the same document under both of API Management's formats (`xml` and `rawxml`).
 *
 * Three readers come after each other: API Management replaces `{{name}}` by named values, then XML is parsed, then a
 * value that starts with `@(` or `@{` is compiled as C#. A literal that any of them would take for something else is
 * written as a C# string instead, whose characters are all harmless to all three.
 */

/** A C# string literal, safe inside an attribute in single quotes and in text. */
export function csharpString(value: string): string {
  let escaped = "";
  // By code unit: C# escapes name UTF-16 units, so a lone surrogate survives too.
  for (let index = 0; index < value.length; index++) {
    const unit = value.charCodeAt(index);
    const character = value[index] as string;
    const plain = unit >= 0x20 && unit < 0x7f && !`"'\\<>&{}@`.includes(character);
    escaped += plain ? character : `\\u${unit.toString(16).padStart(4, "0")}`;
  }
  return `"${escaped}"`;
}

/** A whole attribute value with its quotes: `"plain"`, or `'@("…")'` where the plain form would be read otherwise. */
export function attributeLiteral(value: string): string {
  return isPlain(value) ? `"${escapeXml(value)}"` : `'@(${csharpString(value)})'`;
}

/** The text of an element: the value itself, or `@("…")` where the plain form would be read otherwise. */
export function textLiteral(value: string): string {
  return isPlain(value) ? escapeXml(value) : `@(${csharpString(value)})`;
}

/**
 * The text of a comment. What would end the comment, or be replaced in it, is written as `\uXXXX`, and so is the
 * backslash itself.
 */
export function commentText(value: string): string {
  let escaped = "";
  for (let index = 0; index < value.length; index++) {
    const unit = value.charCodeAt(index);
    const character = value[index] as string;
    const risky =
      unit < 0x20 ||
      unit > 0x7e ||
      "\\{}@".includes(character) ||
      // A comment may not hold `--` nor end with `-`.
      (character === "-" && (value[index - 1] === "-" || index === value.length - 1 || index === 0));
    escaped += risky ? `\\u${unit.toString(16).padStart(4, "0")}` : character;
  }
  return escaped;
}

/** A reference to a named value, as the content of an attribute or text. */
export function namedValue(id: string): string {
  return `{{${entityId(id)}}}`;
}

/**
 * The id of a backend, fragment or named value.
 *
 * @throws Error when it could not be one: ids are composed by `Naming` and never escaped
 */
export function entityId(id: string): string {
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(id))
    throw new Error(`\`${id}\` is no API Management entity id: only letters, digits and hyphens are.`);
  return id;
}

/** @throws Error when the value is no whole number */
export function wholeNumber(value: unknown): string {
  if (typeof value !== "number" || !Number.isSafeInteger(value))
    throw new Error(`\`${String(value)}\` is no whole number.`);
  return String(value);
}

/**
 * JSON as the content of an attribute in single quotes: one entry per line where that reads better. Line ends become
 * spaces when XML is read, which JSON ignores.
 *
 * @param indent columns that the attribute's element is indented by
 */
export function jsonLiteral(value: unknown, indent: number): string {
  const inline = json(value);
  if (inline.length <= 100 || value === null || typeof value !== "object") return inline;
  const pad = " ".repeat(indent);
  const lines = Array.isArray(value)
    ? value.map((item) => json(item))
    : Object.entries(value).map(([key, item]) => `${jsonString(key)}: ${json(item)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return `${open}\n${lines.map((line) => `${pad}  ${line}`).join(",\n")}\n${pad}${close}`;
}

function json(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(json).join(", ")}]`;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    if (entries.length === 0) return "{}";
    const text = entries.map(([key, item]) => `${jsonString(key)}: ${json(item)}`).join(", ");
    // A space parts closing braces: two of them together belong to named values.
    return `{${text}${text.endsWith("}") ? " " : ""}}`;
  }
  if (typeof value === "string") return jsonString(value);
  if (typeof value === "number" || typeof value === "boolean" || value === null) return JSON.stringify(value);
  throw new Error(`A ${typeof value} has no place in a policy's JSON.`);
}

function jsonString(value: string): string {
  const escaped = JSON.stringify(value);
  return escaped.replace(
    /[<>&'{}@]|[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Whether a value survives named-value substitution, XML and the search for expressions as it is. */
function isPlain(value: string): boolean {
  return (
    value !== "" &&
    value === value.trim() &&
    // At the start it would be compiled; what happens inside a text is not documented.
    !/@[({]/.test(value) &&
    !value.includes("{{") &&
    !value.includes("}}") &&
    // Printable Latin and other letters of the basic plane; no control, no surrogate, no other blank.
    /^[\x20-\x7e\u00a1-\u1fff\u2030-\u205e\u2070-\ud7ff\uf900-\ufdcf\ufdf0-\ufefe\uff00-\uffef]*$/.test(value)
  );
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escapeXml(value: string): string {
  return value.replace(/[&<>"]/g, (character) => entities[character] as string);
}
