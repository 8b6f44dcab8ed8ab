import { z } from "zod";
import { findModel, findRegion, knownCountries, knownModels, knownRegions, offersPtu, ptuSize } from "./data";
import { topologySchema } from "./schema";

type Json = Record<string, unknown>;

/**
 * `stacks/schema.json`, the text: what editors complete and explain. Draft 7, because that is what YAML editors know
 * best. Regions and models are suggested, not enforced: Azure adds new ones before we hear of them.
 */
export function topologyJsonSchema(): string {
  const schema = z.toJSONSchema(topologySchema, { target: "draft-7", io: "input" }) as Json;
  const definitions = schema.definitions as Json;
  suggestNames(
    schema.properties as Json,
    "regions",
    Object.fromEntries(knownRegions.map((name) => [name, describeRegion(name)])),
  );
  const models = Object.fromEntries(knownModels.map((name) => [name, describeModel(name)]));
  suggestNames(schema.properties as Json, "models", models);
  suggestNames((definitions.Region as Json).properties as Json, "deployments", models);
  const regionName = definitions.RegionName as Json;
  definitions.RegionName = {
    anyOf: [{ enum: knownRegions }, regionName],
    description: regionName.description,
  };
  const called = ((definitions.Consumer as Json).properties as Json).models as Json;
  const [limits, names] = called.anyOf as [Json, Json];
  names.items = { anyOf: [{ enum: knownModels }, names.items] };
  offerNames(limits, models);
  const residency = definitions.Residency as { anyOf: Json[] };
  residency.anyOf.unshift({ enum: ["eu", ...Object.keys(knownCountries).sort()] });
  hoistDescriptions(schema, definitions);
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** A property that only refers to a definition is explained where it is written: editors do not follow the reference. */
function hoistDescriptions(node: unknown, definitions: Json): void {
  if (typeof node !== "object" || node === null) return;
  for (const [key, value] of Object.entries(node as Json)) {
    hoistDescriptions(value, definitions);
    if (key !== "properties" || typeof value !== "object" || value === null) continue;
    for (const property of Object.values(value as Record<string, Json>)) {
      const [only, ...others] = (property.allOf ?? [property]) as Json[];
      const target = definitions[String(only?.$ref ?? "").replace("#/definitions/", "")] as Json | undefined;
      if (others.length === 0 && target !== undefined) property.description ??= target.description;
    }
  }
}

/** Gives a mapping with free names the known ones as properties: editors complete properties, and nothing else. */
function suggestNames(properties: Json, key: string, names: Readonly<Record<string, string>>): void {
  offerNames(properties[key] as Json, names);
}

function offerNames(mapping: Json, names: Readonly<Record<string, string>>): void {
  const value = mapping.additionalProperties as Json;
  mapping.properties = Object.fromEntries(
    Object.entries(names).map(([name, description]) => [name, { description, allOf: [value] }]),
  );
}

function describeRegion(name: string): string {
  const facts = findRegion(name);
  const country = facts === undefined ? name : (knownCountries[facts.country] ?? facts.country);
  return facts?.zone
    ? `${country}, data zone ${facts.zone.toUpperCase()}`
    : `${country}, no data zone is known`;
}

function describeModel(name: string): string {
  const kind = { chat: "Chat model", embedding: "Embedding model", other: "Model of images, audio or video" }[
    findModel(name)?.kind ?? "chat"
  ];
  if (offersPtu(name) === false) return `${kind}; not offered as PTU`;
  const levels = {
    global: "GlobalProvisionedManaged",
    dataZone: "DataZoneProvisionedManaged",
    regional: "ProvisionedManaged",
  } as const;
  const ptu = Object.entries(levels).flatMap(([level, sku]) => {
    const [minimum, step] = ptuSize(name, undefined, sku) ?? [];
    return minimum === undefined ? [] : [`${level} from ${minimum} in steps of ${step}`];
  });
  return ptu.length === 0 ? kind : `${kind}; PTU ${ptu.join(", ")}`;
}
