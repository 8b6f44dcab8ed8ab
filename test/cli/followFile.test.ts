import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { consumerKeys } from "../../cli/key/consumerKeys";
import { declareWorld } from "../../cli/start/declareWorld";
import { followFile } from "../../cli/start/followFile";
import { pageOf } from "../../cli/start/pageOf";
import { type FleetFile, readFleetFile } from "../../cli/start/readFleetFile";
import { plain } from "../../infra/routing/report/layout";
import { accountSettings } from "../../local/accounts/settings";
import { httpSender } from "../../local/load/httpSender";
import { USUAL_SIZE } from "../../local/load/loadRunner";
import { shapedProfile } from "../../local/load/profiles";
import { sendLoad } from "../../local/load/sendLoad";
import { type RunningFleet, runFleet } from "../../local/running/runFleet";

const root = resolve(__dirname, "../..");

let folder: string;
let file: string;
let running: RunningFleet;
let keys: ReadonlyMap<string, string>;
let follow: { stop(): void };
let said = "";
let warned = "";
const world = () => join(folder, "world");

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fleet-follow-"));
  file = join(folder, "dev.yaml");
  writeFileSync(file, dev());
  const { fleet } = readFleetFile(file, false);
  await declareWorld(fleet as FleetFile, world());
  keys = await consumerKeys((fleet as FleetFile).topology, world());
  const { settings } = accountSettings({ tokensPerSecond: 5000 });
  running = await runFleet(world(), { settings, page: pageOf(fleet as FleetFile, keys) });
  jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    warned += text;
    return true;
  });
  follow = followFile(
    {
      file,
      fleet: fleet as FleetFile,
      policyFolder: join(folder, "policies"),
      world: world(),
      notes: join(folder, "notes"),
      settings,
      style: { width: 100, colours: plain },
      colour: false,
      withTour: false,
      say: (text) => {
        said += text;
      },
      step: () => {},
      interrupted: new Promise(() => {}),
    },
    running,
  );
});
afterAll(async () => {
  follow?.stop();
  await running?.close();
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function dev(change: (yaml: string) => string = (yaml) => yaml): string {
  const yaml = readFileSync(join(root, "stacks/dev.yaml"), "utf8");
  return change(yaml.replace("tokensPerMinute: 20000", "tokensPerMinute: 2000000"));
}

const withNorway = (yaml: string) =>
  yaml.replace(
    "  francecentral:\n",
    "  norwayeast:\n    priority: 1\n    deployments:\n      gpt-5.4: { payg: 80 }\n  francecentral:\n",
  );

async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; !what(); tries++) {
    if (tries === 500) throw new Error(`It never came to be: ${said}${warned}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** What the page would be told. */
async function snapshot() {
  const { url, token } = running.control;
  const abort = new AbortController();
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/events`, { headers, signal: abort.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("\n\n")) text += (await reader?.read())?.value ?? "";
  abort.abort();
  return JSON.parse(text.slice("data: ".length, text.indexOf("\n\n"))) as {
    shape: { regions: string[]; consumers: { name: string }[] };
    places: string[];
  };
}

const requests = (callers: Parameters<typeof sendLoad>[0]["callers"], seconds: number) =>
  sendLoad({
    callers,
    profile: shapedProfile("steady", 15, seconds),
    size: USUAL_SIZE,
    streamed: 0.5,
    send: httpSender(running.gateway.url, keys).send,
    now: () => performance.now(),
    sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
    random: Math.random,
  });

test("a region and a consumer that are saved are served at once, and no request is lost meanwhile", async () => {
  const { fleet } = readFleetFile(file, false);
  const { callers } = pageOf(fleet as FleetFile, keys).load;
  const load = requests(callers, 4);
  writeFileSync(
    file,
    dev((yaml) =>
      withNorway(yaml).replace(
        "consumers:\n",
        "consumers:\n  web: { class: standard, tokensPerMinute: 90000 }\n",
      ),
    ),
  );
  await until(() => said.includes("is in force"));
  expect(said).toContain("norwayeast is new at priority 1: PAYG 80k TPM of gpt-5.4");
  const total = (await load).tally.total();
  expect([total.answered, total.failed, total.throttled, total.refused]).toEqual([total.sent, 0, 0, 0]);
  // Who was there keeps its key; who is new has one.
  const after = readFleetFile(file, false).fleet as FleetFile;
  const now = await consumerKeys(after.topology, world());
  expect(now.get("playground")).toBe(keys.get("playground"));
  const called: string[] = [];
  running.accounts.addFault({ kind: "503", where: "swedencentral", from: Date.now() });
  for (let sent = 0; sent < 6; sent++) {
    const response = await fetch(`${running.gateway.url}/openai/v1/chat/completions`, {
      method: "POST",
      headers: { "api-key": now.get("web") as string, "content-type": "application/json" },
      body: JSON.stringify({ model: "gpt-5.4", messages: [{ role: "user", content: "hello" }] }),
    });
    expect(response.status).toBe(200);
    called.push(await response.text());
  }
  running.accounts.clearFaults();
  const page = await snapshot();
  expect(page.shape.regions).toEqual(["norwayeast", "swedencentral", "francecentral"]);
  expect(page.shape.consumers.map(({ name }) => name)).toEqual(["playground", "web"]);
  expect(page.places).toContain("norwayeast/gpt-5.4-payg");
  const response = await fetch(`${running.control.url}/called`, {
    headers: { authorization: `Bearer ${running.control.token}` },
  });
  const members = (await response.json()) as { region: string; answered: number }[];
  expect(members.find(({ region }) => region === "norwayeast")?.answered).toBeGreaterThan(0);
}, 60_000);

test("a file that cannot be deployed changes nothing and is told with its place", async () => {
  [said, warned] = ["", ""];
  writeFileSync(
    file,
    dev((yaml) => yaml.replace("ptu: 15", "ptu: -3")),
  );
  await until(() => warned.includes("The fleet stays as it was."));
  expect(warned).toMatch(/dev\.yaml:\d+:\d+ {2}error/);
  expect((await snapshot()).shape.regions).toContain("norwayeast");
  warned = "";
  writeFileSync(
    file,
    dev((yaml) => yaml.replace("environment: dev", "environment: test")),
  );
  await until(() => warned.includes("The fleet stays as it was."));
  expect(warned).toContain("is of another environment now, `test`: start it anew.");
  warned = "";
  rmSync(file);
  await until(() => warned.includes("The fleet stays as it was."));
  expect(said).toBe("");
  expect((await requests(pageOf(readWhole(), keys).load.callers, 1)).tally.total().failed).toBe(0);
}, 60_000);

/** The fleet of the file as the project has it. */
function readWhole(): FleetFile {
  writeFileSync(`${file}.whole.yaml`, dev());
  return readFleetFile(`${file}.whole.yaml`, false).fleet as FleetFile;
}

test("what is taken out of the file is gone from the page, and what stays has its history", async () => {
  [said, warned] = ["", ""];
  writeFileSync(file, dev());
  await until(() => said.includes("is in force"));
  expect((await snapshot()).shape.regions).toEqual(["swedencentral", "francecentral"]);
}, 60_000);
