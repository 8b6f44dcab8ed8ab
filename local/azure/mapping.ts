import type { PlainObject } from "./paths";
import { isPlainObject, valueAt, withoutPath, withValueAt } from "./paths";
import type { ArmBody } from "./resourceManager";
import type { WorldSettings } from "./settings";
import type { ResourceType } from "./types/resourceType";
import { ENVELOPE } from "./types/resourceType";
import { GENERIC } from "./types/resourceTypes";
import type { ArmResource } from "./world";

/** The id of the resource that these inputs describe. All path inputs are known and checked. */
export function armId(type: ResourceType, inputs: PlainObject, settings: WorldSettings): string {
  const text = (name: string): string => String(inputs[name]);
  const subscription = `/subscriptions/${settings.subscriptionId}`;
  if (type.arm === "Microsoft.Resources/resourceGroups")
    return `${subscription}/resourceGroups/${text("resourceGroupName")}`;
  const base =
    typeof type.base === "object"
      ? `/${text(type.base.input).replace(/^\/+|(?<!\/)\/+$/g, "")}`
      : type.base === "subscription"
        ? subscription
        : `${subscription}/resourceGroups/${text("resourceGroupName")}`;
  const [namespace, ...kinds] = type.arm.split("/");
  return `${base}/providers/${namespace}/${kinds.map((kind, index) => `${kind}/${text(type.path[index] as string)}`).join("/")}`;
}

/** The id of a generic `resources.Resource`. */
export function genericArmId(inputs: PlainObject, settings: WorldSettings): string {
  const parent = String(inputs.parentResourcePath ?? "").replace(/^\/+|(?<!\/)\/+$/g, "");
  const group = `/subscriptions/${settings.subscriptionId}/resourceGroups/${inputs.resourceGroupName}`;
  return `${group}/providers/${inputs.resourceProviderNamespace}/${parent === "" ? "" : `${parent}/`}${inputs.resourceType}/${inputs.resourceName}`;
}

/** What the inputs say in Azure's shape, without what Azure fills in. Secret inputs are left out. */
export function armBody(type: ResourceType, inputs: PlainObject): ArmBody {
  const envelope = type.envelope ?? ENVELOPE;
  const outside = new Set<string>([...envelope, ...type.path, "resourceGroupName", ...(type.ignored ?? [])]);
  if (typeof type.base === "object" && type.base.input !== "scope") outside.add(type.base.input);
  let properties: PlainObject = {};
  if (type.nested) properties = isPlainObject(inputs.properties) ? inputs.properties : {};
  else
    for (const [key, value] of Object.entries(inputs))
      if (!outside.has(key) && value !== undefined) properties = { ...properties, [key]: value };
  for (const path of type.itemProperties ?? []) {
    const items = valueAt(properties, path);
    if (Array.isArray(items)) properties = withValueAt(properties, path, items.map(wrapItem));
  }
  for (const name of type.secretInputs ?? []) {
    const value = properties[name];
    if (!isSecretInput(type, name, inputs)) continue;
    properties = isPlainObject(value)
      ? { ...properties, [name]: references(value) }
      : withoutPath(properties, name);
  }
  for (const path of type.writeOnly ?? []) {
    if (path !== "restore" && path !== "properties.restore")
      properties = withoutPath(properties, path.replace(/^properties\./, ""));
  }
  return { ...pick(inputs, envelope), properties } as ArmBody;
}

/** The values of secret inputs, to be kept apart from the world. */
export function secretValues(type: ResourceType, inputs: PlainObject): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of type.secretInputs ?? []) {
    const value = inputs[name];
    if (value === undefined || !isSecretInput(type, name, inputs)) continue;
    if (!isPlainObject(value)) values[name] = String(value);
    else
      for (const [key, item] of Object.entries(value))
        if (key !== IDENTITY) values[`${name}.${key}`] = String(item);
  }
  return values;
}

/** Azure moves a logger's credentials into named values of its own and shows references to them; whose identity it is stays. */
function references(credentials: PlainObject): PlainObject {
  return Object.fromEntries(
    Object.entries(credentials).map(([key, value]) => [
      key,
      key === IDENTITY ? value : `{{Logger-Credentials--${key}}}`,
    ]),
  );
}

/** The one credential of a logger that is no secret. */
const IDENTITY = "identityClientId";

/** A named value is secret only when it says so; the others always are. */
function isSecretInput(type: ResourceType, name: string, inputs: PlainObject): boolean {
  return type.token !== "azure-native:apimanagement:NamedValue" || name !== "value" || inputs.secret === true;
}

/** What azure-native gives as outputs for the resource. */
export function outputsOf(type: ResourceType, resource: ArmResource, seed: string): PlainObject {
  const envelope = type.envelope ?? ENVELOPE;
  let properties: PlainObject = resource.properties;
  for (const path of type.itemProperties ?? []) {
    const items = valueAt(properties, path);
    if (Array.isArray(items)) properties = withValueAt(properties, path, items.map(unwrapItem));
  }
  return {
    ...(type.arm === "Microsoft.Resources/resourceGroups"
      ? { properties }
      : type.nested
        ? { properties }
        : {}),
    type: resource.type,
    ...(type.nested ? {} : properties),
    ...pick(resource as unknown as PlainObject, envelope),
    name: resource.name,
    azureApiVersion: type.apiVersion,
    ...type.derived?.(resource, seed),
  };
}

/** The inputs that are in an id: for imports, where nothing else is known. */
export function pathInputs(type: ResourceType, id: string): PlainObject {
  const group = /\/resourceGroups\/([^/]+)/i.exec(id)?.[1];
  const found: Record<string, unknown> = {};
  if (type.base === "resourceGroup" || type.arm === "Microsoft.Resources/resourceGroups")
    found.resourceGroupName = group;
  const tail = id.slice(id.toLowerCase().lastIndexOf("/providers/") + "/providers/".length).split("/");
  if (type.arm !== "Microsoft.Resources/resourceGroups") {
    type.path.forEach((name, index) => {
      found[name] = tail[2 + index * 2];
    });
  }
  if (typeof type.base === "object")
    found[type.base.input] = id.slice(0, id.toLowerCase().lastIndexOf("/providers/"));
  return found;
}

/** The row for a generic resource: everything is in Azure's own shape already. */
export const genericType: ResourceType = {
  token: GENERIC,
  arm: "",
  apiVersion: "2024-03-01",
  base: "resourceGroup",
  path: ["resourceName"],
  nested: true,
  ignored: ["apiVersion", "parentResourcePath", "resourceProviderNamespace", "resourceType"],
  replaceOn: ["parentResourcePath", "resourceProviderNamespace", "resourceType"],
};

function pick(from: PlainObject, keys: readonly string[]): PlainObject {
  return Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]));
}

const ITEM_KEYS = ["id", "name", "type", "etag"];

function wrapItem(item: unknown): unknown {
  if (!isPlainObject(item)) return item;
  const properties = Object.fromEntries(Object.entries(item).filter(([key]) => !ITEM_KEYS.includes(key)));
  return { ...pick(item, ITEM_KEYS), properties };
}

function unwrapItem(item: unknown): unknown {
  if (!isPlainObject(item)) return item;
  const { properties, ...rest } = item;
  return { ...rest, ...(isPlainObject(properties) ? properties : {}) };
}
