import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fleetText } from "../../bench/routing/fleetText";
import { kindOf } from "../../bench/routing/runDraw";
import { searchDraw } from "../../bench/routing/searchDraw";
import { loadTopology } from "../../infra/topology/load";

const draws = Array.from({ length: 400 }, (_, n) => searchDraw(n + 1));

test("a seed draws the same again, another one something else", () => {
  expect(Array.from({ length: 400 }, (_, n) => searchDraw(n + 1))).toEqual(draws);
  expect(
    new Set(draws.map((draw) => JSON.stringify({ ...draw, seed: 0, load: { ...draw.load, seed: 0 } }))).size,
  ).toBe(400);
});

test("every fleet that is drawn is a valid topology", () => {
  const dir = mkdtempSync(join(tmpdir(), "fleet-draws-"));
  try {
    const file = join(dir, "draw.yaml");
    for (const { fleet, seed } of draws.slice(0, 25)) {
      writeFileSync(file, fleetText(fleet));
      const checked = loadTopology(file);
      expect([seed, checked.ok ? [] : checked.problems.map(({ message }) => message)]).toEqual([seed, []]);
    }
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test("an account is always left, and a failure has a time in which it is seen", () => {
  for (const { fleet, load, seed } of draws) {
    const failing = new Set((load.outages ?? []).map(({ region }) => region));
    expect([seed, failing.size < fleet.regions.length]).toEqual([seed, true]);
    for (const { from, to } of load.outages ?? [])
      expect([seed, from >= (load.warmUpSeconds ?? 0), to > from + 4, to <= load.seconds]).toEqual([
        seed,
        true,
        true,
        true,
      ]);
  }
});

test("everything that may be drawn is drawn", () => {
  const met = (of: (draw: (typeof draws)[number]) => unknown) =>
    [...new Set(draws.map(of))].map(String).sort();
  expect(met(kindOf)).toEqual(["failure", "hang", "hang that flaps", "hang, reasoning", "no failure"]);
  expect(met(({ load }) => load.instances)).toEqual(["1", "2", "4"]);
  expect(met(({ load }) => load.cacheLagMs)).toEqual(["0", "200", "50"]);
  expect(met(({ load }) => load.rules.slice)).toEqual(["1", "10", "60"]);
  expect(met(({ load }) => load.rules.depth)).toEqual(["0.3", "1", "10", "60"]);
  expect(met(({ load }) => load.rules.ptuSays)).toEqual(["10", "60", "exact", "none", "seconds"]);
  expect(met(({ load }) => load.outages?.length)).toEqual(["0", "1", "2"]);
  expect(met(({ fleet }) => fleet.consumers.length)).toEqual(["1", "2", "5"]);
  expect(met(({ load }) => load.surface)).toEqual(["azure", "v1"]);
  const faults = new Set(draws.flatMap(({ load }) => (load.outages ?? []).map(({ fault }) => String(fault))));
  expect([...faults].sort()).toEqual(["403", "429", "503", "hangs", "refused"]);
  const shares = draws.map(({ share }) => share);
  expect([Math.min(...shares) < 0.35, Math.max(...shares) > 2.6]).toEqual([true, true]);
});
