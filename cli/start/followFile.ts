import { statSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { writeFolder } from "../../infra/rendering/policyFiles";
import { today } from "../../infra/today";
import type { RunningFleet } from "../../local/running/runFleet";
import { consumerKeys } from "../key/consumerKeys";
import { differenceReport } from "../plan/difference";
import { redeclareWorld } from "./declareWorld";
import { pageOf } from "./pageOf";
import { type FleetFile, readFleetFile } from "./readFleetFile";
import type { ServeRequest } from "./serveFleet";

/** Between two looks at the file. */
const LOOK_MS = 300;
/** After which a gateway that has not read its folder will not. */
const LONGEST_MS = 10_000;

/**
 * Takes over what is saved in a topology file while its fleet runs. A file that cannot be deployed changes nothing, and is
 * told with its problems.
 */
export function followFile(request: ServeRequest, fleet: RunningFleet): { stop(): void } {
  const abort = new AbortController();
  void followed(request, fleet, abort.signal);
  return { stop: () => abort.abort() };
}

async function followed(request: ServeRequest, running: RunningFleet, signal: AbortSignal): Promise<void> {
  let present = request.fleet;
  let seen = markOf(request.file);
  while (!signal.aborted) {
    await wait(LOOK_MS, undefined, { signal }).catch(() => undefined);
    const mark = markOf(request.file);
    if (mark === seen || signal.aborted) continue;
    seen = mark;
    present = (await takenOver(request, running, present)) ?? present;
  }
}

/** @returns what is in force now; `undefined`: what was */
async function takenOver(
  { file, world, policyFolder, style, colour, say }: ServeRequest,
  running: RunningFleet,
  before: FleetFile,
): Promise<FleetFile | undefined> {
  const refuse = (why: string) => {
    process.stderr.write(`${why}The fleet stays as it was.\n`);
    return undefined;
  };
  try {
    const { fleet, said } = readFleetFile(file, colour);
    if (fleet === undefined) return refuse(said);
    process.stderr.write(said);
    const { environment } = fleet.topology;
    if (environment !== before.topology.environment)
      return refuse(`${file} is of another environment now, \`${environment}\`: start it anew.\n`);
    const { configuration } = running.gateway;
    const { errors, differs } = await redeclareWorld(fleet, world);
    if (errors.length > 0)
      return refuse(errors.map(({ name, message }) => `refused: ${name}: ${message}\n`).join(""));
    writeFolder(policyFolder, fleet.documents);
    for (let waited = 0; differs && running.gateway.configuration === configuration; waited += LOOK_MS) {
      // The gateway reads its folder when that has come to rest.
      if (waited >= LONGEST_MS) return refuse(`The gateway does not take ${file} over.\n`);
      await wait(LOOK_MS);
    }
    await running.change(pageOf(fleet, await consumerKeys(fleet.topology, world)));
    const told = differenceReport(before.topology, fleet.topology, {
      format: "text",
      today: today(),
      width: style.width,
      colour,
    });
    say(`\n${file} was saved and is in force.\n${typeof told === "string" ? told : told.out}\n`);
    return fleet;
  } catch (error) {
    return refuse(`${file} cannot be taken over: ${(error as Error).message}\n`);
  }
}

/** What tells one state of a file from another; a file that is not there has one too. */
function markOf(file: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return "gone";
  }
}
