import { type Listening, listening } from "./childProcess";
import { chatBody, chatPath } from "./content";
import type { Figure } from "./figure";
import { httpLoad, percentile, wireRequest } from "./httpLoad";
import { median } from "./median";

const ROUNDS = 5;
const SECONDS = 4;
const CONNECTIONS = 50;
/**
 * Driver, backend and gateway share the machine with its neighbours, and a pause of 10 ms that one of those makes is one
 * request in a hundred of a second. What the gateway itself does at half load, it does in each round.
 */
const [LATENCY_ROUNDS, LATENCY_SECONDS] = [24, 1];
const EVENTS = 100;

/** The served gateway beside a bare proxy, in turns, in front of the same backend. */
export async function passThrough(
  world: { readonly name: string; readonly dir: string; readonly key: string },
  progress: (line: string) => void,
): Promise<Figure[]> {
  const backend = await listening("backend");
  const bare = await listening("bareProxy", backend.origin);
  const gateway = await listening("gateway", world.dir, backend.origin);
  const headers = { "api-key": world.key, "Content-Type": "application/json" };
  const plain = ({ origin }: Listening) => wireRequest(origin, chatPath, headers, chatBody);
  const streamed = ({ origin }: Listening) =>
    wireRequest(origin, chatPath, { ...headers, "x-bench-events": String(EVENTS) }, chatBody);
  const run = (target: Listening, request: Buffer, connections: number, seconds = SECONDS, rate?: number) =>
    httpLoad(target.origin, () => request, {
      connections,
      seconds,
      ...(rate === undefined ? {} : { rate }),
    }).then((result) => {
      if (result.failed > 0) throw new Error(`${result.failed} requests failed at ${target.origin}`);
      return result;
    });
  try {
    for (const target of [bare, gateway]) await run(target, plain(target), CONNECTIONS);
    const rates = new Map<Listening, number[]>([
      [bare, []],
      [gateway, []],
    ]);
    const events = new Map<Listening, number[]>([
      [bare, []],
      [gateway, []],
    ]);
    for (let round = 1; round <= ROUNDS; round++) {
      progress(`gateway: pass-through, round ${round} of ${ROUNDS}`);
      for (const target of [bare, gateway]) {
        const result = await run(target, plain(target), CONNECTIONS);
        rates.get(target)?.push(result.responses / result.seconds);
      }
      for (const target of [bare, gateway]) {
        const result = await run(target, streamed(target), 20);
        events.get(target)?.push((result.responses * EVENTS) / result.seconds);
      }
    }
    const of = (map: Map<Listening, number[]>, target: Listening) => median(map.get(target) as number[]);
    const rate = of(rates, gateway);
    const half = rate / 2;
    const p99 = new Map<Listening, number[]>([
      [bare, []],
      [gateway, []],
    ]);
    for (let round = 1; round <= LATENCY_ROUNDS; round++) {
      progress(`gateway: latency at half load, round ${round} of ${LATENCY_ROUNDS}`);
      for (const target of [bare, gateway]) {
        const { latencies } = await run(target, plain(target), CONNECTIONS, LATENCY_SECONDS, half);
        p99.get(target)?.push(percentile(latencies, 99));
      }
    }
    const calmest = (target: Listening) => Math.min(...(p99.get(target) as number[]));
    const added = calmest(gateway) - calmest(bare);
    const share = rate / of(rates, bare);
    const streamShare = of(events, gateway) / of(events, bare);
    return [
      {
        name: `pass-through with ${world.name}'s policy`,
        value: rate,
        unit: "req/s",
        alternative: { what: "a bare undici proxy", value: of(rates, bare) },
        target: { text: "≥ 0.60 ×", ok: share >= 0.6 },
      },
      {
        name: `p99 at half load (${Math.round(half)} req/s), calmest of ${LATENCY_ROUNDS} rounds`,
        value: calmest(gateway),
        unit: "ms",
        alternative: { what: "a bare undici proxy", value: calmest(bare) },
        target: { text: "added < 2 ms", ok: added < 2 },
      },
      {
        name: "p99 at half load, median of those rounds",
        value: of(p99, gateway),
        unit: "ms",
        alternative: { what: "a bare undici proxy", value: of(p99, bare) },
      },
      {
        name: "streamed events",
        value: of(events, gateway),
        unit: "events/s",
        alternative: { what: "a bare undici proxy", value: of(events, bare) },
        target: { text: "≥ 0.80 ×", ok: streamShare >= 0.8 },
      },
    ];
  } finally {
    await Promise.all([backend.stop(), bare.stop(), gateway.stop()]);
  }
}
