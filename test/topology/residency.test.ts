import {
  combine,
  describeProcessing,
  type Processing,
  processing,
  satisfies,
  satisfiesAll,
} from "../../infra/topology/residency";
import type { Residency, Sku } from "../../infra/topology/schema";

describe("where a deployment processes prompts", () => {
  test.each<[Sku, string, Processing, string]>([
    ["GlobalStandard", "swedencentral", { scope: "global", place: "anywhere" }, "anywhere"],
    ["GlobalProvisionedManaged", "eastus2", { scope: "global", place: "anywhere" }, "anywhere"],
    ["DeveloperTier", "swedencentral", { scope: "global", place: "anywhere" }, "anywhere"],
    ["DataZoneStandard", "swedencentral", { scope: "zone", place: "eu" }, "anywhere in the EU"],
    ["DataZoneProvisionedManaged", "eastus2", { scope: "zone", place: "us" }, "anywhere in the US"],
    ["DataZoneStandard", "norwayeast", { scope: "zone", place: "eu" }, "anywhere in the EU"],
    ["DataZoneStandard", "japaneast", { scope: "zone", place: "apac" }, "anywhere in Asia Pacific"],
    ["DataZoneStandard", "uksouth", { scope: "zone", place: "unknown" }, "in an unknown data zone"],
    ["DataZoneStandard", "futurenorth", { scope: "zone", place: "unknown" }, "in an unknown data zone"],
    ["Standard", "swedencentral", { scope: "region", place: "swedencentral" }, "in swedencentral (Sweden)"],
    ["ProvisionedManaged", "futurenorth", { scope: "region", place: "futurenorth" }, "in futurenorth"],
  ])("%s in %s", (sku, region, expected, words) => {
    expect(processing(sku, region)).toEqual(expected);
    expect(describeProcessing(processing(sku, region))).toBe(words);
  });
});

describe("a residency", () => {
  const anywhere: Processing = { scope: "global", place: "anywhere" };
  const zone = (place: string): Processing => ({ scope: "zone", place });
  const region = (place: string): Processing => ({ scope: "region", place });

  test.each<[string, Residency | undefined, Processing, boolean]>([
    ["none allows anything", undefined, anywhere, true],
    ["eu refuses a Global SKU", "eu", anywhere, false],
    ["eu allows the EU zone", "eu", zone("eu"), true],
    ["eu refuses the US zone", "eu", zone("us"), false],
    ["eu allows a region in Sweden", "eu", region("swedencentral"), true],
    ["eu allows a region of an EU country without zone SKUs", "eu", region("northeurope"), true],
    ["eu allows a region in Norway: it is the EU Data Boundary", "eu", region("norwayeast"), true],
    ["eu allows a region in Switzerland", "eu", region("switzerlandnorth"), true],
    ["apac allows a region in Japan", "apac", region("japaneast"), true],
    ["apac allows its zone", "apac", zone("apac"), true],
    ["apac refuses a region in Europe", "apac", region("swedencentral"), false],
    ["eu refuses a region in the United Kingdom", "eu", region("uksouth"), false],
    ["us allows the US zone", "us", zone("us"), true],
    ["us allows a region in the United States", "us", region("westus2"), true],
    ["a country allows its regions", "se", region("swedencentral"), true],
    ["a country refuses its neighbours", "se", region("norwayeast"), false],
    ["a country refuses its data zone, which is larger", "se", zone("eu"), false],
    ["a list allows its regions", ["swedencentral", "francecentral"], region("francecentral"), true],
    ["a list refuses other regions", ["swedencentral"], region("francecentral"), false],
    ["a list refuses a data zone, even of its only region", ["swedencentral"], zone("eu"), false],
    ["a list refuses a Global SKU", ["swedencentral"], anywhere, false],
    ["eu refuses an unknown zone", "eu", zone("unknown"), false],
    ["eu refuses an unknown region", "eu", region("futurenorth"), false],
    ["a list allows an unknown region that it names", ["futurenorth"], region("futurenorth"), true],
  ])("%s", (_, residency, where, expected) => {
    expect(satisfies(residency, where)).toBe(expected);
  });

  test("of fleet, model and consumer hold together", () => {
    expect(satisfiesAll(["eu", undefined, "se"], region("swedencentral"))).toBe(true);
    expect(satisfiesAll(["eu", undefined, "se"], region("francecentral"))).toBe(false);
    expect(satisfiesAll([], anywhere)).toBe(true);
  });

  test("stated twice is stated once, in one order", () => {
    expect(
      combine(["se", undefined, "eu", ["westus", "eastus", "westus"], "eu", ["eastus", "westus"]]),
    ).toEqual([["eastus", "westus"], "eu", "se"]);
  });
});
