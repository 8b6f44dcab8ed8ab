import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { isPlainObject } from "../paths";

/** How Pulumi's protocol writes values that JSON cannot say. */

/** Stands for a value that a preview does not know yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

export type Values = Readonly<Record<string, unknown>>;

export function fromStruct(struct: Struct | undefined): Values {
  return (struct?.toJavaScript() ?? {}) as Values;
}

export function toStruct(values: Values): Struct {
  return Struct.fromJavaScript(values as Parameters<typeof Struct.fromJavaScript>[0]);
}

export function isUnknown(value: unknown): boolean {
  return value === UNKNOWN;
}

/** Whether anything inside is unknown. */
export function hasUnknown(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isPlainObject(value) ? Object.values(value).some(hasUnknown) : isUnknown(value);
}

export function secret(value: unknown): Values {
  return { [SIGNATURE]: SECRET, value };
}

export function isSecret(value: unknown): boolean {
  return isPlainObject(value) && value[SIGNATURE] === SECRET;
}

/** The plain value: without secret marks, with resource references as ids. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isPlainObject(value)) return value;
  const signature = value[SIGNATURE];
  if (signature === SECRET || signature === OUTPUT)
    return plain(value.value ?? (signature === OUTPUT ? UNKNOWN : undefined));
  if (signature === RESOURCE) return value.id ?? value.urn;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/** The values, marked as secret wherever the inputs were. A list with a secret in it becomes secret as a whole. */
export function withSecretsOf(values: unknown, inputs: unknown): unknown {
  if (values === undefined || inputs === undefined) return values;
  if (isSecret(inputs)) return secret(values);
  if (Array.isArray(inputs)) return hasSecret(inputs) ? secret(values) : values;
  if (!isPlainObject(inputs) || !isPlainObject(values)) return values;
  return Object.fromEntries(
    Object.entries(values).map(([key, item]) => [key, withSecretsOf(item, inputs[key])]),
  );
}

function hasSecret(value: unknown): boolean {
  if (isSecret(value)) return true;
  if (Array.isArray(value)) return value.some(hasSecret);
  return isPlainObject(value) && Object.values(value).some(hasSecret);
}
