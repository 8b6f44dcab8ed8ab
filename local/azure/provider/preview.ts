import type { DeclaredResource } from "../declared/packageTypes";
import type { PlainObject } from "../paths";
import { isPlainObject, valueAt, withValueAt } from "../paths";
import type { ResourceType } from "../types/resourceType";
import { hasUnknown, secret, UNKNOWN, type Values } from "./wire";

/** Everything that only Azure can say is unknown; the rest is what was asked for. */
export function previewOutputs(
  type: ResourceType,
  declared: DeclaredResource,
  inputs: Values,
  values: PlainObject,
): Values {
  const own = type.path[type.path.length - 1] as string;
  let outputs: Values = Object.fromEntries(
    Object.entries(inputs).filter(([key]) => declared.outputs.has(key)),
  );
  for (const [name, always] of declared.outputs)
    if (always && outputs[name] === undefined) outputs = { ...outputs, [name]: UNKNOWN };
  for (const path of type.computed ?? []) {
    const parent = valueAt(outputs, path.split(".").slice(0, -1).join("."));
    if (!path.includes(".") || isPlainObject(parent)) outputs = withValueAt(outputs, path, UNKNOWN);
  }
  for (const path of type.secretOutputs ?? []) outputs = withValueAt(outputs, path, secret(UNKNOWN));
  const name = values[own];
  return {
    ...outputs,
    ...(typeof name === "string" && !hasUnknown(name) ? { name } : {}),
    ...(outputs.type === UNKNOWN ? { type: type.arm } : {}),
    azureApiVersion: type.apiVersion,
  };
}

/** What was asked for, over what Azure said last time: an update invents nothing, and forgets what is asked for no more. */
export function previewUpdate(
  type: ResourceType,
  declared: DeclaredResource,
  request: { readonly oldInputs: Values; readonly oldOutputs: Values; readonly inputs: Values },
): Values {
  const { oldInputs, oldOutputs, inputs } = request;
  const shown = Object.fromEntries(Object.entries(inputs).filter(([key]) => declared.outputs.has(key)));
  const outputs = overlay(oldOutputs, oldInputs, shown);
  if (!type.nested || !isPlainObject(outputs.properties) || !isPlainObject(oldOutputs.properties))
    return outputs;
  const before = isPlainObject(oldInputs.properties) ? oldInputs.properties : {};
  return { ...outputs, properties: overlay(oldOutputs.properties, before, outputs.properties) };
}

function overlay(outputs: PlainObject, before: PlainObject, after: PlainObject): PlainObject {
  const kept = Object.entries(outputs).filter(([key]) => !(key in before) || key in after);
  return { ...Object.fromEntries(kept), ...after };
}
