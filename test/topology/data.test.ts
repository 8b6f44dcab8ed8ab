import {
  findModel,
  findRegion,
  isOffered,
  knownModels,
  knownRegions,
  levelOf,
  modelKind,
  modelsDate,
  regionCode,
  regionsDate,
} from "../../infra/topology/data";
import regions from "../../infra/topology/data/regions.json";

describe("the facts about Azure", () => {
  test("carry their dates", () => {
    expect([regionsDate, modelsDate]).toEqual(["2026-05", "2026-05"]);
  });

  test("give every region a short code of its own, and a country with a name", () => {
    const codes = knownRegions.map(regionCode);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter((code) => !/^[a-z]{2,5}\d?$/.test(code))).toEqual([]);
    expect(
      knownRegions.filter((name) => !Object.hasOwn(regions.countries, findRegion(name)?.country ?? "")),
    ).toEqual([]);
    expect(regionCode("marsnorth")).toBe("marsnorth");
  });

  test("offer SKUs in known regions only, and DataZone SKUs in data zones only", () => {
    for (const [sku, names] of Object.entries(regions.availability)) {
      expect([sku, names.filter((name) => findRegion(name) === undefined)]).toEqual([sku, []]);
      if (sku.startsWith("DataZone"))
        expect([sku, names.filter((name) => findRegion(name)?.zone === null)]).toEqual([sku, []]);
    }
    expect(regions.availability.GlobalStandard).toHaveLength(28);
  });

  test("say where a SKU is offered, where it is not, and where they do not know", () => {
    expect(isOffered("DataZoneStandard", "centralus", "gpt-4.1")).toBe(true);
    expect(isOffered("DataZoneProvisionedManaged", "centralus", "gpt-4.1")).toBe(false);
    expect(isOffered("ProvisionedManaged", "eastus", "gpt-5.5")).toBe(true);
    expect(isOffered("ProvisionedManaged", "westus", "gpt-5.5")).toBe(false);
    expect(isOffered("ProvisionedManaged", "italynorth", "gpt-4.1")).toBe(false);
    expect(isOffered("ProvisionedManaged", "westus", "gpt-4.1")).toBeUndefined();
    expect(isOffered("Standard", "westus", "gpt-4.1")).toBeUndefined();
  });

  test("give every known PTU minimum and step", () => {
    const wrong = knownModels.filter((name) =>
      Object.values(findModel(name)?.ptu ?? {}).some(([minimum, step]) => minimum < 1 || step < 5),
    );
    expect(wrong).toEqual([]);
    expect(findModel("gpt-4.1-mini.ft-0af3")).toBe(findModel("gpt-4.1-mini"));
    expect(levelOf("ProvisionedManaged")).toBe("regional");
  });

  test.each([
    ["gpt-4.1", "chat"],
    ["gpt-4.1-mini.ft-0af3", "chat"],
    ["text-embedding-3-small", "embedding"],
    ["some-future-embedding", "embedding"],
    ["gpt-image-1", "other"],
    ["whisper", "other"],
    ["o9", "chat"],
  ])("take %s for a %s model", (name, kind) => {
    expect(modelKind(name)).toBe(kind);
  });
});
