import { type CsType, type TypeDefinition, type TypeKind, type TypeMember, typeOf } from "./csType";
import { DeclaredType } from "./declaredType";
import { LazyRows } from "./lazyRows";
import { unlistedType } from "./unlistedType";

const definitions = new Map<string, DeclaredType>();
/** Extension methods by name, as `using System.Linq` brings them. */
export const extensions = new LazyRows<TypeMember>();
const empty: readonly CsType[] = [];

/** Names by which C# knows a type besides its own. */
const aliases = new Map<string, string>();
/** What the aliases begin with, up to each dot. */
const namespaces = new Set<string>();

function addAlias(alias: string, simple: string): void {
  aliases.set(alias, simple);
  for (let dot = alias.indexOf("."); dot >= 0; dot = alias.indexOf(".", dot + 1))
    namespaces.add(alias.slice(0, dot));
}

/** Every type of the library. */
export const knownTypes = (): Iterable<DeclaredType> => definitions.values();

export function parameterType(name: string): CsType {
  return typeOf(new DeclaredType(name, name, "parameter"));
}

/** Adds a type without members. A second declaration is a mistake of the table. */
export function declareType(
  kind: TypeKind,
  fullName: string,
  options: { readonly name?: string; readonly parameters?: readonly string[] } = {},
): DeclaredType {
  const simple = options.name ?? fullName.slice(fullName.lastIndexOf(".") + 1).replace(/^.*\+/, "");
  const parameters = (options.parameters ?? []).map(parameterType);
  const definition = new DeclaredType(simple, fullName, kind, parameters);
  const key = `${simple}/${parameters.length}`;
  if (definitions.has(key)) throw new Error(`type ${key} is declared twice`);
  definitions.set(key, definition);
  if (parameters.length === 0) addAlias(fullName.replace("+", "."), simple);
  else addAlias(`${fullName}/${parameters.length}`, simple);
  const own = fullName.slice(fullName.lastIndexOf(".") + 1);
  if (own !== simple && parameters.length === 0) addAlias(own, simple);
  return definition;
}

export function findDefinition(name: string, arity: number): TypeDefinition | undefined {
  const plain = name.startsWith("global::") ? name.slice(8) : name;
  const alias = arity === 0 ? aliases.get(plain) : aliases.get(`${plain}/${arity}`);
  return (
    definitions.get(`${plain}/${arity}`) ??
    (alias === undefined ? undefined : definitions.get(`${alias}/${arity}`))
  );
}

/** Whether any type is called so, with whatever number of arguments. */
export function isTypeName(name: string): boolean {
  return (
    findDefinition(name, 0) !== undefined ||
    [1, 2, 3, 4, 5].some((arity) => findDefinition(name, arity) !== undefined)
  );
}

/** Whether some type's full name starts with this: `System`, `System.Text`. */
export const isNamespace = (name: string): boolean => namespaces.has(name);

/** @throws Error when the table has no such type: only for names that the code itself writes */
export function getType(name: string, args: readonly CsType[] = empty): CsType {
  const definition = findDefinition(name, args.length);
  if (definition === undefined) throw new Error(`type ${name} is not declared`);
  return typeOf(definition, args);
}

export const arrayOf = (element: CsType): CsType => getType("[]", [element]);
export const nullableOf = (type: CsType): CsType => getType("Nullable", [type]);

/** @throws Refusal naming the type when the allow-list has none */
export function resolveName(name: string, args: readonly CsType[], at: number): CsType {
  const definition = findDefinition(name, args.length);
  if (definition === undefined) {
    const suffix = args.length === 0 ? "" : `<${args.map((arg) => arg.key).join(", ")}>`;
    const known = [...definitions.values()].filter(({ parameters }) => parameters.length === args.length);
    throw unlistedType(
      `${name}${suffix}`,
      at,
      known.map(({ name: simple }) => simple),
    );
  }
  return typeOf(definition, args);
}

/** Reads a type name as values carry it: `List<string>` is `csType` List with `csArgs` [string]. */
const byKey = new Map<string, CsType>();
export function typeByKey(key: string): CsType {
  const known = byKey.get(key);
  if (known !== undefined) return known;
  const found = readKey(key);
  byKey.set(key, found);
  return found;
}

function readKey(key: string): CsType {
  if (key.endsWith("[]")) return arrayOf(typeByKey(key.slice(0, -2)));
  if (key.endsWith("?")) return nullableOf(typeByKey(key.slice(0, -1)));
  const open = key.indexOf("<");
  if (open < 0) return getType(key);
  const args: string[] = [];
  let depth = 0;
  let start = open + 1;
  for (let at = start; at < key.length; at++) {
    const next = key[at];
    if (next === "<") depth++;
    if ((next === "," && depth === 0) || (next === ">" && depth === 0)) {
      args.push(key.slice(start, at).trim());
      start = at + 1;
    } else if (next === ">") depth--;
  }
  return getType(key.slice(0, open), args.map(typeByKey));
}

declareType("class", "System.Object", { name: "object" });
declareType("class", "void", { name: "void" });
declareType("class", "null", { name: "null" });
declareType("class", "System.Array", { name: "[]", parameters: ["T"] });
declareType("struct", "System.Nullable", { parameters: ["T"] });
for (const [fullName, name] of [
  ["System.Boolean", "bool"],
  ["System.Int32", "int"],
  ["System.Int64", "long"],
  ["System.Double", "double"],
  ["System.Decimal", "decimal"],
  ["System.Char", "char"],
  ["System.Byte", "byte"],
  ["System.SByte", "sbyte"],
  ["System.Int16", "short"],
  ["System.UInt16", "ushort"],
  ["System.UInt32", "uint"],
  ["System.UInt64", "ulong"],
  ["System.Single", "float"],
] as const)
  declareType("struct", fullName, { name });
declareType("class", "System.String", { name: "string" });

/** The types that the compiler itself speaks of. */
export const builtin = {
  object: getType("object"),
  void: getType("void"),
  null: getType("null"),
  bool: getType("bool"),
  int: getType("int"),
  long: getType("long"),
  double: getType("double"),
  decimal: getType("decimal"),
  char: getType("char"),
  byte: getType("byte"),
  uint: getType("uint"),
  ulong: getType("ulong"),
  float: getType("float"),
  string: getType("string"),
};
