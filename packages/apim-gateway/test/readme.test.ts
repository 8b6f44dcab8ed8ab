import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policySupportMarkdown } from "../src/gateway/policySupport";

test("the README of the gateway has the present table of policies", () => {
  const readme = readFileSync(join(__dirname, "../README.md"), "utf8");
  // `npx apim-gateway policies --markdown` prints it.
  expect(readme).toContain(policySupportMarkdown());
});
