import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

const root = path.resolve(__dirname, "../..");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "fleet-lenient-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Ten mistakes, a doubt, and something that is right. */
const imperfect = `<policies>
  <inbound>
    <base />
    <rate-limit-by-key calls="10" renewal-period="600" counter-key="a" />
    <cache-store duration="60" />
    <rewrite-uri />
    <set-header name="a" exists-action="overide"><value>1</value></set-header>
    <set-variable name="a" value="@(1 + )" />
    <set-status code="none" />
    <choose><when><set-method>GET</set-method></when></choose>
    <find-and-replace from="a" to="b" form="c" />
    <mock-response status-code="{code}" />
    <set-body>right</set-body>
  </inbound>
  <backend>
    <set-body>first</set-body>
    <forward-request timeout="-1" />
  </backend>
</policies>
`;

function check(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  writeFileSync(path.join(folder, "policy.xml"), imperfect);
  const all = [path.join(root, "cli/main.js"), "gateway", folder, "--check", ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, all, { cwd: root }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

describe("fleet gateway --check of a document with ten mistakes", () => {
  test("refuses it for all ten", async () => {
    const { code, out } = await check();
    expect(code).toBe(1);
    expect(out.match(/ {2}error {2}\[/g)).toHaveLength(10);
    expect(out).toMatch(
      /: 10 errors, 1 warning\nTo try policies that others wrote, add --lenient: [^\n]+\n$/,
    );
    expect(out.replace(/\s+/g, " ")).not.toContain("API Management would refuse");
  });

  test("--lenient tells all ten, counts them apart, and ends with 0", async () => {
    const { code, out } = await check("--lenient");
    expect(code).toBe(0);
    expect(out).not.toMatch(/ {2}error {2}\[/);
    // Lines are broken where the terminal ends.
    const words = out.replace(/\s+/g, " ");
    expect(words.match(/API Management would refuse this at save; here /g)).toHaveLength(10);
    expect(out).toMatch(/: 0 errors, 1 warning, 10 mistakes that API Management would refuse at save\n$/);
  });

  test("--lenient --format json marks them", async () => {
    const { code, out } = await check("--lenient", "--format", "json");
    expect(code).toBe(0);
    const { problems } = JSON.parse(out) as { problems: { rule: string; refusedAtSave?: boolean }[] };
    expect(problems.filter(({ refusedAtSave }) => refusedAtSave === true)).toHaveLength(10);
    expect(problems.filter(({ refusedAtSave }) => refusedAtSave === undefined)).toEqual([
      expect.objectContaining({ rule: "placeholder", severity: "warning" }),
    ]);
  });

  test("--lenient --format github annotates with warnings that say so", async () => {
    const { code, out } = await check("--lenient", "--format", "github");
    expect(code).toBe(0);
    expect(out).toMatch(
      /^::warning file=\S*policy\.xml,line=6,col=\d+,title=missing-attribute::.*API Management would refuse this at save/m,
    );
    expect(out).not.toContain("::error");
  });

  test("--strict --lenient is wrong usage", async () => {
    const { code, err } = await check("--strict", "--lenient");
    expect(code).toBe(2);
    expect(err).toContain("option '--lenient' cannot be used with option '--strict'");
  });
});
