import type { Topology } from "../../infra/topology/topology";
import type { Answer } from "../command";
import { refuse } from "../plan/request";

/** Which fleet, and what it is compared with. */
export interface MoneyRequest {
  readonly file: string;
  readonly against?: string;
  readonly since?: string;
  readonly format: "text" | "json";
  readonly width: number;
  readonly colour: boolean;
  readonly today: string;
}

/** The fleet of before; `new`: git knows no such file of that time; `undefined`: nobody asked. */
export type Earlier = Topology | "new" | undefined;

/** Reads the files and answers with what is told of them, or with their problems. */
export function reported(
  request: MoneyRequest,
  tell: (topology: Topology, before: Earlier) => string | Answer,
): Answer {
  if (request.against !== undefined && request.since !== undefined)
    return refuse(2, "`--against` and `--since` both say what was before: give one.");
  const { loadFleet } = require("../../infra/loadFleet") as typeof import("../../infra/loadFleet");
  const { problemsInFiles } = require("../problems") as typeof import("../problems");
  const { fleetBefore } = require("../plan/fleetBefore") as typeof import("../plan/fleetBefore");
  const loaded = loadFleet(request.file, request.today, "deploy");
  if (!loaded.ok) return refuse(1, problemsInFiles(loaded.problems, request.colour).trimEnd());
  const before = fleetBefore(request);
  if (typeof before === "string") return refuse(1, before.trimEnd());
  const told = tell(loaded.value, before ?? (request.since === undefined ? undefined : "new"));
  return typeof told === "string" ? { code: 0, out: told, err: "" } : told;
}

export const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
