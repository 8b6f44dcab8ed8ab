import type { Configuration, PolicySource } from "../resources/configuration";
import { parsePolicyXml } from "../xml/parsePolicyXml";
import type { PolicyElement, PolicyValue } from "../xml/policyDocument";
import type { ScenarioRun } from "./scenarioRun";

export interface ReachedCount {
  readonly all: number;
  readonly reached: number;
}

/** What scenarios reached of the policies that they ran. */
export interface CoverageResult {
  readonly policies: ReachedCount;
  /** Of `choose`; those without policies do not count. */
  readonly branches: ReachedCount;
  readonly expressions: ReachedCount;
  /** What no scenario reached, the outermost of it: `policy.xml:31 otherwise`, `policy.xml:40 expression`. */
  readonly never: readonly string[];
}

interface Part {
  readonly kind: "policies" | "branches" | "expressions";
  /** `policy.xml:31`. */
  readonly place: string;
  readonly name: string;
  /** Any of these tells that it was reached: places of policies, or the expression. */
  readonly signs: readonly string[];
  /** The branch around it. */
  readonly around: string | undefined;
}

/** Elements whose children are policies. */
const holders = new Set([
  "inbound",
  "backend",
  "outbound",
  "on-error",
  "fragment",
  "when",
  "otherwise",
  "retry",
  "wait",
  "limit-concurrency",
]);

/** Collects what scenarios reach; several may run the same policies. */
export class Coverage {
  private readonly parts = new Map<string, Part>();
  private readonly reached = new Set<string>();
  private readonly files = new Set<string>();
  /** Documents that were looked at. */
  private readonly seen = new Set<string>();

  add({
    configuration,
    reached,
    evaluated,
  }: Pick<ScenarioRun, "configuration" | "reached" | "evaluated">): void {
    if (configuration === undefined) return;
    for (const place of reached) {
      this.reached.add(place);
      this.files.add(place.slice(0, place.lastIndexOf(":", place.lastIndexOf(":") - 1)));
    }
    for (const expression of evaluated) this.reached.add(expression);
    for (const source of sourcesOf(configuration)) this.addDocument(source, configuration);
  }

  result(): CoverageResult {
    const isReached = ({ signs }: Part) => signs.some((sign) => this.reached.has(sign));
    // A fragment that no policy includes is not what the scenarios are about.
    const parts = [...this.parts].filter(([, { place }]) =>
      this.files.has(place.slice(0, place.lastIndexOf(":"))),
    );
    const missed = new Map(parts.filter(([, part]) => !isReached(part)));
    const count = (kind: Part["kind"]) => {
      const all = parts.filter(([, part]) => part.kind === kind);
      return { all: all.length, reached: all.filter(([key]) => !missed.has(key)).length };
    };
    const outermost = [...missed.values()].filter(
      ({ kind, around }) => kind !== "policies" && (around === undefined || !missed.has(around)),
    );
    return {
      policies: count("policies"),
      branches: count("branches"),
      expressions: count("expressions"),
      never: [...new Set(outermost.map(({ place, name }) => `${place} ${name}`))],
    };
  }

  private addDocument({ file, format, text }: PolicySource, { namedValues }: Configuration): void {
    // With other named values an expression has another source.
    const key = JSON.stringify([file, text, [...namedValues]]);
    if (this.seen.has(key)) return;
    this.seen.add(key);
    const { document } = parsePolicyXml(text, { format, namedValues: (name) => namedValues.get(name) });
    if (document !== undefined) this.addElement(document.root, file, undefined);
  }

  private addPart(key: string, part: Part): void {
    const signs = [...(this.parts.get(key)?.signs ?? []), ...part.signs];
    this.parts.set(key, { ...part, signs: [...new Set(signs)] });
  }

  private addElement(element: PolicyElement, file: string, around: string | undefined): void {
    const place = `${file}:${element.line}`;
    const own = `${place}:${element.column}`;
    const values = [
      ...element.attributes.map(({ value }) => value),
      ...(element.text === undefined ? [] : [element.text]),
    ];
    const isBranch = (element.name === "when" || element.name === "otherwise") && element.children.length > 0;
    for (const value of values.flatMap(expressionsOf))
      this.addPart(`${own} ${value.line}:${value.column}`, {
        kind: "expressions",
        place: `${file}:${value.line}`,
        name: "expression",
        signs: [`${file}\n${value.shown}`],
        around: isBranch ? own : around,
      });
    if (isBranch) {
      const signs = element.children.map(({ line, column }) => `${file}:${line}:${column}`);
      this.addPart(own, { kind: "branches", place, name: element.name, signs, around });
    }
    for (const child of element.children) {
      const at = `${file}:${child.line}:${child.column}`;
      if (holders.has(element.name) && child.name !== "base")
        this.addPart(`policy ${at}`, {
          kind: "policies",
          place: `${file}:${child.line}`,
          name: child.name,
          signs: [at],
          around,
        });
      this.addElement(child, file, isBranch ? own : around);
    }
  }
}

const expressionsOf = (value: PolicyValue): readonly PolicyValue[] =>
  value.kind === "expression" ? [value] : value.parts.flatMap(expressionsOf);

function sourcesOf({ apis, products, fragments, policy }: Configuration): readonly PolicySource[] {
  const all = [
    policy,
    ...apis.flatMap((api) => [api.policy, ...api.operations.map((operation) => operation.policy)]),
    ...products.map((product) => product.policy),
    ...fragments.values(),
  ];
  return all.filter((source) => source !== undefined);
}
