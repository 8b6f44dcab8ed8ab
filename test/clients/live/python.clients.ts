import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { type LiveFleet, liveFleet, REGION } from "./liveFleet";
import { pythonPath } from "./pythonPath";

/** What comes before the colon in the names of checks, and how many there are. */
const clients = [
  ["OpenAI", 14],
  ["AzureOpenAI", 9],
  ["AsyncOpenAI", 2],
  ["AsyncAzureOpenAI", 2],
  ["LangChain, OpenAI", 5],
  ["LangChain, AzureOpenAI", 4],
  ["LiteLLM, openai", 3],
  ["LiteLLM, azure", 3],
] as const;

/** What went wrong in each check; `null`: nothing. */
type Told = ReadonlyMap<string, string | null>;

let python: string;
let fleet: LiveFleet;
beforeAll(() => {
  python = pythonPath();
}, 600_000);
beforeEach(async () => {
  // One that has not learned of a fault before.
  fleet = await liveFleet();
}, 60_000);
afterEach(() => fleet?.close());

async function run(file: string, ...starts: string[]): Promise<Told> {
  const { stdout } = await promisify(execFile)(python, [join(__dirname, file), ...starts], {
    env: {
      ...process.env,
      FLEET_URL: fleet.gateway.url,
      FLEET_KEY: fleet.key,
      FLEET_SMALL_KEY: fleet.smallKey,
      FLEET_TOKEN: fleet.token,
      FLEET_REGION: REGION,
      // Nothing here is for a library to tell its makers, or to ask them.
      LANGCHAIN_TRACING_V2: "false",
      LITELLM_LOCAL_MODEL_COST_MAP: "True",
    },
    maxBuffer: 16 * 1024 * 1024,
  });
  const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
  const told = lines.map((line) => JSON.parse(line) as { check: string; fault: string | null });
  return new Map(told.map(({ check, fault }) => [check, fault]));
}

const faults = (told: Iterable<readonly [string, string | null]>) =>
  [...told].filter(([, fault]) => fault !== null);

test("everything that an application does is served while all is well", async () => {
  const told = await run("clients.py");
  expect(faults(told)).toEqual([]);
  const counts = clients.map(([client]) => [
    client,
    [...told.keys()].filter((name) => name.startsWith(`${client}:`)).length,
  ]);
  expect(counts).toEqual(clients);
}, 300_000);

test("where all are full, each library has its own error for it", async () => {
  fleet.accounts.addFault({ kind: "429", from: Date.now() });
  const told = await run("throttled.py", "told");
  expect(faults(told)).toEqual([]);
  expect(told.size).toBe(5);
}, 300_000);

test("who asks again by itself is served when there is room", async () => {
  fleet.fillByTurns();
  const told = await run("throttled.py", "asked again");
  expect(faults(told)).toEqual([]);
  expect(told.size).toBe(5);
  expect(fleet.failed()).toBeGreaterThanOrEqual(told.size);
}, 300_000);

const FRAMEWORKS = ["LangChain, OpenAI", "LangChain, AzureOpenAI", "LiteLLM, openai", "LiteLLM, azure"];

test.each(["refused", "401", "503"] as const)(
  "each library's chats and vectors are served while its best region has the fault %s",
  async (kind) => {
    fleet.accounts.addFault({ kind, where: REGION, from: Date.now() });
    const told = await run(
      "clients.py",
      ...["OpenAI", "AzureOpenAI"].flatMap((name) => [
        `${name}: a chat`,
        `${name}: a stream`,
        `${name}: vec`,
      ]),
      ...FRAMEWORKS.flatMap((name) => [`${name}: chats`, `${name}: embeds`]),
    );
    expect(faults(told)).toEqual([]);
    expect(told.size).toBe(14);
    expect(fleet.lost()).toBeGreaterThan(0);
    // LiteLLM asks again whatever it is told, which would hide a request that was lost.
    expect(fleet.failed()).toBe(0);
  },
  300_000,
);
