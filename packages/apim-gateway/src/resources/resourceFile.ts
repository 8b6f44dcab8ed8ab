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
  /** `.xml` files at the top that belong to nothing, by path. */
  readonly loose: ReadonlyMap<string, string>;
}

/** Parses files and tells what each of them is about. */
export function readResources(texts: ReadonlyMap<string, string>, report: ReportProblem): ReadResources {
  const resources: ResourceFile[] = [];
  const loose = new Map<string, string>();
  for (const [file, text] of texts) {
    const isXml = /\.xml$/i.test(file);
    if (isXml) {
      const found = identify(file, undefined);
      if (found.kind === "resource") resources.push({ ...found.identity, file, form: "xml", text });
      else if (found.kind === "unknown" && !file.includes("/")) loose.set(file, text);
      else if (found.kind !== "other") report(stranger(file));
      continue;
    }
    const resource = readJson(file, text, report);
    if (resource !== undefined) resources.push(resource);
  }
  return { resources, loose };
}

function readJson(file: string, text: string, report: ReportProblem): ResourceFile | undefined {
  const unread = identify(file, undefined);
  const parsed = parseJson(text);
  if (!parsed.ok) {
    // Of a file that is nothing to us by its path, nobody wants to hear.
    if (unread.kind !== "other") report({ severity: "error", rule: "json", file, ...parsed.fault });
    return undefined;
  }
  const found = identify(file, parsed.document.value);
  if (found.kind === "other") return undefined;
  if (found.kind === "unsupported") {
    const message = `This gateway does not read resources of type \`${found.type}\`; it works as if there were none.`;
    report({ severity: "warning", rule: "unsupported-resource", file, line: 1, column: 1, message });
    return undefined;
  }
  if (found.kind === "unknown") {
    report(stranger(file));
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

function stranger(file: string) {
  const message =
    "Nothing says what this file is: neither its path, nor an `id`, nor a `type` and a `name`. It is passed over.";
  return { severity: "warning", rule: "unknown-file", file, line: 1, column: 1, message } as const;
}
