import type { OracleAnswer, OracleRequest, OracleResult, OracleScenario } from "../oracle";

/** Requests to the policies of `stacks/prod.yaml`, one after another with one cache, and what must come of them. */
export interface Scenario extends OracleScenario {
  readonly expected: (...results: OracleResult[]) => void;
}

const models = ["gpt-5.4", "gpt-5.5", "gpt-5.6-luna", "text-embedding-3-large", "claims-triage"];

/** Of no model is anything known, nor is the time for a request that asks a member of its own choice. */
export const quiet = Object.fromEntries(
  models.map((model) => [`aoai-prod:known:${model}`, "q99999999999999"]),
);

/** What the cache holds beyond that. */
export const cached = ({ cache }: OracleResult) =>
  Object.fromEntries(Object.entries(cache).filter(([key, value]) => quiet[key] !== value));

/** Something is known of a model, so that members are looked up. */
export const known = (model = "gpt-5.4") => ({ [`aoai-prod:known:${model}`]: "k99999999999999" });

/** The cache's key of a member of `gpt-5.4`. */
export const memberKey = (tier: string, region: string) => `aoai-prod:member:gpt-5-4-${tier}-${region}`;

/** The state of a member that is set aside; the time of the next look at it in milliseconds, 1 is long ago. */
export const asideState = (why: string, next = 99999999999999) => `X;${why};1;${next};0;0;0`;

/** A list of scenarios, and the function that adds one. */
export function scenarioList() {
  const list: Scenario[] = [];
  const scenario = (
    name: string,
    requests: readonly OracleRequest[],
    expected: Scenario["expected"],
    cache: Readonly<Record<string, string>> = {},
  ): void => {
    list.push({ name, requests, expected, cache: { ...quiet, ...cache } });
  };
  return { list, scenario };
}

export const chat: OracleRequest = {
  api: "azure",
  operation: "chat-completions",
  template: "/deployments/{deployment-id}/chat/completions",
  parameters: { "deployment-id": "gpt-5.4" },
  consumer: "checkout",
  body: '{"messages":[]}',
};
export const v1: OracleRequest = {
  api: "v1",
  operation: "chat-completions",
  consumer: "checkout",
  body: '{"model":"gpt-5.4","messages":[]}',
};
export const regional: OracleRequest = {
  api: "regional",
  operation: "post",
  consumer: "checkout",
  parameters: { region: "eastus2" },
  path: "/regions/eastus2/openai/v1/responses",
  body: '{"model":"gpt-5.4","input":"x"}',
};

export const ptu = "aoai-gpt-5-4-ptu-pool";
export const payg = "aoai-gpt-5-4-payg-pool";

/** A throttled answer. */
export const busy = (headers: Record<string, string> = {}): OracleAnswer => ({ status: 429, headers });

/** The backend of a single member of `gpt-5.4`. */
export const single = (tier: string, region: string, surface = "") =>
  `aoai-gpt-5-4-${tier}-${region}${surface}`;

/** Every member of `gpt-5.4`, in the order of preference. */
export const singles = [
  ["ptu", "eastus2"],
  ["ptu", "swedencentral"],
  ["payg", "eastus2"],
  ["payg", "swedencentral"],
  ["payg", "westus3"],
  ["payg", "francecentral"],
].map(([tier = "", region = ""]) => single(tier, region));

export const targets = ({ calls }: OracleResult) => calls.map(({ backend }) => backend);
export const sent = ({ calls }: OracleResult) => calls.map(({ body }) => body);
export const code = ({ body }: OracleResult) => (JSON.parse(body) as { error: { code: string } }).error.code;
export const message = ({ body }: OracleResult) =>
  (JSON.parse(body) as { error: { message: string } }).error.message;
