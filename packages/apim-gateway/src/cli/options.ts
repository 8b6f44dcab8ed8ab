import { type Command, InvalidArgumentError, Option } from "commander";
import { later } from "./later";
import type { ReportFormat } from "./reportProblems";

/** What decides how a folder is read and compiled. */
export interface FolderOptions {
  readonly strict: boolean;
  readonly lenient: boolean;
  readonly service?: string;
  readonly set: readonly string[];
}

export interface CheckCommandOptions extends FolderOptions {
  readonly format: ReportFormat;
}

export interface ServeCommandOptions extends FolderOptions {
  readonly host: string;
  readonly port: number;
  readonly instances: number;
  readonly backends?: string;
  readonly log?: string;
  readonly traces: "never" | "asked" | "always";
  readonly showBodies: boolean;
  readonly adminToken?: string;
  readonly showKey?: string;
}

export interface TraceCommandOptions {
  readonly url: string;
  readonly format: "text" | "json";
  readonly full: boolean;
  readonly showBodies: boolean;
  readonly adminToken?: string;
}

export interface TestCommandOptions {
  readonly filter?: string;
  /** `each`: under every value of every setting that a scenario meets. */
  readonly settings?: "each";
  readonly set: readonly string[];
  readonly seed?: number;
  readonly lenient: boolean;
  readonly real: boolean;
  readonly format: "text" | "tap" | "junit" | "github";
  readonly watch: boolean;
}

const wholeNumber = (least: number, most: number) => (text: string) => {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most)
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  return number;
};

/** An empty one would be all addresses, which nobody means by it. */
function host(text: string): string {
  if (!/^[^\s/?#@[\]]+$/.test(text)) throw new InvalidArgumentError("It must be a name or an address.");
  return text;
}

/** Without a slash at its end. */
function origin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const bare = url?.pathname === "/" && url.search === "" && url.hash === "" && url.username === "";
  if (!bare || (url.protocol !== "http:" && url.protocol !== "https:"))
    throw new InvalidArgumentError("It must be an address such as http://127.0.0.1:8180.");
  return url.origin;
}

function token(text: string): string {
  const { faultOfToken } = later.adminToken;
  const fault = faultOfToken(text);
  if (fault !== undefined) throw new InvalidArgumentError(fault);
  return text;
}

/** An option that is one of these words. */
function oneOf(flags: string, about: string, ...words: readonly string[]): Option {
  return new Option(flags, about).choices(words).argParser((text: string) => {
    if (words.includes(text)) return text;
    const { didYouMean } = later.closest;
    throw new InvalidArgumentError(`Allowed choices are ${words.join(", ")}.${didYouMean(text, words)}`);
  });
}

/** Every option of the verbs, made anew: a command keeps those that it is given. */
export const verbOptions = () => ({
  markdown: new Option("--markdown", "as a table of Markdown").default(false),
  strict: new Option("--strict", "refuse at load what is not executed; exit with 1 for warnings too").default(
    false,
  ),
  lenient: new Option(
    "--lenient",
    "load what API Management would refuse at save: warn, and run what can be run",
  )
    .default(false)
    .conflicts("strict"),
  format: oneOf("--format <format>", "how problems are shown", "text", "json", "github").default("text"),
  host: new Option(
    "--host <address>",
    "address to listen on; 0.0.0.0: all of this machine, for anybody to call",
  )
    .argParser(host)
    .default("127.0.0.1"),
  port: new Option("--port <number>", "port to listen on; 0: any that is free")
    .argParser(wholeNumber(0, 65_535))
    .default(8180),
  instances: new Option("--instances <number>", "gateway instances, each with its own breakers")
    .argParser(wholeNumber(1, 64))
    .default(1),
  service: new Option("--service <name>", "which API Management service, where the folder holds several"),
  set: new Option("--set <name=value>", "change a setting; repeat for more")
    .argParser((value: string, all: string[]) => [...all, value])
    .default([] as string[]),
  backends: new Option(
    "--backends <file>",
    'JSON that says where backends are instead: {"https://a…": "http://127.0.0.1:9001"}',
  ),
  log: new Option("--log <file>", "write one line of JSON for each request; - for standard output"),
  traces: oneOf(
    "--traces <when>",
    "which requests are traced: those that send Ocp-Apim-Trace: true, or all",
    "never",
    "asked",
    "always",
  ).default("asked"),
  showBodies: new Option(
    "--show-bodies",
    "traces tell what bodies say, prompts and answers among it; otherwise only where `trace` asks for it",
  ).default(false),
  adminToken: new Option(
    "--admin-token <token>",
    "lets whoever sends it look inside from elsewhere; without it one is made",
  )
    .argParser(token)
    .env("APIM_GATEWAY_ADMIN_TOKEN"),
  showKey: new Option("--show-key <subscription>", "print a subscription's key and end"),
  url: new Option("--url <address>", "where the gateway listens; with curl, taken from its address")
    .argParser(origin)
    .default("http://127.0.0.1:8180"),
  full: new Option("--full", "all that is known, and not only what mattered").default(false),
  traceBodies: new Option("--show-bodies", "what bodies say too, prompts and answers among it").default(
    false,
  ),
  traceToken: new Option("--admin-token <token>", "of a gateway that is not on this machine")
    .argParser(token)
    .env("APIM_GATEWAY_ADMIN_TOKEN"),
  filter: new Option("--filter <text>", "only scenarios with this text in their name or path"),
  settingsEach: oneOf(
    "--settings <which>",
    "each: run under every value of every undocumented setting that a scenario meets",
    "each",
  ),
  seed: new Option("--seed <number>", "where chance begins, in place of the scenarios' own seeds").argParser(
    wholeNumber(0, 2_147_483_647),
  ),
  testFormat: oneOf("--format <format>", "how results are shown", "text", "tap", "junit", "github").default(
    "text",
  ),
  real: new Option(
    "--real",
    "over sockets, in the time that it takes; times have a quarter of a second of grace",
  ).default(false),
  watch: new Option("--watch", "run again after each change").default(false),
  traceFormat: oneOf("--format <format>", "how it is shown", "text", "json").default("text"),
});

/** Adds what serving a folder takes. */
export function addServeOptions(command: Command): Command {
  const { strict, lenient, host, port, instances, service, set, backends, ...more } = verbOptions();
  const { log, traces, showBodies, adminToken, showKey } = more;
  const all = [strict, lenient, host, port, instances, service, set, backends, log, traces, showBodies];
  for (const option of [...all, adminToken, showKey]) command.addOption(option);
  return command;
}
