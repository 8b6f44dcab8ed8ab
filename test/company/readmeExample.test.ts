import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { loadFleet } from "../../infra/loadFleet";
import { base, edited } from "../topology/fixture";

test("the README's example of a company's policy has no problem", () => {
  const readme = readFileSync(resolve(__dirname, "../../README.md"), "utf8");
  const section = readme.slice(readme.indexOf("### Policies of your own"));
  const [yaml = "", xml = ""] = [...section.matchAll(/^```(?:yaml|xml)\n(.*?)^```$/gms)].map(
    ([, text]) => text,
  );
  const folder = mkdtempSync(join(tmpdir(), "fleet-readme-"));
  mkdirSync(join(folder, "policies"));
  for (const name of ["company", "failures"]) writeFileSync(join(folder, `policies/${name}.xml`), xml);
  const file = join(folder, "test.yaml");
  writeFileSync(file, edited(base, ["gateway:\n", yaml]));
  const checked = loadFleet(file);
  rmSync(folder, { recursive: true });
  expect(checked.ok ? checked.warnings : checked.problems).toEqual([
    // The same text at both places, and `check-header` is for inbound only.
    expect.objectContaining({ rule: "wrong-section", path: "gateway.policies.onError" }),
  ]);
  expect(xml).toContain("<check-header");
});
