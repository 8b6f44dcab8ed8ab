import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { Option } from "commander";
import { type Answer, deliver, type FleetCommand } from "../command";
import type { Az } from "../key/azureKeys";
import type { WhichKey } from "../key/keyPlace";

const PROJECT = resolve(__dirname, "../..");

/** What is asked for. */
export interface KeyRequest {
  readonly consumer: string;
  readonly stack: string | undefined;
  readonly which: WhichKey;
  readonly rotate: WhichKey | undefined;
  /** Folder of a local world; `undefined`: the real service. */
  readonly world: string | undefined;
  /** Folder of the topology files. */
  readonly folder: string;
  readonly az: Az;
}

interface Options {
  readonly stack?: string;
  readonly secondary: boolean;
  readonly rotate?: WhichKey;
  readonly local: boolean;
  readonly state?: string;
}

export const command: FleetCommand = (program, exit) => {
  program
    .command("key")
    .description("print a key of a consumer, or have it made anew")
    .argument("<consumer>", "its name in the topology file")
    .option("-s, --stack <name>", "the environment; none: the only one that has the consumer")
    .option("--secondary", "the secondary key, not the primary one", false)
    .addOption(new Option("--rotate <key>", "have a key made anew").choices(["primary", "secondary"]))
    .option("--local", "the gateway of the local Azure (see `./fleet pulumi`)", false)
    .option(
      "--state <folder>",
      "with --local: where state and world are kept (default: $FLEET_STATE, else .fleet)",
    )
    .addHelpText(
      "after",
      `
Reads the key where it lives, with the login of the Azure CLI (\`az login\`, \`az account set\`). Nothing but the key is written to
standard output:
  key=$(./fleet key checkout --stack prod)
  ./fleet key playground --local

--rotate writes the number of the key into the topology file; the next \`pulumi up\` makes the key. The other key stays, so
callers move to that one first: README, "Change a key without an outage". With \`gateway.bearerKeys: off\` API Management makes the key at once.
Exit code: 0 done, 1 not.`,
    )
    .action(async (consumer: string, { stack, secondary, rotate, local, state }: Options) => {
      const { realAz } = require("../key/azureKeys") as typeof import("../key/azureKeys");
      const { worldFolder } =
        require("../../local/azure/pulumiCommand") as typeof import("../../local/azure/pulumiCommand");
      const answer = await keyAnswer({
        consumer,
        stack,
        which: secondary ? "secondary" : "primary",
        rotate,
        world: local
          ? worldFolder(resolve(state ?? process.env.FLEET_STATE ?? resolve(PROJECT, ".fleet")))
          : undefined,
        folder: "stacks",
        az: realAz,
      });
      deliver(answer, exit);
    });
};

/** Answers; a mistake of a person's is an answer too. */
export async function keyAnswer(request: KeyRequest): Promise<Answer> {
  const { KeyError } = require("../key/keyPlace") as typeof import("../key/keyPlace");
  const { WrongFile } = require("../key/consumerFile") as typeof import("../key/consumerFile");
  try {
    return await answered(request);
  } catch (error) {
    if (error instanceof KeyError) return { code: 1, out: "", err: `${error.message}\n` };
    if (!(error instanceof WrongFile)) throw error;
    const { problemsAsText } = require("../problems") as typeof import("../problems");
    return {
      code: 1,
      out: "",
      err: problemsAsText(error.problems, { sourceOf: () => undefined, colour: false }),
    };
  }
}

async function answered({ consumer, stack, which, rotate, world, folder, az }: KeyRequest): Promise<Answer> {
  const { Naming } = require("../../infra/naming") as typeof import("../../infra/naming");
  const { azureKeys } = require("../key/azureKeys") as typeof import("../key/azureKeys");
  const { fleetOf } = require("../key/consumerFile") as typeof import("../key/consumerFile");
  const { localKeys } = require("../key/localKeys") as typeof import("../key/localKeys");
  const topology = fleetOf(consumer, stack, folder);
  const { workload, environment, nameSuffix, gateway, file } = topology;
  const subscription = new Naming(workload, environment, nameSuffix).subscription(consumer);
  const place = world === undefined ? azureKeys(topology, az) : localKeys(topology, world);
  const name = basename(file, ".yaml");
  const said = (text: string): Answer => ({ code: 0, out: "", err: text });
  const read = (of: WhichKey) =>
    `./fleet key ${consumer} --stack ${name}${of === "secondary" ? " --secondary" : ""}${world === undefined ? "" : " --local"}`;
  if (rotate === undefined) return { code: 0, out: `${(await place.keys(subscription))[which]}\n`, err: "" };
  if (gateway.bearerKeys === "off") {
    await place.regenerate(subscription, rotate);
    return said(
      `The ${rotate} key of \`${consumer}\` is a new one, and the old one opens nothing. \`${read(rotate)}\` prints it.\n`,
    );
  }
  const { writeWhole } = require("../wholeFile") as typeof import("../wholeFile");
  const { rotateInFile } = require("../key/rotateInFile") as typeof import("../key/rotateInFile");
  const { KeyError } = require("../key/keyPlace") as typeof import("../key/keyPlace");
  const text = readFileSync(file, "utf8");
  const rotated = rotateInFile(text, file, consumer, rotate);
  if (!writeWhole(file, rotated.text, text))
    throw new KeyError(
      `${file} was changed by somebody else at this moment and is left as it is. Try again.`,
    );
  const up = world === undefined ? "pulumi up" : `./fleet pulumi up --stack ${name}`;
  return said(
    `${file}:${rotated.line}: the ${rotate} key of \`${consumer}\` is number ${rotated.number}.\nThe next update makes it, and the old one opens nothing from then on: \`${up}\`, or a pull request with this line. Then \`${read(rotate)}\` prints it.\n`,
  );
}
