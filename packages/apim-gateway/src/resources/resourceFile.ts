import { isMeantForPolicies, isResolver } from "./documentRoot";
import { type ReportProblem, ResourceFields } from "./fields";
import { type Identity, identify } from "./identify";
import { parseJson } from "./json";

/** One resource: JSON, or the policy or fragment that an `.xml` file is. */
export type ResourceFile = Identity & { readonly file: string } & (
    | {
        readonly form: "json";
        readonly root: ResourceFields;
        /** `properties`, or the whole object where it has none: the short form of files by hand. */
        readonly properties: ResourceFields;
      }
    | { readonly form: "xml"; readonly text: string }
  );

export type JsonResource = Extract<ResourceFile, { form: "json" }>;

export interface ReadResources {
  readonly resources: readonly ResourceFile[];
  /** `.xml` files that belong to nothing and may be policies or fragments, by path. */
  readonly loose: ReadonlyMap<string, string>;
}

/** Parses files and tells what each of them is about. */
export function readResources(texts: ReadonlyMap<string, string>, report: ReportProblem): ReadResources {
  const resources: ResourceFile[] = [];
  const loose = new Map<string, string>();
  const strangers: [file: string, text: string][] = [];
  const unknown: string[] = [];
  for (const [file, text] of texts) {
    const isXml = /\.xml$/i.test(file);
    if (isXml) {
      const found = identify(file, undefined);
      if (found.kind === "other") continue;
      if (isResolver(text)) strangers.push([file, text]);
      else if (found.kind === "resource") resources.push({ ...found.identity, file, form: "xml", text });
      else if (isMeantForPolicies(text)) loose.set(file, text);
      else strangers.push([file, text]);
      continue;
    }
    const resource = readJson(file, text, report);
    if (resource === "stranger") unknown.push(file);
    else if (resource !== undefined) resources.push(resource);
  }
  reportStrangers(unknown, resources, report);
  // Of a folder with nothing else, the author wants to hear why this is no policy.
  const isAlone = resources.length === 0 && loose.size === 0;
  for (const [file, text] of strangers)
    if (isAlone && !file.includes("/")) loose.set(file, text);
    else report(isResolver(text) ? resolver(file) : stranger(file));
  return { resources, loose };
}

/** JSON that says nothing of what it is. In a repository of policies there may be hundreds, of which one is told. */
function reportStrangers(
  files: readonly string[],
  resources: readonly ResourceFile[],
  report: ReportProblem,
) {
  const isExport = resources.some(({ form }) => form === "json");
  const told = isExport ? files : files.slice(0, 1);
  const others = files.length - told.length;
  for (const file of told) report(stranger(file, others));
}

function readJson(file: string, text: string, report: ReportProblem): ResourceFile | "stranger" | undefined {
  const unread = identify(file, undefined);
  const parsed = parseJson(text);
  if (!parsed.ok) {
    const { fault } = parsed;
    // Of a file that is nothing to us by its path, nobody wants to hear; one that only its contents could tell of may be
    // of another kind, such as settings with comments, unless they name API Management.
    if (unread.kind === "unknown" && !text.includes("Microsoft.ApiManagement"))
      report({
        ...fault,
        severity: "warning",
        rule: "json",
        file,
        message: `This is not JSON: ${fault.message} As nothing says that it is a resource, it is passed over.`,
      });
    else if (unread.kind !== "other") report({ severity: "error", rule: "json", file, ...fault });
    return undefined;
  }
  if (isOpenApi(parsed.document.value)) {
    if (unread.kind === "resource") report(description(file));
    return unread.kind === "unknown" ? "stranger" : undefined;
  }
  const found = identify(file, parsed.document.value);
  if (found.kind === "other") return undefined;
  if (found.kind === "unsupported") {
    const message = `This gateway does not read resources of type \`${found.type}\`; it works as if there were none.`;
    report({ severity: "warning", rule: "unsupported-resource", file, line: 1, column: 1, message });
    return undefined;
  }
  if (found.kind === "unknown") {
    if (!isTemplate(parsed.document.value)) return "stranger";
    report(template(file));
    return undefined;
  }
  if (text.charCodeAt(0) === 0xfeff) {
    const message = "The file starts with a byte order mark, which JSON does not allow. It is passed over.";
    report({ severity: "warning", rule: "byte-order-mark", file, line: 1, column: 1, message });
  }
  for (const fault of parsed.repeated) report({ severity: "error", rule: "json", file, ...fault });
  const root = new ResourceFields(file, parsed.document, [], parsed.document.value, report);
  const properties = root.object("properties") ?? root;
  return { ...found.identity, file, form: "json", root, properties };
}

/** Whether it describes an API in OpenAPI, whatever its path is. */
function isOpenApi(value: unknown): boolean {
  const { openapi, swagger } = (typeof value === "object" && value !== null ? value : {}) as {
    readonly openapi?: unknown;
    readonly swagger?: unknown;
  };
  return typeof openapi === "string" || typeof swagger === "string";
}

function description(file: string) {
  const message =
    "This describes an API in OpenAPI, and is no resource; it is passed over. Operations are files such as `apis/orders/operations/list.json`.";
  return { severity: "warning", rule: "openapi", file, line: 1, column: 1, message } as const;
}

/** Whether it is a template of ARM that deploys something into API Management. */
function isTemplate(value: unknown): boolean {
  const { $schema, resources } = (typeof value === "object" && value !== null ? value : {}) as {
    readonly $schema?: unknown;
    readonly resources?: unknown;
  };
  if (typeof $schema !== "string" || !/deploymentTemplate/i.test($schema)) return false;
  return JSON.stringify(resources ?? "").includes("Microsoft.ApiManagement/");
}

function template(file: string) {
  const message =
    "This is a template of ARM, whose expressions only a deployment evaluates; it is passed over, with the policies in it. Keep policies in files of their own, or read an export of what was deployed.";
  return { severity: "warning", rule: "arm-template", file, line: 1, column: 1, message } as const;
}

function resolver(file: string) {
  const message = "This resolves a field of GraphQL, which this gateway does not do; it is passed over.";
  return { severity: "warning", rule: "resolver", file, line: 1, column: 1, message } as const;
}

/** @param others files of the kind that are not told */
function stranger(file: string, others = 0) {
  const more =
    others === 0
      ? ""
      : `, and so ${others === 1 ? "is" : "are"} ${others} more JSON ${others === 1 ? "file" : "files"}`;
  const message = `Nothing says what this file is: neither its path, nor an \`id\`, nor a \`type\` and a \`name\`. It is passed over${more}.`;
  return { severity: "warning", rule: "unknown-file", file, line: 1, column: 1, message } as const;
}
