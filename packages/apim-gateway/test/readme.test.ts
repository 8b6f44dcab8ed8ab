import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkFolder } from "../src/gateway/checkFolder";
import { printed } from "./scenarios/printed";

const readme = readFileSync(join(__dirname, "../README.md"), "utf8");

test("the policy to begin with has no problem", () => {
  const [, policy = ""] = /<<'XML'\n([\s\S]*?)^XML$/m.exec(readme) ?? [];
  const folder = mkdtempSync(join(tmpdir(), "gateway-readme-"));
  try {
    writeFileSync(join(folder, "policy.xml"), policy);
    const { configuration, problems } = checkFolder(folder);
    expect([configuration?.apis.length, problems]).toEqual([1, []]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the scenario to begin with fails as it is shown, and passes once the policy is mended", async () => {
  const [, policy = ""] = /cat > failover\/policy\.xml <<'XML'\n([\s\S]*?)^XML$/m.exec(readme) ?? [];
  const [, scenario = ""] = /<<'YAML'\n([\s\S]*?)^YAML$/m.exec(readme) ?? [];
  const [, shown = ""] = /^```\n(✗[\s\S]*?)^```$/m.exec(readme) ?? [];
  const folder = mkdtempSync(join(tmpdir(), "gateway-readme-"));
  try {
    writeFileSync(join(folder, "failover.scenario.yaml"), scenario);
    writeFileSync(join(folder, "policy.xml"), policy);
    expect(await printed(folder)).toBe(shown.replace("90 ms", "0 s"));
    const mended = policy.replace("<forward-request />", '<forward-request buffer-request-body="true" />');
    writeFileSync(join(folder, "policy.xml"), mended);
    expect(await printed(folder)).toMatch(/^✓ .*\n1 passed · 0 s for 6 s\n$/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
