import { Argument, InvalidArgumentError } from "commander";
import { today } from "../../infra/today";
import { type Answer, deliver, type FleetCommand } from "../command";
import type { Az } from "../key/azureKeys";
import type { SmokeHow } from "../smoke/runSmoke";

/** What is asked for, and with what. */
export interface SmokeCommandRequest {
  readonly file: string;
  readonly url: string | undefined;
  readonly consumer: string | undefined;
  readonly identity: boolean;
  readonly local: boolean;
  readonly wait: number;
  readonly today: string;
  readonly az: Az;
  readonly fetch: typeof fetch;
  readonly now: SmokeHow["now"];
  readonly sleep: SmokeHow["sleep"];
  readonly say: (text: string) => void;
}

type Options = Pick<SmokeCommandRequest, "url" | "consumer" | "identity" | "local" | "wait">;

/** Where a gateway of this machine listens, unless somebody says otherwise. */
const HERE = "http://127.0.0.1:8180";

export const command: FleetCommand = (program, exit) => {
  program
    .command("smoke")
    .description("send one real request per model and surface through the gateway")
    .addArgument(new Argument("<file>", "topology file or stack, such as stacks/prod.yaml or prod"))
    .option("--url <url>", "the gateway's address (default: as Azure says; with --local: this machine's)")
    .option("--consumer <name>", "with this consumer's key, and only the models that it may call")
    .option("--identity", "with a token of the Azure CLI's login; say with --consumer whose it is", false)
    .option("--local", "a gateway of this machine: `npm start`, `./fleet gateway`", false)
    .option("--wait <seconds>", "send again what fails until so much time has passed", seconds, 0)
    .addHelpText(
      "after",
      `
Each request asks for one word, or for one vector; models of other kinds are named and not asked. Keys are read with the login
of the Azure CLI, as \`./fleet key\` does, and are sent to the gateway alone. After a first \`up\` Azure may take ten minutes
until the gateway's role holds everywhere: --wait 600.

Examples:
  ./fleet smoke prod
  ./fleet smoke prod --wait 600
  ./fleet smoke dev --local
Exit code: 0 everything was served; 1 something was not, or a key cannot be read; 2 wrong usage.`,
    )
    .action(async (file: string, options: Options) => {
      const { setTimeout: sleep } = require("node:timers/promises") as typeof import("node:timers/promises");
      const { realAz } = require("../key/azureKeys") as typeof import("../key/azureKeys");
      const { stackFile } = require("../plan/stackFile") as typeof import("../plan/stackFile");
      const answer = await smokeAnswer({
        ...options,
        file: stackFile(file),
        today: today(),
        az: realAz,
        fetch,
        now: Date.now,
        sleep: (milliseconds) => sleep(milliseconds),
        say: (text) => process.stdout.write(text),
      });
      deliver(answer, exit);
    });
};

function seconds(value: string): number {
  if (/^\d{1,5}$/.test(value)) return Number(value);
  throw new InvalidArgumentError("Write a whole number of seconds.");
}

/** Sends, tells each request as it is done, and answers with the sum; a person's mistake is an answer too. */
export async function smokeAnswer(request: SmokeCommandRequest): Promise<Answer> {
  const { loadFleet } = require("../../infra/loadFleet") as typeof import("../../infra/loadFleet");
  const { KeyError } = require("../key/keyPlace") as typeof import("../key/keyPlace");
  const { problemsInFiles } = require("../problems") as typeof import("../problems");
  const refuse = (code: 1 | 2, err: string): Answer => ({ code, out: "", err: `${err}\n` });
  if (request.identity && request.consumer === undefined)
    return refuse(
      2,
      "`--identity` needs `--consumer`: the login stands for one consumer, and calls its models.",
    );
  if (request.url !== undefined && !/^https?:\/\/[^\s/]+\/?$/.test(request.url))
    return refuse(2, "`--url` is the gateway's address and nothing behind it: https://apim-….azure-api.net");
  const loaded = loadFleet(request.file, request.today, "deploy");
  if (!loaded.ok) return refuse(1, problemsInFiles(loaded.problems, false).trimEnd());
  const { consumers } = loaded.value;
  if (request.consumer !== undefined && !consumers.some(({ name }) => name === request.consumer)) {
    const { didYouMean } = require("apim-gateway/text") as typeof import("apim-gateway/text");
    const names = consumers.map(({ name }) => name);
    return refuse(
      2,
      `${request.file} has no consumer \`${request.consumer}\`.${didYouMean(request.consumer, names)} It has ${names.join(", ")}.`,
    );
  }
  try {
    return await smoked(loaded.value, request);
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    return refuse(1, error.message);
  }
}

async function smoked(
  topology: import("../../infra/topology/topology").Topology,
  request: SmokeCommandRequest,
): Promise<Answer> {
  const { planRouting } =
    require("../../infra/routing/planRouting") as typeof import("../../infra/routing/planRouting");
  const { azureAddress } = require("../key/azureKeys") as typeof import("../key/azureKeys");
  const { smokeRequests } = require("../smoke/smokeRequests") as typeof import("../smoke/smokeRequests");
  const { runSmoke } = require("../smoke/runSmoke") as typeof import("../smoke/runSmoke");
  const { opener } = require("../smoke/opener") as typeof import("../smoke/opener");
  const { outcomeLine } = require("../smoke/outcomeLine") as typeof import("../smoke/outcomeLine");
  const { count } = require("apim-gateway/text") as typeof import("apim-gateway/text");
  const { local, identity, az, say } = request;
  const plan = planRouting(topology);
  const { requests, unsent } = smokeRequests(plan, request.consumer);
  const here = request.url?.replace(/\/$/, "") ?? HERE;
  const { worldAt } = require("../key/worldAt") as typeof import("../key/worldAt");
  const world = local ? await worldAt(here, request.fetch) : undefined;
  const headersOf = opener({ topology, identity, world, az });
  const url = local ? here : (request.url?.replace(/\/$/, "") ?? (await azureAddress(topology, az)));
  say(`${topology.environment}: ${count(requests.length, "request")} to ${url}\n`);
  const width = Math.max(0, ...requests.map(({ model }) => model.length));
  let failed = 0;
  const { tracedMembers } = require("../smoke/tracedMembers") as typeof import("../smoke/tracedMembers");
  const traced = local ? { askedOf: tracedMembers(plan, url, request.fetch) } : {};
  const how = { ...request, url, headersOf, waitSeconds: request.wait, ...traced };
  for await (const outcome of runSmoke(requests, how)) {
    if (outcome.fault !== undefined) failed++;
    say(outcomeLine(outcome, width));
  }
  for (const line of unsent) say(`  not asked  ${line}\n`);
  if (failed > 0)
    return { code: 1, out: "", err: `${failed} of ${count(requests.length, "request")} not served.\n` };
  if (requests.length === 0) return { code: 1, out: "", err: "Nothing was asked, so nothing is known.\n" };
  return { code: 0, out: `${count(requests.length, "request")} served.\n`, err: "" };
}
