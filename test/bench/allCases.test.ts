import { allCases, idOf } from "../../bench/routing/allCases";

test("every load has a name of its own", () => {
  expect(new Set(allCases.map(idOf)).size).toBe(allCases.length);
});

test("each property is measured on v1 too, with the same rows as on azure", () => {
  const onV1 = allCases.filter(({ load }) => load.surface === "v1");
  expect(onV1.map(idOf)).toEqual([
    "1 90 % load, slices of 1 s, v1",
    "1 200 % load, slices of 10 s, v1",
    "1 PTU of 10 s says 10 s, v1",
    "2 22 req/s, 4 instances, v1",
    "4 eastus2 refuses connections, 60 req/s, v1",
    "4 eastus2 answers 403, 60 req/s, v1",
    "4 eastus2 hangs, 20 req/s, v1",
    "6 poison 429, Retry-After 10, others 60 req/s, v1",
    "6 poison 500, others 60 req/s, v1",
  ]);
  for (const { name, rows, beside } of onV1) {
    const azure = allCases.find((routingCase) => `${routingCase.name}, v1` === name);
    expect(rows).toBe(azure?.rows);
    expect(beside?.surface).toBe(azure?.beside === undefined ? undefined : "v1");
  }
});
