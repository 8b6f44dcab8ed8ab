import { Fleet } from "./harness";
import { type Served, serveFleet } from "./served";
import { startTraffic, type Traffic, until } from "./traffic";

jest.setTimeout(300_000);

const REGION = /^ {2}swedencentral:\n(?: {4}.*\n)+/m;

/** Sweden serves everything first; France takes over when it goes. Callers ask all the while. */
describe("the road on which a protected region is removed", () => {
  let fleet: Fleet;
  let served: Served;
  let traffic: Traffic;
  beforeAll(async () => {
    fleet = await Fleet.create({ stack: "dev" });
    fleet.edit((text) => text.replace("workload: aoai\n", "workload: aoai\nprotect: true\n"));
    // The consumer's own limit is not what is tried here.
    fleet.edit((text) => text.replace("tokensPerMinute: 20000", "tokensPerMinute: 20000000"));
    expect(await fleet.up()).toMatchObject({ code: 0 });
    served = await serveFleet(fleet);
    traffic = startTraffic(fleet, served.gateway.url);
    await until(() => served.accounts.calls.length > 20);
  });
  afterAll(async () => {
    await traffic?.stop();
    await served?.close();
    await fleet?.stop();
  });

  /** Accounts that were asked since the last look. */
  const asked = () => new Set(served.accounts.calls.splice(0).map(({ account }) => account.split("-")[3]));

  test("begins with a protection that refuses to remove it at once, and nothing is changed", async () => {
    expect(asked()).toEqual(new Set(["swec"]));
    const before = fleet.idsInAzure();
    const text = fleet.read();
    fleet.edit((yaml) => yaml.replace(REGION, ""));
    const preview = await fleet.preview();
    expect(preview.code).not.toBe(0);
    expect(preview.messages.join("\n")).toContain("protected");
    fleet.write(text);
    expect(fleet.idsInAzure()).toEqual(before);
  });

  test("`retire: true` takes its traffic and its protection away, and deletes nothing but its places in the pools", async () => {
    fleet.edit((yaml) => yaml.replace("  swedencentral:\n", "  swedencentral:\n    retire: true\n"));
    const up = await fleet.up();
    expect(up).toMatchObject({ code: 0 });
    expect(up.changes.filter((change) => !change.startsWith("update apimanagement:"))).toEqual([
      // Only PTU was there, and a pool cannot be empty.
      "delete apimanagement:Backend gateway-backends-gpt-5-4-ptu-pool",
      "delete apimanagement:Backend gateway-backends-gpt-5-4-ptu-pool-v1",
    ]);
    await until(() => served.accounts.calls.some(({ account }) => account.includes("frc")));
    // What began before may have ended after.
    served.accounts.calls.splice(0);
    await until(() => served.accounts.calls.length > 20);
    expect(asked()).toEqual(new Set(["frc"]));
    expect(await fleet.up("--expect-no-changes")).toMatchObject({ code: 0, changes: [] });
  });

  test("then it is removed on the first try, with all that it had", async () => {
    fleet.edit((yaml) => yaml.replace(REGION, ""));
    const up = await fleet.up();
    expect(up).toMatchObject({ code: 0 });
    expect(up.changes.filter((change) => change.startsWith("create"))).toEqual([]);
    expect(up.changes.filter((change) => change.includes(" cognitiveservices:"))).toEqual([
      "delete cognitiveservices:Account region-swedencentral-account",
      "delete cognitiveservices:Deployment region-swedencentral-account-gpt-5-4-payg",
      "delete cognitiveservices:Deployment region-swedencentral-account-gpt-5-4-ptu",
      "delete cognitiveservices:Deployment region-swedencentral-account-text-embedding-3-large-payg",
    ]);
    expect(fleet.idsInAzure().filter((id) => id.includes("-swec"))).toEqual([]);
    expect(await fleet.up("--expect-no-changes")).toMatchObject({ code: 0, changes: [] });
  });

  test("and no request has failed all the way", async () => {
    await traffic.stop();
    expect(traffic.answers.length).toBeGreaterThan(100);
    expect(traffic.answers.filter(({ status }) => status !== 200)).toEqual([]);
  });
});
