import { resolve } from "node:path";
import { Argument, InvalidArgumentError } from "commander";
import type { Answer, FleetCommand } from "../command";
import { deliver } from "../command";

/** For what is under way when somebody interrupts. */
const PATIENCE_MS = 3000;
const NOTES = resolve(__dirname, "../../.fleet/running");

export interface LoadOptions {
  readonly profile: string;
  readonly rate?: number | undefined;
  readonly for?: number;
  readonly speed?: number;
  readonly seed: number;
  readonly consumer?: string;
  readonly model?: string;
  readonly promptWords: number;
  readonly maxTokens: number;
  readonly streamed: number;
  readonly json: boolean;
}

/** What is asked for, and with what. */
export interface LoadCommandRequest extends LoadOptions {
  /** @default the file of the fleet that runs */
  readonly file: string | undefined;
  /** Folder with the notes about what runs. */
  readonly notes: string;
  readonly today: string;
  /** Ends it early. */
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  readonly width: number;
  readonly colour: boolean;
}

export const command: FleetCommand = (program, exit) => {
  program
    .command("load")
    .description("send traffic to the fleet that runs on this machine, and tell what came of it")
    .addArgument(new Argument("[file]", "its topology file or stack (default: the newest fleet that runs)"))
    .option(
      "--profile <name>",
      "steady, spike, office-day, night-batch, or a file of `minute,requests`",
      "steady",
    )
    .option("--rate <requests>", "a second (default: the fullest PTU is at 70 %)", positive(10_000))
    .option("--for <seconds>", "how long it takes (default: 30)", positive(86_400))
    .option("--speed <times>", "how much faster a file goes", positive(10_000))
    .option("--consumer <name>", "only with this consumer's key")
    .option("--model <name>", "only for this model")
    .option("--prompt-words <count>", "of each request, each about a token", positive(100_000), 100)
    .option("--max-tokens <count>", "that each asks for", positive(100_000), 50)
    .option("--streamed <share>", "of the chats, from 0 to 1", share, 0.5)
    .option("--seed <number>", "draws the same requests again", seed, 1)
    .option("--json", "the result as JSON", false)
    .addHelpText(
      "after",
      () => `
Profiles:
${profileLines()}

Requests are sent when they are due, whatever becomes of the others; consumers
share them by their tokens a minute. Nothing is sent again: what callers got is
what the fleet gave. Ctrl+C ends it, within ${PATIENCE_MS / 1000} s, and tells what came of it so far.

Examples:
  ./fleet load
  ./fleet load --profile spike --for 90
  ./fleet load --profile office-day --for 600 --rate 5
  ./fleet load --profile traffic.csv --speed 60     (an hour in a minute)
Exit code: 0 done, whatever was answered; 1 no fleet runs, or its file or keys
cannot be read; 2 wrong usage.`,
    )
    .action(async (file: string | undefined, options: LoadOptions) => {
      const { columns, createProgress } = require("apim-gateway/cli") as typeof import("apim-gateway/cli");
      const { today } = require("../../infra/today") as typeof import("../../infra/today");
      const { stackFile } = require("../plan/stackFile") as typeof import("../plan/stackFile");
      const { interrupted } = require("../interrupted") as typeof import("../interrupted");
      const abort = new AbortController();
      void interrupted().then(() => abort.abort());
      const progress = createProgress(process.stderr, () => performance.now());
      const answer = await loadAnswer({
        ...options,
        file: file === undefined ? undefined : stackFile(file),
        notes: NOTES,
        today: today(),
        signal: abort.signal,
        progress: progress.show,
        width: columns(100),
        colour: process.stdout.isTTY === true,
      });
      progress.clear();
      deliver(answer, exit);
    });
};

function positive(most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() !== "" && number > 0 && number <= most) return number;
    throw new InvalidArgumentError(`It is a number above 0 and at most ${most}.`);
  };
}

function seed(text: string): number {
  const number = Number(text);
  if (text.trim() !== "" && Number.isInteger(number) && number >= 1 && number <= 2_147_483_646) return number;
  throw new InvalidArgumentError("It is a whole number from 1 to 2147483646.");
}

function share(text: string): number {
  const number = Number(text);
  if (text.trim() !== "" && number >= 0 && number <= 1) return number;
  throw new InvalidArgumentError("It is a number from 0 to 1.");
}

function profileLines(): string {
  const { loadProfiles } = require("../../local/load/profiles") as typeof import("../../local/load/profiles");
  return loadProfiles.map(({ name, meaning }) => `  ${name.padEnd(12)} ${meaning}`).join("\n");
}

/** Finds the fleet, sends, and answers with what came of it; a person's mistake is an answer too. */
export async function loadAnswer(request: LoadCommandRequest): Promise<Answer> {
  const { existsSync } = require("node:fs") as typeof import("node:fs");
  const { loadFleet } = require("../../infra/loadFleet") as typeof import("../../infra/loadFleet");
  const { problemsInFiles } = require("../problems") as typeof import("../problems");
  const { KeyError } = require("../key/keyPlace") as typeof import("../key/keyPlace");
  const { runningFleets } =
    require("../../local/running/runningFile") as typeof import("../../local/running/runningFile");
  const wanted = request.file === undefined ? undefined : resolve(request.file);
  if (wanted !== undefined && !existsSync(wanted)) return failed(1, `${request.file} is not there.`);
  const fleets = runningFleets(request.notes);
  const note = fleets.find(({ file }) => wanted === undefined || file === wanted);
  if (note === undefined)
    return failed(
      1,
      fleets.length === 0
        ? "No fleet runs from this folder. `npm start` runs one; this command sends to it from another terminal."
        : `No fleet of ${request.file} runs; there are fleets of ${fleets.map(({ file }) => file).join(", ")}. \`./fleet start ${request.file}\` runs it.`,
    );
  const loaded = loadFleet(request.file ?? note.file, request.today, "deploy");
  if (!loaded.ok) return failed(1, problemsInFiles(loaded.problems, false).trimEnd());
  try {
    return await sent(loaded.value, note, request);
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    return failed(1, error.message);
  }
}

const failed = (code: 1 | 2, err: string): Answer => ({ code, out: "", err: `${err}\n` });

async function sent(
  topology: import("../../infra/topology/topology").Topology,
  note: import("../../local/running/runningFile").RunningNote,
  request: LoadCommandRequest,
): Promise<Answer> {
  const { planRouting } =
    require("../../infra/routing/planRouting") as typeof import("../../infra/routing/planRouting");
  const { callersOf } = require("../../local/load/callers") as typeof import("../../local/load/callers");
  const { httpSender } =
    require("../../local/load/httpSender") as typeof import("../../local/load/httpSender");
  const { sendLoad } = require("../../local/load/sendLoad") as typeof import("../../local/load/sendLoad");
  const { usualLoad } = require("../../local/load/usualLoad") as typeof import("../../local/load/usualLoad");
  const { virtualEnvironment } = require("apim-gateway") as typeof import("apim-gateway");
  const { consumerKeys } = require("../key/consumerKeys") as typeof import("../key/consumerKeys");
  const { worldAt } = require("../key/worldAt") as typeof import("../key/worldAt");
  const { nobodyMay, unknownName } = require("../load/wrongNames") as typeof import("../load/wrongNames");
  const { readProfile } = require("../load/readProfile") as typeof import("../load/readProfile");
  const { loadReport, progressText } = require("../load/loadReport") as typeof import("../load/loadReport");
  const { plain } =
    require("../../infra/routing/report/layout") as typeof import("../../infra/routing/report/layout");
  const all = callersOf(topology, planRouting(topology));
  const unknown = unknownName(request, topology);
  if (unknown !== undefined) return failed(2, unknown);
  const wanted = all.filter(
    ({ consumer, model }) =>
      (request.consumer === undefined || consumer === request.consumer) &&
      (request.model === undefined || model === request.model),
  );
  if (wanted.length === 0) return failed(2, nobodyMay(request, all));
  const size = { promptWords: request.promptWords, maxTokens: request.maxTokens };
  const { rate, speed } = request;
  const usual = usualLoad(topology, wanted, size);
  const profile = readProfile({ profile: request.profile, rate, speed, seconds: request.for }, usual.rate);
  if (typeof profile === "string") return failed(2, profile);
  const keys = await consumerKeys(topology, await worldAt(note.gateway, fetch));
  const { countsAfter, fleetCounts, ptuShare } =
    require("../load/fleetCounts") as typeof import("../load/fleetCounts");
  const sleep = (milliseconds: number) => new Promise<void>((wake) => setTimeout(wake, milliseconds));
  const read = () => fleetCounts(note, fetch);
  const before = await read();
  const { colour, signal } = request;
  const sender = httpSender(note.gateway, keys);
  const done = await sendLoad({
    callers: usual.callers,
    profile,
    size,
    streamed: request.streamed,
    send: sender.send,
    now: () => performance.now(),
    sleep,
    random: virtualEnvironment({ seed: request.seed }).random,
    signal,
    patience: PATIENCE_MS,
    onProgress: (progress) => request.progress(progressText(progress, profile.seconds)),
  });
  sender.end();
  const counts = await countsAfter(read, before, done.tally.total().answered, sleep);
  if (request.json) {
    const { tally, held, unfinished, seconds } = done;
    const rows = tally
      .rows()
      .map((row) => ({ ...row, ptuShare: ptuShare(counts, row.consumer, row.model) ?? null }));
    const result = { seconds, held, unfinished, total: tally.total(), rows, called: counts.called };
    return { code: 0, out: `${JSON.stringify(result, undefined, 2)}\n`, err: "" };
  }
  const { createColors } = require("picocolors") as typeof import("picocolors");
  const style = { width: request.width, colours: colour ? createColors(true) : plain };
  return { code: 0, out: loadReport(done, counts, style), err: "" };
}
