import { loadFleet } from "../../infra/loadFleet";
import { PolicyError } from "../../infra/rendering/check/policyError";
import type { RenderedPolicies } from "../../infra/rendering/policies";
import { policyFiles } from "../../infra/rendering/policyFiles";
import { renderPolicies } from "../../infra/rendering/renderPolicies";
import type { RoutingPlan } from "../../infra/routing/plan";
import { planRouting } from "../../infra/routing/planRouting";
import { today } from "../../infra/today";
import type { Topology } from "../../infra/topology/topology";
import { problemsInFiles } from "../problems";

/** A topology file with what follows from it alone. */
export interface FleetFile {
  readonly topology: Topology;
  readonly plan: RoutingPlan;
  readonly policies: RenderedPolicies;
  /** The same by name. */
  readonly documents: ReadonlyMap<string, string>;
}

export interface FleetFileRead {
  /** `undefined`: it cannot be deployed. */
  readonly fleet: FleetFile | undefined;
  /** Problems and warnings in words, for a terminal. */
  readonly said: string;
}

/** Reads, plans and renders. @param step told of each stage that is done */
export function readFleetFile(
  file: string,
  colour: boolean,
  step: (text: string) => void = () => {},
): FleetFileRead {
  const checked = loadFleet(file, today(), "deploy");
  const said = problemsInFiles(checked.ok ? checked.warnings : checked.problems, colour);
  if (!checked.ok) return { fleet: undefined, said };
  const topology = checked.value;
  step("validated the topology");
  const plan = planRouting(topology);
  step("planned the routing");
  try {
    const policies = renderPolicies(topology, plan);
    const documents = policyFiles(policies);
    step(`rendered ${documents.size} policies`);
    return { fleet: { topology, plan, policies, documents }, said };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return { fleet: undefined, said: `${said}${file}: ${error.message}\n` };
  }
}
