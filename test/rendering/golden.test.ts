import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { policyFiles } from "../../infra/rendering/policyFiles";
import { SHARED } from "../../infra/rendering/sharedFiles";
import { rendered, root } from "./fleets";

const folders = ["test/golden", "packages/apim-gateway/test/fixtures/fleet"];
const stacks = readdirSync(join(root, "stacks"))
  .filter((name) => name.endsWith(".yaml"))
  .map((name) => name.replace(/\.yaml$/, ""));

/** Texts of a folder by their paths in it. */
const approved = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [
        path
          .slice(folder.length + 1)
          .split("\\")
          .join("/"),
        readFileSync(path, "utf8"),
      ]),
  );

describe("the approved policies (npm run golden writes them)", () => {
  test.each(folders)("exist for every stack in %s", (folder) => {
    const found = readdirSync(join(root, folder)).filter((name) => name !== SHARED);
    expect(found.sort()).toEqual(stacks.sort());
  });

  test("are approved once where they are equal in all stacks", () => {
    const all = stacks.map((name) => new Map(policyFiles(rendered(name))));
    const equal = [...(all[0] ?? [])].filter(([path, text]) =>
      all.every((files) => files.get(path) === text),
    );
    expect(approved(join(root, "test/golden", SHARED))).toEqual(Object.fromEntries(equal));
  });

  // The gateway's own tests read copies.
  const each = folders.flatMap((folder) => stacks.map((name) => [name, folder] as const));
  test.each(each)("of %s in %s are what is rendered, whole", (name, place) => {
    const folder = join(root, place);
    const shared = place === "test/golden" ? approved(join(folder, SHARED)) : {};
    expect(Object.fromEntries(policyFiles(rendered(name)))).toEqual({
      ...shared,
      ...approved(join(folder, name)),
    });
  });
});
