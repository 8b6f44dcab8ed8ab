import { cpus } from "node:os";
import { InvalidArgumentError } from "commander";
import type { FleetCommand } from "../command";

const NAMES = ["cpu", "start", "gateway", "memory", "engine", "routing"] as const;

interface Flags {
  readonly rows?: RegExp;
  readonly json?: boolean;
  readonly search?: number;
  readonly seed?: number;
  readonly keep?: string;
}

export const command: FleetCommand = (program, exit) => {
  program
    .command("bench")
    .description("measure the figures of the project, each beside its alternative")
    .argument("[names...]", `which of ${NAMES.join(", ")}; left out: all but routing`)
    .option("--rows <regex>", "routing: only the loads whose name it finds", readRegex)
    .option("--json", "routing: every figure, also those of the rivals, as JSON")
    .option(
      "--search <draws>",
      "routing: draw so many fleets, loads and failures instead of the table",
      readWhole,
    )
    .option(
      "--seed <seed>",
      "routing: the first seed of a search; without --search, the one draw to replay",
      readWhole,
    )
    .option(
      "--keep <file>",
      "routing: keep each draw of a search there, and go on from those of the same state of the program",
    )
    .addHelpText(
      "after",
      `
  cpu     validate, plan and render 30 regions × 10 models (half a minute)
  start   npm start (half a minute)
  gateway the local gateway beside a bare proxy, and in virtual time (three minutes)
  memory  the gateway at full load for ten minutes (BENCH_MINUTES changes it)
  engine  previews on the real Pulumi engine (several minutes, 3 GB of memory for the plain program)
  routing the policies under load in virtual time, beside openai-apim-lb's algorithm, the shape of Microsoft's newest failover
          sample and an oracle that knows the accounts (minutes, on every core); Ctrl+C prints what is done
Figures are medians; run it on a machine that does nothing else. Those of routing are the same on any machine.
Exit code: 0 every target is met, 1 one is not, 2 wrong usage.`,
    )
    .action(async (names: string[], flags: Flags) => {
      const unknown = names.find((name) => !NAMES.includes(name as (typeof NAMES)[number]));
      if (unknown !== undefined) {
        console.error(`There is no bench \`${unknown}\`; there are ${NAMES.join(", ")}.`);
        return exit(2);
      }
      const own = Object.keys(flags)[0];
      if (names.includes("routing") ? names.length > 1 : own !== undefined) {
        console.error(
          names.length > 1
            ? "`routing` prints a table of its own: ask for it alone."
            : `\`--${own}\` is an option of \`fleet bench routing\`.`,
        );
        return exit(2);
      }
      if (flags.keep !== undefined && flags.search === undefined) {
        console.error("`--keep` is for the draws of `--search`.");
        return exit(2);
      }
      if (names[0] === "routing") return exit(await runRouting(flags));
      const { table } =
        require("../../packages/apim-gateway/bench/figure") as typeof import("../../packages/apim-gateway/bench/figure");
      const benches = FIGURES.filter((name) => names.length === 0 || names.includes(name)).map(load);
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

/** Those that give figures for one table. */
const FIGURES = NAMES.filter((name) => name !== "routing");

async function runRouting(flags: Flags): Promise<number> {
  const { NoSuchRows, routing } =
    require("../../bench/routing/routing") as typeof import("../../bench/routing/routing");
  const { KeepError } =
    require("../../bench/routing/keptDraws") as typeof import("../../bench/routing/keptDraws");
  const ended = new AbortController();
  const end = () => ended.abort();
  process.once("SIGINT", end);
  try {
    const { text, ok } = await routing(flags, (line) => console.error(line), ended.signal);
    console.log(text);
    return ok ? 0 : 1;
  } catch (error) {
    if (!(error instanceof NoSuchRows || error instanceof KeepError)) throw error;
    console.error(error.message);
    return 2;
  } finally {
    process.removeListener("SIGINT", end);
  }
}

function readWhole(text: string): number {
  if (!/^[1-9][0-9]{0,8}$/.test(text)) throw new InvalidArgumentError("It must be a whole number from 1.");
  return Number(text);
}

function readRegex(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    throw new InvalidArgumentError(`It is no regular expression: ${(error as Error).message}.`);
  }
}

function load(name: (typeof FIGURES)[number]): import("../../packages/apim-gateway/bench/figure").Bench {
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
