import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { policyFiles } from "../../infra/rendering/policyFiles";
import { renderPolicies } from "../../infra/rendering/renderPolicies";
import { planRouting } from "../../infra/routing/planRouting";
import { accountSettings } from "../../local/accounts/settings";
import { callersOf } from "../../local/load/callers";
import { fleetShape } from "../../local/page/fleetShape";
import { type RunningFleet, runFleet } from "../../local/running/runFleet";
import { makeStackWorld, type StackWorld } from "../../local/simulation/stackWorld";
import { browserPath } from "./browserPath";

const root = resolve(__dirname, "../..");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

let folder: string;
let world: StackWorld;
let fleet: RunningFleet;
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fleet-page-"));
  world = await makeStackWorld(join(root, "stacks/dev.yaml"), folder);
  const { topology } = world;
  const plan = planRouting(topology);
  fleet = await runFleet(world.dir, {
    settings: accountSettings({ tokensPerSecond: 5000 }).settings,
    page: {
      shape: fleetShape(topology, plan),
      policies: policyFiles(renderPolicies(topology, plan)),
      load: {
        callers: callersOf(topology, plan),
        keys: new Map(topology.consumers.map(({ name }) => [name, world.key(name)])),
        usualRate: 5,
      },
    },
  });
  // A sandbox of its own needs rights that containers do not give.
  browser = await chromium.launch({ executablePath: browserPath(), args: ["--no-sandbox"] });
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await fleet?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Opened {
  readonly page: Page;
  /** What the page complained of, and what it asked of elsewhere. */
  readonly complaints: string[];
}

async function open(width: number, colorScheme: "light" | "dark", address = fleetAddress()): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() !== "log" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(fleet.control.url) && !url.startsWith("data:")) complaints.push(`asked ${url}`);
  });
  await page.goto(address);
  return { page, complaints };
}

const fleetAddress = () => `${fleet.control.url}/#${fleet.control.token}`;

/** Calls a second of a region's deployments, as the page shows them, until they are as wanted. */
async function callsOf(page: Page, region: string, wanted: (calls: number) => boolean): Promise<number> {
  const cells = page.locator(`article[aria-labelledby="region-${region}"] td.number`);
  for (let tries = 0; ; tries++) {
    const texts = await cells.allTextContents();
    const calls = texts.reduce((sum, text) => sum + Number.parseFloat(text), 0);
    if (wanted(calls)) return calls;
    if (tries === 150) throw new Error(`${region} has ${calls} calls a second: ${texts.join(" | ")}`);
    await page.waitForTimeout(200);
  }
}

test("a region is taken away by a click and the traffic moves; mended, it comes back", async () => {
  const { page, complaints } = await open(1280, "light");
  await page.getByRole("button", { name: "steady", exact: true }).click();
  await callsOf(page, "swedencentral", (calls) => calls > 1);
  await page.getByRole("button", { name: "Take it away: swedencentral" }).click();
  await callsOf(page, "swedencentral", (calls) => calls === 0);
  await callsOf(page, "francecentral", (calls) => calls > 1);
  const sweden = page.locator('article[aria-labelledby="region-swedencentral"]');
  expect(await sweden.textContent()).toMatch(/refused, \d+ s left/);
  expect(await sweden.textContent()).toContain("set aside");
  expect(await page.getByRole("status").last().textContent()).toBe("swedencentral: refused for 60 s.");
  const happened = page.locator(".happenings");
  expect(await happened.textContent()).toMatch(/Broken: swedencentral: refused/);
  // A request that met the dead region and was answered all the same, attempt by attempt.
  const path = page.locator(".path");
  await eventually(() => path.textContent(), /no connection after[\s\S]*francecentral[\s\S]*200 after/);
  await page.getByRole("button", { name: "Mend swedencentral" }).click();
  await callsOf(page, "swedencentral", (calls) => calls > 1);
  await eventually(() => happened.textContent(), /Mended: swedencentral: refused/);
  const cells = page.getByRole("region", { name: "Consumers" }).getByRole("cell");
  expect((await cells.allTextContents()).slice(3, 7)).toEqual(["100 %", "0", "0", "0"]);
  await page.getByRole("button", { name: "Stop" }).click();
  expect(complaints).toEqual([]);
  // What opens the page is not in the address any more.
  expect(page.url()).toBe(`${fleet.control.url}/`);
  await page.context().close();
}, 120_000);

/** Waits until a text is as wanted. */
async function eventually(text: () => Promise<string | null>, wanted: RegExp): Promise<void> {
  let last: string | null = null;
  for (let tries = 0; tries < 100; tries++) {
    last = await text();
    if (wanted.test(last ?? "")) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  expect(last).toMatch(wanted);
}

test("with the keyboard alone, any fault is made by the form and mended", async () => {
  const { page, complaints } = await open(1280, "dark");
  await page.getByLabel("where").focus();
  await page.keyboard.type("gpt-5.4-ptu");
  await page.keyboard.press("Tab");
  await page.keyboard.type("429");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("30");
  await page.keyboard.press("Enter");
  await eventually(() => page.locator(".faults").textContent(), /gpt-5\.4-ptu: 429, (30|29|28) s left/);
  expect(fleet.accounts.faults).toMatchObject([{ kind: "429", where: "gpt-5.4-ptu" }]);
  await page.getByRole("button", { name: "Mend everything" }).press("Enter");
  await eventually(async () => `${fleet.accounts.faults.length}`, /^0$/);
  // A mistake is told in words.
  await page.locator("select[name=kind]").selectOption("less");
  await page.locator("select[name=where]").selectOption("gpt-5.4-ptu");
  await page.getByRole("button", { name: "Break it" }).press("Enter");
  await eventually(() => page.locator(".said").textContent(), /^`less` is for PAYG/);
  expect(complaints.filter((text) => !text.includes("400"))).toEqual([]);
  await page.context().close();
}, 60_000);

test("the rendered policies and the plan stand beside it", async () => {
  const { page } = await open(1280, "light");
  await page.locator("summary", { hasText: "gpt-5.4" }).first().click();
  await eventually(() => page.locator("details[open]").textContent(), /swedencentral[\s\S]*PTU[\s\S]*called/);
  await page.getByLabel("document").selectOption("apis/v1.xml");
  await eventually(() => page.locator("pre").textContent(), /^<!-- Generated from [\s\S]*<policies>/);
  await page.context().close();
}, 60_000);

test.each([
  [1280, "light"],
  [1280, "dark"],
  [390, "light"],
  [390, "dark"],
] as const)(
  "at %i pixels, %s: nothing is wider than the screen, and axe finds nothing",
  async (width, scheme) => {
    const { page, complaints } = await open(width, scheme);
    await page.locator("#regions").waitFor();
    await eventually(async () => `${await page.locator(".plots canvas").count()}`, /^4$/);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    // The page lets no script of elsewhere in: this one comes through the debugger.
    await page.evaluate(axe);
    const found = (await page.evaluate("axe.run()")) as {
      violations: { id: string; nodes: { html: string }[] }[];
    };
    expect(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  },
  60_000,
);

test("without its token the page shows nothing of the fleet, and says what opens it", async () => {
  const { page } = await open(1280, "light", fleet.control.url);
  await eventually(() => page.locator("body").textContent(), /needs the address of its fleet/);
  const wrong = await open(1280, "light", `${fleet.control.url}/#${"x".repeat(24)}`);
  await eventually(() => wrong.page.locator("body").textContent(), /needs the address of its fleet/);
  await page.context().close();
  await wrong.page.context().close();
}, 60_000);
