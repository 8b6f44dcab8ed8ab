import * as fs from "node:fs";
import * as path from "node:path";
import type { Bench, Figure } from "../packages/apim-gateway/bench/figure";
import { bigTopology } from "./bigTopology";
import { measure, median } from "./measure";

const root = path.resolve(__dirname, "..");
const RUNS = 5;

/** What a person waits for at every save: the whole of validate, plan and render, with the start of the process. */
export const cpu: Bench = {
  name: "cpu",
  what: "validate, plan and render 30 regions × 10 models, process start included",
  run: async (progress) => {
    const folder = fs.mkdtempSync(path.join(root, "node_modules/.cache/bench-"));
    try {
      const figures: Figure[] = [];
      const cost = async (regions: number, models: number, runs: number) => {
        progress(`cpu: ${regions} regions × ${models} models`);
        const file = path.join(folder, "bench.yaml");
        fs.writeFileSync(file, bigTopology(regions, models));
        const command = [process.execPath, "cli/main.js", "render", file, "--out", path.join(folder, "out")];
        await measure(command, { cwd: root }); // fills the compile cache
        const costs = [];
        for (let i = 0; i < runs; i++) costs.push(await measure(command, { cwd: root }));
        return { cpu: median(costs.map((one) => one.cpu)), memory: median(costs.map((one) => one.memory)) };
      };
      const start = [];
      for (let i = 0; i < RUNS; i++)
        start.push((await measure([process.execPath, "-e", ""], { cwd: root })).cpu);
      const full = await cost(30, 10, RUNS);
      figures.push({
        name: "validate + plan + render, 30 × 10",
        value: full.cpu,
        unit: "s cpu",
        alternative: { what: "an empty Node process", value: median(start) },
        target: { text: "< 1 s", ok: full.cpu < 1 },
      });
      const [five, ten, twenty] = [await cost(10, 5, 3), await cost(10, 10, 3), await cost(10, 20, 3)];
      const [first, second] = [(ten.cpu - five.cpu) / 5, (twenty.cpu - ten.cpu) / 10];
      figures.push({
        name: "one more model, from 10 to 20 (10 regions)",
        value: second * 1000,
        unit: "ms",
        alternative: { what: "from 5 to 10", value: first * 1000 },
        // Linear; the margin is for a machine that others use too.
        target: {
          text: "linear: ≤ 1.5 ×, or within 5 ms",
          ok: second <= 1.5 * first || second - first < 0.005,
        },
      });
      return figures;
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  },
};
