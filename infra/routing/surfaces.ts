/** The APIs that callers see: paths and operations. The same table gives resources, policies and documentation. */
export interface Operation {
  /** Stable operation id within its API. */
  readonly id: string;
  readonly method: "GET" | "POST" | "DELETE";
  /** URL template below the API's path. */
  readonly template: string;
  readonly title: string;
  /** `stateful` operations belong to one account: refused on the pooled surface, served on the regional one. */
  readonly kind:
    | "chat"
    | "completion"
    | "embedding"
    | "responses"
    | "image"
    | "audio"
    | "models"
    | "stateful";
}

export interface ApiDefinition {
  readonly surface: "azure" | "v1" | "regional";
  /** Path below the gateway's host. */
  readonly path: string;
  readonly title: string;
  readonly operations: readonly Operation[];
}

const DEPLOYMENT = "/deployments/{deployment-id}";

export const apiDefinitions: readonly ApiDefinition[] = [
  {
    surface: "azure",
    path: "openai",
    title: "Azure OpenAI (deployment in the path)",
    operations: [
      {
        id: "chat-completions",
        method: "POST",
        template: `${DEPLOYMENT}/chat/completions`,
        title: "Create a chat completion",
        kind: "chat",
      },
      {
        id: "completions",
        method: "POST",
        template: `${DEPLOYMENT}/completions`,
        title: "Create a completion",
        kind: "completion",
      },
      {
        id: "embeddings",
        method: "POST",
        template: `${DEPLOYMENT}/embeddings`,
        title: "Create embeddings",
        kind: "embedding",
      },
      {
        id: "images",
        method: "POST",
        template: `${DEPLOYMENT}/images/generations`,
        title: "Create an image",
        kind: "image",
      },
      {
        id: "transcriptions",
        method: "POST",
        template: `${DEPLOYMENT}/audio/transcriptions`,
        title: "Transcribe audio",
        kind: "audio",
      },
      {
        id: "translations",
        method: "POST",
        template: `${DEPLOYMENT}/audio/translations`,
        title: "Translate audio",
        kind: "audio",
      },
      {
        id: "speech",
        method: "POST",
        template: `${DEPLOYMENT}/audio/speech`,
        title: "Create speech",
        kind: "audio",
      },
    ],
  },
  {
    surface: "v1",
    path: "openai/v1",
    title: "Azure OpenAI v1 (model in the body)",
    operations: [
      {
        id: "chat-completions",
        method: "POST",
        template: "/chat/completions",
        title: "Create a chat completion",
        kind: "chat",
      },
      {
        id: "completions",
        method: "POST",
        template: "/completions",
        title: "Create a completion",
        kind: "completion",
      },
      {
        id: "embeddings",
        method: "POST",
        template: "/embeddings",
        title: "Create embeddings",
        kind: "embedding",
      },
      {
        id: "responses",
        method: "POST",
        template: "/responses",
        title: "Create a response",
        kind: "responses",
      },
      {
        id: "images",
        method: "POST",
        template: "/images/generations",
        title: "Create an image",
        kind: "image",
      },
      {
        id: "models",
        method: "GET",
        template: "/models",
        title: "List the models of the fleet",
        kind: "models",
      },
      {
        id: "stateful-get",
        method: "GET",
        template: "/*",
        title: "Refused: belongs to one account",
        kind: "stateful",
      },
      {
        id: "stateful-post",
        method: "POST",
        template: "/*",
        title: "Refused: belongs to one account",
        kind: "stateful",
      },
      {
        id: "stateful-delete",
        method: "DELETE",
        template: "/*",
        title: "Refused: belongs to one account",
        kind: "stateful",
      },
    ],
  },
  {
    surface: "regional",
    path: "regions",
    title: "Azure OpenAI v1, one account (files, batches, stored responses)",
    operations: [
      {
        id: "get",
        method: "GET",
        template: "/{region}/openai/v1/*",
        title: "Read from one account",
        kind: "stateful",
      },
      {
        id: "post",
        method: "POST",
        template: "/{region}/openai/v1/*",
        title: "Write to one account",
        kind: "stateful",
      },
      {
        id: "delete",
        method: "DELETE",
        template: "/{region}/openai/v1/*",
        title: "Delete in one account",
        kind: "stateful",
      },
    ],
  },
];
