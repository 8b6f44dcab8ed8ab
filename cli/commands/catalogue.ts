import { resolve } from "node:path";
import type { ArmTransport } from "../azure/armReader";
import type { RunProgram } from "../azure/login";
import type { FleetCommand } from "../command";

/** The file that the command writes. */
export const CATALOGUE = resolve(__dirname, "../../infra/topology/data/catalogue.json");
const AZURE = "https://management.azure.com";

export const command: FleetCommand = (program, exit) => {
  const catalogue = program
    .command("catalogue")
    .description("what is known of Azure's models, regions and SKUs");
  catalogue
    .command("refresh")
    .description(
      "read models, versions, SKUs, PTU sizes, retirements and regions from Azure, and rewrite the data",
    )
    .option("--subscription <id>", "the subscription to ask for; none: the environment's, else the login's")
    .option("--dry-run", "show what would change and write nothing", false)
    .option("--endpoint <url>", "Resource Manager of another cloud", AZURE)
    .option("--file <file>", "the file to compare with and to write", CATALOGUE)
    .addHelpText(
      "after",
      `
Asks with your login: \`az login\` first, or set AZURE_ACCESS_TOKEN and AZURE_SUBSCRIPTION_ID. The role Reader is enough.
Every region is asked; when one fails, nothing is written. Then run \`./fleet schema\`, which suggests the new names to editors.

Examples:
  ./fleet catalogue refresh --dry-run
  ./fleet catalogue refresh && ./fleet schema && ./fleet validate
Exit code: 0 done, 1 Azure could not be read, 2 wrong usage.`,
    )
    .action(async (options: RefreshOptions) => {
      const { today } = require("../../infra/today") as typeof import("../../infra/today");
      exit(
        await refresh(options, {
          env: process.env,
          today: today(),
          transport: fetch,
          wait: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
          say: (line) => process.stdout.write(`${line}\n`),
          tell: (line) => process.stderr.write(`${line}\n`),
        }),
      );
    });
};

interface RefreshOptions {
  readonly subscription?: string;
  readonly dryRun: boolean;
  readonly endpoint: string;
  readonly file: string;
}

/** What the command needs of the world. */
export interface RefreshWorld {
  readonly env: NodeJS.ProcessEnv;
  readonly today: string;
  readonly transport: ArmTransport;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Runs the Azure CLI. */
  readonly run?: RunProgram;
  /** The result. */
  readonly say: (line: string) => void;
  /** Progress and errors. */
  readonly tell: (line: string) => void;
}

/** Reads Azure, shows what differs, and writes the file whole or not at all. */
export async function refresh(options: RefreshOptions, world: RefreshWorld): Promise<0 | 1> {
  const { azureLogin, LoginError } = require("../azure/login") as typeof import("../azure/login");
  const { ArmReader, ArmReadError } = require("../azure/armReader") as typeof import("../azure/armReader");
  const { readAnswers, ReadingFailed } =
    require("../catalogue/readAnswers") as typeof import("../catalogue/readAnswers");
  const { env, run, say, tell } = world;
  const endpoint = options.endpoint.replace(/\/$/, "");
  try {
    const login = await azureLogin({ env, subscription: options.subscription, endpoint, run });
    const reader = new ArmReader({ login, endpoint, transport: world.transport, wait: world.wait });
    tell(`Reading subscription ${login.subscriptionId}`);
    const answers = await readAnswers(reader, tell);
    for (const line of compare(answers, options, world.today)) say(line);
    return 0;
  } catch (error) {
    if (![LoginError, ArmReadError, ReadingFailed].some((kind) => error instanceof kind)) throw error;
    tell(`${(error as Error).message}\nNothing was written.`);
    return 1;
  }
}

function compare(
  answers: import("../catalogue/answers").Answers,
  { file, dryRun }: RefreshOptions,
  today: string,
): string[] {
  const { readFileSync } = require("node:fs") as typeof import("node:fs");
  const { catalogueDifference } =
    require("../catalogue/catalogueDifference") as typeof import("../catalogue/catalogueDifference");
  const { catalogueText } =
    require("../../infra/topology/catalogue/catalogueText") as typeof import("../../infra/topology/catalogue/catalogueText");
  const { composeCatalogue } =
    require("../catalogue/composeCatalogue") as typeof import("../catalogue/composeCatalogue");
  const { findRegion, handKeptModels } =
    require("../../infra/topology/data") as typeof import("../../infra/topology/data");
  const before = JSON.parse(readFileSync(file, "utf8"));
  const { catalogue, notes } = composeCatalogue(answers, before, new Set(handKeptModels), today);
  const strange = [...answers.models.keys()].filter((region) => findRegion(region) === undefined);
  const differences = catalogueDifference(before, catalogue);
  const lines = [
    ...(differences.length === 0 ? ["Azure offers what it offered."] : differences),
    ...notes.map((note) => `Note: ${note}`),
    ...(strange.length === 0
      ? []
      : [
          `Note: not in regions.json: ${strange.join(", ")}. Give each a code, a country and a data zone there; until then they have warnings.`,
        ]),
  ];
  if (dryRun) return [...lines, "Nothing was written (--dry-run)."];
  const { writeWhole } = require("../wholeFile") as typeof import("../wholeFile");
  writeWhole(file, catalogueText(catalogue));
  return [...lines, `${file} written, as read on ${today}.`];
}
