import { type ReportProblem, ResourceFields } from "./fields";
import type { Identity } from "./identify";
import { parseJson } from "./json";

export const SECRETS_FILE = "secrets.json";

/** What Azure keeps and never shows: keys of subscriptions, secret named values. Values go into no message. */
export interface Secrets {
  find(resource: Identity, field: string): string | undefined;
}

/**
 * Reads `{ "values": { "<resource id>": { "primaryKey": "…" } } }`. Ids are full ones, or begin below the service
 * (`subscriptions/app`); case does not matter.
 */
export function readSecrets(text: string | undefined, report: ReportProblem): Secrets {
  const values = new Map<string, ResourceFields>();
  const found: Secrets = {
    find: ({ service, type, names }, field) => {
      const path = type
        .split("/")
        .map((part, index) => `${part}/${names[index]}`)
        .join("/");
      const fields = values.get(`${service}/${path}`.toLowerCase()) ?? values.get(path.toLowerCase());
      return fields?.text(field);
    },
  };
  if (text === undefined) return found;
  const parsed = parseJson(text);
  if (!parsed.ok) {
    report({ severity: "error", rule: "json", file: SECRETS_FILE, ...parsed.fault });
    return found;
  }
  const all = new ResourceFields(SECRETS_FILE, parsed.document, [], parsed.document.value, report).object(
    "values",
  );
  for (const id of Object.keys(all?.raw ?? {})) {
    const fields = all?.object(id);
    if (fields !== undefined) values.set(keyOf(id), fields);
  }
  return found;
}

/** `name-of-the-service/subscriptions/app`, or what is written where the id names no service. */
function keyOf(id: string): string {
  const lower = id.toLowerCase().replace(/^\/+/, "");
  const marker = "microsoft.apimanagement/service/";
  const at = lower.indexOf(marker);
  return at < 0 ? lower : lower.slice(at + marker.length);
}
