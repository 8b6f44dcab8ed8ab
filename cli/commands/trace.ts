import type { FleetCommand } from "../command";
import { fleetNames } from "./gateway";

/** The gateway's own `trace`, in the fleet's words. */
export const command: FleetCommand = (program, exit) => {
  const { traceVerb } = require("apim-gateway/cli") as typeof import("apim-gateway/cli");
  traceVerb(fleetNames)(program, exit);
};
