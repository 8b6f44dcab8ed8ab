import type { Trace, TraceAttempt } from "apim-gateway";
import type { FleetShape, ShownMember } from "../../local/page/pageEvents";

const member = (change: Partial<ShownMember>): ShownMember => ({
  id: "gpt-5-4-ptu-swedencentral",
  region: "swedencentral",
  account: "oai-dev-swec",
  deployment: "gpt-5.4-ptu",
  model: "gpt-5.4",
  tier: "ptu",
  sku: "GlobalProvisionedManaged",
  capacity: 15,
  priority: 1,
  weight: 100,
  backends: ["ptu-swec-v1", "ptu-swec-azure"],
  ...change,
});

/** A model with PTU in one region and PAYG in another, and two consumers. */
export const shape: FleetShape = {
  environment: "dev",
  file: "stacks/dev.yaml",
  regions: ["swedencentral", "francecentral"],
  members: [
    member({}),
    member({
      id: "gpt-5-4-payg-francecentral",
      region: "francecentral",
      account: "oai-dev-frac",
      deployment: "gpt-5.4-payg",
      tier: "payg",
      sku: "GlobalStandard",
      capacity: 50,
      backends: ["payg-frac-v1", "payg-frac-azure"],
    }),
  ],
  consumers: ["checkout", "claims"].map((name) => ({
    name,
    class: "standard" as const,
    subscription: `aoai-${name}`,
    tokensPerMinute: 1000,
    models: ["gpt-5.4"],
  })),
  routes: [],
};

export const attempt = (change: Partial<TraceAttempt> = {}): TraceAttempt => ({
  backend: "ptu-swec-v1",
  pool: null,
  why: null,
  method: "POST",
  url: "https://a.example/x",
  status: 200,
  failure: null,
  at: 1,
  duration: 20,
  ...change,
});

export const trace = (change: Partial<Trace> = {}): Trace => ({
  id: "one",
  time: "2026-11-30T12:00:00.000Z",
  method: "POST",
  url: "https://gateway.example/openai/v1/chat/completions",
  api: null,
  operation: null,
  product: null,
  subscription: "aoai-checkout",
  status: 200,
  reason: "OK",
  outcome: "complete",
  error: null,
  bodies: "hidden",
  policies: [],
  attempts: [attempt()],
  breakers: [],
  times: { total: 30, gateway: 1, backend: 20, delivery: 9 },
  ...change,
});
