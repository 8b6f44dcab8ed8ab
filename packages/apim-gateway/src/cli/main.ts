import { Command } from "commander";
import { checkVerb } from "./check";
import { initVerb } from "./init";
import { ownNames } from "./names";
import { policiesVerb } from "./policies";
import { runProgram } from "./runProgram";
import { serveVerb } from "./serve";
import { settingsVerb } from "./settings";
import { testVerb } from "./test";
import { traceVerb } from "./trace";

/** The `apim-gateway` command. */
const program = new Command("apim-gateway")
  .description("run Azure API Management's policies on this machine")
  .version((require("../../package.json") as { version: string }).version);

runProgram(
  program,
  [serveVerb, checkVerb, testVerb(ownNames), initVerb, traceVerb(ownNames), settingsVerb, policiesVerb],
  process.argv,
);
