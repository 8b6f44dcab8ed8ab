import { readFileSync } from "node:fs";
import { join } from "node:path";
import { knownModels, knownRegions } from "../../infra/topology/data";
import { topologyJsonSchema } from "../../infra/topology/jsonSchema";

type Json = { readonly [key: string]: unknown };

const schema = JSON.parse(topologyJsonSchema());

/** Every property of every mapping in the schema, by its path. */
function properties(node: unknown, path = ""): [path: string, property: Json][] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => [
    ...(key === "properties"
      ? Object.entries(value as Json).map(([name, property]): [string, Json] => [
          `${path}/${name}`,
          property as Json,
        ])
      : []),
    ...properties(value, `${path}/${key}`),
  ]);
}

describe("the schema for editors", () => {
  test("is checked in as it is generated; `./fleet schema` writes it", () => {
    expect(readFileSync(join(__dirname, "../../stacks/schema.json"), "utf8")).toBe(topologyJsonSchema());
  });

  test("is in the draft that YAML editors know", () => {
    expect(schema.$schema).toBe("http://json-schema.org/draft-07/schema#");
  });

  test("explains every key", () => {
    const all = properties(schema);
    expect(all.length).toBeGreaterThan(100);
    expect(
      all
        .filter(([, { description }]) => typeof description !== "string" || description.length < 10)
        .map(([path]) => path),
    ).toEqual([]);
  });

  test("suggests known regions and models and takes others", () => {
    expect(Object.keys(schema.properties.regions.properties)).toEqual(knownRegions);
    expect(Object.keys(schema.properties.models.properties)).toEqual(knownModels);
    expect(Object.keys(schema.definitions.Region.properties.deployments.properties)).toEqual(knownModels);
    expect(schema.properties.regions.additionalProperties).toEqual({ $ref: "#/definitions/Region" });
    expect(schema.properties.regions.properties.swedencentral).toEqual({
      description: "Sweden, data zone EU",
      allOf: [{ $ref: "#/definitions/Region" }],
    });
    expect(schema.definitions.RegionName.anyOf.map((choice: Json) => Object.keys(choice))).toEqual([
      ["enum"],
      ["type", "minLength", "maxLength", "pattern"],
    ]);
  });

  test("refuses unknown keys wherever names are not free", () => {
    const open = properties({ properties: { file: schema, ...schema.definitions } })
      .filter(
        ([, property]) =>
          property.type === "object" &&
          property.propertyNames === undefined &&
          property.additionalProperties !== false,
      )
      .map(([path]) => path);
    expect(open).toEqual([]);
  });
});
