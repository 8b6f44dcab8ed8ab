import { allCases, idOf } from "../../bench/routing/allCases";
import { rowTable } from "../../bench/routing/rowTable";
import type { Row } from "../../bench/routing/runCase";

const row: Row = {
  property: 1,
  load: "70 % load, slices of 1 s",
  name: "answered",
  unit: "%",
  ours: 99.94,
  oracle: 100,
  list: 90,
  pool: 0,
  target: "≥ 99.9",
  ok: true,
};

test("rows below their loads, ours beside the oracle and the rivals", () => {
  const rows: Row[] = [
    row,
    {
      ...row,
      name: "attempts per answer",
      unit: "calls",
      ours: 1.1,
      list: null,
      pool: 2.2,
      target: null,
      ok: null,
    },
    { ...row, property: 4, load: "eastus2 hangs", name: "found after", unit: "s", ours: null, ok: false },
  ];
  expect(rowTable(rows)).toBe(
    [
      "figure                         ours  /oracle  /apim-lb  /sample  target  ok",
      "1 Goodput never falls",
      "  70 % load, slices of 1 s",
      "    answered                 99.9 %     1.00      1.11        –  ≥ 99.9  yes",
      "    attempts per answer  1.10 calls     0.01         –     0.50",
      "4 Silence is learned at once",
      "  eastus2 hangs",
      "    found after               never        –         –        –  ≥ 99.9  NO",
    ].join("\n"),
  );
});

test("every row fits into 80 columns", () => {
  const rows = allCases.flatMap((each) =>
    each.rows.map(
      ({ name, unit }): Row => ({
        ...row,
        property: each.property,
        load: each.name,
        name,
        unit,
        ours: 12345,
      }),
    ),
  );
  expect(
    Math.max(
      ...rowTable(rows)
        .split("\n")
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(80);
});

test("each load has a name of its own", () => {
  const ids = allCases.map(idOf);
  expect(new Set(ids).size).toBe(ids.length);
});
