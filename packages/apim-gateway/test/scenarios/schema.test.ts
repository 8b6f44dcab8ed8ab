import { readFileSync } from "node:fs";
import { join } from "node:path";
import { scenarioSchema } from "../../src/scenarios/scenarioShape";

test("the schema that is shipped is what scenarios are read by", () => {
  const shipped = readFileSync(join(__dirname, "../../scenario.schema.json"), "utf8");
  // `npm run schema -w apim-gateway` writes it.
  expect(JSON.parse(shipped)).toEqual(JSON.parse(JSON.stringify(scenarioSchema())));
});

test("every key has a sentence for who completes it in an editor", () => {
  const silent: string[] = [];
  const look = (schema: unknown, path: string): void => {
    if (typeof schema !== "object" || schema === null) return;
    for (const [name, value] of Object.entries(schema)) {
      if (name === "properties")
        for (const [key, of] of Object.entries(value as Record<string, { readonly description?: string }>))
          if (!/^[A-Z`].*\.$/.test(of.description ?? "")) silent.push(`${path}.${key}`);
      look(value, `${path}.${name}`);
    }
  };
  look(scenarioSchema(), "");
  expect(silent).toEqual([]);
});
