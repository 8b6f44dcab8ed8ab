import type { Exchange } from "./exchange";
import type { ServicesOf, StateMakerOf } from "./ofExchange";

/** Makes a piece of state the first time that somebody asks for it. */
export type StateMaker<T> = StateMakerOf<T, Exchange>;

/** What policies use while they run. One for each gateway instance; it outlives changes of the configuration. */
export type Services = ServicesOf<Exchange>;

/**
 * `state` and `shared` over a map.
 *
 * @param present the services of the present configuration; state that lives longer sees each that follows
 */
export function stateIn(map: Map<StateMaker<unknown>, unknown>, present: () => Services) {
  const following: Services = {
    now: () => present().now(),
    monotonic: () => present().monotonic(),
    random: () => present().random(),
    sleep: (milliseconds) => present().sleep(milliseconds),
    compute: (work) => present().compute(work),
    transport: (request) => present().transport(request),
    get backends() {
      return present().backends;
    },
    get certificates() {
      return present().certificates;
    },
    get log() {
      return present().log;
    },
    get doubles() {
      return present().doubles;
    },
    get newLine() {
      return present().newLine;
    },
    get bodyLimit() {
      return present().bodyLimit;
    },
    get settings() {
      return present().settings;
    },
    state: (maker) => present().state(maker),
    shared: (maker) => present().shared(maker),
  };
  return <T>(maker: StateMaker<T>): T => {
    let found = map.get(maker) as T | undefined;
    if (found === undefined) {
      found = new maker(following);
      map.set(maker, found);
    }
    return found;
  };
}
