import type { PolicyElement } from "../xml/policyDocument";

/** The path of every element below a section, as `context.LastError.Path` has it: `choose[2]/when[1]/set-body[1]`. */
export function elementPaths(section: PolicyElement): ReadonlyMap<PolicyElement, string> {
  const paths = new Map<PolicyElement, string>();
  const walk = (parent: PolicyElement, prefix: string) => {
    const counts = new Map<string, number>();
    for (const child of parent.children) {
      const count = (counts.get(child.name) ?? 0) + 1;
      counts.set(child.name, count);
      const path = `${prefix}${child.name}[${count}]`;
      paths.set(child, path);
      walk(child, `${path}/`);
    }
  };
  walk(section, "");
  return paths;
}
