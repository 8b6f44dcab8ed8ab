import { Body } from "../messages/body";
import { Headers } from "../messages/headers";
import type { GatewayRequest, GatewayResponse, HandleRequest } from "../ports/gatewayRequest";
import type { AdministrationAccess } from "./administrationAccess";

/** Paths of the gateway's own; no API's path can begin so, as the service refuses a dot at its start. */
export const administrationPath = "/.gateway/";

/** How they began when the gateway was a part of a fleet. */
const formerPath = "/.fleet/";

export interface Administration {
  /** Who may look inside. */
  readonly access: AdministrationAccess;
  /** JSON of the traces kept, the newest first, without their entries. */
  readonly traces: () => unknown;
  /** @param bodies whether bodies are wanted, or not; `undefined`: nobody said */
  readonly trace: (id: string, bodies: "show" | "hide" | undefined) => unknown;
  readonly metrics: () => string | Promise<string>;
  /** Backends and breakers of each instance. */
  readonly backends: () => unknown;
  /** A token for a caller, as JSON asks for it. @throws Error in words when that is no such request */
  readonly token: (request: unknown) => Promise<string>;
  /** Whether the folder's present contents are in use, and what is wrong with them. */
  readonly health: () => unknown;
}

/** Answers the gateway's own paths and leaves everything else to the policies. */
export function administrated(handle: HandleRequest, administration: Administration): HandleRequest {
  return (request) => {
    const { target } = request;
    // Most requests are not for these paths: one look at the second character is enough.
    if (target.charCodeAt(1) !== DOT) return handle(request);
    const prefix = [administrationPath, formerPath].find((path) => target.startsWith(path));
    if (prefix === undefined) return handle(request);
    return administer(request, target.slice(prefix.length), administration);
  };
}

const DOT = 0x2e;

async function administer(
  request: GatewayRequest,
  target: string,
  administration: Administration,
): Promise<GatewayResponse> {
  const missing = administration.access(request);
  const { method } = request;
  if (missing === undefined && method === "POST" && target === "tokens")
    return issue(request, administration);
  request.body?.discard();
  if (missing !== undefined) return text(403, refused(missing));
  const mark = target.indexOf("?");
  const query = new URLSearchParams(mark < 0 ? "" : target.slice(mark));
  const [path = "", id] = (mark < 0 ? target : target.slice(0, mark)).split("/");
  if (method !== "GET" && method !== "HEAD") return text(405, "Only GET.\n");
  if (path === "metrics") return text(200, await administration.metrics(), "text/plain; version=0.0.4");
  if (path === "health") return json(administration.health());
  if (path === "backends") return json(administration.backends());
  if (path === "traces" && id === undefined) return json(administration.traces());
  if (path === "traces" && id !== undefined) {
    const bodies = query.get("bodies") ?? undefined;
    if (bodies !== undefined && bodies !== "show" && bodies !== "hide")
      return text(400, "`bodies` is `show` or `hide`.\n");
    const found = administration.trace(id, bodies);
    return found === undefined
      ? text(404, "There is no such trace; only the last ones are kept.\n")
      : json(found);
  }
  return text(404, "Here are: health, metrics, backends, traces, traces/{id}, and POST tokens.\n");
}

const MOST_BYTES = 65_536;

async function issue(request: GatewayRequest, { token }: Administration): Promise<GatewayResponse> {
  try {
    await request.body?.load(MOST_BYTES);
    return json({ token: await token(JSON.parse(request.body?.text() ?? "")) });
  } catch (error) {
    return text(400, `${(error as Error).message}\n`);
  }
}

const refused = (missing: string) =>
  `${missing} Only who is on this machine may look inside, by a name such as 127.0.0.1 or localhost. From elsewhere, send
\`Authorization: Bearer TOKEN\` with the token that the gateway printed when it started, or that --admin-token set.\n`;

const json = (value: unknown): GatewayResponse =>
  text(200, `${JSON.stringify(value, null, 2)}\n`, "application/json");

function text(status: number, content: string, type = "text/plain; charset=utf-8"): GatewayResponse {
  return {
    status,
    reason: "",
    headers: Headers.of({
      "Content-Type": type,
      "Cache-Control": "no-store",
      // No page of another origin gets at it by a detour either, as a script or an image.
      "X-Content-Type-Options": "nosniff",
      "Cross-Origin-Resource-Policy": "same-origin",
    }),
    body: Body.of(content),
    watch: undefined,
    delivered: () => {},
  };
}
