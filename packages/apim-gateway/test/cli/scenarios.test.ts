import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

jest.setTimeout(60_000);

const house = path.resolve(__dirname, "../..");
const main = path.join(house, "bin/apim-gateway.js");
const rules = path.join(house, "test/scenarios/rules");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "gateway-scenarios-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a verb to its end. */
function gateway(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { cwd: house }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

const timeless = (text: string) => text.replace(/· [^·]*? for /, "· 0 s for ");

describe("test", () => {
  test("prints what passes, and ends with 0", async () => {
    const { code, out, err } = await gateway("test", "examples", "--filter", "stream");
    expect([code, timeless(out), err]).toEqual([
      0,
      "✓ each event reaches the caller when the backend sends it\n1 passed · 0 s for 2 s\n",
      "",
    ]);
  });

  test("prints a failure with its story, 80 characters wide, and ends with 1", async () => {
    const { code, out } = await gateway("test", path.join(rules, "body-lost.scenario.yaml"));
    expect([code, timeless(out)]).toEqual([1, readFileSync(path.join(rules, "body-lost.txt"), "utf8")]);
  });

  test("a setting that is given is in front of the scenario's own", async () => {
    const scenario = path.join(rules, "body-lost.scenario.yaml");
    expect((await gateway("test", scenario, "--set", "unbufferedResend=again")).code).toBe(0);
  });

  test("no scenario is no success", async () => {
    const { code, out, err } = await gateway("test", "examples/hello");
    expect({ code, out: timeless(out), err }).toEqual({
      code: 1,
      out: "0 passed · 0 s for 0 s\n",
      err: "There is no scenario in `examples/hello`: no file is called *.scenario.yaml. `npx apim-gateway init examples/hello` writes the first.\n",
    });
    expect(await gateway("test", "examples", "--filter", "nobody")).toMatchObject({
      code: 1,
      err: "No scenario of `examples` has `nobody` in its name or path.\n",
    });
  });

  test.each([
    [["test", "nowhere"], "There is no folder `nowhere`."],
    [["test", "examples", "--settings", "all"], "Allowed choices are each."],
    [["test", "examples", "--format", "xml"], "Allowed choices are text, tap, junit, github."],
    [["test", "examples", "--set", "poolSelecton=x"], "There is no setting `poolSelecton`"],
    [["init", "nowhere"], "There is no folder `nowhere`."],
    [["init", "examples/hello/policy.xml"], "Give the folder that it lies in: `examples/hello`."],
  ])("%j is wrong usage", async (args, text) => {
    const { code, err } = await gateway(...args);
    expect([code, err]).toEqual([2, expect.stringContaining(text)]);
  });

  test("--watch runs again when a policy is mended", async () => {
    cpSync(rules, folder, { recursive: true });
    const scenario = path.join(folder, "body-lost.scenario.yaml");
    const child = spawn(process.execPath, [main, "test", scenario, "--watch"], { cwd: house });
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk;
    });
    const seen = async (wanted: RegExp) => {
      while (!wanted.test(text)) await once(child.stdout, "data");
    };
    await seen(/1 of 1 failed[\s\S]*Waiting for changes\. Ctrl\+C ends it\./);
    const policy = path.join(folder, "pool.xml");
    const mended = readFileSync(policy, "utf8").replace(
      "<forward-request />",
      '<forward-request buffer-request-body="true" />',
    );
    writeFileSync(policy, mended);
    await seen(/1 passed/);
    child.kill("SIGINT");
    await once(child, "exit");
  });
});

describe("init", () => {
  const write = (file: string, content: string | object) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), typeof content === "string" ? content : JSON.stringify(content));
  };

  test("writes what a policy does today, which passes, and never writes over it", async () => {
    cpSync(path.join(rules, "pool.xml"), path.join(folder, "policy.xml"));
    expect(await gateway("init", folder)).toEqual({
      code: 0,
      out: `Wrote ${folder}/first.scenario.yaml: what the folder does today with one request. Run it: npx apim-gateway test ${folder}\n`,
      err: "",
    });
    expect(
      readFileSync(path.join(folder, "first.scenario.yaml"), "utf8"),
    ).toBe(`scenario: a request is answered with 200
policy: policy.xml

# What backends answer. A list is used up in order, one answer is given every time.
backends:
  accounts: { json: {} }

send:
  GET: /

expect:
  status: 200
  calls: [accounts]
`);
    expect((await gateway("test", folder)).code).toBe(0);
    write("first.scenario.yaml", "mine");
    expect(await gateway("init", folder)).toMatchObject({
      code: 1,
      err: `${folder}/first.scenario.yaml is there already and stays as it is.\n`,
    });
    expect(readFileSync(path.join(folder, "first.scenario.yaml"), "utf8")).toBe("mine");
  });

  test("gives the caller a subscription where the policy asks for it", async () => {
    cpSync(path.join(rules, "limited.xml"), path.join(folder, "policy.xml"));
    expect((await gateway("init", folder)).code).toBe(0);
    const first = readFileSync(path.join(folder, "first.scenario.yaml"), "utf8");
    expect(first).toContain("send:\n  GET: /\n  subscription: app\n");
    expect(first).toContain("  status: 200\n");
  });

  test("finds an operation, a caller and whom they lead to in a folder of resources", async () => {
    cpSync(path.join(house, "test/scenarios/passing/whole"), folder, { recursive: true });
    expect((await gateway("init", folder)).code).toBe(0);
    expect(readFileSync(path.join(folder, "first.scenario.yaml"), "utf8")).toContain(`resources: .

# What backends answer. A list is used up in order, one answer is given every time.
backends:
  writer: { json: {} }

send:
  POST: /shop/orders/
  json: {}
  subscription: app

expect:
  status: 200
  calls: [writer]
`);
    expect((await gateway("test", folder)).code).toBe(0);
  });

  test("a folder that cannot run gets none, and is told why", async () => {
    write("policy.xml", `<policies><inbound><set-variable name="x" value="@(1 +)" /></inbound></policies>`);
    const { code, err } = await gateway("init", folder);
    expect([code, err, existsSync(path.join(folder, "first.scenario.yaml"))]).toEqual([
      1,
      expect.stringMatching(/^policy\.xml:1:\d+: Expected a value, found the end\./),
      false,
    ]);
  });
});
