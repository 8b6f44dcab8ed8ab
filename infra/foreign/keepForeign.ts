import * as pulumi from "@pulumi/pulumi";
import type { AzureReads } from "../azureReads";
import type { Keep } from "./keep";
import { type ForeignRow, foreignRows } from "./rows";

/**
 * Makes every write send what others have set: people in the portal, policies of the company, Azure itself. Without a
 * word it would be gone, because azure-native writes resources whole; and `ignoreChanges` would send what Pulumi's state
 * remembers, which only a refresh makes true. So the program reads the resource before it describes it. Nothing depends
 * on what is found but values of inputs: which resources there are follows from the file alone.
 *
 * Call it before the first resource.
 */
export function keepForeign(workload: string, reads: AzureReads): void {
  const rows = new Map(foreignRows(workload, reads).map((row) => [row.type, row]));
  pulumi.runtime.registerStackTransformation(({ type, props, opts }) => {
    const row = rows.get(type);
    return row && { props: withForeign(row, props), opts };
  });
}

/** Exported for tests. */
export function withForeign(row: ForeignRow, props: Inputs): Inputs {
  const found = find(row, props);
  const kept = new Map<string, [path: readonly string[], keep: Keep][]>();
  for (const [path, keep] of Object.entries(row.keep)) {
    const [first = "", ...rest] = path.split(".");
    kept.set(first, [...(kept.get(first) ?? []), [rest, keep]]);
  }
  const inputs = [...kept].map(([key, places]) => [
    key,
    pulumi.all([props[key], found]).apply(([stated, resource]) =>
      // A resource that is not there yet has nothing that could be kept.
      resource === undefined
        ? stated
        : places.reduce(
            (value, [path, keep]) => withKept(value, path, keep, (resource as Inputs)[key]),
            stated as unknown,
          ),
    ),
  ]);
  return { ...props, ...Object.fromEntries(inputs) };
}

type Inputs = Readonly<Record<string, unknown>>;

/** The value with the one place changed that the path leads to. What the fleet does not state on the way is not made for nothing. */
function withKept(stated: unknown, [key, ...rest]: readonly string[], keep: Keep, found: unknown): unknown {
  if (key === undefined) return keep(stated, found);
  const own = (stated ?? {}) as Inputs;
  const kept = withKept(own[key], rest, keep, (found as Inputs | undefined)?.[key]);
  return kept === own[key] ? stated : { ...own, [key]: kept };
}

/** The resource as Azure has it; `undefined` where there is none, or where even its name is not known yet. */
async function find(row: ForeignRow, props: Inputs): Promise<unknown> {
  const by: Record<string, string> = {};
  for (const name of row.by) {
    const known = await knownValue(props[name]);
    if (known === undefined) return undefined;
    by[name] = known;
  }
  try {
    return await row.get(by as never);
  } catch (error) {
    if (saysAbsent(String((error as Error).message ?? error))) return undefined;
    throw error;
  }
}

/**
 * Whether an error says that the resource is not there. Logins, hosts and programs are not found either: taking that for
 * an absent resource would overwrite what others have set. What is not registered has no resources; the write that follows says so.
 */
export const saysAbsent = (message: string): boolean =>
  !/AADSTS|\bENOTFOUND\b|(Subscription|Tenant|Principal)NotFound|executable file not found/.test(message) &&
  /\b404\b|NotFound|not found|does not exist|MissingSubscriptionRegistration/i.test(message);

async function knownValue(input: unknown): Promise<string | undefined> {
  const output = pulumi.output(input) as unknown as { isKnown: Promise<boolean>; promise(): Promise<string> };
  return (await output.isKnown) ? output.promise() : undefined;
}
