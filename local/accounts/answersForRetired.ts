import { statSync } from "node:fs";
import { join } from "node:path";
import { type BackendRequest, Body, Headers, type Transport } from "apim-gateway";
import { MemoryWorld } from "../azure/memoryWorld";
import type { ModelEvent } from "../azure/models/modelEvents";
import { readWorldSettings } from "../azure/settings";
import { readResources } from "../azure/worldFiles";
import { retiredDeployments } from "../simulation/retiredModels";
import { calledBy } from "../simulation/simulatedAccounts";

/** The world is read again when this many milliseconds have passed: an update may have moved a deployment meanwhile. */
const FRESH_MS = 1000;

/**
 * Stands before the accounts of a local world: a call to a deployment whose model is retired there gets 410, as Azure answers
 * it, whoever plays the accounts. It follows `fleet pulumi --model-retired` while the gateway runs. The text is ours.
 *
 * @param now milliseconds
 */
export function answersForRetired(
  folder: string,
  now: () => number = Date.now,
): (next: Transport) => Transport {
  let retired: ReadonlySet<string> = new Set();
  let readAt = Number.NEGATIVE_INFINITY;
  const current = () => {
    if (now() - readAt < FRESH_MS) return retired;
    readAt = now();
    retired = retiredIn(folder);
    return retired;
  };
  return (next) => async (request) => {
    if (current().size === 0) return next(request);
    await request.body?.load();
    const called = calledOf(request);
    if (called === undefined || !retired.has(`${called.account}/${called.deployment}`)) return next(request);
    const message = `The model of the deployment ${called.deployment} is retired in this region.`;
    return {
      status: 410,
      reason: "Gone",
      headers: Headers.of({ "Content-Type": "application/json" }),
      body: Body.of(JSON.stringify({ error: { code: "410", message } })),
    };
  };
}

/** `undefined` where nothing names a deployment: files, lists. */
function calledOf(request: BackendRequest) {
  try {
    return calledBy(request);
  } catch {
    return undefined;
  }
}

/** Nothing where the folder is no world, or its settings cannot be used: who serves it says so. */
function retiredIn(folder: string): ReadonlySet<string> {
  const events = eventsIn(folder);
  if (!events.some(({ state }) => state === "retired")) return new Set();
  const world = new MemoryWorld("of the retired models");
  for (const resource of readResources(folder)) world.put(resource);
  return retiredDeployments(world, events);
}

function eventsIn(folder: string): readonly ModelEvent[] {
  try {
    return statSync(join(folder, "settings.json")).isFile() ? readWorldSettings(folder).models : [];
  } catch {
    return [];
  }
}
