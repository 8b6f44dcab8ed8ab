import { later } from "./later";
import type { CommandNames } from "./names";
import { type TraceCommandOptions, verbOptions } from "./options";
import { coloured, columns, err, out } from "./terminal";
import type { Verb } from "./verb";

/** `trace`, on the command line that has these names. */
export const traceVerb =
  (names: CommandNames): Verb =>
  (program, exit) => {
    const options = verbOptions();
    program
      .command("trace")
      .description(`show what the policies of a running gateway did with one request`)
      .argument(
        "[words...]",
        "`-- curl …`: the call to make; a trace's id; none: the last request that was traced",
      )
      .addOption(options.url)
      .addOption(options.full)
      .addOption(options.traceFormat)
      .addOption(options.traceBodies)
      .addOption(options.traceToken)
      .addHelpText(
        "after",
        `
Any client can ask for a trace: send the header \`Ocp-Apim-Trace: true\`; the answer's header Ocp-Apim-Trace-Location says
where it is. Secrets are masked, and what bodies say is left out unless you ask for it.

Examples:
  ${names.trace} -- curl "http://127.0.0.1:8180/hello?name=you"
  ${names.trace} --full --show-bodies
  ${names.trace} --format json
Exit code: 0 shown, 1 there is no such trace or no gateway, 2 wrong usage.`,
      )
      .action(async (words: string[], given: TraceCommandOptions) => exit(await trace(words, given, names)));
  };

/** Shows the trace of one request. @returns the exit code */
export async function trace(
  words: readonly string[],
  options: TraceCommandOptions,
  names: CommandNames,
): Promise<number> {
  const [first] = words;
  if (first !== "curl" && words.length > 1) {
    err("Only curl can be called from here; any other client sends the header `Ocp-Apim-Trace: true`.\n");
    return 2;
  }
  const { curlForTrace } = later.curlForTrace;
  const { TraceClient } = later.traceClient;
  const { format, full, showBodies, adminToken } = options;
  let found: import("../observe/trace").Trace | string;
  if (first === "curl") {
    const location = curlForTrace(words.slice(1), names);
    found =
      "fault" in location
        ? location.fault
        : await new TraceClient(location.origin, names, adminToken).at(location.path, showBodies);
  } else {
    const client = new TraceClient(options.url, names, adminToken);
    found = first === undefined ? await client.newest(showBodies) : await client.byId(first, showBodies);
  }
  if (typeof found === "string") {
    err(found);
    return 1;
  }
  const { formatTrace } = later.traceText;
  out(
    format === "json"
      ? `${JSON.stringify(found, null, 2)}\n`
      : formatTrace(found, { width: columns(100), colour: coloured(), full }),
  );
  return 0;
}
