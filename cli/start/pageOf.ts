import { callersOf } from "../../local/load/callers";
import { USUAL_SIZE } from "../../local/load/loadRunner";
import { usualLoad } from "../../local/load/usualLoad";
import { fleetShape } from "../../local/page/fleetShape";
import type { PageOf } from "../../local/running/shownPage";
import type { FleetFile } from "./readFleetFile";

/** What the page of a fleet shows. @param keys by consumer */
export function pageOf({ topology, plan, documents }: FleetFile, keys: ReadonlyMap<string, string>): PageOf {
  const { callers, rate } = usualLoad(topology, callersOf(topology, plan), USUAL_SIZE);
  const load = { callers, keys, usualRate: rate };
  return { shape: fleetShape(topology, plan), policies: documents, load };
}
