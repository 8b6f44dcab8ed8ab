import { closest } from "apim-gateway/text";
import { knownRegions } from "../../infra/topology/data";

describe("what a person probably meant", () => {
  test.each([
    ["swedencentrall", "swedencentral"],
    ["Sweden Central", "swedencentral"],
    ["eastsu2", "eastus2"],
    ["West Europe", "westeurope"],
    ["francecentrla", "francecentral"],
    ["germanywest", "germanywestcentral"],
  ])("by `%s` is `%s`", (word, meant) => {
    expect(closest(word, knownRegions)).toBe(meant);
  });

  test.each(["", "---", "x", "mars", "x".repeat(100_000)])("by something far off is nothing", (word) => {
    expect(closest(word, knownRegions)).toBeUndefined();
  });

  test("is the nearest, and the first of equals", () => {
    expect(closest("gpt-4", ["gpt-4.1", "gpt-4o"])).toBe("gpt-4.1");
    expect(closest("gpt-4o-mni", ["gpt-4o", "gpt-4o-mini"])).toBe("gpt-4o-mini");
  });
});
