import type { InstanceBackends } from "apim-gateway";
import type { AccountFault } from "../accounts/faults/accountFault";
import { faultKinds, faultNames } from "../accounts/faults/accountFault";
import type { LoadSeen } from "../load/loadRunner";
import { loadProfiles } from "../load/profiles";
import type { FleetSeen } from "./fleetSeen";
import type { FleetShape, PageState, ShownMember, Snapshot, Tick } from "./pageEvents";
import { billOf, breakersOf } from "./pageState";

/** Paths that one second tells. */
const MOST_PATHS = 20;

/** What a page looks at. */
export interface Watched {
  readonly shape: FleetShape;
  readonly seen: FleetSeen;
  readonly gateway: string;
  readonly places: () => readonly string[];
  /** Rendered policies by name. */
  readonly policies: ReadonlyMap<string, string>;
  readonly backends: () => readonly InstanceBackends[];
  readonly faults: () => readonly AccountFault[];
  /** Percent; `undefined`: PAYG. */
  readonly utilization: (member: ShownMember) => number | undefined;
  readonly load: () => LoadSeen | null;
  /** Requests a second that a load has unless somebody says otherwise. */
  readonly loadRate: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

type Listener = (event: Tick | Snapshot) => void;

/** Tells pages what a fleet does, once a second. Whoever has a timer calls `tick`. */
export class LivePage {
  private readonly listeners = new Set<Listener>();
  private readonly began: number;
  /** The newest path that was told. */
  private told: string | undefined;

  constructor(private watched: Watched) {
    this.began = watched.now();
  }

  /** Everything as it is now. */
  snapshot(): Snapshot {
    const { shape, seen, gateway, places, policies, loadRate } = this.watched;
    return {
      kind: "snapshot",
      shape,
      gateway,
      began: this.began,
      places: places(),
      faultKinds: faultNames.map((kind) => ({ kind, meaning: faultKinds[kind].meaning })),
      history: seen.history,
      paths: seen.paths,
      now: this.state(),
      policies: [...policies.keys()],
      loadProfiles,
      loadRate,
    };
  }

  /** The fleet is another one from now on, which every page is told. */
  change(change: Partial<Watched>): void {
    this.watched = { ...this.watched, ...change };
    const event = this.snapshot();
    for (const listener of this.listeners) listener(event);
  }

  /** The rendered policy of that name. */
  policy(name: string): string | undefined {
    return this.watched.policies.get(name);
  }

  /** @returns what ends it */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tick(): void {
    const { seen, now, utilization } = this.watched;
    const sample = seen.tick(now(), utilization);
    const until = seen.paths.findIndex(({ id }) => id === this.told);
    const fresh = until < 0 ? seen.paths : seen.paths.slice(0, until);
    this.told = seen.paths[0]?.id;
    if (this.listeners.size === 0) return;
    const event: Tick = {
      kind: "tick",
      sample,
      paths: fresh.slice(0, MOST_PATHS),
      more: Math.max(0, fresh.length - MOST_PATHS),
      now: this.state(),
    };
    for (const listener of this.listeners) listener(event);
  }

  private state(): PageState {
    const { shape, seen, backends, faults, load, now } = this.watched;
    return {
      at: now(),
      breakers: breakersOf(shape, backends()),
      aside: seen.setAside,
      faults: faults(),
      bill: billOf(shape, seen),
      load: load(),
    };
  }
}
