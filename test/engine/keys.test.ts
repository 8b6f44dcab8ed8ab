import * as path from "node:path";
import { keyAnswer } from "../../cli/commands/key";
import type { WhichKey } from "../../cli/key/keyPlace";
import { Fleet } from "./harness";
import { eventually, type Served, serveFleet } from "./served";

jest.setTimeout(300_000);

let fleet: Fleet;
let served: Served;
beforeAll(async () => {
  fleet = await Fleet.create({ stack: "dev" });
  fleet.edit((text) => text.replace("tokensPerMinute: 20000", "tokensPerMinute: 200000"));
  expect(await fleet.up()).toMatchObject({ code: 0, messages: [] });
  served = await serveFleet(fleet);
});
afterAll(async () => {
  await served?.close();
  await fleet?.stop();
});

/** `fleet key playground …` on the fleet of this test. */
async function key(more: { which?: WhichKey; rotate?: WhichKey } = {}): Promise<string> {
  const { code, out, err } = await keyAnswer({
    consumer: "playground",
    stack: "dev",
    which: "primary",
    rotate: undefined,
    world: path.join(fleet.folder, "azure"),
    folder: path.dirname(fleet.topologyFile),
    az: async () => ({ code: undefined, out: "", err: "" }),
    ...more,
  });
  expect([code, err === "" || more.rotate !== undefined]).toEqual([0, true]);
  return out.trim();
}

test("both keys are made anew by the runbook while an application calls without a pause: no call fails, and the old keys end", async () => {
  const old = { primary: await key(), secondary: await key({ which: "secondary" }) };
  let current = old.primary;
  const statuses: number[] = [];
  let running = true;
  const lanes = Promise.all(
    (["api-key", "bearer"] as const).map(async (as) => {
      while (running) {
        statuses.push(await served.ask(current, as));
        await new Promise((next) => setTimeout(next, 25));
      }
    }),
  );
  const rotate = async (which: WhichKey) => {
    await key({ rotate: which });
    const up = await fleet.up();
    expect(up).toMatchObject({ code: 0, messages: [] });
    expect(up.changes.filter((line) => /Subscription|hashes/.test(line))).toEqual([
      "update apimanagement:NamedValue gateway-keys-playground-hashes",
      "update apimanagement:Subscription gateway-consumer-playground-subscription",
    ]);
    const made = await key({ which });
    expect(made).not.toBe(old[which]);
    for (const as of ["api-key", "bearer"] as const)
      await eventually(async () => (await served.ask(made, as)) === 200);
    return made;
  };
  try {
    current = await rotate("secondary");
    const calls = statuses.length;
    await eventually(async () => statuses.length > calls + 4);
    const primary = await rotate("primary");
    expect(await key({ which: "secondary" })).toBe(current);
    current = primary;
  } finally {
    running = false;
    await lanes;
  }
  expect(statuses.length).toBeGreaterThan(50);
  expect(statuses.filter((status) => status !== 200)).toEqual([]);
  for (const ended of [old.primary, old.secondary])
    for (const as of ["api-key", "bearer"] as const)
      await eventually(async () => (await served.ask(ended, as)) === 401);
  expect(await fleet.up()).toMatchObject({ code: 0, changes: [] });
});

test("a key is no output, and stands in no state in clear", async () => {
  const state = (await fleet.run("stack", "export")).output;
  for (const which of ["primary", "secondary"] as const) expect(state).not.toContain(await key({ which }));
  expect((await fleet.run("stack", "output", "--json")).output).not.toMatch(/key/i);
});
