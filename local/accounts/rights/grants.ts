import { builtInRoles, type DataActions } from "./builtInRoles";

/** What a role assignment lets an identity do, as the local gateway writes it into the identity's token (`local_rights`). */
export interface HeldRight extends Partial<DataActions> {
  readonly scope: string;
  /** GUID of the definition, in small letters. */
  readonly role: string;
}

/**
 * Whether one of the rights allows the action at a resource. A role's exceptions take away from that role only: another
 * may give what it excepts (Azure's rule for `notDataActions`).
 *
 * @param resource id of the account
 */
export function grants(rights: readonly HeldRight[], resource: string, dataAction: string): boolean {
  return rights.some((right) => {
    if (!contains(right.scope, resource)) return false;
    const { dataActions, notDataActions } = actionsOf(right);
    return (
      dataActions.some((pattern) => matches(pattern, dataAction)) &&
      !notDataActions.some((pattern) => matches(pattern, dataAction))
    );
  });
}

function actionsOf({ role, dataActions, notDataActions = [] }: HeldRight): DataActions {
  if (dataActions !== undefined) return { dataActions, notDataActions };
  return builtInRoles[role] ?? { dataActions: [], notDataActions: [] };
}

function contains(scope: string, resource: string): boolean {
  const [outer, inner] = [scope.toLowerCase().replace(/\/$/, ""), resource.toLowerCase()];
  return inner === outer || inner.startsWith(`${outer}/`);
}

/** `*` stands for any text, slashes included; letters are compared without regard to case. */
export function matches(pattern: string, action: string): boolean {
  const parts = pattern.toLowerCase().split("*");
  const text = action.toLowerCase();
  const [first = "", ...rest] = parts;
  if (rest.length === 0) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const last = rest.at(-1) as string;
  return text.length - at >= last.length && text.endsWith(last);
}
