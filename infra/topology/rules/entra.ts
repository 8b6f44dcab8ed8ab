import type { Finding } from "../finding";
import { error, type Fleet } from "./rule";

/** What identifies a consumer, by key of the file: ids are compared without regard to case, values of roles are not. */
const kinds = [
  {
    key: "entraApplications",
    rule: "application-shared",
    what: "application",
    same: (id: string) => id.toLowerCase(),
  },
  { key: "entraRoles", rule: "role-shared", what: "app role", same: (value: string) => value },
  { key: "entraGroups", rule: "group-shared", what: "group", same: (id: string) => id.toLowerCase() },
] as const;

/** A token tells which consumer calls, so what it is known by belongs to one, and tokens must be accepted at all. */
export function* identities(fleet: Fleet): Iterable<Finding> {
  const { consumers, gateway } = fleet.file;
  for (const kind of kinds) {
    const owners = new Map<string, string>();
    for (const [consumer, definition] of Object.entries(consumers)) {
      const path = ["consumers", consumer, kind.key];
      const given = definition[kind.key];
      if (given !== undefined && gateway.entra === undefined) {
        yield error(
          "entra-missing",
          { key: path },
          `\`${consumer}\` names ${kind.what}s, but the gateway accepts no Entra tokens.`,
          `Add \`entra: { tenantId: …, audience: … }\` to \`gateway\`, or remove the ${kind.what}s.`,
        );
      }
      for (const [index, item] of (given ?? []).entries()) {
        const owner = owners.get(kind.same(item));
        owners.set(kind.same(item), owner ?? consumer);
        // The same twice in one list is a duplicate, which another rule reports.
        if (owner === undefined || owner === consumer) continue;
        yield error(
          kind.rule,
          [...path, index],
          `the ${kind.what} \`${item}\` already belongs to the consumer \`${owner}\`; a token would not tell which of the two calls.`,
          "Keep it with one consumer.",
        );
      }
    }
  }
  yield* unreachable(fleet);
}

/** Where a token is needed, a consumer that no token identifies cannot call at all. */
function* unreachable({ file, topology }: Fleet): Iterable<Finding> {
  const wanted = file.gateway.entra?.require;
  if (wanted !== "token" && wanted !== "both") return;
  for (const { name, entraApplications, entraRoles, entraGroups } of topology.consumers) {
    if (entraApplications.length + entraRoles.length + entraGroups.length > 0) continue;
    yield error(
      "entra-required",
      { key: ["consumers", name] },
      `\`gateway.entra.require\` is \`${wanted}\`, and no token identifies \`${name}\`: it cannot call.`,
      "Name its `entraApplications`, `entraRoles` or `entraGroups`, or require `either`.",
    );
  }
}
