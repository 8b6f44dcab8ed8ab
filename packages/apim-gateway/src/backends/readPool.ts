import type { PoolBackend, PoolMember } from "./backend";
import { backendKey } from "./backend";
import type { BackendFields } from "./fields";

/** Documented: a pool has at most this many members. */
export const mostMembers = 30;

/** What belongs to single backends only (the service refuses it on a pool). */
const singleOnly = ["url", "protocol", "circuitBreaker", "credentials", "tls", "proxy", "resourceId"];

/** Name of a single backend; `pool`: it is a pool; `broken`: refused itself; `undefined`: there is none. */
export type FindMember = (id: string) => string | "pool" | "broken" | undefined;

/** Reads a backend of type Pool; `undefined` where something is wrong with it, which is reported. */
export function readPool(name: string, fields: BackendFields, find: FindMember): PoolBackend | undefined {
  const before = fields.problemCount;
  for (const field of singleOnly)
    if (fields.has(field)) fields.report(field, "is not supported for a backend of type Pool");
  const pool = fields.object("pool");
  if (pool === undefined) return fields.report("pool", "is required for a backend of type Pool");
  if (!pool.isObject) return undefined;
  const services = pool.objects("services");
  if (services.length === 0) pool.report("services", "needs at least one member");
  if (services.length > mostMembers)
    pool.report("services", `has ${services.length} members; at most ${mostMembers} are accepted`);
  const seen = new Set<string>();
  const members = services.flatMap((service) => readMember(service, seen, find) ?? []);
  const failureStatus = pool.object("failureResponse")?.whole("statusCode", 100, 599);
  const sessionCookie = readCookie(pool);
  if (fields.problemCount > before) return undefined;
  return { type: "Pool", name, members, failureStatus, sessionCookie };
}

function readMember(service: BackendFields, seen: Set<string>, find: FindMember): PoolMember | undefined {
  if (!service.isObject) return undefined;
  const id = service.text("id");
  const priority = service.whole("priority", 0, 100);
  const weight = service.whole("weight", 0, 100);
  if (id === undefined) return service.has("id") ? undefined : service.report("id", "is required");
  const found = find(id);
  if (found === undefined) return service.report("id", `there is no backend \`${id}\``);
  if (found === "pool")
    return service.report("id", `\`${id}\` is a pool; only single backends may be members`);
  if (found === "broken") return service.report("id", `\`${id}\` has problems itself`);
  if (seen.has(backendKey(id))) return service.report("id", `\`${id}\` is a member twice`);
  seen.add(backendKey(id));
  return { backend: found, priority, weight };
}

function readCookie(pool: BackendFields): string | undefined {
  const session = pool.object("sessionAffinity")?.object("sessionId");
  if (session === undefined || !session.isObject) return undefined;
  session.word("source", ["cookie"]);
  const name = session.text("name");
  if (name === undefined) return session.has("name") ? undefined : session.report("name", "is required");
  // The characters of a token in HTTP; others would break the header.
  return /^[!#$%&'*+.^_`|~\w-]+$/.test(name)
    ? name
    : session.report("name", `\`${name.slice(0, 60)}\` is not a valid cookie name`);
}
