import type { Machine } from "../runtime/machine";
import type { Value } from "../runtime/value";
import type { LazyRows } from "./lazyRows";

/** A C# type with its arguments. One object per type: types are compared with `===`. */
export interface CsType {
  readonly definition: TypeDefinition;
  readonly args: readonly CsType[];
  /** As C# writes it: `List<string>`. */
  readonly key: string;
}

export type TypeKind = "class" | "struct" | "interface" | "enum" | "delegate" | "static" | "parameter";

export interface TypeDefinition {
  readonly name: string;
  /** As .NET's messages write it: `System.Int32`. */
  readonly fullName: string;
  readonly kind: TypeKind;
  readonly parameters: readonly CsType[];
  readonly bases: CsType[];
  readonly members: LazyRows<TypeMember>;
  readonly constructors: readonly TypeMember[];
  readonly conversions: readonly Conversion[];
  /** Parameters and result of a delegate, in terms of `parameters`. */
  invoke?: { readonly parameters: readonly CsType[]; readonly result: CsType };
  /** Members of an enum and their values. */
  enumValues?: Readonly<Record<string, number>>;
}

/** What a table gives for a member. Generic methods and constructors of generic types get the type arguments after `self`. */
// biome-ignore lint/suspicious/noExplicitAny: rows of a table have the parameters that their signature says
export type Implementation = (this: Machine, ...args: any[]) => Value | undefined;

export interface TypeMember {
  readonly kind: "property" | "method" | "indexer" | "constructor" | "operator";
  readonly name: string;
  readonly isStatic: boolean;
  /** `ext`: the first parameter is the value left of the dot. */
  readonly isExtension: boolean;
  readonly typeParameters: readonly CsType[];
  readonly parameters: readonly MemberParameter[];
  readonly result: CsType;
  readonly owner: TypeDefinition;
  readonly run: Implementation;
  readonly set: Implementation | undefined;
  readonly constant: Value | undefined;
}

export interface MemberParameter {
  readonly name: string;
  readonly type: CsType;
  readonly optional: { readonly value: Value } | undefined;
  readonly isParams: boolean;
  readonly isOut: boolean;
}

/** A conversion operator of a library type. */
export interface Conversion {
  readonly from: CsType;
  readonly to: CsType;
  readonly implicit: boolean;
  readonly run: Implementation;
}

const interned = new Map<string, CsType>();

/** The type of a definition with arguments. */
export function typeOf(definition: TypeDefinition, args: readonly CsType[] = []): CsType {
  const key = writeType(definition, args);
  // Parameters of different definitions share names, and are different types.
  if (definition.kind === "parameter" || args.some(mentionsParameter)) return { definition, args, key };
  const known = interned.get(key);
  if (known !== undefined && known.definition === definition) return known;
  const made = { definition, args, key };
  if (known === undefined) interned.set(key, made);
  return made;
}

function writeType(definition: TypeDefinition, args: readonly CsType[]): string {
  if (definition.name === "[]") return `${args[0]?.key}[]`;
  if (definition.name === "Nullable") return `${args[0]?.key}?`;
  return args.length === 0 ? definition.name : `${definition.name}<${args.map((arg) => arg.key).join(", ")}>`;
}

export function mentionsParameter(type: CsType): boolean {
  return type.definition.kind === "parameter" || type.args.some(mentionsParameter);
}

export type Substitution = ReadonlyMap<TypeDefinition, CsType>;

/** The type with its parameters replaced; a parameter that is not in the map stays. */
export function substitute(type: CsType, values: Substitution): CsType {
  if (type.definition.kind === "parameter") return values.get(type.definition) ?? type;
  if (type.args.length === 0) return type;
  return typeOf(
    type.definition,
    type.args.map((arg) => substitute(arg, values)),
  );
}

export function substitutionOf(type: CsType): Substitution {
  return new Map(
    type.definition.parameters.map((parameter, index) => [parameter.definition, type.args[index] as CsType]),
  );
}

const baseCache = new WeakMap<CsType, readonly CsType[]>();

/** The type itself, then its bases and interfaces, nearest first. */
export function withBases(type: CsType): readonly CsType[] {
  const known = baseCache.get(type);
  if (known !== undefined) return known;
  const found: CsType[] = [type];
  const values = substitutionOf(type);
  for (let index = 0; index < found.length; index++) {
    const here = found[index] as CsType;
    const inner = index === 0 ? values : substitutionOf(here);
    for (const base of here.definition.bases) {
      const actual = substitute(base, inner);
      if (!found.some((other) => other.key === actual.key)) found.push(actual);
    }
  }
  baseCache.set(type, found);
  return found;
}

export function isValueType(type: CsType): boolean {
  return type.definition.kind === "struct" || type.definition.kind === "enum";
}

/** .NET's own spelling, as it stands in messages: ``System.Collections.Generic.List`1[System.String]``. */
export function fullNameOf(type: CsType): string {
  if (type.definition.name === "[]") return `${fullNameOf(type.args[0] as CsType)}[]`;
  if (type.args.length === 0) return type.definition.fullName;
  return `${type.definition.fullName}\`${type.args.length}[${type.args.map(fullNameOf).join(",")}]`;
}

/** Type arguments of a generic method. */
export type TypeArguments = readonly CsType[];
