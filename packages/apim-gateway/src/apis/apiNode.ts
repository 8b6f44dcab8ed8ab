import type { Api } from "../resources/configuration";
import type { ApiSettings } from "../settings/apis";
import type { Call } from "./call";
import { lowered } from "./percent";
import { TemplateNode } from "./templateNode";
import { parseUrlTemplate } from "./urlTemplate";

/** An API with its operations ready to be searched. */
export interface CompiledApi {
  readonly api: Api;
  readonly operations: TemplateNode;
}

/** The revisions of one version of an API. */
class Revisions {
  private current: CompiledApi | undefined;
  private readonly byNumber = new Map<string, CompiledApi>();

  add(api: CompiledApi): void {
    if (api.api.isCurrent) this.current ??= api;
    if (!this.byNumber.has(api.api.revision)) this.byNumber.set(api.api.revision, api);
  }

  find(revision: string | undefined): CompiledApi | undefined {
    return revision === undefined ? this.current : this.byNumber.get(revision);
  }
}

interface Named {
  readonly scheme: "header" | "query";
  readonly name: string;
  readonly versions: Map<string, Revisions>;
}

/** The APIs of one path: at most one without a version, and those that a header or a query parameter tells apart. */
class ApiGroup {
  private plain: Revisions | undefined;
  private readonly named: Named[] = [];

  add(api: CompiledApi, settings: ApiSettings): void {
    const { version, versioning } = api.api;
    if (version === undefined || versioning === undefined || versioning.scheme === "segment") {
      this.plain ??= new Revisions();
      this.plain.add(api);
      return;
    }
    const { scheme, name } = versioning;
    let set = this.named.find((each) => each.scheme === scheme && each.name === name);
    if (set === undefined) {
      set = { scheme, name, versions: new Map() };
      this.named.push(set);
    }
    const key = keyOf(version, settings);
    const revisions = set.versions.get(key) ?? new Revisions();
    set.versions.set(key, revisions);
    revisions.add(api);
  }

  find(call: Call, revision: string | undefined, settings: ApiSettings): CompiledApi | undefined {
    if (this.named.length === 0) return this.plain?.find(revision);
    let asked = false;
    for (const { scheme, name, versions } of this.named) {
      const version = scheme === "header" ? call.headers.get(name) : call.query.get(name)?.[0];
      if (version === undefined || version === "") continue;
      const found = versions.get(keyOf(version, settings));
      if (found !== undefined) return found.find(revision);
      asked = true;
    }
    return asked && settings.unknownVersion === "not-found" ? undefined : this.plain?.find(revision);
  }
}

function keyOf(version: string, { versionCase }: ApiSettings): string {
  return versionCase === "ignored" ? version.toLowerCase() : version;
}

/** One segment of the paths of APIs. */
export class ApiNode {
  readonly children = new Map<string, ApiNode>();
  group: ApiGroup | undefined;

  add(api: Api, settings: ApiSettings): void {
    const operations = new TemplateNode();
    const ignoreCase = settings.urlCase === "ignored";
    for (const operation of api.operations) {
      const template = parseUrlTemplate(operation.urlTemplate);
      if (!("fault" in template)) operations.add(operation, template, ignoreCase);
    }
    const version = api.versioning?.scheme === "segment" ? (api.version ?? "") : "";
    let node: ApiNode = this;
    for (const part of `${api.path}/${version}`.split("/").filter(Boolean)) {
      const key = ignoreCase ? lowered(part) : part;
      const child = node.children.get(key) ?? new ApiNode();
      node.children.set(key, child);
      node = child;
    }
    node.group ??= new ApiGroup();
    node.group.add({ api, operations }, settings);
  }
}
