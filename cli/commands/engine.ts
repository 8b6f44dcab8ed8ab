import type { FleetCommand } from "../command";

export const command: FleetCommand = (program, exit) => {
  program
    .command("engine")
    .description("find the Pulumi CLI that runs the fleet, or install it")
    .option(
      "--install",
      "install it when there is none (the vendor's installer, else a build with Go: about four minutes)",
    )
    .option("--json", "print {pulumi, folder, version, source} as JSON")
    .addHelpText(
      "after",
      `
Where it looks, in this order:
  1. FLEET_ENGINE        a \`pulumi\` binary or its folder
  2. the PATH            when new enough and with its Node language host
  3. the cache           $XDG_CACHE_HOME/aoai-fleet/engine, by default ~/.cache/aoai-fleet/engine
and with --install
  4. the vendor's installer (needs the internet)
  5. tagged Go modules, when Go 1.26 or newer is there
What 4 and 5 make is kept in the cache; delete its folder to get rid of it.
Exit code: 0 found or installed, 1 not.`,
    )
    .action(async (options: { install?: boolean; json?: boolean }) => {
      const { findEngine, EngineError } =
        require("../../local/engine/findEngine") as typeof import("../../local/engine/findEngine");
      const { ensureEngine } =
        require("../../local/engine/ensureEngine") as typeof import("../../local/engine/ensureEngine");
      const progress = (line: string) => console.error(`engine: ${line}`);
      try {
        const engine = options.install ? await ensureEngine({ progress }) : await findEngine({ progress });
        if (engine === undefined) {
          console.error(
            "No Pulumi CLI was found. `./fleet engine --install` gets one; `./fleet engine --help` says where it looks.",
          );
          return exit(1);
        }
        console.log(
          options.json
            ? JSON.stringify(engine)
            : `Pulumi ${engine.version}\n${engine.pulumi}\nfrom ${SOURCES[engine.source]}`,
        );
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        console.error(error.message);
        exit(1);
      }
    });
};

const SOURCES = {
  environment: "FLEET_ENGINE",
  path: "the PATH",
  cache: "the cache",
  installer: "the vendor's installer, just now",
  go: "a build from tagged Go modules, just now",
} as const;
