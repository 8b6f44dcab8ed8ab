import { settingRooms } from "apim-gateway";
import { type StackLoad, stackLoad } from "./stackLoad";

jest.setTimeout(240_000);

let prod: StackLoad;
beforeAll(async () => {
  prod = await stackLoad("prod", "checkout", "gpt-5.4");
});
afterAll(() => prod.remove());

/** A region is lost, PTU overflows, half of the answers are streams. */
const load = (settings: Readonly<Record<string, unknown>>, onSetting?: (name: string) => void) =>
  prod.run(
    { slice: 10 },
    {
      surface: "v1",
      rate: 25,
      seconds: 8,
      settings,
      consumers: [{ name: "checkout", key: prod.key("checkout"), streamed: 0.5 }],
      outages: [{ fault: { kind: "refused" }, hits: (called) => prod.isIn(called, "eastus2"), from: 2 }],
      ...(onSetting === undefined ? {} : { onSetting }),
    },
  );

/** Settings that have words as values, and those. */
const words = new Map(
  Object.values(settingRooms).flatMap((room) =>
    Object.entries(room).flatMap(([name, { values }]) =>
      values.kind === "words" ? [[name, values.words] as const] : [],
    ),
  ),
);

test("requests are answered under every value of every undocumented setting that they meet", async () => {
  const met = new Set<string>();
  await load({}, (name) => met.add(name));
  // Where a key is ignored that an API does not require, keys in `api-key` are refused: policies/README.md says so.
  met.delete("optionalKey");
  const choices = [...met].flatMap((name) => {
    const values = words.get(name);
    return values === undefined ? [] : [[name, values] as const];
  });
  expect(choices.length).toBeGreaterThan(10);
  // All at once: in round n each setting has its nth value.
  for (let round = 0; round < Math.max(...choices.map(([, values]) => values.length)); round++) {
    const settings = Object.fromEntries(
      choices.map(([name, values]) => [name, values[round % values.length]]),
    );
    const { answered, sent } = await load(settings);
    expect([round, answered / sent > 0.98]).toEqual([round, true]);
  }
});
