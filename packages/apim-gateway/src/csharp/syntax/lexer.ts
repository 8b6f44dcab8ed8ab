import { ExpressionRefusal } from "../problem";
import { readInterpolated } from "./interpolation";
import { readChar, readRegularString, readVerbatimString } from "./literals";
import { keywords, type NumberType, operators, type Token } from "./token";

/**
 * Tokens of `source` between two offsets; positions count from the start of `source`.
 *
 * @throws Refusal at the first character that cannot belong to C# 7
 */
export function tokenize(source: string, from = 0, to = source.length): Token[] {
  const tokens: Token[] = [];
  let at = from;
  for (;;) {
    at = skipBlank(source, at, to);
    if (at >= to) break;
    const token = readToken(source, at, to);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: "end", text: "end of the expression", start: to, end: to });
  return tokens;
}

function skipBlank(source: string, start: number, to: number): number {
  let at = start;
  while (at < to) {
    if (/\s/.test(source[at] as string) || source[at] === "\ufeff") at++;
    else if (source.startsWith("//", at)) {
      const end = source.indexOf("\n", at);
      at = end < 0 ? to : Math.min(end, to);
    } else if (source.startsWith("/*", at)) {
      const end = source.indexOf("*/", at + 2);
      if (end < 0 || end + 2 > to) throw new ExpressionRefusal("The comment has no end.", at);
      at = end + 2;
    } else break;
  }
  return at;
}

function readToken(source: string, at: number, to: number): Token {
  const first = source[at] as string;
  if (
    source.startsWith('"""', at) &&
    source[at + 3] !== '"' &&
    /^"""[ \t]*\r?\n/.test(source.slice(at, at + 200))
  )
    throw new ExpressionRefusal("Raw string literals need C# 11; policy expressions are C# 7.", at);
  if (first === '"') return readRegularString(source, at, to);
  if (first === "'") return readChar(source, at, to);
  if (source.startsWith('@"', at)) return readVerbatimString(source, at, to);
  if (source.startsWith('$"', at) || source.startsWith('$@"', at)) return readInterpolated(source, at, to);
  if (source.startsWith('@$"', at)) throw new ExpressionRefusal('`@$"` needs C# 8; write `$@"`.', at);
  const word = /^@?[\p{L}_][\p{L}\p{Nd}_]*/u.exec(source.slice(at, Math.min(to, at + 512)));
  if (word !== null) {
    const text = word[0].replace(/^@/, "");
    const kind = keywords.has(word[0]) ? "keyword" : "identifier";
    return { kind, text, start: at, end: at + word[0].length };
  }
  if (/[0-9]/.test(first) || (first === "." && /[0-9]/.test(source[at + 1] ?? "")))
    return readNumber(source, at, to);
  // `a ?.5 : 1` is a condition, not a null-conditional access.
  const found = operators.find(
    (text) => source.startsWith(text, at) && !(text === "?." && /[0-9]/.test(source[at + 2] ?? "")),
  );
  if (found === undefined || at + found.length > to)
    throw new ExpressionRefusal(`Unexpected character \`${first}\`.`, at);
  return { kind: "operator", text: found, start: at, end: at + found.length };
}

/** A digit separator stands between digits, and before the first one of a hexadecimal or binary number. */
const numberForm =
  /^(?:0[xX]_*(?<hex>[0-9a-fA-F](?:[0-9a-fA-F_]*[0-9a-fA-F])?)|0[bB]_*(?<bits>[01](?:[01_]*[01])?)|(?<digits>[0-9](?:[0-9_]*[0-9])?)?(?<fraction>\.[0-9](?:[0-9_]*[0-9])?)?(?<exponent>[eE][+-]?[0-9]+)?)(?<suffix>[uU][lL]?|[lL][uU]?|[fFdDmM])?/;

/** An integer has the first of these that holds it. One more than the largest int or long may yet get a minus. */
const integerTypes: readonly { readonly type: NumberType; readonly most: bigint }[] = [
  { type: "int", most: 0x7fffffffn },
  { type: "uint", most: 0xffffffffn },
  { type: "long", most: 0x7fffffffffffffffn },
  { type: "ulong", most: 0xffffffffffffffffn },
];

function readNumber(source: string, at: number, to: number): Token {
  const found = numberForm.exec(source.slice(at, Math.min(to, at + 512)));
  const text = found?.[0] ?? "";
  const groups = found?.groups ?? {};
  const end = at + text.length;
  if (text === "" || /[\p{L}\p{Nd}_]/u.test(end < to ? (source[end] as string) : " "))
    throw new ExpressionRefusal("The number is malformed.", at);
  const suffix = (groups.suffix ?? "").toLowerCase();
  if (groups.bits !== undefined && /[fdm]/.test(suffix))
    throw new ExpressionRefusal("A binary number is an integer.", at);
  const plain = text.slice(0, text.length - (groups.suffix ?? "").length).replace(/_/g, "");
  if (suffix === "m") return { kind: "number", text: plain, type: "decimal", start: at, end };
  if (suffix === "f") return { kind: "number", text: plain, type: "float", start: at, end };
  if (suffix === "d" || groups.fraction !== undefined || groups.exponent !== undefined)
    return { kind: "number", text: plain, type: "double", start: at, end };
  const value = BigInt(plain);
  if (value > 0xffffffffffffffffn) throw new ExpressionRefusal("Integral constant is too large.", at);
  const wanted = integerTypes.filter(
    ({ type }) =>
      (!suffix.includes("u") || type.startsWith("u")) && (!suffix.includes("l") || type.endsWith("long")),
  );
  const type = (wanted.find(({ most }) => value <= most) ?? { type: "ulong" as const }).type;
  return { kind: "number", text: value.toString(), type, start: at, end };
}
