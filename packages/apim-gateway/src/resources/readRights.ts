/** What a role assignment of the folder lets a principal do. */
export interface Right {
  readonly scope: string;
  /** The definition's GUID. */
  readonly role: string;
  /** Of a definition that the folder holds too; those of built-in roles are Microsoft's. */
  readonly name?: string;
  readonly dataActions?: readonly string[];
  readonly notDataActions?: readonly string[];
}

interface Properties {
  readonly principalId?: unknown;
  readonly roleDefinitionId?: unknown;
  readonly scope?: unknown;
  readonly roleName?: unknown;
  readonly permissions?: unknown;
}

const marker = "Microsoft.Authorization/role";
const kind = /\/providers\/Microsoft\.Authorization\/(roleAssignments|roleDefinitions)\/([^/]+)$/i;

/**
 * Rights by principal, in small letters, out of the `roleAssignments` and `roleDefinitions` that an export of a resource
 * group holds. `undefined`: the folder has no assignment, so nobody knows what an identity may do.
 */
export function readRights(
  texts: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly Right[]> | undefined {
  const definitions = new Map<string, Omit<Right, "scope" | "role">>();
  const assignments: { readonly id: string; readonly properties: Properties }[] = [];
  for (const [file, text] of texts) {
    if (!file.endsWith(".json") || !text.includes(marker)) continue;
    for (const { id, properties } of authorizationIn(text)) {
      const [, what = "", name = ""] = kind.exec(id) ?? [];
      if (what.toLowerCase() === "roleassignments") assignments.push({ id, properties });
      else if (what !== "") definitions.set(name.toLowerCase(), definitionOf(properties));
    }
  }
  if (assignments.length === 0) return undefined;
  const rights = new Map<string, Right[]>();
  for (const { id, properties } of assignments) {
    const { principalId, roleDefinitionId, scope } = properties;
    if (typeof principalId !== "string" || typeof roleDefinitionId !== "string") continue;
    const role = (roleDefinitionId.split("/").at(-1) as string).toLowerCase();
    const principal = principalId.toLowerCase();
    const right = {
      scope: typeof scope === "string" ? scope : id.replace(kind, ""),
      role,
      ...definitions.get(role),
    };
    rights.set(principal, [...(rights.get(principal) ?? []), right]);
  }
  return rights;
}

/** The resources of a file: one, or a list of them. What is no JSON is told by whoever reads resources. */
function authorizationIn(text: string): { readonly id: string; readonly properties: Properties }[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [];
  }
  return (Array.isArray(parsed) ? parsed : [parsed]).flatMap((resource) => {
    const { id, properties } = (resource ?? {}) as { readonly id?: unknown; readonly properties?: unknown };
    return typeof id === "string" && typeof properties === "object" && properties !== null
      ? [{ id, properties: properties as Properties }]
      : [];
  });
}

function definitionOf({ roleName, permissions }: Properties): Omit<Right, "scope" | "role"> {
  const all = (Array.isArray(permissions) ? permissions : []) as Readonly<Record<string, unknown>>[];
  const list = (field: string) =>
    all.flatMap((permission) => {
      const found = permission?.[field];
      return Array.isArray(found) ? found.filter((each) => typeof each === "string") : [];
    }) as string[];
  return {
    ...(typeof roleName === "string" ? { name: roleName } : {}),
    dataActions: list("dataActions"),
    notDataActions: list("notDataActions"),
  };
}
