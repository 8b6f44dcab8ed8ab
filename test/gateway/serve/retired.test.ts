import { type ServedFolder, serveFolder } from "apim-gateway";
import { answersForRetired } from "../../../local/accounts/answersForRetired";
import { prepareWorld } from "../../../local/azure/prepareWorld";
import { type Accounts, startAccounts } from "./accounts";
import { stackWorld } from "./stackWorld";

jest.setTimeout(60_000);

let world: Awaited<ReturnType<typeof stackWorld>>;
let accounts: Accounts;
let gateway: ServedFolder;
let now = 0;

beforeAll(async () => {
  world = await stackWorld("dev");
  accounts = await startAccounts();
  gateway = await serveFolder(world.dir, {
    port: 0,
    backends: new Map([["*", accounts.origin]]),
    around: answersForRetired(world.dir, () => now),
  });
});
afterAll(async () => {
  await gateway.close(0);
  await accounts.close();
  world.remove();
});

const paths = {
  azure: "/openai/deployments/gpt-5.4/chat/completions?api-version=2024-10-21",
  v1: "/openai/v1/chat/completions",
};

/** The status, and the regions whose accounts were asked. */
async function chat(surface: "azure" | "v1") {
  const before = accounts.calls.length;
  const response = await fetch(`${gateway.url}${paths[surface]}`, {
    method: "POST",
    headers: { "api-key": world.key("playground"), "content-type": "application/json" },
    body: JSON.stringify({ model: "gpt-5.4", messages: [{ role: "user", content: "hello" }] }),
  });
  const asked = accounts.calls.slice(before).map(({ headers }) => String(headers.host));
  return { status: response.status, asked: asked.map((host) => (host.includes("-swec-") ? "swec" : "frc")) };
}

/** As `fleet pulumi --model-retired` does, while the gateway runs. */
function retire(...retired: string[]) {
  prepareWorld(world.dir, { purge: false, models: { retired } });
  now += 1000;
}

test("a model that is retired in one region is served by the other, and by nobody when it is retired everywhere", async () => {
  expect(await chat("azure")).toEqual({ status: 200, asked: ["swec"] });
  retire("gpt-5.4@2026-03-05@swedencentral");
  expect(await chat("azure")).toEqual({ status: 200, asked: ["frc"] });
  expect(await chat("v1")).toEqual({ status: 200, asked: ["frc"] });
  retire("gpt-5.4@2026-03-05");
  expect(await chat("v1")).toEqual({ status: 502, asked: [] });
});
