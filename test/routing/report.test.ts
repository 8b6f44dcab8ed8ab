import { createColors } from "picocolors";
import { planRouting } from "../../infra/routing/planRouting";
import { findModelPlan } from "../../infra/routing/report/facts";
import { plain, table, wrap } from "../../infra/routing/report/layout";
import { code, inline, planMarkdown } from "../../infra/routing/report/markdown";
import { planMermaid } from "../../infra/routing/report/mermaid";
import { planText } from "../../infra/routing/report/text";
import { type FleetSketch, fleet } from "./topologies";

const sketch: FleetSketch = {
  models: { "gpt-5.4": { ptuSku: "DataZoneProvisionedManaged", paygSku: "DataZoneStandard" } },
  regions: {
    eastus2: { priority: 1, deployments: { "gpt-5.4": { ptu: 100, payg: 300 } } },
    swedencentral: { priority: 2, deployments: { "gpt-5.4": { payg: 300 } } },
  },
  consumers: { claims: { residency: "eu" }, shop: {} },
};
const plan = planRouting(fleet(sketch));

describe("the text report", () => {
  it("keeps its tables within the width, and cuts nothing that one would copy", () => {
    const text = planText(plan, { width: 70, colours: plain });
    const rows = text.split("\n").filter((line) => /^ {2}(tier|PTU|PAYG) {2}| of oai-/.test(line));
    expect(rows).toEqual([
      "  tier  region         prio  weight  capacity",
      "  PTU   eastus2           1     100   100 PTU",
      "    gpt-5.4-ptu of oai-aoai-test-eastus2",
      "  PAYG  eastus2           1     100  300k TPM",
      "    gpt-5.4-payg of oai-aoai-test-eastus2",
      "  PAYG  swedencentral     2     100  300k TPM",
      "    gpt-5.4-payg of oai-aoai-test-swedencentral",
      "  tier  region         prio  weight  capacity",
      "  PAYG  swedencentral     2     100  300k TPM",
      "    gpt-5.4-payg of oai-aoai-test-swedencentral",
    ]);
    for (const width of [60, 80, 100, 200]) {
      const narrow = planText(plan, { width, colours: plain });
      expect(narrow).not.toContain("…");
      for (const { url } of plan.backends) expect(narrow).toContain(url);
    }
  });

  it("says each breaker figure with its reason once, however many members have it", () => {
    const text = planText(plan, { width: 100, colours: plain });
    const figures = text
      .slice(text.indexOf("Circuit breakers"))
      .split("\n")
      .filter((line) => /^ {2}\S/.test(line));
    expect(figures).toEqual([
      "  PTU, PAYG: trips after 20 failures within PT10S",
      "  regional route: trips after 10 failures within PT1M",
      "  PTU, PAYG: failures are 500–504",
      "  regional route: failures are 500–504",
      "  PTU, PAYG: left out for PT1S",
      "  regional route: left out for PT10S",
      "  PTU: Retry-After is ignored",
      "  PAYG: Retry-After is ignored",
      "  regional route: Retry-After is ignored",
    ]);
  });

  it("is the same text with colours and without", () => {
    const colourful = planText(plan, { width: 100, colours: createColors(true) });
    const bare = colourful.replace(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g"), "");
    expect(bare).toBe(planText(plan, { width: 100, colours: plain }));
    expect(colourful === bare).toBe(false);
  });

  it("tells who uses which route", () => {
    const lines = planText(plan, { width: 100, colours: plain }).split("\n");
    expect(lines.filter((line) => line.includes("route gpt") || line.includes("consumers:"))).toEqual([
      "gpt-5.4  route gpt-5-4, processed: anywhere",
      "  consumers: shop",
      "gpt-5.4  route gpt-5-4-eu, processed: eu",
      "  consumers: claims",
    ]);
  });
});

describe("the diagram", () => {
  it("leads from each route over its pools to their members", () => {
    expect(planMermaid(plan).split("\n")).toEqual([
      "flowchart LR",
      '  r0(["gpt-5.4<br/>shop"])',
      '  r0 -- "1" --> r0p0["PTU<br/>1 member"]:::ptu',
      '  r0p0 --> r0p0m0["eastus2<br/>100 PTU<br/>priority 1, weight 100"]',
      '  r0 -- "2" --> r0p1["PAYG<br/>2 members"]:::payg',
      '  r0p1 --> r0p1m0["eastus2<br/>300k TPM<br/>priority 1, weight 100"]',
      '  r0p1 --> r0p1m1["swedencentral<br/>300k TPM<br/>priority 2, weight 100"]',
      '  r1(["gpt-5.4<br/>route gpt-5-4-eu<br/>claims"])',
      '  r1 -- "1" --> r1p0["PAYG<br/>1 member"]:::payg',
      '  r1p0 --> r1p0m0["swedencentral<br/>300k TPM<br/>priority 2, weight 100"]',
      "  classDef ptu stroke-width:3px",
      "  classDef payg stroke-dasharray:4",
      "",
    ]);
  });

  it("lets no name end a label or become markup", () => {
    const [member] = plan.members;
    const hostile = { ...plan, routes: plan.routes.map((route) => ({ ...route, model: 'a"]; click <b>#' })) };
    expect(member).toBeDefined();
    expect(planMermaid(hostile).split("\n")[1]).toBe('  r0(["a#34;#93;; click #60;b#62;#35;"])');
  });
});

describe("the Markdown report", () => {
  it("shows one line and folds the rest", () => {
    const text = planMarkdown(plan);
    expect(text.split("\n")[0]).toBe(
      "**test: 1 model, 3 members in 2 regions, 6 pools, surfaces azure and v1**",
    );
    expect(text.split("\n").filter((line) => line.startsWith("<details>"))).toEqual([
      "<details><summary><b>gpt-5.4</b> · 3 members in 2 regions</summary>",
      "<details><summary><b>gpt-5.4</b> · 1 member in 1 region · processed in eu</summary>",
      "<details><summary>Calls that belong to one account</summary>",
      "<details><summary>Circuit breakers and why</summary>",
    ]);
    expect(text.split("\n").filter((line) => line === "```mermaid").length).toBe(plan.routes.length);
    expect(text.split("<details>").length).toBe(text.split("</details>").length);
  });

  it("takes no text for markup, a mention or a link", () => {
    expect(inline("<img src=x> @team [a](b) `c` *d* | e\nf & g")).toBe(
      "&lt;img src=x&gt; @\u200bteam \\[a\\](b) \\`c\\` \\*d\\* \\| e f &amp; g",
    );
    expect(code("a`b\nc")).toBe("`a'b c`");
  });
});

describe("one model of a plan", () => {
  it("has nothing of the others", () => {
    const two = planRouting(
      fleet({
        ...sketch,
        models: { ...sketch.models, "gpt-5.6-luna": {} },
        fineTuned: { mine: { region: "eastus2", payg: 1 } },
      }),
    );
    const one = findModelPlan(two, "mine");
    expect(one?.backends.map((backend) => backend.id)).toEqual([
      "aoai-mine-payg-eastus2",
      "aoai-mine-payg-eastus2-v1",
    ]);
    expect(one?.pools.map((pool) => pool.id)).toEqual(["aoai-mine-payg-pool", "aoai-mine-payg-pool-v1"]);
    expect(one?.access.map((access) => [access.consumer, access.routes])).toEqual([
      ["shop", { mine: "mine" }],
    ]);
    expect(findModelPlan(two, "constructor")).toBeUndefined();
  });
});

describe("layout", () => {
  it("never cuts a column that must stay whole", () => {
    const columns = [{ title: "a" }, { title: "b", atLeast: 5 }];
    expect(table(columns, [["x".repeat(70), "y".repeat(20)]], 60)).toEqual([
      `${"a".padEnd(70)}  b`,
      `${"x".repeat(70)}  yyyy…`,
    ]);
  });

  it("wraps prose at spaces with its indents", () => {
    expect(wrap(`${"word ".repeat(20)}end`, 60, { first: "- ", rest: "  " })).toEqual([
      `- ${"word ".repeat(11).trim()}`,
      `  ${"word ".repeat(9)}end`,
    ]);
  });
});
