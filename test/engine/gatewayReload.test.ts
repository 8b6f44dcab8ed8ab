import * as path from "node:path";
import { loadConfiguration, type ServedFolder, type ServeEvent, serveFolder } from "apim-gateway";
import { type Accounts, startAccounts } from "../gateway/serve/accounts";
import { Fleet } from "./harness";

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

/** One request after the other in some lanes, until stopped; every answer is kept. */
function load(lanes: number) {
  const { configuration } = loadConfiguration(path.join(fleet.folder, "azure"));
  const key = configuration?.subscriptions[0]?.primaryKey as string;
  const answers: { status: number; text: string }[] = [];
  let running = true;
  const lane = async () => {
    while (running) {
      answers.push(await ask(key));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const done = Promise.all(Array.from({ length: lanes }, lane));
  return {
    answers,
    async stop() {
      running = false;
      await done;
    },
  };
}

test("`pulumi up` moves the traffic of a running gateway, and no request fails", async () => {
  const traffic = load(4);
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

/** One embedding; a broken connection is status 0. */
async function ask(key: string): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(`${gateway.url}/openai/v1/embeddings`, {
      method: "POST",
      headers: { "api-key": key, "content-type": "application/json" },
      body: JSON.stringify({ model: "text-embedding-3-large", input: "hello" }),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    return { status: 0, text: String(error) };
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (let n = 0; n < 1000 && !condition(); n++) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(condition()).toBe(true);
}
