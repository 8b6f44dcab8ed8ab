import type { Rule } from "../armRequest";
import { stageOf } from "../models/modelEvents";
import { DEPLOYMENT } from "../models/upgradeDeployments";
import { parentOf } from "../resourceId";
import type { ArmResource, WorldView } from "../world";
import { object, putOf, text } from "./refusals";

/**
 * A deployment is of a model that can be deployed. A deprecated version is for subscriptions that have it; a retired one for
 * nobody. The texts as in microsoft/microsoft-foundry-for-vscode#557 and #491 and Azure-Samples/Azure-Functions-OpenAI-Demo#30
 * (read in November 2026). What is deployed already may change its capacity while it is deprecated.
 */
export const modelIsDeployable: Rule = (world, request, { models }) => {
  const deployment = putOf(request, DEPLOYMENT);
  if (deployment === undefined || request.operation !== "put") return undefined;
  const { name, version, what } = modelOf(deployment);
  // A version is a date or a number; which ones there are is Azure's to say. The text is from memory.
  if (version !== "" && !/\d/.test(version)) {
    return {
      status: 400,
      code: "DeploymentModelNotSupported",
      message: `The model 'Format: OpenAI, Name: ${name}, Version: ${version}' of account deployment is not supported.`,
    };
  }
  const region = world.get(parentOf(deployment.id) ?? "")?.location;
  const stage = stageOf(models, name, version, region);
  if (stage === undefined) return undefined;
  if (stage.state === "retired") {
    const [year, month, day] = stage.since.split("-");
    return {
      status: 400,
      code: "ServiceModelDeprecated",
      message: `The model '${what}' has been deprecated since ${month}/${day}/${year} 00:00:00.`,
    };
  }
  if (hasModel(world, name, version)) return undefined;
  return {
    status: 400,
    code: "ServiceModelDeprecating",
    message: `The model '${what}' is in deprecating state and cannot be used for new deployments.`,
  };
};

/** "Existing" is judged per subscription (Microsoft Learn, model lifecycle: August 2026). */
function hasModel(world: WorldView, name: string, version: string): boolean {
  return world.ofType(DEPLOYMENT).some((other) => {
    const model = modelOf(other);
    return model.name === name && model.version === version;
  });
}

function modelOf(deployment: ArmResource): { name: string; version: string; what: string } {
  const model = object(deployment.properties.model);
  const [name, version] = [text(model.name), text(model.version)];
  return { name, version, what: `Format:${text(model.format)},Name:${name},Version:${version}` };
}
