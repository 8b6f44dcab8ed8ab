import { join } from "node:path";
import { runScenario } from "../../src/scenarios/runScenario";
import { printed } from "./printed";

const examples = join(__dirname, "../../examples");
const rules = join(__dirname, "rules");
const each = { settings: "each" } as const;

test("a scenario that passes says under which value of which setting it would fail", async () => {
  expect(await printed(join(examples, "failover"), undefined, each)).toBe(
    `✓ a throttled account fails over, and rests as long as it asked to
    Depends on \`breakerThreshold\` (not documented): fails with \`exceeded\`.
1 passed · 0 s for 7 s
`,
  );
});

test("a scenario that fails says under which value it would pass, without being asked", async () => {
  const { dependsOn, settingsTried } = await runScenario(join(rules, "body-lost.scenario.yaml"));
  expect([dependsOn, settingsTried]).toEqual([
    [{ setting: "unbufferedResend", value: "again", passes: true }],
    undefined,
  ]);
});

test("only settings that it meets are tried, and none that it fixes", async () => {
  const path = join(rules, "body-lost.scenario.yaml");
  const free = await runScenario(path, each);
  expect(free.met.settings).toContain("unbufferedResend");
  expect(free.met.settings).not.toContain("rateLimitAlgorithm");
  expect(free.met.settings).not.toContain("affinityUnavailable");
  const fixed = await runScenario(path, { ...each, set: { unbufferedResend: "again" } });
  expect([fixed.outcome, fixed.dependsOn]).toEqual([
    "passed",
    [{ setting: "breakerThreshold", value: "exceeded", passes: false }],
  ]);
  expect(fixed.settingsTried).toBe((free.settingsTried as number) - 1);
});
