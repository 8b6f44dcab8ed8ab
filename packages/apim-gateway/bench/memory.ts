import { once } from "node:events";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { type Listening, listening } from "./childProcess";
import { chatBody } from "./content";
import type { Bench } from "./figure";
import { httpLoad, wireRequest } from "./httpLoad";

const KEYS = 10_000;
/** The first part fills caches and lets the compiler of Node settle. */
const WARM_SHARE = 0.3;

/** Everything that keeps something for a key, and a token limit that reads each answer. */
const policy = `<policies>
  <inbound>
    <base />
    <set-variable name="key" value="@(context.Request.Headers.GetValueOrDefault(&quot;x-key&quot;, &quot;&quot;))" />
    <rate-limit-by-key calls="1000000" renewal-period="60" counter-key="@((string)context.Variables[&quot;key&quot;])" />
    <llm-token-limit counter-key="@((string)context.Variables[&quot;key&quot;])" tokens-per-minute="1000000000" estimate-prompt-tokens="false" />
    <cache-lookup-value key="@(&quot;k:&quot; + context.Variables[&quot;key&quot;])" variable-name="seen" default-value="none" />
    <cache-store-value key="@(&quot;k:&quot; + context.Variables[&quot;key&quot;])" value="@(context.RequestId.ToString())" duration="20" />
    <set-backend-service backend-id="one" />
  </inbound>
  <backend><forward-request buffer-response="false" /></backend>
  <outbound><base /></outbound>
  <on-error><base /></on-error>
</policies>`;

/** Whether the gateway's memory stays where it is while many callers come and go. */
export const memory: Bench = {
  name: "memory",
  what: `the gateway at full load with ${KEYS} keys in limits and caches`,
  run: async (progress) => {
    const minutes = Number(process.env.BENCH_MINUTES ?? 10);
    const folder = fs.mkdtempSync(path.join(tmpdir(), "fleet-memory-"));
    fs.mkdirSync(path.join(folder, "backends"));
    fs.writeFileSync(path.join(folder, "policy.xml"), policy);
    fs.writeFileSync(
      path.join(folder, "backends/one.json"),
      JSON.stringify({ properties: { url: "https://one.example", protocol: "http" } }),
    );
    const backend = await listening("backend");
    const gateway = await listening("gateway", folder, backend.origin);
    try {
      const requests = Array.from({ length: KEYS }, (_, n) =>
        wireRequest(
          gateway.origin,
          "/chat/completions",
          { "Content-Type": "application/json", "x-key": `caller-${n}` },
          chatBody,
        ),
      );
      let next = 0;
      const request = () => {
        next = (next + 1) % KEYS;
        return requests[next] as Buffer;
      };
      const samples: number[] = [];
      const rounds = Math.max(6, Math.round(minutes * 4));
      let responses = 0;
      for (let round = 1; round <= rounds; round++) {
        const seconds = (minutes * 60) / rounds;
        const result = await httpLoad(gateway.origin, request, { connections: 50, seconds });
        if (result.failed > 0) throw new Error(`${result.failed} requests failed`);
        responses += result.responses;
        samples.push(await heapOf(gateway));
        progress(
          `memory: ${((round * seconds) / 60).toFixed(1)} min, ${responses} requests, ${samples.at(-1)?.toFixed(1)} MB`,
        );
      }
      const settled = samples.slice(Math.floor(samples.length * WARM_SHARE));
      const half = Math.floor(settled.length / 2);
      const [early, late] = [mean(settled.slice(0, half)), mean(settled.slice(half))];
      return [
        {
          name: `heap after ${responses} requests in ${minutes} min`,
          value: late,
          unit: "MB",
          alternative: { what: "the half before", value: early },
          target: { text: "flat: ≤ 1.05 ×, or within 2 MB", ok: late <= early * 1.05 || late - early < 2 },
        },
      ];
    } finally {
      await Promise.all([backend.stop(), gateway.stop()]);
      fs.rmSync(folder, { recursive: true, force: true });
    }
  },
};

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

/** Megabytes that are still reachable: heap and buffers after a collection. */
async function heapOf({ child }: Listening): Promise<number> {
  child.send("memory");
  const [{ memory: used }] = (await once(child, "message")) as [{ memory: NodeJS.MemoryUsage }];
  return (used.heapUsed + used.external) / 1_048_576;
}
