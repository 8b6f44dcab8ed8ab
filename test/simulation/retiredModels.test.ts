import { FolderWorld } from "../../local/azure/folderWorld";
import { modelEvent } from "../../local/azure/models/modelEvents";
import { retiredModels } from "../../local/simulation/retiredModels";
import { type StackLoad, stackLoad } from "../scenarios/stackLoad";

jest.setTimeout(240_000);

let dev: StackLoad;
beforeAll(async () => {
  dev = await stackLoad("dev", "playground", "gpt-5.4");
});
afterAll(() => dev.remove());

const retired = (region: string) =>
  modelEvent.parse({ name: "gpt-5.4", version: "2026-03-05", region, state: "retired" });

test("calls to a model that is retired in one region fail there, and are served by the other", async () => {
  const world = FolderWorld.open(dev.dir);
  const load = await dev.run(
    { slice: 10 },
    { rate: 3, seconds: 30, outages: [retiredModels(world, [retired("swedencentral")])] },
  );
  expect(load.answered / load.sent).toBeGreaterThan(0.99);
  const served = Object.entries(load.calls).filter(([, calls]) => calls.served > 0);
  expect(served.map(([name]) => dev.isIn(calledOf(name), "francecentral"))).toEqual([true]);
});

test("calls to a deprecated model are answered", async () => {
  const deprecated = modelEvent.parse({ ...retired("swedencentral"), state: "deprecated" });
  const outage = retiredModels(FolderWorld.open(dev.dir), [deprecated]);
  const load = await dev.run({ slice: 10 }, { rate: 3, seconds: 30, outages: [outage] });
  expect(load.attempts).toBeLessThan(1.02);
});

function calledOf(name: string) {
  const [account = "", deployment = ""] = name.split("/");
  return { account, deployment };
}
