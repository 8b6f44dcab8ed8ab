import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { recordDeployed } from "./fleets";
import { tree } from "./tree";

describe.each(["dev", "prod"])("the %s stack", (stack) => {
  test("declares exactly the resources of its approved list", async () => {
    const recording = await recordDeployed(stack);
    expect(recording.violations).toEqual([]);
    expect(`${tree(recording)}\n`).toBe(approved(stack, tree(recording)));
  });

  test("shows every resource in its preview: nothing is created from a value that is only known later", async () => {
    const preview = await recordDeployed(stack, { preview: true });
    const update = await recordDeployed(stack);
    expect(tree(preview)).toBe(tree(update));
  });
});

/** The list that a person approved; `UPDATE_RESOURCES=1` writes it anew, for review in the diff. */
function approved(stack: string, actual: string): string {
  const file = join(__dirname, `${stack}.resources.txt`);
  if (process.env.UPDATE_RESOURCES === "1") writeFileSync(file, `${actual}\n`);
  return existsSync(file) ? readFileSync(file, "utf8") : "(there is no approved list)";
}
