import { datedTokenPrices, ptuPrice, reservedPerMonth, tokenPrices } from "../../infra/cost/prices";
import { baseOf, knownRegions } from "../../infra/topology/data";
import file from "../../infra/topology/data/prices.json";

describe("what a price list of Azure's said", () => {
  test.each([
    ["GlobalProvisionedManaged", "swedencentral", 1],
    ["GlobalProvisionedManaged", "atlantis", 1],
    ["DataZoneProvisionedManaged", "eastus2", 1.1],
    ["DataZoneProvisionedManaged", "swedencentral", 1.2],
    ["DataZoneProvisionedManaged", "japaneast", 1.2],
    ["ProvisionedManaged", "eastus2", 2],
    ["ProvisionedManaged", "australiaeast", 2.28],
    ["ProvisionedManaged", "swedencentral", 2.36],
    ["ProvisionedManaged", "westeurope", 2.72],
  ] as const)("a unit of %s in %s", (sku, region, price) => {
    expect(ptuPrice(sku, region)).toMatchObject({ price, source: { date: "2026-09-30" } });
  });

  test.each([
    ["ProvisionedManaged", "spaincentral"],
    ["ProvisionedManaged", "westus2"],
    ["DataZoneProvisionedManaged", "westus2"],
    ["ProvisionedManaged", "atlantis"],
  ] as const)(
    "a region that the list does not name has no price, and none is guessed: %s in %s",
    (sku, region) => {
      expect(ptuPrice(sku, region)).toBeUndefined();
    },
  );

  test("a reservation's price is known for the global type only", () => {
    expect(reservedPerMonth("GlobalProvisionedManaged", 1)).toMatchObject({
      price: 260,
      source: { date: "2026-07-27" },
    });
    expect(reservedPerMonth("GlobalProvisionedManaged", 12)?.price).toBe(221);
    expect(reservedPerMonth("DataZoneProvisionedManaged", 12)).toBeUndefined();
  });

  test("tokens: a data zone costs a tenth more, and what is not known is not there", () => {
    expect(tokenPrices("gpt-5.1", "GlobalStandard", "eastus2")).toEqual({
      input: 1.25,
      cached: 0.125,
      output: 10,
    });
    expect(tokenPrices("gpt-5.4", "DataZoneStandard", "eastus2").output).toBe(16.5);
    expect(tokenPrices("gpt-5.4", "DataZoneStandard", "japaneast").input).toBe(3);
    expect(tokenPrices("text-embedding-3-large", "Standard", "francecentral")).toEqual({ input: 0.158 });
    for (const [model, sku, region] of [
      ["gpt-5.1", "Standard", "eastus2"],
      ["gpt-5.1", "DataZoneStandard", "uksouth"],
      ["gpt-5.5", "GlobalStandard", "eastus2"],
      ["gpt-4.1-mini.ft-1", "GlobalStandard", "eastus2"],
      ["text-embedding-3-large", "Standard", "westus3"],
    ] as const)
      expect(tokenPrices(model, sku, region)).toEqual({});
  });

  test("each row says by itself where it was read, and when", () => {
    const dates = new Set(
      ["gpt-5.4", "gpt-5.1", "gpt-5"].map(
        (model) => datedTokenPrices(model, "GlobalStandard", "eastus2")?.source.date,
      ),
    );
    expect(dates.size).toBe(3);
    const rows = [...file.ptuPerHour, ...file.ptuReservation, ...file.tokensPerMillion, file.dataZoneFactor];
    const used = new Set(rows.map(({ source }) => source));
    expect([...used].sort()).toEqual(Object.keys(file.sources).sort());
    for (const { date, text } of Object.values(file.sources)) {
      expect(date).toMatch(/^2026-\d\d(-\d\d)?$/);
      expect(text).not.toBe("");
    }
  });

  test("no region has two prices for one thing, and every region is known", () => {
    const keys = [
      ...file.ptuPerHour.flatMap(({ level, regions = ["*"] }) =>
        regions.map((region) => `${level} ${region}`),
      ),
      ...file.tokensPerMillion.flatMap(({ model, sku, regions = ["*"] }) =>
        regions.map((region) => `${model} ${sku} ${region}`),
      ),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(
      keys
        .map((key) => key.split(" ").at(-1))
        .filter((region) => region !== "*" && !knownRegions.includes(region ?? "")),
    ).toEqual([]);
    expect(file.tokensPerMillion.filter(({ model }) => baseOf(model) !== model)).toEqual([]);
    for (const row of file.ptuPerHour) {
      const read = (file.sources as Record<string, { date: string }>)[row.source]?.date ?? "";
      // Of a later day it would not be asked yet.
      expect(row.from <= read).toBe(true);
    }
  });
});
