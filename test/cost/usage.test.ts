import { join } from "node:path";
import { type CostRequest, costReport } from "../../cli/cost/costReport";
import { readUsage } from "../../infra/cost/readUsage";
import { writeBeside } from "./written";

const HEAD = "model,region,tier,input,cached,output\n";
const lines = (text: string, file = "u.csv"): string[] => {
  const read = readUsage(text, file);
  return read.ok
    ? read.value.map(({ position, ...row }) => `${position.line} ${Object.values(row).join(" ")}`)
    : read.problems.map(
        ({ position, path, message, remedy }) =>
          `${position.line}:${position.column} ${path}: ${message} ${remedy}`,
      );
};

describe("a file of what was used", () => {
  test("CSV with its columns in any order, quoted or not", () => {
    expect(lines(`${HEAD}gpt-5.4,eastus2,payg,1000000,0,5\n\n"gpt-5.4","eastus2",ptu,1,2,3\n`)).toEqual([
      "2 gpt-5.4 eastus2 payg 1000000 0 5",
      "4 gpt-5.4 eastus2 ptu 1 2 3",
    ]);
    expect(lines("tier,model,region,output,cached,input\r\npayg,m,r,3,2,1\r\n")).toEqual([
      "2 m r payg 1 2 3",
    ]);
  });

  test("JSON, with the places of an editor", () => {
    const row = '{ "model": "m", "region": "r", "tier": "payg", "input": 1, "cached": 0, "output": 2 }';
    expect(lines(`[\n  ${row}\n]`)).toEqual(["2 m r payg 1 0 2"]);
    expect(lines(`[\n  ${row.replace('"input": 1', '"input": "1"')}\n]`)).toEqual([
      "2:59 input: it is `1`. Write the tokens of the month, a whole number without commas.",
    ]);
  });

  test("all mistakes at once, each with its place and the way out", () => {
    expect(lines(`${HEAD}gpt-5.4,eastus2,standard,1.5,0,-1\n,eastus2,ptu,1,1,1\n`)).toEqual([
      "2:17 tier: it is `standard`. Write `ptu` or `payg`.",
      "2:26 input: it is `1.5`. Write the tokens of the month, a whole number without commas.",
      "2:32 output: it is `-1`. Write the tokens of the month, a whole number without commas.",
      "3:1 model: it is ``. Write the model as the topology file has it.",
    ]);
  });

  test.each([
    ["", "1:1 (head): the first line is ``."],
    ["a,b\n", "1:1 (head): the first line is `a,b`."],
    [HEAD, "1:1 (file): there are no rows."],
    [`${HEAD}gpt-5.4,eastus2,payg,1,000,0,0\n`, "2:1 (row): the row has 7 cells and the head 6."],
    ['[\n{ "model": \n', "this is not JSON."],
    ['{ "model": "m" }', "this is no list of objects."],
    ["[1]", "this is no list of objects."],
    [
      '[{ "model": "m", "region": "r", "tier": "ptu", "input": 1, "cached": 1, "output": 1, "x": 1 }]',
      "x: there is no such key.",
    ],
  ])("%j is refused", (text, said) => {
    expect(lines(text).join("\n")).toContain(said);
  });
});

describe("what the use costs", () => {
  const request = (usage: string, more: Partial<CostRequest> = {}): CostRequest => ({
    file: join(__dirname, "../../stacks/prod.yaml"),
    usage: writeBeside("usage.csv", usage),
    format: "text",
    width: 100,
    colour: false,
    today: "2026-11-30",
    ...more,
  });

  test("by hand: PAYG is summed, PTU is compared, and what has no price is named", () => {
    const { out, code } = costReport(
      request(
        `${HEAD}gpt-5.4,eastus2,payg,100000000,40000000,10000000\ntext-embedding-3-large,francecentral,payg,50000000,0,0\ngpt-5.4,eastus2,ptu,10000000,0,1000000\ngpt-5.5,eastus2,payg,1,0,1\n`,
      ),
    );
    expect(code).toBe(0);
    const sum = 100 * 2.75 + 40 * 0.275 + 10 * 16.5 + 50 * 0.158;
    expect(out).toContain(`By use: ${Math.round(sum)} USD a month for PAYG`);
    expect(out).toContain(
      `gpt-5.4 in eastus2: what PTU served would have cost ${Math.round(10 * 2.75 + 16.5)} USD a month`,
    );
    expect(out).toContain("Not in the sum, because a price is not known: gpt-5.5 in eastus2.");
  });

  test("as JSON", () => {
    const { out } = costReport(request(`${HEAD}gpt-5.4,eastus2,payg,1000000,0,0\n`, { format: "json" }));
    expect(JSON.parse(out).usage).toEqual({
      rows: [
        {
          model: "gpt-5.4",
          region: "eastus2",
          tier: "payg",
          input: 1_000_000,
          cached: 0,
          output: 0,
          cost: 2.75,
        },
      ],
      payg: 2.75,
      unknown: [],
    });
  });

  test.each([
    ["gpt-5.4,eastus22,payg,1,1,1", /region.*\n.*\n.*\n.*`eastus22`\.\n.*Did you mean `eastus2`\?/],
    ["gpt-5,eastus2,payg,1,1,1", /deploys nothing as `gpt-5 in eastus2`/],
    ["gpt-5.4,westus3,ptu,1,1,1", /Gpt-5.4 in westus3 has no PTU\.\n {2}Write `payg`/],
  ])("what the fleet does not deploy has a place and a way out: %s", (row, said) => {
    const { err, code, out } = costReport(request(`${HEAD}${row}\n`));
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(/usage\.csv:2:1/);
    expect(err).toMatch(said);
  });

  test("a file that is not there", () => {
    const { err } = costReport({ ...request(HEAD), usage: "none.csv" });
    expect(err).toContain("none.csv:1:1");
    expect(err).toContain("Name a CSV or JSON file");
  });
});
