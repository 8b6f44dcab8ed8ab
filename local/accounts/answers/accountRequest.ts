/** A request, as it came. */
export interface AccountRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Operations that a deployment answers. */
export type Operation = "chat" | "completion" | "embedding" | "response";

/** A call for a response that was stored. */
export interface StoredCall {
  readonly id: string;
  readonly does: "read" | "delete" | "inputs" | "cancel";
  readonly query: URLSearchParams;
}

/** What a call asks for. */
export type AccountOperation =
  | {
      readonly kind: "inference";
      readonly operation: Operation;
      /** As the caller names it. */
      readonly deployment: string;
      readonly body: Readonly<Record<string, unknown>>;
    }
  | ({ readonly kind: "stored" } & StoredCall)
  | { readonly kind: "models"; readonly id?: string }
  /** The request itself is wrong. */
  | { readonly kind: "wrong"; readonly status: number; readonly code: string; readonly message: string };

const OPERATIONS: Readonly<Record<string, Operation>> = {
  "chat/completions": "chat",
  completions: "completion",
  embeddings: "embedding",
  responses: "response",
};

/** Operations that there are, but which are not played here. */
const ELSEWHERE =
  /^(images|audio|files|batches|fine_tuning|uploads|vector_stores|containers|videos|realtime|evals|conversations)(\/|$)/;

/** What is done with a stored response, by method and what follows its id. */
const STORED: Readonly<Record<string, StoredCall["does"]>> = {
  "GET ": "read",
  "DELETE ": "delete",
  "GET /input_items": "inputs",
  "POST /cancel": "cancel",
};

const wrong = (status: number, code: string, message: string): AccountOperation => ({
  kind: "wrong",
  status,
  code,
  message,
});
const NOT_FOUND = wrong(404, "404", "Resource not found");

/** `undefined`: it is no path, or is escaped wrongly. */
function readUrl(path: string): URL | undefined {
  try {
    const url = new URL(`http://local${path.startsWith("/") ? path : `/${path}`}`);
    decodeURIComponent(url.pathname);
    return url;
  } catch {
    return undefined;
  }
}

/** Reads what a call asks for, on the surface of Azure OpenAI (deployment in the path) and on v1 (in the body). */
export function askedBy({ method, path, body }: AccountRequest): AccountOperation {
  const url = readUrl(path);
  if (url === undefined) return wrong(400, "BadRequest", "The path of the request cannot be read.");
  const named = /^\/openai\/deployments\/([^/]+)\/(.+)$/.exec(url.pathname);
  const v1 = /^\/openai\/v1\/(.+)$/.exec(url.pathname);
  const rest = named?.[2] ?? v1?.[1] ?? /^\/openai\/(.+)$/.exec(url.pathname)?.[1];
  if (rest === undefined) return NOT_FOUND;
  if (v1 === null && !url.searchParams.has("api-version")) return NOT_FOUND;
  if (ELSEWHERE.test(rest))
    return wrong(
      501,
      "not_played",
      `This account stands for one on a developer's machine and does not play \`${rest.split("/")[0]}\`.`,
    );
  const stored = /^responses\/([^/]+)(\/[^/]+)?$/.exec(rest);
  const does = STORED[`${method} ${stored?.[2] ?? ""}`];
  if (named === null && stored !== null && does !== undefined)
    return { kind: "stored", id: decodeURIComponent(stored[1] as string), does, query: url.searchParams };
  const model = /^models(?:\/([^/]+))?$/.exec(rest);
  if (named === null && model !== null && method === "GET")
    return { kind: "models", ...(model[1] === undefined ? {} : { id: decodeURIComponent(model[1]) }) };
  const operation = OPERATIONS[rest];
  if (operation === undefined || (operation === "response" && named !== null)) return NOT_FOUND;
  if (v1 === null && named === null && operation !== "response") return NOT_FOUND;
  if (method !== "POST") return wrong(405, "405", "Method Not Allowed");
  const read = readBody(body);
  if (read === undefined)
    return wrong(400, "invalid_request_error", "We could not parse the JSON body of your request.");
  if (named !== null)
    return { kind: "inference", operation, deployment: decodeURIComponent(named[1] as string), body: read };
  if (typeof read.model !== "string")
    return wrong(400, "missing_required_parameter", "Missing required parameter: 'model'.");
  return { kind: "inference", operation, deployment: read.model, body: read };
}

function readBody(body: string): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(body);
    return typeof read === "object" && read !== null && !Array.isArray(read)
      ? (read as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
