import { loadFleet } from "../../infra/loadFleet";
import { isDay, today } from "../../infra/today";

test("the day is this one in UTC, or that of FLEET_TODAY", () => {
  const now = new Date("2026-12-01T00:30:00+02:00");
  expect(today({}, now)).toBe("2026-11-30");
  expect(today({ FLEET_TODAY: "" }, now)).toBe("2026-11-30");
  expect(today({ FLEET_TODAY: "2027-06-30" }, now)).toBe("2027-06-30");
  expect(["2026-02-29", "30.11.2026", "soon"].filter(isDay)).toEqual([]);
});

test("a FLEET_TODAY that is no day is refused, not passed over", () => {
  const checked = loadFleet("stacks/dev.yaml", today({ FLEET_TODAY: "2026-02-30" }));
  expect(checked).toMatchObject({ ok: false, problems: [{ rule: "no-day" }] });
});
