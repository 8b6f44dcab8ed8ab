import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dump, load } from "js-yaml";
import { planReport } from "../../cli/commands/plan";
import type { PlanRequest } from "../../cli/plan/request";
import { parseTopology } from "../../infra/topology/parse";
import { fleetText, quietEdits } from "../topology/difference/fleetText";
import { edited } from "../topology/fixture";
import { stacks } from "../topology/mutations";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "plan-settings-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function compare(before: string, after: string, request: Partial<PlanRequest> = {}): string {
  const [file, newFile] = [join(folder, "old.yaml"), join(folder, "new.yaml")];
  writeFileSync(file, before);
  writeFileSync(newFile, after);
  const { code, out, err } = planReport({
    file,
    newFile,
    format: "text",
    width: 80,
    today: "2026-11-30",
    colour: false,
    ...request,
  });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out;
}

const shown: Readonly<Record<keyof typeof quietEdits, readonly [text: string, line: number]>> = {
  "a consumer is cut from 200,000 to 20 tokens": ["checkout: 200,000 → 20 tokens a minute", 25],
  "the content filter is another": [
    "luna: content filter Microsoft.DefaultV2 → Microsoft.Default, for checkout and claims",
    11,
  ],
  "the gateway has half its units": ["the gateway has 1 instead of 2 units, for checkout and claims", 7],
  "private becomes public": [
    "the accounts become public (were private): their private endpoints go, and the internet reaches them",
    9,
  ],
};

describe("./fleet plan old new", () => {
  describe.each(Object.entries(quietEdits))("when %s", (when, { edit, change }) => {
    const [text, line] = shown[when as keyof typeof quietEdits];
    const after = edited(fleetText, edit);

    it("says that only the routing stays, and which setting differs, and where", () => {
      expect(compare(fleetText, after, { width: 300 })).toBe(
        `Routing is unchanged.\n\nSettings that differ:\n! ${text} (${join(folder, "new.yaml")}:${line})\n`,
      );
      expect(compare(fleetText, after, { format: "md" })).toBe(
        `Routing is unchanged.\n\n**Settings that differ**\n\n- ⚠️ ${text} (line ${line})\n`,
      );
    });

    it("has the setting in its JSON", () => {
      const [setting, ...others] = JSON.parse(compare(fleetText, after, { format: "json" }));
      expect(others).toEqual([]);
      expect(setting).toEqual({
        kind: "setting",
        ...change,
        level: "careful",
        text,
        position: { file: join(folder, "new.yaml"), line, column: expect.any(Number) },
      });
    });
  });

  it("says that nothing changes only when no setting differs", () => {
    const reworded = edited(fleetText, ["workload: aoai\n", "workload: aoai # the same\n"]);
    expect(compare(fleetText, reworded)).toBe("No change: requests go where they went before.\n");
    expect(compare(fleetText, reworded, { format: "md" })).toBe(
      "No change: requests go where they went before.\n",
    );
    expect(JSON.parse(compare(fleetText, reworded, { format: "json" }))).toEqual([]);
  });

  it("does not claim with --model that the other models stay", () => {
    const after = edited(fleetText, ["payg: 350", "payg: 300"]);
    expect(compare(fleetText, after, { model: "luna", width: 300 })).toBe(
      [
        "The routing of `luna` is unchanged.",
        "",
        "Settings that differ:",
        `! text-embedding-3-large in eastus2: PAYG 350k TPM → 300k TPM, for checkout (${join(folder, "new.yaml")}:17)`,
        "",
      ].join("\n"),
    );
  });

  it("tells a renamed fleet by the one setting that was changed", () => {
    for (const [from, to] of [
      ["workload: aoai", "workload: ai"],
      ["environment: prod", "environment: live"],
    ] as const) {
      const out = compare(fleetText, edited(fleetText, [from, to]), { width: 400 });
      expect(out.split("\n")).toHaveLength(out.startsWith("Routing is unchanged.") ? 5 : 6);
      expect(out).toContain(
        `\n! ${from.replace(": ", " ")} → ${to.split(" ")[1]}: names and addresses follow`,
      );
    }
  });

  it("never says that nothing changes when a number of a stack is another", () => {
    const silent: string[] = [];
    let compared = 0;
    for (const { text } of stacks) {
      for (const path of numbers(load(text))) {
        const other = dump(changed(load(text), path));
        if (!parseTopology(other, "other.yaml").ok) continue;
        compared++;
        if (/no change/i.test(compare(text, other))) silent.push(path.join("."));
      }
    }
    expect(silent).toEqual([]);
    expect(compared).toBeGreaterThan(10);
  });
});

type Place = readonly string[];

function numbers(value: unknown, path: Place = []): Place[] {
  if (typeof value === "number") return [path];
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => numbers(inner, [...path, key]))
    : [];
}

function changed(root: unknown, path: Place): unknown {
  let holder = root as Record<string, unknown>;
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
  const last = path.at(-1) ?? "";
  holder[last] = (holder[last] as number) + 1;
  return root;
}
