import type { OffsetMap } from "./offsetMap";
import { originOf } from "./offsetMap";
import { type Place, placeAt } from "./place";

/**
 * `xml`: the document is well-formed XML as it stands; C# is escaped. `rawxml`: expressions may hold quotes, `<` and
 * `&` as they are; entities are decoded all the same. (The `format` of an ARM policy resource.)
 */
export type PolicyFormat = "xml" | "rawxml";

/**
 * An attribute's value or an element's text, decoded.
 *
 * `expression`: the whole value is `@(…)` or `@{…}` (space around it is gone); `literal`: no expression in it;
 * `mixed`: text with expressions inside, in `parts`; `broken`: it starts as an expression and is none, which is
 * among the problems.
 */
export interface PolicyValue extends Place {
  readonly kind: "literal" | "expression" | "mixed" | "broken";
  readonly text: string;
  /** Of a `mixed` value: its literals and expressions in order. */
  readonly parts: readonly PolicyValue[];
  /** Names of the named values that went into it. */
  readonly namedValues: readonly string[];
  /** Whether one of them is secret: show `shown`, never `text`. */
  readonly secret: boolean;
  /** The value as people may see it: secret named values as `{{name}}`. */
  readonly shown: string;
  /** From `text` to the source; see `placeIn`. */
  readonly map: OffsetMap;
}

export interface PolicyAttribute extends Place {
  readonly name: string;
  readonly value: PolicyValue;
}

export interface PolicyElement extends Place {
  readonly name: string;
  readonly attributes: readonly PolicyAttribute[];
  readonly children: readonly PolicyElement[];
  /** Text and CDATA directly in the element, joined; `undefined` where there is only white space. */
  readonly text: PolicyValue | undefined;
  /** What stands between the tags, markup and all, named values replaced: for policies whose content is not ours to read. */
  readonly content: string;
}

export interface PolicyDocument {
  readonly root: PolicyElement;
  /** Offsets at which the lines of the source start. */
  readonly lineStarts: readonly number[];
}

/** The place in the source of a character of a value: for an error inside an expression, say. */
export function placeIn(document: PolicyDocument, value: PolicyValue, offset: number): Place {
  return placeAt(document.lineStarts, originOf(value.map, offset));
}

/** C# of an expression and where it starts in `value.text`; `undefined` for anything else. */
export function findCode(
  value: PolicyValue,
):
  | { readonly form: "expression" | "statements"; readonly code: string; readonly offset: number }
  | undefined {
  if (value.kind !== "expression") return undefined;
  const form = value.text[1] === "(" ? "expression" : "statements";
  return { form, code: value.text.slice(2, -1), offset: 2 };
}

/** The value of an attribute; `undefined` where the element has none of that name. */
export function findAttribute(element: PolicyElement, name: string): PolicyValue | undefined {
  return element.attributes.find((attribute) => attribute.name === name)?.value;
}
