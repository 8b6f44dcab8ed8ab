import { cpus } from "node:os";
import type { FleetCommand } from "../command";

const NAMES = ["cpu", "start", "gateway", "memory", "engine"] as const;

export const command: FleetCommand = (program, exit) => {
  program
    .command("bench")
    .description("measure the figures of the project, each beside its alternative")
    .argument("[names...]", `which of ${NAMES.join(", ")}; left out: all`)
    .addHelpText(
      "after",
      `
  cpu     validate, plan and render 30 regions × 10 models (half a minute)
  start   npm start (half a minute)
  gateway the local gateway beside a bare proxy, and in virtual time (three minutes)
  memory  the gateway at full load for ten minutes (BENCH_MINUTES changes it)
  engine  previews on the real Pulumi engine (several minutes, 3 GB of memory for the plain program)
Figures are medians; run it on a machine that does nothing else.
Exit code: 0 every target is met, 1 one is not, 2 wrong usage.`,
    )
    .action(async (names: string[]) => {
      const unknown = names.find((name) => !NAMES.includes(name as (typeof NAMES)[number]));
      if (unknown !== undefined) {
        console.error(`There is no bench \`${unknown}\`; there are ${NAMES.join(", ")}.`);
        return exit(2);
      }
      const { table } =
        require("../../packages/apim-gateway/bench/figure") as typeof import("../../packages/apim-gateway/bench/figure");
      const benches = NAMES.filter((name) => names.length === 0 || names.includes(name)).map(load);
      const processors = cpus();
      console.log(
        `${processors.length} cores (${processors[0]?.model.trim() ?? "unknown"}), Node ${process.version}, ${process.platform} ${process.arch}\n`,
      );
      const figures = [];
      for (const bench of benches) figures.push(...(await bench.run((line) => console.error(line))));
      console.log(table(figures));
      exit(figures.every(({ target }) => target?.ok !== false) ? 0 : 1);
    });
};

function load(name: (typeof NAMES)[number]): import("../../packages/apim-gateway/bench/figure").Bench {
  switch (name) {
    case "cpu":
      return (require("../../bench/cpu") as typeof import("../../bench/cpu")).cpu;
    case "start":
      return (require("../../bench/start") as typeof import("../../bench/start")).start;
    case "gateway":
      return (require("../../bench/gateway/gateway") as typeof import("../../bench/gateway/gateway")).gateway;
    case "memory":
      return (
        require("../../packages/apim-gateway/bench/memory") as typeof import("../../packages/apim-gateway/bench/memory")
      ).memory;
    case "engine":
      return (require("../../bench/engine") as typeof import("../../bench/engine")).engine;
  }
}
