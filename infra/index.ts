import * as pulumi from "@pulumi/pulumi";
import { azureModels, DECLARED } from "./azureModels";
import { azureReads } from "./azureReads";
import { endWithEngine } from "./endWithEngine";
import { tuneEngine } from "./engineTuning";
import { declareFleet } from "./fleet";
import { keepForeign } from "./foreign/keepForeign";
import { loadFleet } from "./loadFleet";
import type { Problem } from "./problem";
import { PolicyError } from "./rendering/check/policyError";
import type { RenderedPolicies } from "./rendering/policies";
import { renderPolicies } from "./rendering/renderPolicies";
import type { RoutingPlan } from "./routing/plan";
import { planRouting } from "./routing/planRouting";
import { stackFault } from "./stackName";
import { today } from "./today";
import type { Topology } from "./topology/topology";

/** The Pulumi program: one stack, one topology file, one fleet. */

endWithEngine();

const config = new pulumi.Config();

const checked = loadFleet(config.require("topology"), today(), "deploy");
if (!checked.ok) {
  const list = checked.problems.map(explain).join("\n");
  // A RunError is shown without a stack trace: the file is wrong, not the program.
  throw new pulumi.RunError(`The topology cannot be deployed; nothing was changed.\n${list}`);
}
const fault = stackFault(pulumi.getStack(), checked.value, config.get("environment"));
if (fault !== undefined) throw new pulumi.RunError(fault);
for (const warning of checked.warnings) void pulumi.log.warn(explain(warning));

const plan = planRouting(checked.value);
tuneEngine({
  keepVersionAliases: config.getBoolean("keepVersionAliases"),
  backends: plan.backends.length,
});
const reads = azureReads();
keepForeign(checked.value.workload, reads);
const policies = rendered(checked.value, plan);

/** A function, because Azure is asked before anything is declared: which models its own upgrades have left. */
export = async () => {
  const models = await azureModels(checked.value, reads);
  const fleet = declareFleet(checked.value, plan, policies, {}, models);
  return {
    /** Base URLs that callers use, by surface. */
    gatewayUrl: fleet.gatewayUrls,
    /** Endpoints of the accounts, by region. */
    regions: fleet.regions,
    /** Capacity of each model. */
    planSummary: fleet.planSummary,
    /** What was declared of the deployments that Azure may move, for the next update. */
    [DECLARED]: fleet.deployments,
  };
};

// No key is exported, not even as a secret. A consumer's key is read where it lives, by somebody who may: `fleet key`.

/** A limit of API Management that this topology goes over is the file's problem too. */
function rendered(topology: Topology, routing: RoutingPlan): RenderedPolicies {
  try {
    return renderPolicies(topology, routing);
  } catch (error) {
    if (error instanceof PolicyError) throw new pulumi.RunError(`${error.message}\nNothing was changed.`);
    throw error;
  }
}

function explain({ severity, position, path, message, remedy }: Problem): string {
  const mark = severity === "warning" ? " (warning)" : "";
  return `${position.file}:${position.line}:${position.column}  ${path}${mark}\n  ${message}\n  ${remedy}`;
}
