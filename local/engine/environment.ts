import * as path from "node:path";
import type { Engine } from "./engine";

/** For the CLI, a Go program that lives for seconds: memory is cheaper than collecting it. */
export const shortRun = { GOGC: "800" } as const;

/**
 * The environment in which the CLI runs without an account, without the internet and without asking anything: the
 * state in `stateFolder`, the engine and the project's own Node first on the PATH.
 *
 * @param stateFolder holds the backend (`<stateFolder>/backend`) and the CLI's home (`<stateFolder>/home`); both are
 *   made by the CLI's caller
 */
export function engineEnvironment(
  engine: Engine,
  stateFolder: string,
  base: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const project = path.resolve(__dirname, "../..");
  return {
    ...base,
    PATH: [engine.folder, path.join(project, "node_modules", ".bin"), base.PATH]
      .filter(Boolean)
      .join(path.delimiter),
    PULUMI_HOME: path.join(stateFolder, "home"),
    PULUMI_BACKEND_URL: `file://${path.join(stateFolder, "backend")}`,
    PULUMI_CONFIG_PASSPHRASE: base.PULUMI_CONFIG_PASSPHRASE ?? "local",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // A plugin that is missing is an error at once, instead of a download that cannot work.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // A language host that is built here is older than the CLI and takes no `nodeargs` of Pulumi.yaml. What they are for
    // must hold all the same: the gateway is its sources.
    NODE_OPTIONS: [base.NODE_OPTIONS, "--conditions=apim-gateway-source"].filter(Boolean).join(" "),
    // The types are checked by `npm run typecheck`.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
  };
}
