import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { chatBody, chatPath, completion } from "../../packages/apim-gateway/bench/content";
import type { Bench, Figure } from "../../packages/apim-gateway/bench/figure";
import { listWorld } from "../../packages/apim-gateway/bench/listWorld";
import { loadAndCompile } from "../../packages/apim-gateway/bench/loadAndCompile";
import { passThrough } from "../../packages/apim-gateway/bench/passThrough";
import { policyMicroseconds } from "../../packages/apim-gateway/bench/policyWork";
import { virtualRateOf } from "../../packages/apim-gateway/bench/virtualProcess";
import { benchWorld } from "./benchWorld";

/** The local gateway with prod's world: over sockets beside a bare proxy, and without them. */
export const gateway: Bench = {
  name: "gateway",
  what: "the local gateway with prod's policies, over sockets and in virtual time",
  run: async (progress) => {
    const folder = fs.mkdtempSync(path.join(tmpdir(), "fleet-bench-"));
    try {
      progress("gateway: declaring prod's world");
      const world = await benchWorld(folder);
      const key = world.key("checkout");
      const load = {
        configuration: world.configuration,
        target: chatPath,
        headers: { Host: "gateway.example", "api-key": key, "Content-Type": "application/json" },
        body: chatBody,
        answer: completion,
      };
      const figures: Figure[] = [];
      progress("gateway: policies without sockets");
      const prod = await policyMicroseconds(load, 10, 4000);
      figures.push({
        name: "policies of one request, prod",
        value: prod,
        unit: "µs cpu",
        target: { text: "≤ 20 µs", ok: prod <= 20 },
      });
      const list = await policyMicroseconds({ ...load, configuration: listWorld(folder) }, 10, 4000);
      figures.push({
        name: "policies of one request, a list of backends in C#",
        value: list,
        unit: "µs cpu",
        target: { text: "≤ 40 µs", ok: list <= 40 },
      });
      progress("gateway: virtual time");
      // As a company's fleet has at once, and as a flood has.
      for (const inFlight of [200, 1600]) {
        const rate = virtualRateOf(world.dir, key, inFlight);
        figures.push({
          name: `virtual time, prod, ${inFlight} requests in flight`,
          value: rate,
          unit: "req/s",
          target: { text: "≥ 40,000", ok: rate >= 40_000 },
        });
      }
      progress("gateway: load and compile");
      const compiled = loadAndCompile(world.dir);
      figures.push({
        name: "load and compile prod's world, in a new process",
        value: compiled,
        unit: "ms",
        target: { text: "< 300 ms", ok: compiled < 300 },
      });
      figures.push(...(await passThrough({ name: "prod", dir: world.dir, key }, progress)));
      return figures;
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  },
};
