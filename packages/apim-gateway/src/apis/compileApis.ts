import type { Api, ApiOperation, Configuration } from "../resources/configuration";
import { type ApiSettings, apiSettings } from "../settings/apis";
import { defaultsOf } from "../settings/row";
import { ApiNode, type CompiledApi } from "./apiNode";
import type { Call } from "./call";
import { findOperation } from "./findOperation";
import { decoded, lowered } from "./percent";

export type Found =
  | {
      readonly kind: "found";
      readonly api: Api;
      readonly operation: ApiOperation;
      readonly matchedParameters: ReadonlyMap<string, string>;
      /** The path below the API's own, as on the wire: empty, or from its `/` on. */
      readonly rest: string;
    }
  /** A CORS preflight for which there is no operation: `cors` answers it, or it is not found. */
  | {
      readonly kind: "preflight";
      readonly api: Api;
      /** The one that the caller is going to ask for. */
      readonly operation: ApiOperation | undefined;
      readonly rest: string;
    }
  | {
      readonly kind: "notFound";
      /** Its policies of `on-error` run. */
      readonly api: Api | undefined;
      readonly rest: string;
      readonly reason: "OperationNotFound";
      /** Of `context.LastError`. */
      readonly message: string;
      /** What the caller reads. */
      readonly answer: string;
      readonly status: 404;
    };

export interface ApiTable {
  find(call: Call): Found;
}

/** Texts: Error handling in API Management policies; the answer as public services give it. */
export const notFoundDetail = {
  reason: "OperationNotFound",
  message: "Unable to match incoming request to an operation.",
  answer: "Resource not found",
  status: 404,
} as const;

function notFound(api: Api | undefined, rest: string): Found {
  const { reason, message, answer, status } = notFoundDetail;
  return { kind: "notFound", api, rest, reason, message, answer, status };
}

/** Prepares the APIs of a configuration, so that a request finds its operation without looking at all of them. */
export function compileApis(
  { apis }: Pick<Configuration, "apis">,
  settings: ApiSettings = defaultsOf(apiSettings),
): ApiTable {
  const root = new ApiNode();
  for (const api of apis) root.add(api, settings);
  return {
    find(call) {
      const folded = settings.urlCase === "ignored" ? lowered(call.path) : call.path;
      const candidates = candidatesFor(root, call, folded, settings);
      const [longest] = candidates;
      for (const candidate of candidates) {
        const found = search(candidate, call, folded, settings);
        if (found !== undefined) return found;
        if (settings.shorterApiPath === "not-tried") break;
      }
      const rest = longest === undefined ? call.path : call.path.slice(longest.end);
      return notFound(longest?.compiled?.api, rest);
    },
  };
}

interface Candidate {
  /** Nothing where the path is right, but not the version or the revision. */
  readonly compiled: CompiledApi | undefined;
  /** Where the API's part of the path ends. */
  readonly end: number;
}

function search(
  { compiled, end }: Candidate,
  call: Call,
  folded: string,
  settings: ApiSettings,
): Found | undefined {
  if (compiled === undefined) return undefined;
  const { api, operations } = compiled;
  const { method, path, headers } = call;
  const findFor = (wanted: string) =>
    findOperation(operations, { call, folded, method: wanted, settings }, end);
  let found = findFor(method);
  if (found === undefined && method === "HEAD" && settings.headMethod === "get") found = findFor("GET");
  const rest = path.slice(end);
  if (found !== undefined) {
    const { operation, matchedParameters } = found;
    return { kind: "found", api, operation, matchedParameters, rest };
  }
  if (method !== "OPTIONS" || !headers.has("Origin")) return undefined;
  const asked = headers.get("Access-Control-Request-Method");
  return asked === undefined
    ? undefined
    : { kind: "preflight", api, operation: findFor(asked)?.operation, rest };
}

/** APIs whose path the request's begins with, on whole segments; the longest first. */
function candidatesFor(
  root: ApiNode,
  call: Call,
  folded: string,
  settings: ApiSettings,
): readonly Candidate[] {
  const hasPercent = folded.includes("%");
  const hasRevision = folded.includes(";rev=");
  const found: Candidate[] = [];
  const take = ({ group }: ApiNode, end: number, revision: string | undefined) => {
    if (group !== undefined) found.unshift({ compiled: group.find(call, revision, settings), end });
  };
  take(root, 0, undefined);
  let node = root;
  for (let at = 1; at <= folded.length; ) {
    const slash = folded.indexOf("/", at);
    const end = slash < 0 ? folded.length : slash;
    let segment = folded.slice(at, end);
    const mark = hasRevision ? segment.indexOf(";rev=") : -1;
    const revision = mark < 0 ? undefined : segment.slice(mark + ";rev=".length);
    if (mark >= 0) segment = segment.slice(0, mark);
    if (hasPercent) segment = settings.urlCase === "ignored" ? lowered(decoded(segment)) : decoded(segment);
    const next = at === 1 && mark === 0 ? root : node.children.get(segment);
    if (next === undefined) break;
    take(next, end, revision);
    // A revision ends the path of an API.
    if (mark >= 0) break;
    node = next;
    at = end + 1;
  }
  return found;
}
