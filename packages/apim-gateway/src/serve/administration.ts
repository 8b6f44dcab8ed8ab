import { Body } from "../messages/body";
import { Headers } from "../messages/headers";
import type { ArrivingRequest, GatewayAnswer, HandleRequest } from "../ports/gatewayRequest";

/** Paths of the gateway's own; no API's path can begin so, as the service refuses a dot at its start. */
export const administrationPath = "/.fleet/";

export interface Administration {
  /** JSON of the traces kept, the newest first, without their entries. */
  readonly traces: () => unknown;
  readonly trace: (id: string) => unknown;
  readonly metrics: () => string | Promise<string>;
  /** Backends and breakers of each instance. */
  readonly backends: () => unknown;
  /** Whether the folder's present contents are in use, and what is wrong with them. */
  readonly health: () => unknown;
}

/** Answers the gateway's own paths and leaves everything else to the policies. */
export function administrated(handle: HandleRequest, administration: Administration): HandleRequest {
  return (request) => {
    if (!request.target.startsWith(administrationPath)) return handle(request);
    request.body?.discard();
    return administer(request, administration);
  };
}

async function administer(
  { method, target }: ArrivingRequest,
  administration: Administration,
): Promise<GatewayAnswer> {
  const [path = "", id] = target.slice(administrationPath.length).replace(/\?.*$/s, "").split("/");
  if (method !== "GET" && method !== "HEAD") return text(405, "Only GET.\n");
  if (path === "metrics") return text(200, await administration.metrics(), "text/plain; version=0.0.4");
  if (path === "health") return json(administration.health());
  if (path === "backends") return json(administration.backends());
  if (path === "traces" && id === undefined) return json(administration.traces());
  if (path === "traces" && id !== undefined) {
    const found = administration.trace(id);
    return found === undefined
      ? text(404, "There is no such trace; only the last ones are kept.\n")
      : json(found);
  }
  return text(404, "Here are: health, metrics, backends, traces and traces/{id}.\n");
}

const json = (value: unknown): GatewayAnswer =>
  text(200, `${JSON.stringify(value, null, 2)}\n`, "application/json");

function text(status: number, content: string, type = "text/plain; charset=utf-8"): GatewayAnswer {
  return {
    status,
    reason: "",
    headers: Headers.of({ "Content-Type": type, "Cache-Control": "no-store" }),
    body: Body.of(content),
    watch: undefined,
    delivered: () => {},
  };
}
