import type { Consumer, Topology } from "../topology/topology";

/** How Microsoft Entra tokens are checked, and whom they stand for; `null` where the fleet takes none. */
export interface EntraView {
  readonly tenants: readonly string[];
  readonly severalTenants: boolean;
  readonly audiences: readonly string[];
  /** What of a token names a consumer, in the order in which it is asked: the first that the token has decides. */
  readonly owners: readonly TokenOwner[];
  readonly byGroup: boolean;
  readonly byMore: boolean;
  /** Keys open nothing. */
  readonly tokenOnly: boolean;
  /** A key and a token of the same consumer. */
  readonly both: boolean;
  /** Lists for C#, divided by blanks, which neither has. */
  readonly tenantList: string;
  readonly audienceList: string;
}

/** One claim that names a consumer. `azp` is `appid` in tokens of version 1. */
export interface TokenOwner {
  readonly claim: "azp" | "roles" | "groups";
  readonly value: string;
  readonly consumer: string;
}

const classes: readonly Consumer["class"][] = ["critical", "standard", "batch"];

export function entraView(topology: Topology): EntraView | null {
  const { entra } = topology.gateway;
  const owners = tokenOwners(topology);
  // Without one no token can name a consumer.
  if (entra === undefined || entra.require === "key" || owners.length === 0) return null;
  const tenants = entra.tenantId.map((id) => id.toLowerCase());
  return {
    tenants,
    severalTenants: tenants.length > 1,
    audiences: entra.audience,
    owners,
    byGroup: owners.some(({ claim }) => claim === "groups"),
    byMore: owners.some(({ claim }) => claim !== "azp"),
    tokenOnly: entra.require === "token",
    both: entra.require === "both",
    tenantList: tenants.join(" "),
    audienceList: entra.audience.join(" "),
  };
}

/** Whether a key alone opens the gateway; only then may it come where API Management does not look for it. */
export function takesKeysAlone({ gateway: { entra } }: Topology): boolean {
  return entra === undefined || entra.require === "either" || entra.require === "key";
}

/** Whether a caller without a key in its header may be right: the policy then judges all. */
export function takesCallersWithoutKey(topology: Topology): boolean {
  const { entra, bearerKeys } = topology.gateway;
  const tokens = entra?.require === "either" || entra?.require === "token";
  return tokens || (bearerKeys !== "off" && takesKeysAlone(topology));
}

/** `WWW-Authenticate` for callers that come with nothing: how this fleet wants them to say who they are. */
export function challenge(topology: Topology): string {
  return entraView(topology) !== null || takesCallersWithoutKey(topology)
    ? "Bearer"
    : "AzureApiManagementKey";
}

/** An application says most about who calls, a group least; of several consumers the one of the higher class. */
function tokenOwners({ consumers }: Topology): TokenOwner[] {
  const ordered = [...consumers].sort((a, b) => classes.indexOf(a.class) - classes.indexOf(b.class));
  const of = (claim: TokenOwner["claim"], values: (consumer: Consumer) => readonly string[]) =>
    ordered.flatMap((consumer) =>
      values(consumer).map((value): TokenOwner => ({ claim, value, consumer: consumer.name })),
    );
  const lower = (ids: readonly string[]) => ids.map((id) => id.toLowerCase());
  return [
    ...of("azp", ({ entraApplications }) => lower(entraApplications)),
    ...of("roles", ({ entraRoles }) => entraRoles),
    ...of("groups", ({ entraGroups }) => lower(entraGroups)),
  ];
}
