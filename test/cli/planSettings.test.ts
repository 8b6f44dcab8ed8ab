import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dump, load } from "js-yaml";
import { type PlanRequest, planReport } from "../../cli/commands/plan";
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

const shown: Readonly<Record<keyof typeof quietEdits, readonly [path: string, from: string, to: string]>> = {
  "a consumer is cut from 200,000 to 20 tokens": ["consumers.checkout.tokensPerMinute", "200000", "20"],
  "the content filter is another": ["models.luna.raiPolicy", "Microsoft.DefaultV2", "Microsoft.Default"],
  "the gateway has half its units": ["gateway.sku.units", "2", "1"],
  "private becomes public": ["network.access", "private", "public"],
};

describe("npx fleet plan old new", () => {
  describe.each(Object.entries(quietEdits))("when %s", (when, { edit, change }) => {
    const [path, from, to] = shown[when as keyof typeof quietEdits];
    const after = edited(fleetText, edit);

    it("says that only the routing stays, and which setting differs", () => {
      expect(compare(fleetText, after)).toBe(
        `Routing is unchanged.\n\nSettings that differ:\n· ${path}: ${from} → ${to}\n`,
      );
      expect(compare(fleetText, after, { format: "md" })).toBe(
        `Routing is unchanged.\n\n**Settings that differ**\n\n- \`${path}\`: \`${from}\` → \`${to}\`\n`,
      );
    });

    it("has the setting in its JSON", () => {
      expect(JSON.parse(compare(fleetText, after, { format: "json" }))).toEqual([
        { kind: "setting", ...change },
      ]);
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
    expect(compare(fleetText, after, { model: "luna" })).toBe(
      [
        "The routing of `luna` is unchanged.",
        "",
        "Settings that differ:",
        "· regions.eastus2.deployments.text-embedding-3-large.payg.capacity: 350 → 300",
        "",
      ].join("\n"),
    );
  });

  it("tells a renamed fleet by the one setting that was changed", () => {
    const out = compare(fleetText, edited(fleetText, ["workload: aoai", "workload: ai"]));
    expect(out.slice(out.indexOf("Settings"))).toBe("Settings that differ:\n· workload: aoai → ai\n");
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
