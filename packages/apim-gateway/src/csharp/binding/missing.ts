import { closest } from "../../text/closest";
import { ExpressionRefusal } from "../problem";
import { type CsType, withBases } from "../types/csType";
import { extensions } from "../types/registry";
import { byTheList, wayOut } from "../types/unlistedType";
import { wayOutOfMember } from "./newerDotNet";

/** A name that is nothing here. One that is written as types are is judged as one. */
export function unknownName(name: string, variables: Iterable<string>, at: number): ExpressionRefusal {
  const missing = `The name \`${name}\` does not exist in policy expressions`;
  const nearest = closest(name, variables);
  if (nearest !== undefined) return new ExpressionRefusal(`${missing}. Did you mean \`${nearest}\`?`, at);
  if (!/^[A-Z]/.test(name)) return new ExpressionRefusal(`${missing}.`, at);
  return new ExpressionRefusal(
    `${missing}, and no type that they may use is called so ${byTheList}.${wayOut(name)}`,
    at,
  );
}

/** A member that a type does not have, or has and the list does not. */
export function missingMember(type: CsType, name: string, at: number): ExpressionRefusal {
  const lacks = `\`${type.key}\` has no member \`${name}\``;
  // A type that an expression makes itself, as with `new { … }`, is on no list.
  if (type.definition.fullName.startsWith("<>")) return new ExpressionRefusal(`${lacks}.`, at);
  const nearest = closest(name, namesOf(type));
  const meant = wayOutOfMember(name) || (nearest === undefined ? "" : ` Did you mean \`${nearest}\`?`);
  return new ExpressionRefusal(`${lacks} that policy expressions may use ${byTheList}.${meant}`, at);
}

function* namesOf(type: CsType): Iterable<string> {
  for (const { definition } of withBases(type))
    for (const name of definition.members.names()) if (name !== "this") yield name;
  yield* extensions.names();
}
