import type { ReportProblem } from "./fields";
import type { ResourceKind } from "./identify";
import type { JsonResource, ResourceFile } from "./resourceFile";

/** The resources of one service, each of them once. */
export class ResourceIndex {
  private readonly byType = new Map<ResourceKind, ResourceFile[]>();
  private readonly byKey = new Map<string, ResourceFile>();

  constructor(resources: readonly ResourceFile[], report: ReportProblem) {
    for (const resource of resources) {
      const key = keyOf(resource.type, resource.names);
      const other = this.byKey.get(key);
      if (other !== undefined) {
        const message = `The same resource is in \`${other.file}\`. Keep one of them.`;
        report({
          severity: "error",
          rule: "duplicate-resource",
          file: resource.file,
          line: 1,
          column: 1,
          message,
        });
        continue;
      }
      this.byKey.set(key, resource);
      const list = this.byType.get(resource.type);
      if (list === undefined) this.byType.set(resource.type, [resource]);
      else list.push(resource);
    }
  }

  all(type: ResourceKind): readonly ResourceFile[] {
    return this.byType.get(type) ?? [];
  }

  /** Those of a type that are JSON; an `.xml` file is a policy and nothing else. */
  json(type: ResourceKind): readonly JsonResource[] {
    return this.all(type).filter((resource) => resource.form === "json");
  }

  find(type: ResourceKind, ...names: readonly string[]): ResourceFile | undefined {
    return this.byKey.get(keyOf(type, names));
  }

  has(type: ResourceKind, ...names: readonly string[]): boolean {
    return this.find(type, ...names) !== undefined;
  }

  /** Those below a parent. */
  below(type: ResourceKind, parents: readonly string[]): readonly ResourceFile[] {
    return this.all(type).filter(({ names }) =>
      parents.every((parent, index) => same(parent, names[index] ?? "")),
    );
  }
}

export const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function keyOf(type: ResourceKind, names: readonly string[]): string {
  return `${type}:${names.join("/")}`.toLowerCase();
}
