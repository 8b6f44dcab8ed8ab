import type { Finding } from "../finding";
import type { Path } from "../path";
import { error, type Fleet } from "./rule";

/** No list says the same thing twice, and no two tags differ by case alone. */
export function* duplicates({ file }: Fleet): Iterable<Finding> {
  yield* repeated(["gateway", "surfaces"], file.gateway.surfaces);
  yield* repeated(["gateway", "allowedIps"], file.gateway.allowedIps);
  yield* repeated(["gateway", "sku", "zones"], file.gateway.sku?.zones);
  const { tenantId, audience } = file.gateway.entra ?? {};
  yield* repeated(["gateway", "entra", "tenantId"], tenantId);
  yield* repeated(["gateway", "entra", "audience"], audience);
  yield* repeated(["residency"], file.residency);
  for (const [model, definition] of Object.entries(file.models))
    yield* repeated(["models", model, "residency"], definition.residency);
  for (const [model, definition] of Object.entries(file.fineTuned))
    yield* repeated(["fineTuned", model, "residency"], definition.residency);
  for (const [consumer, definition] of Object.entries(file.consumers)) {
    const path = ["consumers", consumer];
    const { models } = definition;
    yield* repeated([...path, "models"], Array.isArray(models) ? models : undefined);
    yield* repeated([...path, "residency"], definition.residency);
    const lower = (ids: readonly string[] | undefined) => ids?.map((id) => id.toLowerCase());
    yield* repeated([...path, "entraApplications"], lower(definition.entraApplications));
    yield* repeated([...path, "entraRoles"], definition.entraRoles);
    yield* repeated([...path, "entraGroups"], lower(definition.entraGroups));
  }
  const tags = new Map<string, string>();
  for (const tag of Object.keys(file.tags)) {
    const first = tags.get(tag.toLowerCase());
    if (first === undefined) tags.set(tag.toLowerCase(), tag);
    else
      yield error(
        "duplicate-tag",
        { key: ["tags", tag] },
        `the tags \`${first}\` and \`${tag}\` differ by case alone; to Azure they are one.`,
        "Keep one of the two.",
      );
  }
}

function* repeated(path: Path, list: readonly string[] | string | undefined): Iterable<Finding> {
  if (list === undefined || typeof list === "string") return;
  const seen = new Set<string>();
  for (const [index, item] of list.entries()) {
    if (seen.has(item)) {
      yield error(
        "duplicate-item",
        [...path, index],
        `\`${item}\` stands twice in this list.`,
        "Remove one of the two.",
      );
    }
    seen.add(item);
  }
}
