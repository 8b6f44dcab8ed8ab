import { readFileSync } from "node:fs";
import { join } from "node:path";
import { secretPatterns } from "../../src/observe/secretPatterns";

const listed = JSON.parse(
  readFileSync(join(__dirname, "../fixtures/secretPatterns.json"), "utf8"),
) as readonly unknown[];

/** The list is what judges how long they may take; nobody else can see what is put together at run time. */
test("the patterns that are put together for secrets are those that were judged", () => {
  const { name, quotedName, hint, inText } = secretPatterns(["x-my-key"]);
  const made = [name, quotedName, hint, ...inText];
  expect(made.map(({ source, flags }) => ({ source, flags }))).toEqual(listed);
});
