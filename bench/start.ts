import * as path from "node:path";
import type { Bench } from "../packages/apim-gateway/bench/figure";
import { measure, median } from "./measure";

const root = path.resolve(__dirname, "..");
const RUNS = 3;

/** What a newcomer sees first. */
export const start: Bench = {
  name: "start",
  what: "`npm start -- --no-serve`: until its first line, and until it is done",
  run: async (progress) => {
    const costs = [];
    for (let i = 0; i <= RUNS; i++) {
      progress(`start: run ${i} of ${RUNS}${i === 0 ? " (fills the compile cache)" : ""}`);
      costs.push(await measure(["npm", "start", "--silent", "--", "--no-serve"], { cwd: root }));
    }
    const warm = costs.slice(1);
    const cold = costs[0]?.wall ?? Number.NaN;
    const first = median(warm.map((one) => one.firstLine ?? Number.POSITIVE_INFINITY));
    const done = median(warm.map((one) => one.wall));
    const memory = median(warm.map((one) => one.memory));
    return [
      { name: "npm start, first line", value: first, unit: "s", target: { text: "< 2 s", ok: first < 2 } },
      {
        name: "npm start, done",
        value: done,
        unit: "s",
        alternative: { what: "its first run", value: cold },
        target: { text: "< 10 s", ok: done < 10 },
      },
      { name: "npm start, memory", value: memory, unit: "MB" },
    ];
  },
};
