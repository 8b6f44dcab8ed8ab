import { parseUrlTemplate, type UrlTemplate } from "../apis/urlTemplate";
import type { ApiOperation } from "./configuration";
import { readPolicySource } from "./readPolicySource";
import { type ResourceIndex, same } from "./resourceIndex";

/** The operations of an API, in the order of their names. */
export function readOperations(api: string, index: ResourceIndex): readonly ApiOperation[] {
  const operations: ApiOperation[] = [];
  const taken = new Map<string, { readonly id: string; readonly template: string }>();
  for (const resource of index.below("apis/operations", [api])) {
    if (resource.form !== "json") continue;
    const { properties } = resource;
    const id = resource.names[1] as string;
    const method = properties.requiredText("method");
    const template = properties.requiredText("urlTemplate");
    const displayName = properties.text("displayName") ?? id;
    const policy = readPolicySource(index.find("apis/operations/policies", api, id, "policy"));
    if (method === undefined || template === undefined) continue;
    if (!/^(?:\*|[!#$%&'*+.^_`|~0-9A-Za-z-]+)$/.test(method)) {
      properties.fault("method", `\`${method}\` is not an HTTP method.`, "operation");
      continue;
    }
    const parsed = parseUrlTemplate(template);
    if ("fault" in parsed) {
      properties.fault("urlTemplate", parsed.fault, "url-template");
      continue;
    }
    const key = `${method.toUpperCase()} ${shapeOf(parsed)}`;
    const other = taken.get(key);
    if (other === undefined) taken.set(key, { id, template });
    else if (same(other.template, template)) {
      const message = `Operation \`${other.id}\` has the same method and template.`;
      properties.fault("urlTemplate", message, "duplicate-operation");
      continue;
    } else {
      const message = `This operation is never reached: \`${other.id}\` matches the same requests.`;
      properties.warn("urlTemplate", message, "shadowed-operation");
    }
    operations.push({ id, displayName, method: method.toUpperCase(), urlTemplate: template, policy });
  }
  return operations;
}

/** What a template matches, without the names of its parameters. */
function shapeOf({ segments, query }: UrlTemplate): string {
  const path = segments.map((segment) => {
    if (segment.kind === "literal") return segment.text;
    return segment.kind === "compound" ? segment.texts.join("{}") : segment.kind === "wildcard" ? "*" : "{}";
  });
  const asked = query.map(({ name, value }) => `${name}=${"literal" in value ? value.literal : "{}"}`).sort();
  return `${path.join("/")}?${asked.join("&")}`.toLowerCase();
}
