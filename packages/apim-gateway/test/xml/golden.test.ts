import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parsePolicyXml } from "../../src/xml/parsePolicyXml";
import type { Scope } from "../../src/xml/policyTable/rules";
import { readPolicy } from "../../src/xml/readPolicy";

const golden = join(__dirname, "../fixtures/fleet");
const files = readdirSync(golden, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".xml"),
);

const scopeOf = (name: string): Scope | "fragment" =>
  name.includes("/fragments/") ? "fragment" : name.includes("/products/") ? "product" : "api";

test.each(files)("%s is valid, and the same under both formats", (name) => {
  const source = readFileSync(join(golden, name), "utf8");
  const raw = readPolicy(source, { format: "rawxml", scope: scopeOf(name), gateway: "v2" });
  expect(raw.problems).toEqual([]);
  expect(raw.document).toEqual(parsePolicyXml(source, { format: "xml" }).document);
});
