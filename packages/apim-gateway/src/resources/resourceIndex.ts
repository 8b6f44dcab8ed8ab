import type { Report } from "./fields";
import type { ResourceType } from "./identify";
import type { JsonResource, ResourceFile } from "./resourceFile";

/** The resources of one service, each of them once. */
export class ResourceIndex {
  private readonly byType = new Map<ResourceType, ResourceFile[]>();
  private readonly byKey = new Map<string, ResourceFile>();

  constructor(resources: readonly ResourceFile[], report: Report) {
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

  all(type: ResourceType): readonly ResourceFile[] {
    return this.byType.get(type) ?? [];
  }

  /** Those of a type that are JSON; an `.xml` file is a policy and nothing else. */
  json(type: ResourceType): readonly JsonResource[] {
    return this.all(type).filter((resource) => resource.form === "json");
  }

  find(type: ResourceType, ...names: readonly string[]): ResourceFile | undefined {
    return this.byKey.get(keyOf(type, names));
  }

  has(type: ResourceType, ...names: readonly string[]): boolean {
    return this.find(type, ...names) !== undefined;
  }

  /** Those below a parent. */
  below(type: ResourceType, parents: readonly string[]): readonly ResourceFile[] {
    return this.all(type).filter(({ names }) =>
      parents.every((parent, index) => same(parent, names[index] ?? "")),
    );
  }
}

export const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function keyOf(type: ResourceType, names: readonly string[]): string {
  return `${type}:${names.join("/")}`.toLowerCase();
}
