import type { PlainObject } from "../paths";
import { isPlainObject, sameValue, valueAt } from "../paths";
import type { ResourceType } from "../types/resourceType";
import { isUnknown } from "./wire";

export type PropertyChangeKind = "add" | "delete" | "update";

export interface Change {
  /** As the engine writes paths: `tags.owner`, `pool.services[1].weight`. */
  readonly path: string;
  readonly kind: PropertyChangeKind;
  readonly replaces: boolean;
}

/** What differs between the old and the new inputs. Order, case and writing that mean nothing to Azure are no difference. */
export function changesBetween(type: ResourceType, olds: PlainObject, news: PlainObject): Change[] {
  const replacing = [
    ...type.path,
    "resourceGroupName",
    "location",
    ...(typeof type.base === "object" ? [type.base.input] : []),
    ...(type.replaceOn ?? []),
  ];
  const changes: Change[] = [];
  const visit = (path: string, before: unknown, after: unknown): void => {
    const dotted = path.replace(/\[\d+\]/g, "");
    if (sameInput(type, dotted, before, after)) return;
    if (isPlainObject(before) && isPlainObject(after)) {
      for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
        visit(path === "" ? key : `${path}.${key}`, before[key], after[key]);
      return;
    }
    if (Array.isArray(before) && Array.isArray(after) && !type.unordered?.includes(dotted)) {
      for (let index = 0; index < Math.max(before.length, after.length); index++)
        visit(`${path}[${index}]`, before[index], after[index]);
      return;
    }
    const kind =
      before === undefined || before === null
        ? "add"
        : after === undefined || after === null
          ? "delete"
          : "update";
    changes.push({
      path,
      kind,
      replaces: replacing.some((name) => dotted === name || dotted.startsWith(`${name}.`)),
    });
  };
  const { __defaults: _, ...before } = olds;
  const { __defaults: __, ...after } = news;
  visit("", before, after);
  return changes.filter((change) => !(change.replaces && isLeftToAzure(type, change, news)));
}

/** A location that the program leaves out is the resource group's: no wish, hence no change. */
function isLeftToAzure(_type: ResourceType, change: Change, news: PlainObject): boolean {
  return change.path === "location" && valueAt(news, "location") === undefined;
}

function sameInput(type: ResourceType, path: string, before: unknown, after: unknown): boolean {
  if (isUnknown(after)) return false;
  if (path === "location" && typeof before === "string" && typeof after === "string")
    return normalLocation(before) === normalLocation(after);
  if (type.unordered?.includes(path) && Array.isArray(before) && Array.isArray(after))
    return sameValue(inOrder(before), inOrder(after));
  if (/(^|\.)(id|\w+Id|scope|resourceUri)$/.test(path) && isResourceId(before) && isResourceId(after))
    return before.toLowerCase() === after.toLowerCase();
  return sameValue(before, after);
}

/** `East US 2` and `eastus2` are one region. */
export function normalLocation(location: string): string {
  return location.toLowerCase().replace(/\s+/g, "");
}

function isResourceId(value: unknown): value is string {
  return typeof value === "string" && /^\/subscriptions\//i.test(value);
}

function inOrder(items: readonly unknown[]): unknown[] {
  return items
    .map((item) => [JSON.stringify(item), item] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, item]) => item);
}
