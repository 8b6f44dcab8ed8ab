import type { GatewayProblem } from "../ports/problem";
import type { PolicySource } from "../resources/configuration";
import { didYouMean } from "../text/closest";
import { type ParsedPolicy, parsePolicyXml } from "../xml/parsePolicyXml";
import { type PolicyDocument, type PolicyElement, type PolicyValue, placeIn } from "../xml/policyDocument";
import { policyTable } from "../xml/policyTable/policyTable";
import type { Scope, Section } from "../xml/policyTable/rules";
import { sections } from "../xml/policyTable/rules";
import type { XmlProblem } from "../xml/problem";
import { judgePolicy } from "../xml/readPolicy";
import type { CompiledScope } from "./compiledScope";
import type { CompileInputs, DocumentOwner } from "./compileInputs";
import { DocumentCompiler } from "./documentCompiler";
import { elementPaths } from "./elementPaths";
import { toldLeniently } from "./leniency";
import { toNextScope } from "./nextScope";
import { inOrder } from "./policySequence";
import type { Step } from "./step";
import { UnclearParts } from "./unclearParts";

/** Rules of the documentation of policy expressions. */
const aboutExpressions: ReadonlySet<string> = new Set(["expression", "unlisted-member"]);

/** What is unknown here and resembles nothing that is known may be known to the service: it is refused when reached. */
const newer = ({ message }: XmlProblem): Pick<XmlProblem, "severity" | "message"> => ({
  severity: "warning",
  message: `${message} It may be newer than this gateway; a request that reaches it is answered with 501.`,
});

/** Whether all policies directly in an element may stand in a section. */
function mayStand(element: PolicyElement, section: Section): boolean {
  return element.children.every(({ name }) => policyTable.get(name)?.sections.includes(section) ?? true);
}

/** A section that stands twice, where that is let pass, has the policies of both. */
function findSection(root: PolicyElement, section: Section): PolicyElement | undefined {
  const [first, ...others] = root.children.filter(({ name }) => name === section);
  if (first === undefined || others.length === 0) return first;
  return { ...first, children: [first, ...others].flatMap(({ children }) => children) };
}

interface ReadDocument {
  readonly document: PolicyDocument;
  readonly unclear: UnclearParts;
}

/** Compiles the documents of one configuration; each fragment once for each section that includes it. */
export class Documents implements DocumentOwner {
  private readonly fragments = new Map<string, Step | undefined>();
  private readonly including: string[] = [];

  constructor(readonly inputs: CompileInputs) {}

  /** A document of a scope; `undefined` when it cannot be read. Its problems are reported. */
  scope(source: PolicySource, scope: Scope): CompiledScope | undefined {
    const read = this.read(source, scope);
    if (read === undefined) return undefined;
    const { document } = read;
    const compiled = Object.fromEntries(
      sections.map((section) => {
        return [section, this.section(source, read, findSection(document.root, section), scope, section)];
      }),
    ) as Record<Section, Step>;
    return { scope, file: source.file, sections: compiled };
  }

  /** The policies of a fragment for one section; `undefined` where there is no such fragment. */
  fragment(
    id: string,
    scope: Scope,
    section: Section,
    reportCycle: (message: string) => void,
  ): Step | undefined {
    const source = this.inputs.fragments.get(id);
    if (source === undefined) return undefined;
    const key = JSON.stringify([id, scope, section]);
    if (this.including.includes(key)) {
      reportCycle(`The fragment '${id}' includes itself.`);
      return () => undefined;
    }
    if (!this.fragments.has(key)) {
      this.including.push(key);
      const read = this.read(source, "fragment", section);
      const step =
        read === undefined ? () => undefined : this.section(source, read, read.document.root, scope, section);
      this.including.pop();
      this.fragments.set(key, step);
    }
    return this.fragments.get(key);
  }

  /** Compiles a fragment that nothing includes, for its problems: for a section that has all its policies. */
  unusedFragment(id: string): void {
    const source = this.inputs.fragments.get(id);
    const included = [...this.fragments.keys()].some((key) => JSON.parse(key)[0] === id);
    if (source === undefined || included) return;
    const read = this.read(source, "fragment");
    if (read === undefined) return;
    const { root } = read.document;
    this.section(source, read, root, "api", sections.find((section) => mayStand(root, section)) ?? "inbound");
  }

  report(
    source: PolicySource,
    document: PolicyDocument,
    severity: "error" | "warning",
    rule: string,
    message: string,
    at: PolicyElement | PolicyValue,
    offset?: number,
  ): void {
    const { line, column } = offset === undefined ? at : placeIn(document, at as PolicyValue, offset);
    const page = aboutExpressions.has(rule) ? { page: "api-management-policy-expressions" } : {};
    this.tell({ severity, rule, message, file: source.file, line, column, ...page });
  }

  private tell(problem: GatewayProblem, meaningless?: true): void {
    const { lenient, report } = this.inputs;
    report(lenient ? toldLeniently(problem, meaningless) : problem);
  }

  private readonly documents = new Map<string, ReadDocument | undefined>();
  private readonly parsedFiles = new Map<string, ParsedPolicy>();

  private parsed(source: PolicySource): ParsedPolicy {
    const known = this.parsedFiles.get(source.file);
    if (known !== undefined) return known;
    const { namedValues, elsewhere, settings } = this.inputs;
    const parsed = parsePolicyXml(source.text, {
      format: source.format,
      namedValues,
      missingNamedValue: elsewhere.has("namedValues") ? "warning" : "error",
      settings,
    });
    this.parsedFiles.set(source.file, parsed);
    return parsed;
  }

  private read(
    source: PolicySource,
    scope: Scope | "fragment",
    includedIn?: Section,
  ): ReadDocument | undefined {
    const key = JSON.stringify([source.file, scope, includedIn]);
    if (this.documents.has(key)) return this.documents.get(key);
    const { inputs } = this;
    const { document, problems } = judgePolicy(this.parsed(source), {
      scope,
      ...(includedIn === undefined ? {} : { includedIn: [includedIn] }),
      gateway: inputs.gateway,
      settings: inputs.settings,
    });
    const { strict, lenient } = inputs;
    for (const { meaningless, meant, ...problem } of problems) {
      const mayBeNewer = problem.rule === "unknown-policy" && !strict && !lenient && meant === undefined;
      const told = { ...this.wayOut(problem), ...(mayBeNewer ? newer(problem) : {}), file: source.file };
      if (document === undefined) inputs.report(told);
      else this.tell(told, meaningless);
    }
    // Nobody could follow what is nested too deep, and the stack is finite.
    const isReadable = document !== undefined && problems.every(({ rule }) => rule !== "too-deep");
    const read = isReadable ? { document, unclear: new UnclearParts(problems, lenient) } : undefined;
    this.documents.set(key, read);
    return read;
  }

  /** The service's own words for a named value that is not there tell nobody what to do. */
  private wayOut(
    problem: Omit<XmlProblem, "meaningless" | "meant">,
  ): Omit<XmlProblem, "meaningless" | "meant"> {
    const name = /^Cannot find a property '([^']+)'\.$/.exec(problem.message)?.[1];
    if (problem.rule !== "unknown-named-value" || name === undefined) return problem;
    const hint =
      didYouMean(name, this.inputs.namedValueNames()) ||
      ` A named value of this name is missing: \`namedValues/${name}.json\` with \`{ "value": "…" }\`.`;
    return { ...problem, message: `${problem.message}${hint}` };
  }

  private section(
    source: PolicySource,
    { document, unclear }: ReadDocument,
    element: PolicyElement | undefined,
    scope: Scope,
    section: Section,
  ): Step {
    if (element === undefined) return toNextScope(section);
    const paths = elementPaths(element);
    const compiler = new DocumentCompiler(this, source, document, unclear, scope, section, paths);
    return inOrder(element.children.map((child) => compiler.policy(child)));
  }
}
