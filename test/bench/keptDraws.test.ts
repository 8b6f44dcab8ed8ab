import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KeepError, KeptDraws, stateOfProgram } from "../../bench/routing/keptDraws";
import type { DrawResult } from "../../bench/routing/runDraw";

const drawn = (seed: number): DrawResult => ({
  seed,
  kind: "failure",
  ratio: 0.99,
  sent: 100,
  answered: 99,
  oracle: 100,
  attempts: 1.1,
  late: 0,
  twice: 0,
  deadCalls: 1,
  statuses: { 200: 99, 429: 1 },
  calls: {},
  outages: [],
});

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kept-"));
  file = join(folder, "draws.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a search goes on from what is kept, and parts that ran side by side are one", () => {
  const [one, other] = [new KeptDraws(file, "a"), new KeptDraws(file, "a")];
  one.add(drawn(3));
  other.add(drawn(1));
  one.add(drawn(5));
  const { results, others } = new KeptDraws(file, "a");
  expect([[...results.values()].map(({ seed }) => seed), others]).toEqual([[3, 1, 5], 0]);
  expect(results.get(3)).toEqual(drawn(3));
});

test("what another state of the program drew stays, is counted and not used", () => {
  new KeptDraws(file, "a").add(drawn(1));
  const kept = new KeptDraws(file, "b");
  expect([kept.results.size, kept.others]).toEqual([0, 1]);
  kept.add(drawn(1));
  expect(new KeptDraws(file, "a").results.size).toBe(1);
});

test("half a line, of a process that was killed, is drawn again", () => {
  new KeptDraws(file, "a").add(drawn(1));
  writeFileSync(file, `${readFileSync(file, "utf8")}{"state":"a","draw":{"se`);
  new KeptDraws(file, "a").add(drawn(3));
  expect([...new KeptDraws(file, "a").results.keys()]).toEqual([1, 3]);
});

test("where nothing can be kept, that is said in a sentence", () => {
  expect(() => new KeptDraws(folder, "a")).toThrow(KeepError);
  expect(() => new KeptDraws(join(folder, "missing", "draws.jsonl"), "a").add(drawn(1))).toThrow(
    /^Draws cannot be kept in `.*draws\.jsonl`: ENOENT/,
  );
});

test("a policy, a fact and the simulation are the program's state; another test is not", () => {
  const root = join(folder, "root");
  const write = (name: string, text: string) => {
    mkdirSync(join(root, name, ".."), { recursive: true });
    writeFileSync(join(root, name), text);
  };
  const sources = [
    "policies/csharp/choose.cs",
    "infra/topology/data/models.json",
    "local/simulation/oracle.ts",
    "local/accounts/admission/ptuBucket.ts",
    "packages/apim-gateway/src/index.ts",
    "bench/routing/searchDraw.ts",
  ];
  for (const name of sources) write(name, "1");
  const states = [stateOfProgram(root)];
  for (const name of sources) {
    write(name, "2");
    states.push(stateOfProgram(root));
  }
  expect(new Set(states).size).toBe(sources.length + 1);
  write("policies/README.md", "words");
  write("test/bench/keptDraws.test.ts", "2");
  expect(stateOfProgram(root)).toBe(states.at(-1));
});
