import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ProveRequest, proveReport } from "../../cli/commands/prove";

// Each proves a fleet or two: seconds on a quiet machine, minutes on a busy one.
jest.setTimeout(300_000);

/** Two regions with the same capacity; a critical consumer and one more ask for 4 requests a second together. */
const BASE = `environment: test
workload: aoai
gateway:
  location: swedencentral
  publisher: { name: Contoso, email: ai@contoso.example }
  sku: { name: StandardV2, units: 1 }
network: { access: private, addressSpace: 10.0.0.0/22 }
models:
  gpt-5.4: { version: "2026-03-05", ptu: DataZoneProvisionedManaged, payg: DataZoneStandard }
regions:
  swedencentral:
    deployments:
      gpt-5.4: { ptu: 50, payg: 600 }
  francecentral:
    deployments:
      gpt-5.4: { payg: 600 }
consumers:
  app: { class: critical, tokensPerMinute: 140000 }
  jobs: { class: batch, tokensPerMinute: 140000 }
`;

const folder = mkdtempSync(join(tmpdir(), "fleet-prove-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(text: string, name = "test.yaml"): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const prove = (text: string, more: Partial<ProveRequest> = {}) =>
  proveReport({
    file: fileOf(text),
    seed: 1,
    format: "text",
    width: 80,
    colour: false,
    today: "2026-11-30",
    progress: () => {},
    ...more,
  });

describe("a fleet that has room for the loss of any region", () => {
  let told: string;
  beforeAll(async () => {
    const { code, out, err } = await prove(BASE);
    expect([code, err]).toEqual([0, ""]);
    told = out;
  });

  test("keeps every promise, within 80 columns", () => {
    expect(told.match(/^✓.*/gm)).toEqual([
      "✓ any one region may go: at least 99.5 % are answered",
      "✓ a region that hangs is left within 12 s",
      "✓ critical consumers keep at least 80 % of the PTU that they would have alone",
      "✓ no consumer's errors reach another: at least 99.5 % are answered",
    ]);
    expect(told).not.toMatch(/^✗/m);
    expect(told.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  test("is told again by the same seed", async () => {
    const untimed = (text: string) => text.replace(/, \d+ s$/m, "");
    expect(untimed((await prove(BASE)).out)).toBe(untimed(told));
  });

  test("is told with what callers see where it is worst, and with what was assumed", () => {
    expect(told).toMatch(/^ {2}(sweden|france)central hangs +100 %/m);
    expect(told).toMatch(/^ {2}PTU is full +100 %/m);
    expect(told).toContain("1000 tokens in and 200 out");
  });
});

test("a region too small for what the other one carried breaks the promise, with the figures", async () => {
  const { code, out } = await prove(BASE.replace(/(francecentral:[\s\S]*?)payg: 600/, "$1payg: 60"));
  expect(code).toBe(1);
  expect(out).toMatch(/^✗ any one region may go/m);
  expect(out).toMatch(
    /gpt-5\.4, swedencentral refuses connections: (app|jobs) [\d.]+ % answered;\s+what is\s+left\s+carries\s+0\.8\s+of\s+3\.9\s+requests\/s/,
  );
});

test("the file may promise more than the fleet can keep", async () => {
  const { code, out } = await prove(`${BASE}promises: { hangLeftWithinSeconds: 1 }\n`);
  expect(code).toBe(1);
  expect(out.match(/^✗.*/gm)).toEqual(["✗ a region that hangs is left within 1 s"]);
});

test("what is not promised is neither kept nor broken", async () => {
  const none = "promises: { regionLoss: 0, hangLeftWithinSeconds: 0, ptuFirst: 0, neighbours: 0 }\n";
  const { code, out } = await prove(`${BASE.replaceAll("payg: 600", "payg: 10")}${none}`);
  expect(code).toBe(0);
  expect(out).not.toMatch(/^[✓✗]/m);
});

test("a change is named that breaks a promise, with what it does to callers", async () => {
  const old = fileOf(BASE, "old.yaml");
  const small = BASE.replace(/(francecentral:[\s\S]*?)payg: 600/, "$1payg: 60");
  const { code, out } = await prove(small, { against: old, format: "json" });
  expect(code).toBe(1);
  const { change } = JSON.parse(out);
  expect(change.broken).toEqual(["regionLoss"]);
  expect(change.mended).toEqual([]);
  expect(change.settings[0]).toContain("gpt-5.4 in francecentral: PAYG 600k TPM → 60k TPM");
  const [worst] = change.runs;
  expect(worst.failure).toContain("swedencentral");
  expect(worst.before).toBe(100);
  expect(worst.after).toBeLessThan(80);

  const back = await prove(BASE, { against: fileOf(small, "small.yaml"), format: "md" });
  expect(back.out).toMatch(
    /```mermaid\nxychart-beta\n[\s\S]*x-axis \["nothing", .*\n[\s\S]*bar \[100, .*\]\n```/,
  );
  expect(back.code).toBe(0);
  expect(back.out).toContain("**Mended by this change: any one region may go");
});

test("a model that lives in one region alone is told, and breaks nothing", async () => {
  const { code, out } = await prove(BASE.replace(/ {2}francecentral:\n(?: {4}.*\n)+/, ""));
  expect(code).toBe(0);
  expect(out).toContain("Not promised: gpt-5.4: all of it is in swedencentral");
});

test("a file that was not there before is proved alone", async () => {
  const git = (...args: string[]) => execFileSync("git", ["-C", folder, ...args], { stdio: "pipe" });
  git("init", "-q");
  git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "--allow-empty", "-m", "empty");
  const { code, out } = await prove(BASE, { since: "HEAD" });
  expect(code).toBe(0);
  expect(out).not.toMatch(/before|differs/);
});

describe("mistakes are told, each with its way out", () => {
  test.each([
    [{ model: "gpt-5" }, 1, "There is no model `gpt-5`. Did you mean `gpt-5.4`?"],
    [{ against: join(folder, "none.yaml") }, 1, "none.yaml"],
    [{ against: "a", since: "b" }, 2, "give one"],
  ] as const)("%j", async (more, code, text) => {
    const answer = await prove(BASE, more);
    expect(answer.code).toBe(code);
    expect(answer.err).toContain(text);
    expect(answer.err).not.toMatch(/^\s+at /m);
  });

  test("a file with problems", async () => {
    const answer = await prove(BASE.replace("payg: 600", "payg: zero"));
    expect(answer.code).toBe(1);
    expect(answer.err).toMatch(/test\.yaml:\d+:\d+/);
  });
});

test("the examples hold: the development stack whole, of production what has PTU and four regions", async () => {
  for (const [file, model] of [
    ["stacks/dev.yaml", undefined],
    ["stacks/prod.yaml", "gpt-5.4"],
  ] as const) {
    const { code, out } = await prove("", {
      file: join(__dirname, "../..", file),
      ...(model === undefined ? {} : { model }),
    });
    expect([file, code, out.match(/^✗.*/gm)]).toEqual([file, 0, null]);
  }
});
