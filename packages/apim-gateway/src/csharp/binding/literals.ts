import { ExpressionRefusal } from "../problem";
import { parseDecimal } from "../runtime/decimal";
import { isIntegerKind, makeInteger } from "../runtime/integers";
import { CsDouble, CsFloat, charOf } from "../runtime/value";
import type { Expression } from "../syntax/nodes";
import { builtin, getType } from "../types/registry";
import { type Bound, constantOf } from "./bound";

type Node<Kind extends Expression["kind"]> = Expression & { readonly kind: Kind };

interface CharacterSettings {
  readonly singleQuotes: "refuse" | "string";
  readonly warn: (message: string, at: number) => void;
}

/** A number by its text and suffix. */
export function bindNumber({ text, type, at }: Node<"number">): Bound {
  if (isIntegerKind(type)) return constantOf(getType(type), makeInteger(type, BigInt(text)), at);
  if (type === "float") return constantOf(builtin.float, new CsFloat(Number(text)), at);
  if (type === "double") return constantOf(builtin.double, new CsDouble(Number(text)), at);
  const value = /e/i.test(text) ? undefined : parseDecimal(text);
  if (value === undefined) throw new ExpressionRefusal("The decimal number is malformed.", at);
  return constantOf(builtin.decimal, value, at);
}

/** `'x'`; longer text only where the settings read it as a string. */
export function bindCharacter(
  { text, at }: { readonly text: string; readonly at: number },
  settings: CharacterSettings,
): Bound {
  if (text.length === 1) {
    const character = constantOf(builtin.char, charOf(text.charCodeAt(0)), at);
    if (settings.singleQuotes === "refuse") return character;
    const asText = () =>
      settings.warn("Nothing takes a character here; as in double quotes, it is read as a string.", at);
    return { ...character, asText };
  }
  if (settings.singleQuotes === "refuse")
    throw new ExpressionRefusal(
      "Too many characters in a character literal: C# writes strings in double quotes.",
      at,
    );
  settings.warn("Text in single quotes is not C#; it is read as a string.", at);
  return constantOf(builtin.string, text, at);
}
