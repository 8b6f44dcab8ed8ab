import { findDefinition } from "../types/registry";

/** Names of the members of a type that only policy expressions have, such as `IRequest`; `undefined` for other types. */
export function contextMembers(type: string): readonly string[] | undefined {
  const definition = findDefinition(type, 0);
  return definition?.fullName.startsWith("Microsoft.") ? [...definition.members.names()] : undefined;
}
