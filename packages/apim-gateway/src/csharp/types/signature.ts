import type { Value } from "../runtime/value";
import { CsChar } from "../runtime/value";
import { TokenReader } from "../syntax/tokenReader";
import type { CsType, Implementation, MemberParameter, TypeDefinition, TypeMember } from "./csType";
import { builtin, parameterType } from "./registry";
import { resolveType } from "./resolveType";

/** What a row of a table may hold: a function, a getter with its setter, or a constant. */
export type MemberRow =
  | Implementation
  | { readonly get: Implementation; readonly set: Implementation }
  | Exclude<Value, null | ((...args: never[]) => Value)>;

export type ReadSignature =
  | { readonly kind: "member"; readonly member: TypeMember }
  | {
      readonly kind: "conversion";
      readonly from: CsType;
      readonly to: CsType;
      readonly implicit: boolean;
      readonly run: Implementation;
    };

/**
 * Reads a row such as `static string Join<T>(string separator, IEnumerable<T> values)`: tables of members are written in
 * C#'s own words, and name, overloads, defaults and type inference follow from them. Forms: `T Name`, `T Name(…)`,
 * `T this[…]`, `new(…)`, `static T operator +(…)`, `implicit T(…)`, `explicit T(…)`; before them `static` or `ext`.
 */
export function readSignature(text: string, row: MemberRow, owner: TypeDefinition): ReadSignature {
  return new SignatureReader(text, 0, text.length).read(row, owner);
}

/** What a row declares and the name that it is looked for by, without reading the rest of it. */
export function rowName(text: string): {
  readonly kind: "conversion" | "constructor" | "extension" | "member";
  readonly name: string;
} {
  if (/^(?:implicit|explicit) /.test(text)) return { kind: "conversion", name: "" };
  if (text.startsWith("new(")) return { kind: "constructor", name: "" };
  const kind = text.startsWith("ext ") ? "extension" : "member";
  if (text.includes(" this[")) return { kind, name: "this" };
  const open = text.indexOf("(");
  const head = open < 0 ? text : text.slice(0, open);
  const operator = head.indexOf(" operator ");
  if (operator >= 0) return { kind, name: head.slice(operator + 1) };
  // `Name` or `Name<T>`: the last word that is no type argument.
  const end = head.endsWith(">") ? head.lastIndexOf("<") : head.length;
  return { kind, name: head.slice(head.lastIndexOf(" ", end) + 1, end) };
}

class SignatureReader extends TokenReader {
  private inSight = new Map<string, CsType>();

  read(row: MemberRow, owner: TypeDefinition): ReadSignature {
    for (const parameter of owner.parameters) this.inSight.set(parameter.key, parameter);
    const isStatic = this.accept("static");
    const isExtension = this.isWord("ext");
    if (isExtension) this.position++;
    const run: Implementation = typeof row === "function" ? row : isGetSet(row) ? row.get : () => row;
    if (this.is("implicit") || this.is("explicit")) {
      const implicit = this.accept("implicit");
      if (!implicit) this.position++;
      const to = resolveType(this.type());
      const from = this.parameterList(")")[0]?.type ?? builtin.object;
      return { kind: "conversion", from, to, implicit, run };
    }
    const base = {
      isStatic: isStatic || isExtension,
      isExtension,
      owner,
      run,
      set: typeof row !== "function" && isGetSet(row) ? row.set : undefined,
      constant: typeof row !== "function" && !isGetSet(row) ? row : undefined,
    };
    if (this.accept("new")) {
      const parameters = this.parameterList(")");
      return {
        kind: "member",
        member: {
          ...base,
          kind: "constructor",
          name: owner.name,
          typeParameters: [],
          parameters,
          result: builtin.void,
        },
      };
    }
    this.findTypeParameters();
    const result = resolveType(this.type(), this.inSight);
    if (this.accept("this")) {
      const parameters = this.parameterList("]");
      return {
        kind: "member",
        member: { ...base, kind: "indexer", name: "this", typeParameters: [], parameters, result },
      };
    }
    if (this.accept("operator")) {
      const name = this.token.text;
      this.position++;
      return {
        kind: "member",
        member: {
          ...base,
          kind: "operator",
          name,
          typeParameters: [],
          parameters: this.parameterList(")"),
          result,
        },
      };
    }
    const name = this.identifier();
    const typeParameters = this.methodTypeParameters();
    const kind = this.is("(") ? "method" : "property";
    const parameters = kind === "method" ? this.parameterList(")") : [];
    return { kind: "member", member: { ...base, kind, name, typeParameters, parameters, result } };
  }

  /** The result stands before `Name<T>`, so the parameters are looked for first. */
  private findTypeParameters(): void {
    const declared = /\s[A-Za-z]+<([A-Z][A-Za-z0-9]*(?:, ?[A-Z][A-Za-z0-9]*)*)>\(/.exec(this.source);
    for (const name of declared?.[1]?.split(/, ?/) ?? []) this.inSight.set(name, parameterType(name));
  }

  private methodTypeParameters(): CsType[] {
    const found: CsType[] = [];
    if (!this.accept("<")) return found;
    do found.push(this.inSight.get(this.identifier()) as CsType);
    while (this.accept(","));
    this.expect(">");
    return found;
  }

  private parameterList(close: string): MemberParameter[] {
    this.position++;
    const found: MemberParameter[] = [];
    while (!this.is(close)) {
      if (found.length > 0) this.expect(",");
      const isParams = this.accept("params");
      const isOut = this.accept("out");
      const type = resolveType(this.type(), this.inSight);
      const name = this.identifier();
      const optional = this.accept("=") ? { value: this.defaultValue() } : undefined;
      found.push({ name, type, optional, isParams, isOut });
    }
    this.expect(close);
    return found;
  }

  private defaultValue(): Value {
    const { kind, text } = this.token;
    this.position++;
    if (kind === "number") return Number(text);
    if (kind === "string") return text;
    if (kind === "char") return new CsChar(text.charCodeAt(0));
    return text === "true" ? true : text === "false" ? false : null;
  }
}

function isGetSet(row: MemberRow): row is { readonly get: Implementation; readonly set: Implementation } {
  return typeof row === "object" && "get" in row;
}
