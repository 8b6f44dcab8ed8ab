/** The tokens of C# 7. */
export type Token =
  | {
      readonly kind: "identifier" | "keyword" | "operator" | "end";
      readonly text: string;
      readonly start: number;
      readonly end: number;
    }
  | {
      readonly kind: "number";
      readonly text: string;
      readonly type: NumberType;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: "string" | "char"; readonly text: string; readonly start: number; readonly end: number }
  | {
      readonly kind: "interpolated";
      readonly text: string;
      readonly parts: readonly InterpolatedPart[];
      readonly start: number;
      readonly end: number;
    };

export type NumberType = "int" | "uint" | "long" | "ulong" | "float" | "double" | "decimal";

/** A piece of `$"…"`: literal text, or a hole whose source is read by the parser. */
export type InterpolatedPart =
  | { readonly text: string }
  | { readonly start: number; readonly end: number; readonly format: string | undefined };

export const keywords = new Set(
  (
    "abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else " +
    "enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long " +
    "namespace new null object operator out override params private protected public readonly ref return sbyte sealed short " +
    "sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual " +
    "void volatile while"
  ).split(" "),
);

/** Longest first. `>>` is absent: it would break `List<List<int>>`; the parser joins two neighbours. */
export const operators = (
  "<<= ??= => == != <= >= && || ?? ?. ++ -- += -= *= /= %= &= |= ^= << -> :: .. " +
  "{ } [ ] ( ) . , : ; + - * / % & | ^ ! ~ = < > ?"
).split(" ");
