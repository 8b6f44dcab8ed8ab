import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { comment } from "../../../cli/commands/comment";
import { after, fleetYaml, type ReviewEdit, reviewEdits } from "../../review/edits";
import { account, backend, previewJson, type Step } from "./previews";

/**
 * What a reviewer reads of each kind of change without unfolding anything, approved in `approved/<edit>.md`. `APPROVE=1` writes
 * them; read the difference as the reviewer would.
 */
const approved = join(__dirname, "approved");

/** Lines that are seen without unfolding anything; a screen has about forty. */
const SCREEN = 40;

const endpoint = (region: string): Step => ({
  ...account("delete", `prod-${region}-endpoint`),
  urn: `urn:pulumi:prod::aoai-fleet::aoai-fleet:index:Fleet$azure-native:network:PrivateEndpoint::prod-${region}`,
});

/** What the engine would say besides; an update of the policies where nothing else is written. */
const steps: Readonly<Record<string, readonly Step[]>> = {
  "private-to-public": ["eastus2", "swedencentral"].map(endpoint),
  "region-removed": [account("delete", "prod-francecentral")],
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "comment-edits-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function commentOn(edit: ReviewEdit): Promise<string> {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    return join(folder, path);
  };
  write("base/stacks/prod.yaml", fleetYaml);
  write("head/stacks/prod.yaml", after(edit));
  const changes = steps[edit.name] ?? [
    backend("update", "aoai-gpt-5-1-ptu-eastus2", { diffReasons: ["url"] }),
  ];
  const counts = { update: 0, delete: 0, same: 240 };
  for (const { op } of changes) counts[op as "update" | "delete"]++;
  let out = "";
  await comment(
    {
      baseDir: join(folder, "base"),
      headDir: join(folder, "head"),
      preview: new Map([["prod", write("prod.json", previewJson(changes, counts))]]),
      previewText: new Map([["prod", write("prod.txt", "~ url: old => new\n".repeat(2000))]]),
      tests: write("ci.txt", "2040 passed, 0 failed\n"),
      outcome: new Map([["topology files", "success"]]),
    },
    { repository: undefined, github: undefined, today: "2026-11-30" },
    (text) => {
      out += text;
    },
  );
  return out;
}

/** What stands open in a comment: of what is folded the line to click. */
function open(text: string): string {
  let depth = 0;
  const lines = text.split("\n").flatMap((line) => {
    const outside = depth === 0;
    depth += Number(line.startsWith("<details>")) - Number(line === "</details>");
    return outside ? [line.replace("<details><summary>", "▸ ").replace("</summary>", "")] : [];
  });
  return lines.join("\n");
}

const titles = {
  careful: "## ⚠️ Be careful — ",
  notable: "## ✅ Nothing is lost",
  fine: "## ✅ Nothing is lost",
};

describe("the comment on a pull request", () => {
  it.each(reviewEdits.map((edit) => [edit.name, edit] as const))("on %s is approved", async (name, edit) => {
    const text = await commentOn(edit);
    const file = join(approved, `${name}.md`);
    if (process.env.APPROVE === "1") writeFileSync(file, open(text));
    expect(open(text)).toBe(readFileSync(file, "utf8"));
    const heading = text.split("\n")[2] ?? "";
    expect(heading.startsWith(titles[edit.level])).toBe(true);
    if (edit.first !== undefined) expect(heading).toContain(edit.first);
    expect(open(text).split("\n").filter(Boolean).length).toBeLessThanOrEqual(1.5 * SCREEN);
    expect(Buffer.byteLength(/```diff\n([\s\S]*?)```/.exec(text)?.[1] ?? "")).toBeLessThan(10_000);
    if (name !== "reworded") expect(text).not.toMatch(/no change/i);
  });

  it("has an approved text for each edit, and no other", () => {
    expect(readdirSync(approved).sort()).toEqual(reviewEdits.map(({ name }) => `${name}.md`).sort());
  });
});
