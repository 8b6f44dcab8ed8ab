import type { Subscription } from "./configuration";
import type { JsonResource } from "./resourceFile";
import type { ResourceIndex } from "./resourceIndex";
import type { Secrets } from "./secrets";

const states = ["active", "suspended", "submitted", "rejected", "cancelled", "expired"] as const;

/** Subscriptions with their keys, which stand in the resource or in `secrets.json`. */
export function readSubscriptions(index: ResourceIndex, secrets: Secrets): readonly Subscription[] {
  const subscriptions: Subscription[] = [];
  const keys = new Map<string, string>();
  for (const resource of index.json("subscriptions")) {
    const { properties } = resource;
    const id = resource.names[0] as string;
    const scope = readScope(resource, index);
    const key = (field: string) => {
      const value = properties.text(field) ?? secrets.find(resource, field);
      if (value === undefined || value === "") return undefined;
      const owner = keys.get(value) ?? id;
      if (owner !== id)
        properties.fault(field, `Subscription \`${owner}\` has the same key.`, "duplicate-key");
      keys.set(value, owner);
      return value;
    };
    const primaryKey = key("primaryKey");
    const secondaryKey = key("secondaryKey");
    if (primaryKey === undefined && secondaryKey === undefined)
      properties.warn(
        undefined,
        `Subscription \`${id}\` has no key, so nobody can use it. Write \`primaryKey\`, or put it into \`secrets.json\`.`,
        "no-keys",
      );
    const user = readUser(resource, index);
    const state = readState(resource);
    if (scope === undefined) continue;
    subscriptions.push({
      id,
      displayName: properties.text("displayName") ?? id,
      state,
      scope,
      primaryKey,
      secondaryKey,
      allowTracing: properties.flag("allowTracing") ?? false,
      user,
    });
  }
  return subscriptions;
}

function readState({ properties, names }: JsonResource): Subscription["state"] {
  const state = properties.word("state", states);
  if (state === undefined && !properties.has("state"))
    // Documented: "If no value is specified, subscription is created with Submitted state."
    properties.warn(
      undefined,
      `Subscription \`${names[0]}\` says no \`state\`; as in Azure it is \`submitted\`, and its keys are refused. Write \`"state": "active"\`.`,
      "no-state",
    );
  return state ?? "submitted";
}

/** A full id, or what stands below the service: `/products/p`, `/apis`, `/apis/a`, `/apis/a/operations`; `/` is the service. */
function readScope({ properties }: JsonResource, index: ResourceIndex): Subscription["scope"] | undefined {
  const written = properties.text("scope");
  if (written === undefined)
    return properties.has("scope") ? undefined : properties.fault(undefined, "`scope` is missing.", "scope");
  const path = written.replace(/^.*\/providers\/Microsoft\.ApiManagement\/service\/[^/]+/i, "");
  const match = /^\/*(?:(products|apis)(?:\/([^/]+))?(?:\/operations)?\/*)?$/i.exec(path);
  const [, collection = "", name] = match ?? [];
  if (match === null || (/^products$/i.test(collection) && name === undefined))
    return properties.fault(
      "scope",
      "The scope must be `/apis`, `/apis/<api>` or `/products/<product>`, or a full id of these.",
      "scope",
    );
  if (name === undefined) return { kind: "all" };
  const isProduct = /^products$/i.test(collection);
  const target = index.find(isProduct ? "products" : "apis", name);
  const kind = isProduct ? "product" : "api";
  if (target === undefined)
    return properties.fault("scope", `There is no ${kind} \`${name}\`.`, `missing-${kind}`);
  return { kind, id: target.names[0] as string };
}

function readUser({ properties }: JsonResource, index: ResourceIndex): Subscription["user"] {
  const id = properties.text("ownerId")?.split("/").at(-1);
  if (id === undefined || id === "") return undefined;
  const user = index.find("users", id);
  if (user === undefined || user.form !== "json") {
    properties.warn(
      "ownerId",
      `There is no user \`${id}\` here; only the name of the user is known.`,
      "missing-user",
    );
    return { id };
  }
  const details = user.properties;
  return {
    id: user.names[0] as string,
    email: details.text("email"),
    firstName: details.text("firstName"),
    lastName: details.text("lastName"),
    note: details.text("note"),
    groups: details.objects("groups").flatMap((group) => group.text("name") ?? []),
  };
}
