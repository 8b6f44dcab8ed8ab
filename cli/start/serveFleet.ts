import { resolve } from "node:path";
import { ConfigurationError } from "apim-gateway";
import type { RoutingPlan } from "../../infra/routing/plan";
import { modelKind } from "../../infra/topology/data";
import type { Topology } from "../../infra/topology/topology";
import type { AccountSettings } from "../../local/accounts/settings";
import { type RunningFleet, runFleet } from "../../local/running/runFleet";
import { noteRunning } from "../../local/running/runningFile";
import { consumerKeys } from "../key/consumerKeys";
import { callLines } from "./callLines";
import { followFile } from "./followFile";
import { pageOf } from "./pageOf";
import type { FleetFile } from "./readFleetFile";
import type { Style } from "./report";
import { type Serving, servedReport, stopText } from "./servedReport";
import { type Traveller, tour, tourRoute } from "./tour";

/** Where the gateway listens first, the page, and the accounts. */
const PORT = 8180;
const PAGE_PORT = 8190;
const ACCOUNT_PORT = 9101;

export interface ServeRequest {
  /** The topology file; what is saved in it is taken over. */
  readonly file: string;
  /** What it said at the start. */
  readonly fleet: FleetFile;
  /** Folder of the rendered policies. */
  readonly policyFolder: string;
  /** Folder of the world. */
  readonly world: string;
  /** Folder of the notes about what runs. */
  readonly notes: string;
  readonly settings: AccountSettings;
  readonly port?: number;
  readonly style: Style;
  readonly colour: boolean;
  /** Whether requests are sent before anybody asks for it. */
  readonly withTour: boolean;
  readonly say: (text: string) => void;
  readonly step: (text: string) => void;
  /** Ends when the person wants it to end. */
  readonly interrupted: Promise<void>;
}

/** Runs accounts and gateway, shows what they do, and waits until it is interrupted. @returns the exit code */
export async function serveFleet(request: ServeRequest): Promise<0 | 1> {
  const { world, style, say, step } = request;
  const { topology, plan } = request.fleet;
  const keys = await consumerKeys(topology, world);
  const guest = guestOf(plan, keys);
  const options = { settings: request.settings };
  const { port = PORT } = request;
  let fleet: RunningFleet;
  try {
    if (request.withTour && guest !== undefined) {
      const run = () => runFleet(world, options);
      for await (const stop of tour(run, plan, guest)) say(stopText(stop, style));
      say("\n");
    }
    const onCall = callLines(say, Date.now);
    const page = pageOf(request.fleet, keys);
    fleet = await runFleet(world, {
      ...options,
      port,
      controlPort: PAGE_PORT,
      accountPort: ACCOUNT_PORT,
      onCall,
      page,
    });
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`The gateway cannot use ${world}: ${error.message}\n`);
    return 1;
  }
  let forget = () => {};
  let follow = { stop() {} };
  try {
    forget = noted(request, fleet);
    step(`${fleet.declared().length} accounts answer, and the gateway serves`);
    say(servedReport(servingOf(topology, plan, fleet, keys, guest, port), style));
    follow = followFile(request, fleet);
    await request.interrupted;
  } finally {
    follow.stop();
    forget();
    await fleet.close();
  }
  say("Ended.\n");
  return 0;
}

/** Leaves the note by which `fleet fault` finds this fleet. @returns what removes it */
function noted({ notes, file }: ServeRequest, { gateway, control }: RunningFleet): () => void {
  try {
    return noteRunning(notes, {
      pid: process.pid,
      file: resolve(file),
      gateway: gateway.url,
      control: control.url,
      token: control.token,
      since: Date.now(),
    });
  } catch (error) {
    process.stderr.write(`\`fleet fault\` will not find this fleet: ${(error as Error).message}\n`);
    return () => {};
  }
}

/** Who is shown what the fleet does: the first consumer of the route that has most to show. */
function guestOf(plan: RoutingPlan, keys: ReadonlyMap<string, string>): Guest | undefined {
  const found = tourRoute(plan);
  if (found === undefined) return undefined;
  const { model, id } = found.route;
  const consumer = plan.access.find(({ routes }) => routes[model] === id)?.consumer;
  const key = keys.get(consumer ?? "");
  return consumer === undefined || key === undefined ? undefined : { ...found, consumer, key };
}

interface Guest extends Traveller {
  readonly consumer: string;
}

function servingOf(
  topology: Topology,
  plan: RoutingPlan,
  fleet: RunningFleet,
  keys: ReadonlyMap<string, string>,
  guest: Guest | undefined,
  port: number,
): Serving {
  const modelOf = (name: string) => {
    if (name === guest?.consumer) return guest.route.model;
    const models = Object.keys(plan.access.find(({ consumer }) => consumer === name)?.routes ?? {});
    return models.find((model) => modelKind(model) === "chat") ?? models[0];
  };
  const first = (name: string) => (name === guest?.consumer ? 0 : 1);
  const members = plan.members.filter(({ id }) => guest?.route.members.includes(id));
  const [best] = guest === undefined ? [] : members.filter(({ id }) => id === guest.route.members[0]);
  const { url } = fleet.gateway;
  return {
    url,
    // The part behind # is the browser's alone: no log and no other page gets it.
    page: `${fleet.control.url}/#${fleet.control.token}`,
    takenPort: port === 0 || new URL(url).port === String(port) ? undefined : port,
    surfaces: plan.surfaces,
    consumers: [...keys]
      .map(([name, key]) => ({ name, key, model: modelOf(name) }))
      .sort((a, b) => first(a.name) - first(b.name)),
    region: new Set(members.map(({ region }) => region)).size > 1 ? best?.region : undefined,
    ptu: best?.tier === "ptu" ? best.deployment : undefined,
    bearer: topology.gateway.bearerKeys !== "off",
    fleet: "./fleet",
  };
}
