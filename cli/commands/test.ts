import type { FleetCommand } from "../command";
import { fleetNames } from "./gateway";

/** The gateway's own `test`: scenarios of policies, those of the fleet or of anybody. */
export const command: FleetCommand = (program, exit) => {
  const { testVerb } = require("apim-gateway/cli") as typeof import("apim-gateway/cli");
  testVerb(fleetNames)(program, exit);
};
