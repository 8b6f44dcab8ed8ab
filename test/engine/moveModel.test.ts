import { Fleet } from "./harness";
import { type Served, serveFleet } from "./served";
import { CHAT, startTraffic, type Traffic, until } from "./traffic";

jest.setTimeout(300_000);

const SUCCESSOR = 'name: gpt-5.5, version: "2026-04-24"';

/** Sweden goes first, then France, then the model itself; callers write `gpt-5.4` all the while. */
describe("the road on which a model moves to its successor", () => {
  let fleet: Fleet;
  let served: Served;
  let traffic: Traffic;
  beforeAll(async () => {
    fleet = await Fleet.create({ stack: "dev" });
    // The consumer's own limit is not what is tried here; both regions share the load.
    fleet.edit((text) =>
      text
        .replace("tokensPerMinute: 20000", "tokensPerMinute: 20000000")
        .replace("priority: 2", "priority: 1"),
    );
    fleet.edit((text) => text.replace("{ ptu: 15, payg: 50 }", "{ payg: 50 }"));
    expect(await fleet.up()).toMatchObject({ code: 0 });
    served = await serveFleet(fleet);
    traffic = startTraffic(fleet, served.gateway.url, CHAT);
    await until(() => served.accounts.calls.length > 20);
  });
  afterAll(async () => {
    await traffic?.stop();
    await served?.close();
    await fleet?.stop();
  });

  /** Region → what its deployment of the model is in Azure. */
  const models = () =>
    Object.fromEntries(
      fleet.azure.world
        .ofType("Microsoft.CognitiveServices/accounts/deployments")
        .filter(({ name }) => name === "gpt-5.4-payg")
        .map(({ id, properties }) => {
          const { name, version } = properties.model as { name: string; version: string };
          return [/rg-aoai-dev-(\w+)/.exec(id)?.[1], `${name} ${version}`];
        }),
    );
  const OLD = "gpt-5.4 2026-03-05";
  const NEW = "gpt-5.5 2026-04-24";
  const deploymentsChanged = (changes: readonly string[]) =>
    changes.filter((change) => change.includes("cognitiveservices"));

  test("one region after the other is moved in place, and both share the load meanwhile", async () => {
    fleet.edit((text) => text.replace("gpt-5.4: { payg: 50 }", `gpt-5.4: { payg: 50, ${SUCCESSOR} }`));
    const first = await fleet.up();
    expect([first.code, deploymentsChanged(first.changes)]).toEqual([
      0,
      ["update cognitiveservices:Deployment region-swedencentral-account-gpt-5-4-payg"],
    ]);
    expect(models()).toEqual({ swec: NEW, frc: OLD });
    served.accounts.calls.splice(0);
    await until(() => served.accounts.calls.length > 40);
    const asked = new Set(served.accounts.calls.map(({ account }) => account.split("-")[3]));
    expect(asked).toEqual(new Set(["swec", "frc"]));

    fleet.edit((text) => text.replace("gpt-5.4: { payg: 50 }", `gpt-5.4: { payg: 50, ${SUCCESSOR} }`));
    const second = await fleet.up();
    expect([second.code, deploymentsChanged(second.changes)]).toEqual([
      0,
      ["update cognitiveservices:Deployment region-francecentral-account-gpt-5-4-payg"],
    ]);
    expect(models()).toEqual({ swec: NEW, frc: NEW });
  });

  test("then the model itself is the successor, and nothing changes in Azure", async () => {
    fleet.edit((text) =>
      text
        .replaceAll(`, ${SUCCESSOR}`, "")
        .replace(
          'gpt-5.4:\n    version: "2026-03-05"',
          'gpt-5.4:\n    name: gpt-5.5\n    version: "2026-04-24"',
        ),
    );
    expect(await fleet.up("--expect-no-changes")).toMatchObject({ code: 0, changes: [] });
    expect(models()).toEqual({ swec: NEW, frc: NEW });
  });

  test("and no request has failed all the way", async () => {
    await traffic.stop();
    expect(traffic.answers.length).toBeGreaterThan(100);
    expect(traffic.answers.filter(({ status }) => status !== 200)).toEqual([]);
  });
});
