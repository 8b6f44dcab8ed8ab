import type { GatewayKind } from "../xml/policyTable/rules";
import type { Service, ServiceIdentity } from "./configuration";
import type { Right } from "./readRights";
import type { ResourceIndex } from "./resourceIndex";

const kinds: Readonly<Record<string, GatewayKind>> = {
  Consumption: "consumption",
  BasicV2: "v2",
  StandardV2: "v2",
  PremiumV2: "v2",
  Developer: "classic",
  Basic: "classic",
  Standard: "classic",
  Premium: "classic",
  Isolated: "classic",
};

/** A folder without a service: a classic gateway, which knows every policy. */
const LOCAL = "local";

/** @param name of the service that the other resources belong to; `undefined` for files by hand */
export function readService(
  index: ResourceIndex,
  name: string | undefined,
  rights?: ReadonlyMap<string, readonly Right[]>,
): Service {
  const [resource] = index.json("");
  if (resource === undefined) return { ...unnamed(name ?? LOCAL), gateway: "classic", identities: undefined };
  const { root } = resource;
  const ownName = resource.names[0] ?? resource.service ?? root.text("name")?.split("/").at(-1) ?? LOCAL;
  const fallback = unnamed(ownName);
  const sku = root.object("sku")?.word("name", Object.keys(kinds));
  return {
    id: root.text("id") ?? fallback.id,
    name: ownName,
    location: root.text("location") ?? fallback.location,
    gateway: sku === undefined ? "classic" : (kinds[sku] as GatewayKind),
    identities: identitiesOf(root.raw.identity, root.text("id") ?? fallback.id)?.map((identity) =>
      rights === undefined
        ? identity
        : { ...identity, rights: rights.get(identity.principalId.toLowerCase()) ?? [] },
    ),
  };
}

/** What Azure says of the identities of a resource. The system's own has no client id there. */
function identitiesOf(identity: unknown, serviceId: string): readonly ServiceIdentity[] | undefined {
  if (typeof identity !== "object" || identity === null) return undefined;
  const { principalId, userAssignedIdentities } = identity as {
    readonly principalId?: unknown;
    readonly userAssignedIdentities?: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;
  };
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  const system: ServiceIdentity[] =
    typeof principalId === "string"
      ? [{ kind: "system", clientId: principalId, principalId, resourceId: serviceId }]
      : [];
  const assigned = Object.entries(userAssignedIdentities ?? {}).map(
    ([resourceId, found]): ServiceIdentity => ({
      kind: "user",
      clientId: text(found?.clientId),
      principalId: text(found?.principalId),
      resourceId,
    }),
  );
  // Without client ids (an export may leave them out) nobody can tell which are assigned.
  return assigned.some(({ clientId }) => clientId === "") ? undefined : [...system, ...assigned];
}

function unnamed(name: string) {
  const group = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers";
  return { id: `${group}/Microsoft.ApiManagement/service/${name}`, name, location: LOCAL };
}
