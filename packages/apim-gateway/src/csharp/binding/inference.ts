import {
  type CsType,
  isValueType,
  mentionsParameter,
  substitute,
  type TypeDefinition,
  withBases,
} from "../types/csType";
import { builtin } from "../types/registry";
import { covariantTypes, isSubtype } from "../types/runtimeType";

/** Whether a type parameter that was learnt has to become wider: `strings.Contains(anObject)` is about objects. */
const widens = (known: CsType, argument: CsType): boolean =>
  known.key !== argument.key && !isValueType(known) && isSubtype(known, argument);

/** What is known of a method's type parameters. */
export type Inferred = Map<TypeDefinition, CsType>;

/**
 * Learns type parameters from an argument's type: `IEnumerable<T>` against `List<string>` gives T = string.
 *
 * @returns false when the shapes cannot meet
 */
export function infer(parameter: CsType, argument: CsType, found: Inferred, covariant = true): boolean {
  if (parameter.definition.kind === "parameter") {
    if (argument === builtin.null) return true;
    const known = found.get(parameter.definition);
    if (known === undefined || (covariant && widens(known, argument)))
      found.set(parameter.definition, argument);
    return true;
  }
  if (!mentionsParameter(parameter)) return true;
  const bare =
    parameter.definition.name === "Nullable" && argument.definition.name !== "Nullable"
      ? parameter.args[0]
      : undefined;
  if (bare !== undefined) return infer(bare, argument, found);
  for (const base of withBases(argument)) {
    if (base.definition !== parameter.definition) continue;
    const inner = covariant && covariantTypes.has(base.definition.name);
    return base.args.every((arg, index) => infer(parameter.args[index] as CsType, arg, found, inner));
  }
  return argument === builtin.null;
}

/** Parameters of a delegate type with the arguments of that type put in; undefined for other types. */
export function delegateOf(
  type: CsType,
  known?: Inferred,
): { readonly parameters: readonly CsType[]; readonly result: CsType } | undefined {
  const { invoke, parameters } = type.definition;
  if (invoke === undefined) return undefined;
  const values = new Map<TypeDefinition, CsType>(
    parameters.map((parameter, index) => [parameter.definition, type.args[index] as CsType]),
  );
  const through = (inner: CsType) => {
    const once = substitute(inner, values);
    return known === undefined ? once : substitute(once, known);
  };
  return { parameters: invoke.parameters.map(through), result: through(invoke.result) };
}
