import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { policyFiles } from "../../infra/rendering/policyFiles";
import { rendered, root } from "./fleets";

const folders = ["test/golden", "packages/apim-gateway/test/fixtures/fleet"];
const stacks = readdirSync(join(root, "stacks"))
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => name.replace(/\.yaml$/, ""));

describe("the approved policies (npm run golden writes them)", () => {
  test.each(folders)("exist for every stack in %s", (folder) => {
    expect(readdirSync(join(root, folder)).sort()).toEqual(stacks.sort());
  });

  // The gateway's own tests read copies.
  const each = folders.flatMap((folder) => stacks.map((name) => [name, folder] as const));
  test.each(each)("of %s in %s are what is rendered, whole", (name, place) => {
    const folder = join(root, place, name);
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
