import { resolve } from "node:path";
import { ConfigurationError } from "apim-gateway";
import { Naming } from "../../infra/naming";
import type { RoutingPlan } from "../../infra/routing/plan";
import { modelKind } from "../../infra/topology/data";
import type { Topology } from "../../infra/topology/topology";
import type { AccountSettings } from "../../local/accounts/settings";
import { type RunningFleet, runFleet } from "../../local/running/runFleet";
import { noteRunning } from "../../local/running/runningFile";
import { localKeys } from "../key/localKeys";
import type { Style } from "./report";
import { type Serving, servedReport, stopText } from "./servedReport";
import { tour, tourRoute } from "./tour";

/** Where the gateway listens first, and the accounts. */
const PORT = 8180;
const ACCOUNT_PORT = 9101;

export interface ServeRequest {
  readonly topology: Topology;
  readonly plan: RoutingPlan;
  /** Folder of the world. */
  readonly world: string;
  /** Folder of the notes about what runs. */
  readonly notes: string;
  readonly settings: AccountSettings;
  readonly port?: number;
  readonly style: Style;
  /** Whether requests are sent before anybody asks for it. */
  readonly withTour: boolean;
  readonly say: (text: string) => void;
  readonly step: (text: string) => void;
  /** Ends when the person wants it to end. */
  readonly interrupted: Promise<void>;
}

/** Runs accounts and gateway, shows what they do, and waits until it is interrupted. @returns the exit code */
export async function serveFleet(request: ServeRequest): Promise<0 | 1> {
  const { topology, plan, world, style, say, step } = request;
  const keys = await consumerKeys(topology, world);
  const options = { settings: request.settings };
  let fleet: RunningFleet;
  try {
    if (request.withTour) await showTour(request, () => runFleet(world, options), keys);
    fleet = await runFleet(world, { ...options, port: request.port ?? PORT, accountPort: ACCOUNT_PORT });
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`The gateway cannot use ${world}: ${error.message}\n`);
    return 1;
  }
  const forget = noteRunning(request.notes, {
    pid: process.pid,
    file: resolve(topology.file),
    gateway: fleet.gateway.url,
    control: fleet.control.url,
    token: fleet.control.token,
    since: Date.now(),
  });
  try {
    step(`${fleet.declared.length} accounts answer, and the gateway serves`);
    say(servedReport(servingOf(topology, plan, fleet, keys), style));
    await request.interrupted;
  } finally {
    forget();
    await fleet.close();
  }
  say("Ended.\n");
  return 0;
}

async function showTour(
  { plan, style, say }: ServeRequest,
  run: () => Promise<RunningFleet>,
  keys: ReadonlyMap<string, string>,
): Promise<void> {
  const found = tourRoute(plan);
  if (found === undefined) return;
  const { route, surface } = found;
  const having = plan.access.find(({ routes }) => routes[route.model] === route.id);
  const key = keys.get(having?.consumer ?? "");
  if (key === undefined) return;
  for await (const stop of tour(run, plan, { key, surface, route })) say(stopText(stop, style));
  say("\n");
}

/** Primary keys by consumer. */
async function consumerKeys(topology: Topology, world: string): Promise<ReadonlyMap<string, string>> {
  const naming = new Naming(topology.workload, topology.environment, topology.nameSuffix);
  const place = localKeys(topology, world);
  const keys = new Map<string, string>();
  for (const { name } of topology.consumers) {
    const { primary } = await place.keys(naming.subscription(name));
    keys.set(name, primary);
  }
  return keys;
}

function servingOf(
  topology: Topology,
  plan: RoutingPlan,
  fleet: RunningFleet,
  keys: ReadonlyMap<string, string>,
): Serving {
  const modelOf = (name: string) => {
    const models = Object.keys(plan.access.find(({ consumer }) => consumer === name)?.routes ?? {});
    return models.find((model) => modelKind(model) === "chat") ?? models[0];
  };
  const regions = new Set(plan.members.map(({ region }) => region));
  return {
    url: fleet.gateway.url,
    surfaces: plan.surfaces,
    consumers: [...keys].map(([name, key]) => ({ name, key, model: modelOf(name) })),
    region: regions.size > 1 ? plan.members[0]?.region : undefined,
    bearer: topology.gateway.bearerKeys !== "off",
    fleet: "npx fleet",
  };
}
