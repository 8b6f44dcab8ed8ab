import { CsEnum } from "../runtime/value";
import type { TypeNode } from "../syntax/nodes";
import { TokenReader } from "../syntax/tokenReader";
import type { Conversion, TypeDefinition, TypeKind, TypeMember } from "./csType";
import type { DeclaredType } from "./declaredType";
import { declareType, extensions } from "./registry";
import { resolveType } from "./resolveType";
import { type MemberRow, readSignature, rowName } from "./signature";

export type Rows = Readonly<Record<string, MemberRow>>;

interface Pending {
  readonly definition: TypeDefinition;
  readonly bases: readonly string[];
}

let pending: Pending[] = [];

class TypeReader extends TokenReader {
  read(): TypeNode {
    return this.type();
  }
}

/** Declares a type of the library. Rows are read when they are asked for, so they may name each other's types. */
export function defineType(
  kind: TypeKind,
  fullName: string,
  rows: Rows = {},
  options: {
    readonly name?: string;
    readonly parameters?: readonly string[];
    readonly bases?: readonly string[];
  } = {},
): TypeDefinition {
  const definition = declareType(kind, fullName, options);
  pending.push({ definition, bases: options.bases ?? [] });
  addRows(definition, rows);
  return definition;
}

/** Adds rows to a type that the compiler knows already. */
export function extendType(type: TypeDefinition, rows: Rows, bases: readonly string[] = []): void {
  pending.push({ definition: type, bases });
  addRows(type as DeclaredType, rows);
}

/** An enum; values count from 0 unless given. */
export function defineEnum(
  fullName: string,
  values: readonly string[] | Readonly<Record<string, number>>,
): TypeDefinition {
  const record = Array.isArray(values)
    ? Object.fromEntries((values as readonly string[]).map((name, index) => [name, index]))
    : (values as Readonly<Record<string, number>>);
  const definition = declareType("enum", fullName);
  definition.enumValues = record;
  const rows: Record<string, MemberRow> = {};
  for (const [name, value] of Object.entries(record))
    rows[`static ${definition.name} ${name}`] = new CsEnum(definition.name, value);
  addRows(definition, rows);
  return definition;
}

/** Puts the bases of what tables declared since the last call in their places; a row is read when it is asked for. */
export function completeTables(): void {
  const work = pending;
  pending = [];
  for (const { definition, bases } of work) {
    const inSight = new Map(definition.parameters.map((parameter) => [parameter.key, parameter]));
    for (const base of bases)
      definition.bases.push(resolveType(new TypeReader(base, 0, base.length).read(), inSight));
  }
}

function addRows(definition: DeclaredType, rows: Rows): void {
  for (const [text, row] of Object.entries(rows)) {
    const { kind, name } = rowName(text);
    const read = () => readRow(definition, text, row);
    if (kind === "conversion") definition.ownConversions.add(name, () => read() as Conversion);
    else if (kind === "constructor") definition.ownConstructors.add(name, () => read() as TypeMember);
    else {
      const target = kind === "extension" ? extensions : definition.members;
      target.add(name, () => read() as TypeMember);
    }
  }
}

function readRow(definition: DeclaredType, text: string, row: MemberRow): TypeMember | Conversion {
  try {
    const read = readSignature(text, row, definition);
    if (read.kind === "conversion") return read;
    const { kind, name } = rowName(text);
    const { member } = read;
    const key = member.kind === "operator" ? `operator ${member.name}` : member.name;
    if (kind !== "constructor" && key !== name)
      throw new Error(`it is found as \`${name}\`, not as \`${key}\``);
    return member;
  } catch (error) {
    throw new Error(`${definition.fullName}: \`${text}\`: ${(error as Error).message}`);
  }
}
