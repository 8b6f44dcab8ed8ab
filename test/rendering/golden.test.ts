import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { policyFiles } from "../../infra/rendering/policyFiles";
import { rendered, root } from "./fleets";

const stacks = readdirSync(join(root, "stacks"))
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => name.replace(/\.yaml$/, ""));

describe("the approved policies (npm run golden writes them)", () => {
  test("exist for every stack", () => {
    expect(readdirSync(join(root, "test", "golden")).sort()).toEqual(stacks.sort());
  });

  test.each(stacks)("of %s are what is rendered, whole", (name) => {
    const folder = join(root, "test", "golden", name);
    const approved = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map(
        (path) =>
          [
            path
              .slice(folder.length + 1)
              .split("\\")
              .join("/"),
            readFileSync(path, "utf8"),
          ] as const,
      )
      .sort(([a], [b]) => (a < b ? -1 : 1));
    expect(Object.fromEntries(policyFiles(rendered(name)))).toEqual(Object.fromEntries(approved));
  });
});
