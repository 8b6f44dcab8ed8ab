import { resolve } from "node:path";
import { InvalidArgumentError } from "commander";
import { type Answer, deliver, type FleetCommand } from "../command";

const notes = resolve(__dirname, "../../.fleet/running");

interface Options {
  readonly for?: number;
  readonly share?: number;
  readonly flap?: number;
  readonly seconds?: number;
  readonly capacity?: number;
  readonly retryAfter?: string;
  readonly clear: boolean;
  readonly all: boolean;
}

export const command: FleetCommand = (program, exit) => {
  program
    .command("fault")
    .description("break accounts of the fleet that runs on this machine, or mend them")
    .argument("[where]", "a region, an account, a deployment or region/deployment; none: show what is broken")
    .argument("[kind]", "what happens there: see below")
    .option("--for <seconds>", "until it is over; without it the fault stays", numberOf)
    .option("--share <share>", "of the calls that it hits, above 0 and at most 1", numberOf)
    .option("--flap <seconds>", "comes and goes: half of each period it is there", numberOf)
    .option("--seconds <seconds>", "how late `slow` is (20), what `429` says (10)", numberOf)
    .option("--capacity <share>", "that `less` leaves (0.5)", numberOf)
    .option(
      "--retry-after <style>",
      "how `429` says when to come again: seconds, ms, date, day, none, garbage",
    )
    .option("--all", "everywhere", false)
    .option("--clear", "mend what is broken there; without a place, everything", false)
    .addHelpText(
      "after",
      () => `
Faults:
${kindLines()}

Examples:
  ./fleet fault swedencentral refused --for 60
  ./fleet fault gpt-5.4-ptu 429 --retry-after ms --seconds 2
  ./fleet fault swedencentral/gpt-5.4-payg 500 --share 0.2
  ./fleet fault --all less --capacity 0.25
  ./fleet fault --clear
Exit code: 0 done; 1 no fleet runs, or it has no such place; 2 wrong usage.`,
    )
    .action(async (where: string | undefined, kind: string | undefined, options: Options) => {
      deliver(await faultAnswer(where, kind, options, notes), exit);
    });
};

function numberOf(text: string): number {
  const number = Number(text);
  if (text.trim() !== "" && Number.isFinite(number)) return number;
  throw new InvalidArgumentError("It must be a number.");
}

function kindLines(): string {
  const { faultKinds, faultNames } =
    require("../../local/accounts/faults/accountFault") as typeof import("../../local/accounts/faults/accountFault");
  const longest = Math.max(...faultNames.map((name) => name.length));
  return faultNames
    .map((name) => {
      const kind = faultKinds[name];
      const option = "option" in kind ? ` (${kind.option})` : "";
      return `  ${name.padEnd(longest)}  ${kind.meaning}${option}`;
    })
    .join("\n");
}

/**
 * Speaks to the newest fleet that runs.
 *
 * @param folder with the notes about what runs
 */
export async function faultAnswer(
  where: string | undefined,
  kind: string | undefined,
  options: Partial<Options>,
  folder: string,
): Promise<Answer> {
  const { runningFleets } =
    require("../../local/running/runningFile") as typeof import("../../local/running/runningFile");
  const failed = (code: 1 | 2, err: string): Answer => ({ code, out: "", err: `${err}\n` });
  const [note, ...others] = runningFleets(folder);
  if (note === undefined)
    return failed(
      1,
      "No fleet runs from this folder. `npm start` runs one; this command speaks to it from another terminal.",
    );
  const which =
    others.length === 0 ? "" : `The newest of ${others.length + 1} that run: ${note.file}, ${note.gateway}\n`;
  const done = (out: string): Answer => ({ code: 0, out, err: which });
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${note.control}${path}`, {
      method,
      headers: { authorization: `Bearer ${note.token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { ok: response.ok, said: (await response.json()) as Readonly<Record<string, unknown>> };
  };
  const { faultNames } =
    require("../../local/accounts/faults/accountFault") as typeof import("../../local/accounts/faults/accountFault");
  const { wrap } = require("apim-gateway/text") as typeof import("apim-gateway/text");
  const { columns } = require("apim-gateway/cli") as typeof import("apim-gateway/cli");
  const { faultLines } = require("../accounts/faultLines") as typeof import("../accounts/faultLines");
  const { didYouMean } = require("apim-gateway/text") as typeof import("apim-gateway/text");
  const wrapped = (text: string) => wrap(text, columns(100)).join("\n");
  const refused = (said: Readonly<Record<string, unknown>>, written: string): Answer => {
    const known = said.known as string[] | undefined;
    const hint = known === undefined ? "" : didYouMean(written, known);
    return failed(known === undefined ? 2 : 1, wrapped(`${String(said.error)}${hint}`));
  };
  if (options.clear) {
    const query = where === undefined ? "" : `?where=${encodeURIComponent(where)}`;
    const { ok, said } = await ask("DELETE", `/faults${query}`);
    if (!ok) return refused(said, where ?? "");
    const place = where === undefined ? "" : ` at ${where}`;
    return done(
      said.cleared === 0
        ? `Nothing was broken${place} by itself; \`./fleet fault\` shows what is.\n`
        : `Mended: ${said.cleared}${place}. The gateway sees it when it looks again, in some seconds.\n`,
    );
  }
  const isKind = (word: string | undefined) => (faultNames as readonly string[]).includes(word ?? "");
  if (options.all && kind !== undefined)
    return failed(2, `--all is everywhere: leave \`${where}\` or --all out.`);
  // `fault --all 429` has its kind where the place would be.
  const [place, what] = options.all ? [undefined, where] : [where, kind];
  if (!options.all && place === undefined) {
    const { said } = await ask("GET", "/faults");
    return done(faultLines(said as never, Date.now()));
  }
  if (what === undefined && isKind(place))
    return failed(2, `Where? \`./fleet fault <region> ${place}\`, or \`./fleet fault --all ${place}\`.`);
  if (what === undefined)
    return failed(
      2,
      `What happens ${place === undefined ? "everywhere" : `at ${place}`}? \`./fleet fault ${place ?? "--all"} refused\`; --help lists the faults.`,
    );
  if (!isKind(what))
    return failed(
      2,
      wrapped(
        `There is no fault \`${what}\`: it is one of ${faultNames.join(", ")}.${didYouMean(what, faultNames)}`,
      ),
    );
  const { ok, said } = await ask("POST", "/faults", {
    kind: what,
    where: place,
    forSeconds: options.for,
    share: options.share,
    flapSeconds: options.flap,
    seconds: options.seconds,
    capacity: options.capacity,
    retryAfter: options.retryAfter,
  });
  if (!ok) return refused(said, place ?? "");
  const deployments = said.deployments as string[];
  return done(
    `${faultLines([said.fault] as never, Date.now())}${wrap(deployments.join(", "), columns(100), { first: "  it hits ", rest: "    " }).join("\n")}\n`,
  );
}
