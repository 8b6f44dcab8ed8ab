import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { comment, linkOf } from "../../../cli/commands/comment";
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

  const headings: Readonly<Record<keyof typeof quietEdits, string>> = {
    "a consumer is cut from 200,000 to 20 tokens": "checkout: 200,000 → 20 tokens a minute",
    "the content filter is another":
      "luna: content filter Microsoft.DefaultV2 → Microsoft.Default, for checkout and claims",
    "the gateway has half its units": "the gateway has 1 instead of 2 units, for checkout and claims",
    "private becomes public":
      "the accounts become public (were private): their private endpoints go, and the internet reaches them",
  };

  it.each(Object.entries(quietEdits))("asks for care in its first line when %s", async (when, { edit }) => {
    const all = await lines(fleetText, edited(fleetText, edit));
    const said = headings[when as keyof typeof quietEdits];
    expect(all.slice(0, 2)).toEqual([
      "<!-- aoai-fleet: pull request -->",
      `## ⚠️ Be careful — ${said} (prod)`,
    ]);
    const start = all.indexOf("**What changes**");
    expect(all[start + 1]?.replace(/\d+/g, "N")).toBe(`- ⚠️ ${said} (line N)`.replace(/\d+/g, "N"));
    expect(all[start + 2]).toBe("**Traffic:** Routing is unchanged.");
  });

  it("says that nothing is lost when the file says the same in other words", async () => {
    const all = await lines(fleetText, `# the same\n${fleetText}`);
    expect(all.slice(1, 4)).toEqual([
      "## ✅ Nothing is lost",
      "### prod",
      "**Traffic:** No change: requests go where they went before.",
    ]);
  });

  it("does not ask for care when there is only a gain, and tells it", async () => {
    const all = await lines(fleetText, edited(fleetText, ["payg: 200", "payg: 900"]));
    expect(all.slice(1, 5)).toEqual([
      "## ✅ Nothing is lost",
      "### prod",
      "**What changes**",
      "- luna in eastus2: PAYG 200k TPM → 900k TPM, for checkout and claims (line 16)",
    ]);
  });

  it("asks for care when the file before cannot be read", async () => {
    const all = await lines(`${fleetText}of: another time\n`, fleetText);
    expect(all.slice(1, 4)).toEqual([
      "## ⚠️ Be careful — what changes is not known (prod)",
      "### prod",
      "**Traffic:** not known. The file before this change cannot be read by the project as it is now.",
    ]);
  });

  it("lists ten settings, folds the next, and counts the rest", async () => {
    const consumer = (index: number, tokens: number) => `  c${100 + index}: { tokensPerMinute: ${tokens} }\n`;
    const fleet = (tokens: number) =>
      `${fleetText}${Array.from({ length: 250 }, (_, index) => consumer(index, tokens)).join("")}`;
    const all = await lines(fleet(2), fleet(1));
    const start = all.indexOf("**What changes**");
    expect([all[1], all[2], all[9]]).toEqual([
      "## ⚠️ Be careful — c100: 2 → 1 tokens a minute (prod)",
      "- c101: 2 → 1 tokens a minute (prod)",
      "- … and 242 more",
    ]);
    expect(all[start + 10]).toBe("- ⚠️ c109: 2 → 1 tokens a minute (line 36)");
    expect(all[start + 11]).toBe("<details><summary>240 more settings</summary>");
    expect(all.slice(start + 201, start + 204)).toEqual([
      "- ⚠️ c299: 2 → 1 tokens a minute (line 226)",
      "… and 50 more",
      "</details>",
    ]);
  });

  it("lets nothing of a name or a value become markup", async () => {
    const tag = '"`@team` [x](b.example)": "`</details> @all"';
    const all = await lines(fleetText, edited(fleetText, ["owner: platform", `owner: platform, ${tag}`]));
    expect(all[all.indexOf("**What changes**") + 1]).toMatch(
      /^- tag \\`@\u200bteam\\` \\\[x\\\]\(b\.example\): none → "\\`&lt;\/details&gt; @\u200ball" \(line \d+\)$/,
    );
  });

  it("links each line of the file at the commit that was read", async () => {
    write("base/stacks/prod.yaml", fleetText);
    write("head/stacks/prod.yaml", edited(fleetText, ["tokensPerMinute: 200000", "tokensPerMinute: 20"]));
    const link = linkOf({
      GITHUB_SERVER_URL: "https://github.example",
      GITHUB_REPOSITORY: "o/r",
      GITHUB_SHA: "abc",
    });
    let out = "";
    await comment(
      {
        baseDir: join(folder, "base"),
        headDir: join(folder, "head"),
        preview: new Map(),
        previewText: new Map(),
        outcome: new Map(),
      },
      { repository: undefined, github: undefined, today: "2026-01-01", ...(link && { link }) },
      (text) => {
        out += text;
      },
    );
    expect(out).toContain("([line 25](https://github.example/o/r/blob/abc/stacks/prod.yaml#L25))");
    expect(linkOf({ GITHUB_SHA: "abc" })).toBeUndefined();
  });
});
