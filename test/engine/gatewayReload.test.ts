import * as path from "node:path";
import { type ServedFolder, type ServeEvent, serveFolder } from "apim-gateway";
import { type Accounts, startAccounts } from "../gateway/serve/accounts";
import { Fleet } from "./harness";
import { startTraffic, until } from "./traffic";

jest.setTimeout(300_000);

let fleet: Fleet;
let accounts: Accounts;
let gateway: ServedFolder;
const events: ServeEvent[] = [];

beforeAll(async () => {
  fleet = await Fleet.create({ stack: "dev" });
  // The consumer's own limit is not what is tried here.
  fleet.edit((text) => text.replace("tokensPerMinute: 20000", "tokensPerMinute: 20000000"));
  expect(await fleet.up()).toMatchObject({ code: 0 });
  accounts = await startAccounts();
  gateway = await serveFolder(path.join(fleet.folder, "azure"), {
    port: 0,
    backends: new Map([["*", accounts.origin]]),
    onEvent: (event) => events.push(event),
  });
});
afterAll(async () => {
  await gateway?.close(0);
  await accounts?.close();
  await fleet?.stop();
});

test("`pulumi up` moves the traffic of a running gateway, and no request fails", async () => {
  const traffic = startTraffic(fleet, gateway.url);
  try {
    const accountsCalled = () => new Set(accounts.calls.splice(0).map(({ account }) => account));
    await until(() => accounts.calls.length > 20);
    expect([...accountsCalled()]).toEqual([expect.stringContaining("swec")]);

    fleet.edit((text) => text.replace(/priority: 1/, "priority: 3"));
    expect(await fleet.up()).toMatchObject({ code: 0 });
    // While resources are written one after the other, the gateway may take over some of them before the rest.
    await until(() => accounts.calls.some(({ account }) => account.includes("frc")));
    expect(events.some(({ kind }) => kind === "reloaded")).toBe(true);
  } finally {
    await traffic.stop();
  }
  expect(traffic.answers.length).toBeGreaterThan(50);
  expect(traffic.answers.filter(({ status }) => status !== 200)).toEqual([]);
  expect(events.filter(({ kind }) => kind === "defect")).toEqual([]);
});
