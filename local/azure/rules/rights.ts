import type { Rule } from "../armRequest";

/** What a built-in role may write and delete, as patterns of actions (Microsoft Learn, Azure built-in roles). */
const roles = {
  Owner: { may: [/./] },
  Contributor: { may: [/./], not: [/^microsoft\.authorization\/.*\/(write|delete)$/] },
  "Role Based Access Control Administrator": {
    may: [/^microsoft\.authorization\/roleassignments\/(write|delete)$/],
  },
  "User Access Administrator": { may: [/^microsoft\.authorization\//] },
  Reader: { may: [] },
} satisfies Record<string, { may: RegExp[]; not?: RegExp[] }>;

export type RunnerRole = keyof typeof roles;

/** The roles that whoever runs Pulumi can have in a world. */
export const runnerRoles = Object.keys(roles) as [RunnerRole, ...RunnerRole[]];

/** What is written and deleted is within the roles of whoever runs Pulumi, on the whole subscription. The text is Azure's. */
export const runnerMayWrite: Rule = (_world, request, settings) => {
  const { id, type } = request.resource;
  const action = `${type}/${request.operation === "put" ? "write" : "delete"}`;
  if (settings.roles.some((role) => allows(role, action.toLowerCase()))) return undefined;
  const who = settings.principals[0] ?? "";
  return {
    status: 403,
    code: "AuthorizationFailed",
    message: `The client '${who}' with object id '${who}' does not have authorization to perform action '${action}' over scope '${id}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  };
};

function allows(role: RunnerRole, action: string): boolean {
  const { may, not = [] }: { may: readonly RegExp[]; not?: readonly RegExp[] } = roles[role];
  return may.some((each) => each.test(action)) && !not.some((each) => each.test(action));
}
