import { CsEnum } from "../runtime/value";
import type { TypeNode } from "../syntax/nodes";
import { TokenReader } from "../syntax/tokenReader";
import type { TypeDefinition, TypeKind } from "./csType";
import { declareType, extensions } from "./registry";
import { resolveType } from "./resolveType";
import { type MemberRow, readSignature } from "./signature";

export type Rows = Readonly<Record<string, MemberRow>>;

interface Pending {
  readonly definition: TypeDefinition;
  readonly bases: readonly string[];
  readonly rows: Rows;
}

let pending: Pending[] = [];

class TypeReader extends TokenReader {
  read(): TypeNode {
    return this.type();
  }
}

/** Declares a type of the library. Rows are read when all tables are loaded, so that they may name each other's types. */
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
  pending.push({ definition, bases: options.bases ?? [], rows });
  return definition;
}

/** Adds rows to a type that the compiler knows already. */
export function extendType(definition: TypeDefinition, rows: Rows, bases: readonly string[] = []): void {
  pending.push({ definition, bases, rows });
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
  pending.push({ definition, bases: [], rows });
  return definition;
}

/** Reads what tables declared since the last call. */
export function completeTables(): void {
  const work = pending;
  pending = [];
  for (const { definition, bases } of work) {
    const inSight = new Map(definition.parameters.map((parameter) => [parameter.key, parameter]));
    for (const base of bases)
      definition.bases.push(resolveType(new TypeReader(base, 0, base.length).read(), inSight));
  }
  for (const { definition, rows } of work)
    for (const [text, row] of Object.entries(rows)) addRow(definition, text, row);
}

function addRow(definition: TypeDefinition, text: string, row: MemberRow): void {
  try {
    const read = readSignature(text, row, definition);
    if (read.kind === "conversion") definition.conversions.push(read);
    else if (read.member.kind === "constructor") definition.constructors.push(read.member);
    else {
      const { member } = read;
      const key = member.kind === "operator" ? `operator ${member.name}` : member.name;
      const target = member.isExtension ? extensions : definition.members;
      const known = target.get(key);
      if (known === undefined) target.set(key, [member]);
      else known.push(member);
    }
  } catch (error) {
    throw new Error(`${definition.fullName}: \`${text}\`: ${(error as Error).message}`);
  }
}
