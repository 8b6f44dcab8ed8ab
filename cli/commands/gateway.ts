import type { CheckCommandOptions, CommandNames, ServeCommandOptions } from "apim-gateway/cli";
import { deliver, type FleetCommand } from "../command";

/** How the gateway's messages name the commands that carry its verbs here. */
export const fleetNames: CommandNames = {
  serve: "./fleet gateway",
  check: "--check",
  trace: "./fleet trace",
  test: "./fleet test",
};

const example = "packages/apim-gateway/examples/hello";

type Options = CheckCommandOptions &
  ServeCommandOptions & {
    readonly check: boolean;
    readonly settings: boolean;
    readonly policies: boolean;
    readonly markdown: boolean;
    readonly token?: string;
    readonly accounts: boolean;
  };

export const command: FleetCommand = (program, exit) => {
  const gateway = require("apim-gateway/cli") as typeof import("apim-gateway/cli");
  const options = gateway.verbOptions();
  options.format.description = "of --check";
  gateway
    .addServeOptions(program.command("gateway"))
    .description("execute API Management's policies of a folder, over HTTP, on this machine")
    .argument("[folder]", "ARM-shaped resources: a local Azure's world, an export, or files by hand")
    .option("--check", "only read, compile and report every problem", false)
    .option("--settings", "list what is not documented, with defaults and sources", false)
    .option("--policies", "list the policies that are executed, with their attributes", false)
    .option("--markdown", "--policies as the table of the gateway's README", false)
    .option(
      "--token <consumer>",
      "print a Microsoft Entra token for a consumer, which the gateway that runs here accepts and nobody else, and end",
    )
    .option("--accounts", "of a local Azure's world: accounts that answer like Azure OpenAI behind it", false)
    .addOption(options.format)
    .addHelpText(
      "after",
      `
Examples:
  ./fleet gateway ${example} --port 8180
  curl "http://127.0.0.1:8180/hello?name=you"     (in another terminal)

  ./fleet pulumi up --stack dev --yes           (makes a local Azure in .fleet/)
  ./fleet gateway .fleet/azure --accounts
  ./fleet gateway --token checkout              (asks the gateway that runs)
  ./fleet gateway my-apim --check --format github
  ./fleet gateway samples --lenient             (policies of others, mistakes and all)
  ./fleet gateway .fleet/azure --set poolSelection=random-weighted --instances 3
Exit code: 0 no errors, or ended by Ctrl+C; 1 problems; 2 wrong usage.`,
    )
    .action(async (folder: string | undefined, given: Options) => {
      if (given.settings) return exit(gateway.settings());
      if (given.policies) return exit(gateway.policies(given.markdown));
      if (given.token !== undefined) {
        const { gatewayToken } = require("../gatewayToken") as typeof import("../gatewayToken");
        const { token: consumer, host, port, service } = given;
        return deliver(await gatewayToken({ consumer, folder, service, host, port }), exit);
      }
      if (folder === undefined) {
        process.stderr.write(`Name a folder with resources or a policy, such as ${example}.\n`);
        return exit(2);
      }
      if (given.accounts) {
        const { gatewayWithAccounts } =
          require("../accounts/gatewayWithAccounts") as typeof import("../accounts/gatewayWithAccounts");
        return exit(await gatewayWithAccounts(folder, given, fleetNames));
      }
      const checks = given.check && given.showKey === undefined;
      if (checks) return exit(gateway.check(folder, given));
      const { answersForRetired } =
        require("../../local/accounts/answersForRetired") as typeof import("../../local/accounts/answersForRetired");
      exit(await gateway.serve(folder, given, fleetNames, answersForRetired(folder)));
    });
};
