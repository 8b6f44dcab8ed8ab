import type { Backends } from "../backends/backends";
import type { Surroundings } from "../surroundings";
import type { Transport } from "../transport";
import type { LogSink } from "./logSink";

/** Makes a piece of state the first time that somebody asks for it. */
export type StateMaker<T> = new (services: Services) => T;

/** What policies use while they run. One for each gateway instance; it outlives changes of the configuration. */
export interface Services extends Surroundings {
  readonly transport: Transport;
  /** Of the present configuration. */
  readonly backends: Backends;
  readonly log: LogSink;
  /** Setting by name, with its default where nobody gave one. */
  setting(name: string): string | number;
  /** State of this instance: breakers, concurrency. */
  state<T>(maker: StateMaker<T>): T;
  /** State that the instances of one region share: caches, counters. */
  shared<T>(maker: StateMaker<T>): T;
}

/** `state` and `shared` over a map; the same instance as long as the map lives. */
export function stateIn(map: Map<StateMaker<unknown>, unknown>, services: Services) {
  return <T>(maker: StateMaker<T>): T => {
    let found = map.get(maker) as T | undefined;
    if (found === undefined) {
      found = new maker(services);
      map.set(maker, found);
    }
    return found;
  };
}
