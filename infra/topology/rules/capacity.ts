import { thousands } from "../describe";
import type { Finding } from "../finding";
import { capacityPathOf, deploymentsOf, type Fleet, warning } from "./rule";

/** Thousands of tokens per minute of one deployment above which a slip of the unit is likelier than the wish: 50 million a minute. */
const UNLIKELY = 50_000;

/** PAYG is in thousands of tokens per minute; whoever writes tokens asks for a thousand times too much. */
export function* capacityUnit(fleet: Fleet): Iterable<Finding> {
  for (const placed of deploymentsOf(fleet.topology)) {
    const { deployment, account } = placed;
    const { capacity } = deployment;
    if (deployment.tier !== "payg" || deployment.existing || capacity < UNLIKELY) continue;
    const meant = Math.round(capacity / 1000);
    yield warning(
      "payg-unit",
      capacityPathOf(fleet, placed),
      `\`${deployment.model}\` in ${account.region} asks for ${thousands(capacity)} thousand tokens per minute, which is ${thousands(capacity / 1000)} million a minute; PAYG is in thousands.`,
      `Write ${meant} for ${thousands(capacity)} tokens per minute.`,
    );
  }
}

/** Batch work makes room for others; it does not stay on PTU longer than they do. */
export function* headroom({ file }: Fleet): Iterable<Finding> {
  const { standard, batch } = file.routing.headroom;
  if (batch <= standard) return;
  yield warning(
    "headroom-order",
    ["routing", "headroom", "batch"],
    `\`batch\` consumers leave PTU at ${batch} percent and \`standard\` ones at ${standard}, so batch work keeps PTU longer than people do.`,
    `Write at most ${standard} for \`batch\`, or a larger \`standard\`.`,
  );
}
