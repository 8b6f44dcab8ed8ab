import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { comment } from "../../../cli/commands/comment";
import { fleetText, quietEdits } from "../../topology/difference/fleetText";
import { edited } from "../../topology/fixture";
import { previewJson } from "./previews";

/** A pull request in which all else is well: the preview is known, the tests passed. */
describe("the comment on a pull request that changes settings", () => {
  let folder: string;
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    return join(folder, path);
  };
  const lines = async (before: string, after: string) => {
    write("base/stacks/prod.yaml", before);
    write("head/stacks/prod.yaml", after);
    let out = "";
    const options = {
      baseDir: join(folder, "base"),
      headDir: join(folder, "head"),
      preview: new Map([["prod", write("prod.json", previewJson([], { update: 1, same: 40 }))]]),
      previewText: new Map(),
      outcome: new Map(),
      tests: write("ci.txt", "5 passed, 0 failed\n"),
    };
    await comment(options, { repository: undefined, github: undefined, today: "2026-01-01" }, (text) => {
      out += text;
    });
    return out.split("\n").filter((line) => line !== "");
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "comment-settings-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each(Object.entries(quietEdits))("asks for care when %s", async (_, { edit, change }) => {
    const all = await lines(fleetText, edited(fleetText, edit));
    expect(all.slice(0, 3)).toEqual([
      "<!-- aoai-fleet: pull request -->",
      "## ⚠️ Read this before you approve",
      `- prod changes \`${change.path}\``,
    ]);
    const start = all.indexOf("**Traffic:** Routing is unchanged.");
    expect(all.slice(start, start + 3)).toEqual([
      "**Traffic:** Routing is unchanged.",
      "**Settings that differ**",
      `- \`${change.path}\`: \`${change.before}\` → \`${change.after}\``,
    ]);
  });

  it("says that nothing is lost when the file says the same in other words", async () => {
    const all = await lines(fleetText, `# the same\n${fleetText}`);
    expect(all.slice(1, 4)).toEqual([
      "## ✅ Nothing is lost",
      "### prod",
      "**Traffic:** No change: requests go where they went before.",
    ]);
  });

  it("asks for care when there is only a gain", async () => {
    const all = await lines(fleetText, edited(fleetText, ["payg: 200", "payg: 900"]));
    const capacity = "regions.eastus2.deployments.luna.payg.capacity";
    expect([all[1], all[2], all.find((line) => line.includes("900`"))]).toEqual([
      "## ⚠️ Read this before you approve",
      `- prod changes \`${capacity}\``,
      `- \`${capacity}\`: \`200\` → \`900\``,
    ]);
  });

  it("asks for care when the file before cannot be read", async () => {
    const all = await lines(`${fleetText}of: another time\n`, fleetText);
    expect(all.slice(1, 5)).toEqual([
      "## ⚠️ Read this before you approve",
      "- what changes in prod is not known",
      "### prod",
      "**Traffic:** not known. The file before this change cannot be read by the project as it is now.",
    ]);
  });

  it("lists ten settings, folds the next, and counts the rest", async () => {
    const consumer = (index: number, tokens: number) => `  c${100 + index}: { tokensPerMinute: ${tokens} }\n`;
    const fleet = (tokens: number) =>
      `${fleetText}${Array.from({ length: 250 }, (_, index) => consumer(index, tokens)).join("")}`;
    const all = await lines(fleet(1), fleet(2));
    const start = all.indexOf("**Settings that differ**");
    expect(all[2]).toBe("- prod changes 250 settings");
    expect(all[start + 10]).toBe("- `consumers.c109.tokensPerMinute`: `1` → `2`");
    expect(all[start + 11]).toBe("<details><summary>240 more settings</summary>");
    expect(all.slice(start + 201, start + 204)).toEqual([
      "- `consumers.c299.tokensPerMinute`: `1` → `2`",
      "… and 50 more",
      "</details>",
    ]);
  });

  it("lets nothing of a name or a value become markup", async () => {
    const tag = '"`@team` [x](b.example)": "`</details> @all"';
    const all = await lines(fleetText, edited(fleetText, ["owner: platform", `owner: platform, ${tag}`]));
    const path = 'tags["\\u0060@team\\u0060 [x](b.example)"]';
    expect(all[2]).toBe(`- prod changes \`${path}\``);
    expect(all[all.indexOf("**Settings that differ**") + 1]).toBe(
      `- \`${path}\`: \`absent\` → \`"\\u0060</details> @all"\``,
    );
  });
});
