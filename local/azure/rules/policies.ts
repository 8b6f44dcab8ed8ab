import type { Rule } from "../armRequest";
import type { ArmResource, WorldView } from "../world";
import { serviceOf } from "./backends";
import { type PolicyReading, readPolicy } from "./policyReferences";
import { deletionOf, incorrectValues, text, usedBy } from "./refusals";

const SERVICE = "microsoft.apimanagement/service";
const FRAGMENT = "Microsoft.ApiManagement/service/policyFragments";
const NAMED_VALUE = "Microsoft.ApiManagement/service/namedValues";
const MAX_BYTES = 256 * 1024;

/**
 * A policy is well-formed and refers only to what exists: fragments (Azure/apiops#668 has the text), backends and named
 * values (texts in the same form, ours). Well-formed is judged by the format: in `rawxml` expressions may hold what XML
 * does not allow.
 */
export const policyIsValid: Rule = (world, request) => {
  if (request.operation !== "put" || !isPolicy(request.resource)) return undefined;
  const policy = request.resource;
  const format = text(policy.properties.format) || "xml";
  if (!["xml", "rawxml"].includes(format))
    return incorrectValues([
      `The format '${format}' is not offered by the local Azure; use 'xml' or 'rawxml'.`,
    ]);
  const value = text(policy.properties.value);
  const reading = readPolicy(value, format);
  if (reading.fault !== undefined)
    return incorrectValues([`The policy is not well-formed XML: ${reading.fault}`]);
  const root = policy.type === FRAGMENT ? "fragment" : "policies";
  if (reading.root !== root)
    return incorrectValues([`The root element should be <${root}>, got <${reading.root}>.`]);
  const limit = world.get(serviceOf(policy.id))?.sku?.name === "Consumption" ? MAX_BYTES / 16 : MAX_BYTES;
  if (Buffer.byteLength(value) > limit)
    return incorrectValues([
      `The policy has ${Buffer.byteLength(value)} bytes; at most ${limit} are allowed.`,
    ]);
  const wrong: string[] = [];
  for (const { element, name, line, column } of reading.references) {
    const folder = element === "include-fragment" ? "policyFragments" : "backends";
    const what = element === "include-fragment" ? "Policy fragment" : "Backend";
    const self =
      policy.type === FRAGMENT &&
      folder === "policyFragments" &&
      policy.name.toLowerCase() === name.toLowerCase();
    if (self || world.get(`${serviceOf(policy.id)}/${folder}/${name}`) === undefined) {
      wrong.push(
        `Error in element '${element}' on line ${line}, column ${column}: ${what} with id '${name}' could not be found.`,
      );
    }
  }
  for (const name of reading.namedValues) {
    if (namedValue(world, policy.id, name) === undefined) wrong.push(`Cannot find a property '${name}'`);
  }
  return incorrectValues(wrong);
};

/** A fragment that a policy includes stays (Azure/apiops-cli#261 has the text). */
export const includedFragmentStays: Rule = (world, request) => {
  const fragment = deletionOf(request, FRAGMENT);
  if (fragment === undefined) return undefined;
  const service = serviceOf(fragment.id);
  const users = policiesOf(world, service).filter((policy) =>
    referencesOf(policy).some(
      ({ element, name }) =>
        element === "include-fragment" && name.toLowerCase() === fragment.name.toLowerCase(),
    ),
  );
  return usedBy("Policy Fragment", fragment.name, users, service);
};

/** A named value that a policy reads stays (the wording is that of fragments in use). */
export const readNamedValueStays: Rule = (world, request) => {
  const value = deletionOf(request, NAMED_VALUE);
  if (value === undefined) return undefined;
  const service = serviceOf(value.id);
  const users = policiesOf(world, service).filter((policy) =>
    text(policy.properties.value).includes(`{{${text(value.properties.displayName)}}}`),
  );
  return usedBy("Named Value", value.name, users, service);
};

/** Named values have display names of their own, of the characters that `{{…}}` takes (azure-docs: api-management-howto-properties.md; the texts are ours). */
export const namedValueIsValid: Rule = (world, request) => {
  if (request.operation !== "put" || request.resource.type !== NAMED_VALUE) return undefined;
  const name = text(request.resource.properties.displayName);
  if (!/^[A-Za-z0-9\-._]{1,256}$/.test(name))
    return incorrectValues([`Display name '${name}' may have letters, digits, '-', '.' and '_' only.`]);
  const other = namedValue(world, request.resource.id, name);
  if (other === undefined || other.name.toLowerCase() === request.resource.name.toLowerCase())
    return undefined;
  return incorrectValues([`The display name '${name}' is that of '${other.name}' already.`]);
};

/** Deleting many fragments asks the same policies again and again. */
const read = new WeakMap<ArmResource, PolicyReading["references"]>();

function referencesOf(policy: ArmResource): PolicyReading["references"] {
  const known =
    read.get(policy) ?? readPolicy(text(policy.properties.value), text(policy.properties.format)).references;
  read.set(policy, known);
  return known;
}

function isPolicy(resource: ArmResource): boolean {
  const type = resource.type.toLowerCase();
  return (
    type === FRAGMENT.toLowerCase() ||
    (type.startsWith(`${SERVICE}/`) && type.endsWith("/policies")) ||
    type === `${SERVICE}/policies`
  );
}

function policiesOf(world: WorldView, service: string): readonly ArmResource[] {
  return world.below(service).filter(isPolicy);
}

/** Policies read a named value by its display name. */
function namedValue(world: WorldView, id: string, displayName: string): ArmResource | undefined {
  return world
    .below(`${serviceOf(id)}/namedValues`)
    .find((other) => text(other.properties.displayName).toLowerCase() === displayName.toLowerCase());
}
