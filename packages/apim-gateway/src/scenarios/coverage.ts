import type { Configuration, PolicySource } from "../resources/configuration";
import { parsePolicyXml } from "../xml/parsePolicyXml";
import type { PolicyElement } from "../xml/policyDocument";
import type { ScenarioRun } from "./runOnce";

/** A branch of `choose` that holds policies. */
interface Branch {
  readonly place: string;
  readonly name: string;
  /** Places of the policies directly in it. */
  readonly policies: readonly string[];
}

/** What scenarios reached of the policies that they ran. */
export class Coverage {
  private readonly branches = new Map<string, Branch>();
  private readonly reached = new Set<string>();
  /** Documents that were looked at, by their text. */
  private readonly seen = new Set<string>();

  add({ configuration, reached }: Pick<ScenarioRun, "configuration" | "reached">): void {
    if (configuration === undefined) return;
    for (const place of reached) this.reached.add(place);
    for (const source of sourcesOf(configuration)) this.addDocument(source);
  }

  /** Counts, and the places of the branches that no scenario took: `policy.xml:31 otherwise`. */
  result(): { readonly branches: number; readonly taken: number; readonly never: readonly string[] } {
    const never = [...this.branches.values()].filter(
      ({ policies }) => !policies.some((each) => this.reached.has(each)),
    );
    return {
      branches: this.branches.size,
      taken: this.branches.size - never.length,
      never: never.map(({ place, name }) => `${place} ${name}`),
    };
  }

  private addDocument({ file, text }: PolicySource): void {
    const key = `${file}\n${text}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    const { document } = parsePolicyXml(text);
    if (document === undefined) return;
    const waiting: PolicyElement[] = [document.root];
    for (let element = waiting.pop(); element !== undefined; element = waiting.pop()) {
      waiting.push(...[...element.children].reverse());
      if (element.name !== "when" && element.name !== "otherwise") continue;
      const policies = element.children.map(({ line, column }) => `${file}:${line}:${column}`);
      const place = `${file}:${element.line}`;
      if (policies.length > 0)
        this.branches.set(`${file}:${element.line}:${element.column}`, {
          place,
          name: element.name,
          policies,
        });
    }
  }
}

function sourcesOf({ apis, products, fragments, policy }: Configuration): readonly PolicySource[] {
  const all = [
    policy,
    ...apis.flatMap((api) => [api.policy, ...api.operations.map((operation) => operation.policy)]),
    ...products.map((product) => product.policy),
    ...fragments.values(),
  ];
  return all.filter((source) => source !== undefined);
}
