import { tuneEngine } from "../../infra/engineTuning";
import { declareFleet } from "../../infra/fleet";
import { renderPolicies } from "../../infra/rendering/renderPolicies";
import { runInProcess } from "../../local/azure/inProcess";
import { armBody } from "../../local/azure/mapping";
import { MemoryWorld } from "../../local/azure/memoryWorld";
import { nameOf, typeOf } from "../../local/azure/resourceId";
import { seedWorld } from "../../local/azure/seedWorld";
import { worldSettings } from "../../local/azure/settings";
import { findByToken, GENERIC } from "../../local/azure/types/resourceTypes";
import { fleetOf, stackFile } from "../components/fleets";
import type { Put } from "./violations";

/** What the program puts for a stack of the project, as Azure Resource Manager would get it. */
export async function putsOf(stack: string): Promise<Put[]> {
  const { topology, plan, policies } = fleetOf(stackFile(stack), `stacks/${stack}.yaml`, renderPolicies);
  const world = new MemoryWorld("seed");
  seedWorld(world, worldSettings(), []);
  const declare = () => {
    tuneEngine();
    return declareFleet(topology, plan, policies);
  };
  const { resources, errors } = await runInProcess(declare, world, { project: "aoai-fleet", stack });
  expect(errors).toEqual([]);
  return resources.flatMap(({ type: token, id, inputs }) => {
    if (token === GENERIC && id !== undefined) return [genericPut(id, inputs)];
    const type = findByToken(token);
    if (type === undefined || id === undefined) return [];
    const { properties, ...envelope } = armBody(type, inputs);
    const sent = asSent(type.arm, properties);
    const body = Object.keys(sent).length === 0 ? envelope : { ...envelope, properties: sent };
    return [{ type: type.arm, name: id.slice(id.lastIndexOf("/") + 1), body }];
  });
}

/** A resource of a newer API version than the published one: what that version does not know yet is left out. */
function genericPut(id: string, inputs: Readonly<Record<string, unknown>>): Put {
  const { largeLanguageModel: _, ...properties } = inputs.properties as Record<string, unknown>;
  return { type: typeOf(id), name: nameOf(id), body: { properties } };
}

/**
 * Where azure-native itself calls a property otherwise than Azure does, it is sent under Azure's name
 * (`sdkName` in the metadata of its provider). A program that uses it cannot get these wrong.
 */
const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "Microsoft.Insights/components": {
    applicationType: "Application_Type",
    disableLocalAuth: "DisableLocalAuth",
    flowType: "Flow_Type",
    ingestionMode: "IngestionMode",
    requestSource: "Request_Source",
    workspaceResourceId: "WorkspaceResourceId",
  },
};

function asSent(type: string, properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = RENAMED[type] ?? {};
  const sent = Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [names[name] ?? name, value]),
  );
  // The scope is part of the request's path; the local Azure keeps it as Azure shows it.
  if (type === "Microsoft.Authorization/roleAssignments") delete sent.scope;
  // Defaults of azure-native for a whole subnet, which it puts beside the id of one, flattened.
  if (type === "Microsoft.Network/privateEndpoints") sent.subnet = { id: (sent.subnet as { id: string }).id };
  return sent;
}
