import fc from "fast-check";
import { diffPlans } from "../../infra/routing/diffPlans";
import { planRouting } from "../../infra/routing/planRouting";
import { plain } from "../../infra/routing/report/layout";
import { settingPath, settingsItems, settingsText } from "../../infra/routing/report/settings";
import { showPair, showValue } from "../../infra/routing/report/values";
import { fleet } from "./topologies";

const text = (path: string, before: unknown, after: unknown) =>
  settingsText([{ path, before, after }], { width: 80, colours: plain }).join("\n");

describe("settings that differ, as text", () => {
  it("are a path, the old value and the new one", () => {
    expect(text("network.access", "private", "public")).toBe("· network.access: private → public");
    expect(text("a.b", undefined, { tokens: 5, period: "Daily", more: undefined })).toBe(
      "· a.b: absent → {tokens: 5, period: Daily}",
    );
  });

  it("say when a list has only another order", () => {
    expect(text("gateway.surfaces", ["azure", "v1"], ["v1", "azure"])).toBe(
      "· gateway.surfaces: [azure, v1] → [v1, azure] (only the order)",
    );
    expect(text("a", ["b", "b", "c"], ["b", "c", "c"])).toBe("· a: [b, b, c] → [b, c, c]");
  });

  it("break at the width", () => {
    expect(text("regions.swedencentral.deployments.x", "a".repeat(30), "b".repeat(30))).toBe(
      [
        "· regions.swedencentral.deployments.x: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa →",
        "    bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
      ].join("\n"),
    );
  });

  it("are the first 20, and how many more there are", () => {
    const many = Array.from({ length: 23 }, (_, index) => ({ path: `a${index}`, before: 1, after: 2 }));
    const lines = settingsText(many, { width: 80, colours: plain });
    expect(lines.slice(19)).toEqual(["· a19: 1 → 2", "  and 3 more; --format json lists all of them."]);
    expect(settingsText(many.slice(0, 20), { width: 80, colours: plain }).length).toBe(20);
  });

  it("send nothing to the terminal but letters", () => {
    const line = text("tags.\u009b31m", "a", "\u001b[2J\u202e\u0007");
    expect(line).toBe('· tags.\\u009b31m: a → "\\u001b[2J\\u202e\\u0007"');
  });
});

describe("settings that differ, as Markdown", () => {
  it("are code, in which nothing comes alive", () => {
    const change = {
      path: 'tags["`@team` <b>"]',
      before: "`x` @all",
      after: "<img> [a](https://b.example) #1",
    };
    expect(settingsItems([change])).toEqual([
      '- `tags["\\u0060@team\\u0060 <b>"]`: `"\\u0060x\\u0060 @all"` → `"<img> [a](https://b.example) #1"`',
    ]);
  });

  it("keep the beginning and the end of a long path", () => {
    const path = `tags["${"long ".repeat(100)}end"]`;
    const shown = settingPath({ path, before: 1, after: 2 });
    expect(shown.length).toBe(163);
    expect([shown.startsWith('`tags["long '), shown.endsWith('end"]`')]).toEqual([true, true]);
  });
});

describe("two different values", () => {
  it.each<[what: string, before: unknown, after: unknown, shown: [string, string]]>([
    ["a number and a text", 20, "20", ["20", '"20"']],
    ["none and its name", undefined, "absent", ["absent", '"absent"']],
    ["a word and a truth", true, "true", ["true", '"true"']],
    ["one item and two", ["a, b"], ["a", "b"], ['["a, b"]', "[a, b]"]],
    ["a space at the end", "a", "a ", ["a", '"a "']],
    ["two spaces, which a page draws as one", "a b", "a  b", ['"a b"', '"a \\u0020b"']],
    ["a space that does not break", "a b", "a\u00a0b", ['"a b"', '"a\\u00a0b"']],
    ["nothing to see", "ab", "a\u200bb", ["ab", '"a\\u200bb"']],
    ["a Cyrillic letter", "Kasse", "K\u0430sse", ["Kasse", '"K\\u0430sse"']],
    ["a letter and its parts", "Zo\u00eb", "Zoe\u0308", ['"Zo\\u00eb"', '"Zoe\\u0308"']],
    ["letters that stay", "Zo\u00eb 1", "Zo\u00eb 2", ['"Zo\u00eb 1"', '"Zo\u00eb 2"']],
  ])("never look alike: %s", (_, before, after, shown) => {
    expect(showPair(before, after)).toEqual(shown);
  });

  it("are cut around the place where they differ", () => {
    const list = (last: string) => [...Array.from({ length: 40 }, (_, index) => `model-${index}`), last, "z"];
    expect(showPair(list("one"), list("two"))).toEqual(["…, model-39, one, z]", "…, model-39, two, z]"]);
    expect(showPair("a".repeat(90), `${"a".repeat(90)}b`)).toEqual([
      `…${"a".repeat(12)}`,
      `…${"a".repeat(12)}b`,
    ]);
  });

  it("are short, and differ where a page draws one space for many, whatever they are", () => {
    const alphabet = fc.constantFrom(
      "a",
      "b",
      " ",
      "\u00a0",
      "\u200b",
      "\u0430",
      "\u00eb",
      "\u0308",
      "…",
      '"',
      "\\",
      "\n",
    );
    const texts = fc.array(alphabet, { maxLength: 90 }).map((letters) => letters.join(""));
    const nearly = fc
      .tuple(texts, texts, alphabet)
      .map(([head, tail, letter]) => [`${head}${tail}`, `${head}${letter}${tail}`]);
    const values = fc.oneof(nearly, fc.tuple(fc.jsonValue({ maxDepth: 2 }), fc.jsonValue({ maxDepth: 2 })));
    const seen = (shown: string) => shown.replace(/[^\S ]|\p{C}|\p{M}/gu, "").replace(/ +/g, " ");
    fc.assert(
      fc.property(values, ([before, after]) => {
        fc.pre(JSON.stringify(before) !== JSON.stringify(after));
        const [from, to] = showPair(before, after);
        expect(seen(from)).not.toBe(seen(to));
        expect(Math.max([...from].length, [...to].length)).toBeLessThanOrEqual(62);
      }),
      { numRuns: 2000 },
    );
  });

  it("are texts that no other value has", () => {
    expect(showValue({ "a: b": [null, false, ""] })).toBe('{"a: b": [null, false, ""]}');
  });
});

describe("details of a plan", () => {
  it("show where two long values differ", () => {
    const plan = planRouting(
      fleet({ models: { a1: {} }, regions: { eastus2: { deployments: { a1: { payg: 5 } } } } }),
    );
    const described = (end: string) => ({
      ...plan,
      pools: plan.pools.map((pool) => ({ ...pool, description: `${"same ".repeat(50)}${end}` })),
    });
    expect(diffPlans(described("one"), described("two"))[0]?.text).toBe(
      'pools aoai-a1-payg-pool description: …e same same two" (was …e same same one")',
    );
  });
});
