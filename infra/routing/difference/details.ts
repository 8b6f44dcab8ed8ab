import type { RoutingPlan } from "../plan";
import { showPair } from "../report/values";
import type { PlanChange } from "./change";
import { worded } from "./memberChanges";

/**
 * Every difference of two plans as values, found without knowing what the fields mean: what no sentence covers (names
 * and members of pools, addresses, reasons, a field that is added one day) is still reported.
 */
export function detailChanges(before: RoutingPlan, after: RoutingPlan): PlanChange[] {
  return differences(before, after, [])
    .filter((difference) => !covered(difference.path))
    .map(({ path, text }) => ({ kind: "detail", impact: "detail", text: `${path.join(" ")}: ${text}` }));
}

/** What the sentences say already. */
function covered([section, , field, inner]: readonly string[]): boolean {
  if (section === "environment" || section === "workload") return true;
  if (section === "members" && field === "breaker") return inner !== "reasons";
  if (section === "members") return field !== undefined && worded.has(field as never);
  return section === "access" && (field === "routes" || field === "stateful");
}

interface Difference {
  readonly path: readonly string[];
  readonly text: string;
}

function differences(was: unknown, is: unknown, path: readonly string[]): Difference[] {
  if (Array.isArray(was) && Array.isArray(is)) {
    const [old, now] = [keyed(was), keyed(is)];
    if (old !== undefined && now !== undefined) {
      const inside = recordDifferences(old, now, path);
      const kept = (list: Map<string, unknown>, other: Map<string, unknown>) =>
        [...list.keys()].filter((key) => other.has(key)).join();
      const moved = kept(old, now) !== kept(now, old);
      return moved ? [...inside, { path, text: "the order is another" }] : inside;
    }
  } else if (isRecord(was) && isRecord(is)) {
    return recordDifferences(new Map(Object.entries(was)), new Map(Object.entries(is)), path);
  }
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  const [from, to] = showPair(was, is);
  return [{ path, text: `${to} (was ${from})` }];
}

function recordDifferences(
  old: Map<string, unknown>,
  now: Map<string, unknown>,
  path: readonly string[],
): Difference[] {
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((key): Difference[] => {
    const [was, is] = [old.get(key), now.get(key)];
    const inner = [...path, key];
    if (was === undefined && is === undefined) return [];
    if (was === undefined && isRecord(is)) return [{ path: inner, text: "is added" }];
    if (is === undefined && isRecord(was)) return [{ path: inner, text: "is removed" }];
    return differences(was, is, inner);
  });
}

/** Items by what identifies them; `undefined` when they have no such key or share it. */
function keyed(items: readonly unknown[]): Map<string, unknown> | undefined {
  const map = new Map<string, unknown>();
  for (const item of items) {
    if (!isRecord(item)) return undefined;
    const key = item.id ?? item.consumer ?? item.name ?? item.backend;
    if (typeof key !== "string" || map.has(key)) return undefined;
    map.set(key, item);
  }
  return map;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
