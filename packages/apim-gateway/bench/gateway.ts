import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { chatBody, chatPath, completion } from "./content";
import type { Bench } from "./figure";
import { listWorld } from "./listWorld";
import { loadAndCompile } from "./loadAndCompile";
import { passThrough } from "./passThrough";
import { policyMicroseconds } from "./policyWork";
import { virtualRateOf } from "./virtualProcess";

const name = "a list of backends";

/** A policy that balances by itself, in C#: over sockets beside a bare proxy, and without them. */
export const gateway: Bench = {
  name: "gateway",
  what: "a policy with a list of backends, over sockets and in virtual time",
  run: async (progress) => {
    const folder = fs.mkdtempSync(path.join(tmpdir(), "gateway-bench-"));
    try {
      const configuration = listWorld(folder);
      const dir = path.join(folder, "list");
      const load = {
        configuration,
        target: chatPath,
        headers: { Host: "gateway.example", "Content-Type": "application/json" },
        body: chatBody,
        answer: completion,
      };
      progress("gateway: policies without sockets");
      const policies = await policyMicroseconds(load, 10, 4000);
      progress("gateway: virtual time");
      const rate = virtualRateOf(dir, "none", 200);
      progress("gateway: load and compile");
      const compiled = loadAndCompile(dir);
      return [
        {
          name: `policies of one request, ${name}`,
          value: policies,
          unit: "µs cpu",
          target: { text: "≤ 40 µs", ok: policies <= 40 },
        },
        { name: `virtual time, ${name}, 200 requests in flight`, value: rate, unit: "req/s" },
        { name: `load and compile ${name}, in a new process`, value: compiled, unit: "ms" },
        ...(await passThrough({ name, dir, key: "none" }, progress)),
      ];
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  },
};
