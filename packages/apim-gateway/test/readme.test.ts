import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkFolder } from "../src/gateway/checkFolder";
import { policySupportMarkdown } from "../src/gateway/policySupport";

const readme = readFileSync(join(__dirname, "../README.md"), "utf8");

test("the README of the gateway has the present table of policies", () => {
  // `npx apim-gateway policies --markdown` prints it.
  expect(readme).toContain(policySupportMarkdown());
});

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
