import type { RoutingPlan } from "./plan";

/** The APIs that callers see: paths and operations. The same table gives resources, policies and documentation. */
export interface Operation {
  /** Stable operation id within its API. Another id for the same method and template needs `formerly`. */
  readonly id: string;
  /**
   * The id that fleets may have been deployed with. API Management has one operation per method and template, so the new
   * one cannot be made before the old one is gone.
   */
  readonly formerly?: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** URL template below the API's path. */
  readonly template: string;
  readonly title: string;
}

export interface ApiDefinition {
  readonly surface: "azure" | "v1" | "regional";
  /** Path below the gateway's host. */
  readonly path: string;
  readonly title: string;
  readonly operations: readonly Operation[];
}

const DEPLOYMENT = "/deployments/{deployment-id}";

const post = (id: string, template: string, title: string): Operation => ({
  id,
  method: "POST",
  template,
  title,
});

/** Their model is in the path on `azure`, in the body on `v1`. */
const named = (prefix: string): Operation[] => [
  post("chat-completions", `${prefix}/chat/completions`, "Create a chat completion"),
  post("completions", `${prefix}/completions`, "Create a completion"),
  post("embeddings", `${prefix}/embeddings`, "Create embeddings"),
  post("images", `${prefix}/images/generations`, "Create an image"),
  post("speech", `${prefix}/audio/speech`, "Create speech"),
  // Forms: on `v1` the model would be a field inside, between files.
  post("image-edits", `${prefix}/images/edits`, "Edit an image"),
  post("transcriptions", `${prefix}/audio/transcriptions`, "Transcribe audio"),
  post("translations", `${prefix}/audio/translations`, "Translate audio"),
];

/** Operations of `named` that take a form; the others take JSON. */
export const formOperations = ["image-edits", "transcriptions", "translations"] as const;

/** The same on both surfaces: clients of Azure OpenAI call them below `/openai`, clients of OpenAI below `/openai/v1`. */
const shared: readonly Operation[] = [
  post("responses", "/responses", "Create a response"),
  post("responses-compact", "/responses/compact", "Compact a conversation"),
  post("responses-input-tokens", "/responses/input_tokens", "Count the input tokens of a response"),
  { id: "models", method: "GET", template: "/models", title: "List the models of the fleet" },
  { id: "model", method: "GET", template: "/models/{model}", title: "Describe a model of the fleet" },
  // Whatever else is asked for: without an operation API Management answers before it knows who calls.
  ...(["GET", "POST", "PUT", "PATCH", "DELETE"] as const).map((method) => ({
    id: `other-${method.toLowerCase()}`,
    method,
    template: "/*",
    title: "Refused: says why, and what to do",
    ...(method === "PUT" || method === "PATCH" ? {} : { formerly: `stateful-${method.toLowerCase()}` }),
  })),
];

export const apiDefinitions: readonly ApiDefinition[] = [
  {
    surface: "azure",
    path: "openai",
    title: "Azure OpenAI (deployment in the path)",
    operations: [...named(DEPLOYMENT), ...shared],
  },
  {
    surface: "v1",
    path: "openai/v1",
    title: "Azure OpenAI v1 (model in the body)",
    operations: [...named(""), ...shared],
  },
  {
    surface: "regional",
    path: "regions",
    title: "Azure OpenAI v1, one account (files, batches, stored responses)",
    operations: (["GET", "POST", "DELETE"] as const).map((method) => ({
      id: method.toLowerCase(),
      method,
      template: "/{region}/openai/v1/*",
      title: { GET: "Read from one account", POST: "Write to one account", DELETE: "Delete in one account" }[
        method
      ],
    })),
  },
];

/** The APIs of a fleet: its surfaces, and the regional one where anything may be kept in one account. */
export function servedApis({
  surfaces,
  regional,
}: Pick<RoutingPlan, "surfaces" | "regional">): readonly ApiDefinition[] {
  const served = [...surfaces, ...(regional.length > 0 ? (["regional"] as const) : [])];
  return served.map(
    (surface) => apiDefinitions.find((definition) => definition.surface === surface) as ApiDefinition,
  );
}
