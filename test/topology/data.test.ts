import {
  findModel,
  findRegion,
  isOffered,
  isReasoning,
  knownModels,
  knownRegions,
  knownVersions,
  levelOf,
  lifecycleOf,
  modelKind,
  ptuSize,
  readOn,
  regionCode,
} from "../../infra/topology/data";
import catalogue from "../../infra/topology/data/catalogue.json";
import regions from "../../infra/topology/data/regions.json";

describe("the facts about Azure", () => {
  test("carry their dates", () => {
    expect(readOn).toEqual({
      regions: "2026-08",
      gateways: "2026-03",
      lifecycle: "2026-09-02",
      offers: "2026-07",
      sizes: "2026-05",
    });
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

  const offers = Object.entries(catalogue.models).flatMap(([model, versions]) =>
    Object.entries(versions as Record<string, { offers?: Record<string, string[]> }>).flatMap(
      ([version, record]) =>
        Object.entries(record.offers ?? {}).map(([sku, names]) => ({
          what: `${model} ${version} ${sku}`,
          sku,
          names,
        })),
    ),
  );

  test("offer SKUs in known regions only, each once, and DataZone SKUs in data zones only", () => {
    expect(offers.length).toBeGreaterThan(100);
    const wrong = offers.filter(
      ({ sku, names }) =>
        new Set(names).size !== names.length ||
        names.some((name) => findRegion(name) === undefined) ||
        (sku.startsWith("DataZone") && names.some((name) => findRegion(name)?.zone === null)),
    );
    expect(wrong).toEqual([]);
  });

  test("say where a SKU is offered, where it is not, and where they do not know", () => {
    expect(isOffered("DataZoneStandard", "centralus", "gpt-4.1", "2025-04-14")).toBe(true);
    expect(isOffered("DataZoneProvisionedManaged", "centralus", "gpt-4.1", "2025-04-14")).toBe(false);
    expect(isOffered("ProvisionedManaged", "eastus", "gpt-5.5", "2026-04-24")).toBe(true);
    expect(isOffered("ProvisionedManaged", "westus", "gpt-5.5", "2026-04-24")).toBe(false);
    // A fine-tuned model, by any version of its base.
    expect(isOffered("Standard", "swedencentral", "gpt-4.1-mini-2025-04-14.ft-0af3", "1")).toBe(true);
    // Of what is not known, what regions offer of other models; regional SKUs differ from model to model.
    expect(isOffered("GlobalStandard", "swedencentral", "gpt-5.6-sol", "2026-07-09")).toBe(true);
    expect(isOffered("GlobalStandard", "qatarcentral", "gpt-5.6-sol", "2026-07-09")).toBe(false);
    expect(isOffered("ProvisionedManaged", "westus", "gpt-5.6-sol", "2026-07-09")).toBeUndefined();
    expect(isOffered("ProvisionedManaged", "italynorth", "gpt-5.6-sol", "2026-07-09")).toBe(false);
    expect(isOffered("DeveloperTier", "westus", "gpt-4.1")).toBeUndefined();
  });

  test("give every known PTU minimum and step", () => {
    const skus = ["GlobalProvisionedManaged", "DataZoneProvisionedManaged", "ProvisionedManaged"] as const;
    const sizes = knownModels.flatMap((name) => skus.map((sku) => ptuSize(name, undefined, sku) ?? [15, 5]));
    expect(sizes.filter(([minimum, step]) => minimum < 1 || step < 5)).toEqual([]);
    expect(ptuSize("gpt-4.1-mini-2025-04-14.ft-0af3", "1", "ProvisionedManaged")).toEqual([25, 25]);
    expect(ptuSize("text-embedding-3-large", "1", "ProvisionedManaged")).toBeNull();
    expect(ptuSize("gpt-9", "1", "ProvisionedManaged")).toBeUndefined();
    expect(findModel("gpt-4.1-mini-2025-04-14.ft-0af3")).toBe(findModel("gpt-4.1-mini"));
    expect(levelOf("ProvisionedManaged")).toBe("regional");
  });

  test("know the life of every version, of fine-tuned models too, and of nothing else", () => {
    const { source } = catalogue.lifecycle;
    expect(lifecycleOf("gpt-4o", "2024-08-06", "swedencentral")).toEqual({
      state: "deprecated",
      retires: "2027-04-14",
      successor: "gpt-5.1",
      date: "2026-09-02",
      source,
    });
    expect(lifecycleOf("gpt-4.1-mini.ft-1", "1")?.retires).toBe("2027-10-14");
    expect([lifecycleOf("o3.ft-1", "1"), lifecycleOf("gpt-5.1", "constructor")]).toEqual([
      undefined,
      undefined,
    ]);
    expect(knownVersions("gpt-4o")).toEqual(["2024-05-13", "2024-08-06", "2024-11-20"]);
    expect(knownVersions("constructor")).toEqual([]);
  });

  test("take a model that only the catalogue knows by its name", () => {
    expect([findModel("gpt-5-codex"), isReasoning("gpt-5-codex")]).toEqual([
      { kind: "chat", reasoning: true },
      true,
    ]);
    expect(modelKind("gpt-realtime")).toBe("other");
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
