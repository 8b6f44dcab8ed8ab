/**
 * Azure resource ids as plain strings. A name in an id keeps the spelling of its creation, but two ids are the same
 * when they differ in case only (Azure Resource Manager's rule).
 */

/** The id in the form in which ids are compared. */
export function idKey(id: string): string {
  return id.toLowerCase().replace(/(?<!\/)\/+$/, "");
}

export function sameId(a: string, b: string): boolean {
  return idKey(a) === idKey(b);
}

/** Last segment: the resource's own name. */
export function nameOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

/** `/subscriptions/…/providers/Microsoft.X/a/1/b/2` → `Microsoft.X/a/b`; a resource group gives ARM's own type for it. */
export function typeOf(id: string): string {
  const providers = id.toLowerCase().lastIndexOf("/providers/");
  if (providers < 0) {
    return /\/resourcegroups\/[^/]+$/i.test(id)
      ? "Microsoft.Resources/resourceGroups"
      : "Microsoft.Resources/subscriptions";
  }
  const [namespace, ...rest] = id.slice(providers + "/providers/".length).split("/");
  return [namespace, ...rest.filter((_, index) => index % 2 === 0)].join("/");
}

/** The resource that must exist first: the parent in the type's path, else what it extends, else its resource group. */
export function parentOf(id: string): string | undefined {
  const providers = id.toLowerCase().lastIndexOf("/providers/");
  if (providers < 0) {
    return /\/resourcegroups\/[^/]+$/i.test(id) ? id.replace(/\/resourcegroups\/[^/]+$/i, "") : undefined;
  }
  const segments = id.slice(providers + "/providers/".length).split("/");
  return segments.length > 3
    ? `${id.slice(0, providers)}/providers/${segments.slice(0, -2).join("/")}`
    : id.slice(0, providers);
}

/** `undefined` for an id above resource groups. */
export function resourceGroupOf(id: string): string | undefined {
  return /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.exec(id)?.[0];
}

/** Everything below an ancestor of that type, e.g. the account of a deployment; the id itself counts. */
export function ancestorOf(id: string, type: string): string | undefined {
  for (let current: string | undefined = id; current !== undefined; current = parentOf(current)) {
    if (typeOf(current).toLowerCase() === type.toLowerCase()) return current;
  }
  return undefined;
}

/** Why the text is no resource id that can be kept, or `undefined`. Also the guard for ids that become file paths. */
export function idFault(id: string): string | undefined {
  if (!/^\/subscriptions\/[^/]+(\/|$)/i.test(id)) return "it does not start with `/subscriptions/<id>`";
  for (const segment of id.split("/").slice(1)) {
    if (segment === "") return "it has an empty segment";
    if (segment === "." || segment === "..") return `it has the segment \`${segment}\``;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
    if (/[\u0000-\u001f<>"|?*%\\&#]/.test(segment))
      return `the segment \`${segment}\` has a character that Azure refuses in names`;
  }
  return undefined;
}
