import type { Recorded, Recording } from "./recorder";

/** The component tree, one resource a line, siblings by name: what a reviewer would draw. */
export function tree(recording: Recording): string {
  const children = new Map<string | undefined, Recorded[]>();
  for (const resource of recording.resources) {
    children.set(resource.parent, [...(children.get(resource.parent) ?? []), resource]);
  }
  const below = (parent: string | undefined, depth: number): string[] =>
    [...(children.get(parent) ?? [])]
      .filter((resource) => !isMain(resource))
      .sort((a, b) => (order(a) < order(b) ? -1 : 1))
      .flatMap((resource) => [
        line(resource, depth),
        ...mainOf(resource, depth),
        ...below(resource.name, depth + 1),
      ]);
  const mainOf = (component: Recorded, depth: number) =>
    (children.get(component.name) ?? []).filter(isMain).map((main) => line(main, depth + 1));
  return below(undefined, 0).join("\n");
}

/** The resource that a component is made for has the component's own name. */
function isMain(resource: Recorded): boolean {
  return resource.custom && resource.parent === resource.name;
}

const order = (resource: Recorded) => `${resource.custom ? 0 : 1} ${resource.name}`;

function line(resource: Recorded, depth: number): string {
  const type = resource.type
    .replace(/^azure-native:|^random:index\/.*:/, "")
    .replace("aoai-fleet:index:", "");
  const marks = resource.protect ? "  (protected)" : "";
  return `${"  ".repeat(depth)}${resource.name}  ${type}${marks}`;
}
