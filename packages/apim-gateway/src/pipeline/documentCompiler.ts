import { backendKey } from "../backends/backend";
import type { Value } from "../csharp/runtime/value";
import type { PolicySource, ReferredKind } from "../resources/configuration";
import type { GatewaySettings } from "../settings/catalogue";
import { didYouMean } from "../text/closest";
import {
  findAttribute,
  type PolicyDocument,
  type PolicyElement,
  type PolicyValue,
  placeIn,
} from "../xml/policyDocument";
import { otherPolicies, policyTable } from "../xml/policyTable/policyTable";
import type { ElementRule, GatewayKind, Scope, Section } from "../xml/policyTable/rules";
import type { DocumentOwner } from "./compileInputs";
import { Unsupported } from "./failure";
import { constantGetter, type Getter, getter, mapGetter } from "./getter";
import { withFirstChildren } from "./leniency";
import { toNextScope } from "./nextScope";
import type { PolicyCompiler } from "./policyCompiler";
import { guarded, inOrder, type PlacedPolicy, type Reads } from "./policySequence";
import type { Step } from "./step";
import type { PolicyPlace } from "./traceRecorder";
import type { UnclearParts } from "./unclearParts";
import { toBoolean, toNumber } from "./valueForms";

interface Current {
  readonly element: PolicyElement;
  readonly place: PolicyPlace;
  readonly reads: Reads;
  /** Why it cannot run although it is compiled. */
  readonly faults: string[];
}

/** Compiles the policies of one section of one document. Its state is the policy that is being compiled. */
export class DocumentCompiler implements PolicyCompiler {
  private current: Current | undefined;

  constructor(
    private readonly documents: DocumentOwner,
    private readonly source: PolicySource,
    private readonly document: PolicyDocument,
    private readonly unclear: UnclearParts,
    readonly scope: Scope,
    readonly section: Section,
    private readonly paths: ReadonlyMap<PolicyElement, string>,
  ) {}

  /** One policy, with what every policy needs around it. */
  policy(element: PolicyElement): PlacedPolicy {
    const outer = this.current;
    const reads: Reads = { request: false, response: false };
    const place = this.placeOf(element);
    const faults: string[] = [];
    this.current = { element, place, reads, faults };
    try {
      const definition = this.documents.inputs.definitions.get(element.name);
      const refused = definition === undefined ? notThere(element.name) : this.unclear.find(element);
      let step =
        definition === undefined || refused !== undefined
          ? this.refused(refused ?? "", element)
          : definition.compile(this.asRead(element), this);
      if (faults[0] !== undefined) step = this.unsupported(faults[0], element);
      return guarded(step, place, reads, definition?.onPreflight === true);
    } finally {
      this.current = outer;
    }
  }

  /** Policies inside one that is refused are compiled all the same: for their mistakes. */
  private refused(message: string, element: PolicyElement): Step {
    const inside = (part: PolicyElement, rule: ElementRule | undefined): void => {
      if (rule === undefined || rule.content === "anything") return;
      if (rule.content === "policies") this.steps(part);
      else for (const child of part.children) inside(child, rule.content[child.name]?.element);
    };
    inside(element, policyTable.get(element.name));
    return this.unsupported(message, element);
  }

  private asRead(element: PolicyElement): PolicyElement {
    const rule = this.documents.inputs.lenient ? policyTable.get(element.name) : undefined;
    return rule === undefined ? element : withFirstChildren(element, rule);
  }

  get gateway(): GatewayKind {
    return this.documents.inputs.gateway;
  }

  get place(): PolicyPlace {
    return this.now.place;
  }

  hasLogger(name: string): boolean {
    return this.documents.inputs.loggers.has(name);
  }

  get settings(): GatewaySettings {
    return this.documents.inputs.settings;
  }

  text(element: PolicyElement, attribute: string, fallback = ""): Getter<string> {
    return this.optionalText(element, attribute) ?? constantGetter(fallback);
  }

  optionalText(element: PolicyElement, attribute: string): Getter<string> | undefined {
    const value = this.attribute(element, attribute);
    return value === undefined ? undefined : mapGetter(value, (found) => this.expressions.text(found));
  }

  number(element: PolicyElement, attribute: string, fallback: number): Getter<number> {
    return this.optionalNumber(element, attribute) ?? constantGetter(fallback);
  }

  optionalNumber(element: PolicyElement, attribute: string): Getter<number> | undefined {
    const value = this.attribute(element, attribute);
    return value === undefined ? undefined : mapGetter(value, (found) => toNumber(found, attribute));
  }

  boolean(element: PolicyElement, attribute: string, fallback: boolean): Getter<boolean> {
    const value = this.attribute(element, attribute);
    return value === undefined
      ? constantGetter(fallback)
      : mapGetter(value, (found) => toBoolean(found, attribute));
  }

  value(element: PolicyElement, attribute: string): Getter<Value> {
    return this.attribute(element, attribute) ?? constantGetter<Value>(null);
  }

  content(element: PolicyElement): Getter<string> {
    return mapGetter(this.contentValue(element), (found) => this.expressions.text(found));
  }

  contentValue(element: PolicyElement): Getter<Value> {
    return element.text === undefined
      ? constantGetter<Value>("")
      : this.compileValue(element.text, `text of ${element.name}`);
  }

  compileValue(value: PolicyValue, what: string): Getter<Value> {
    const { source, document } = this;
    const compiled = this.expressions.compile(
      value,
      what,
      (severity, message, offset, given) => {
        const rule = given ?? (severity === "error" ? "expression" : "expression-doubtful");
        this.documents.report(source, document, severity, rule, message, value, offset);
      },
      (message, offset, isMistake) => {
        const { line, column } = placeIn(document, value, offset);
        if (this.documents.inputs.strict && !isMistake)
          this.documents.report(source, document, "error", "unsupported", message, value, offset);
        // The compiler quotes code, which callers of the gateway may not see where a secret is in it.
        const what = value.secret ? "an expression with a secret in it has a mistake." : message;
        const why = isMistake ? `'${this.now.element.name}' cannot run: ${what}` : message;
        return getter(() => {
          throw new Unsupported(why, `${source.file}:${line}:${column}`);
        });
      },
    );
    const { reads } = this.now;
    reads.request ||= compiled.reads.request;
    reads.response ||= compiled.reads.response;
    return compiled;
  }

  needsBody(of: "request" | "response"): void {
    this.now.reads[of] = true;
  }

  steps(element: PolicyElement): Step {
    return inOrder(element.children.map((child) => this.policy(child)));
  }

  step(element: PolicyElement): Step {
    return inOrder([this.policy(element)]);
  }

  lazily<T>(compile: () => T): T {
    const { now } = this;
    this.current = { ...now, reads: { request: false, response: false } };
    try {
      return compile();
    } finally {
      this.current = now;
    }
  }

  fragment(id: string): Step | undefined {
    return this.documents.fragment(id, this.scope, this.section, (message) =>
      this.report("error", "fragment-cycle", message),
    );
  }

  base(): Step {
    return toNextScope(this.section);
  }

  report(
    severity: "error" | "warning",
    rule: string,
    message: string,
    at: PolicyElement | PolicyValue = this.now.element,
  ): void {
    this.documents.report(this.source, this.document, severity, rule, message, at);
    if (severity === "error" && this.documents.inputs.lenient)
      this.now.faults.push(`'${this.now.element.name}' cannot run (${rule}).`);
  }

  unusable(rule: string, message: string, at: PolicyElement | PolicyValue = this.now.element): void {
    this.report("warning", rule, message, at);
    // The message may quote a value; callers of the gateway are told the rule only.
    this.now.faults.push(`A literal in '${this.now.element.name}' cannot be used (${rule}).`);
  }

  missing(kind: ReferredKind, rule: string, message: string): Step {
    const isElsewhere = this.documents.inputs.elsewhere.has(kind);
    const { source, document, now } = this;
    this.documents.report(source, document, isElsewhere ? "warning" : "error", rule, message, now.element);
    return isElsewhere || this.documents.inputs.lenient ? this.unsupported(message) : () => undefined;
  }

  namesBackend(id: string): void {
    const { backends, elsewhere } = this.documents.inputs;
    if (backends.has(backendKey(id))) return;
    const message = `Backend with id '${id}' could not be found.${didYouMean(id, backends.values())}`;
    const severity = elsewhere.has("backends") ? "warning" : "error";
    this.documents.report(this.source, this.document, severity, "unknown-backend", message, this.now.element);
  }

  unsupported(message: string, at: PolicyElement = this.now.element): Step {
    if (this.documents.inputs.strict) this.report("error", "unsupported", message, at);
    const place = `${this.source.file}:${at.line}:${at.column}`;
    return () => {
      throw new Unsupported(message, place);
    };
  }

  private get now() {
    if (this.current === undefined) throw new Error("nothing is being compiled");
    return this.current;
  }

  private get expressions() {
    return this.documents.inputs.expressions;
  }

  private attribute(element: PolicyElement, name: string): Getter<Value> | undefined {
    const value = findAttribute(element, name);
    return value === undefined ? undefined : this.compileValue(value, `${element.name} ${name}`);
  }

  private placeOf(element: PolicyElement): PolicyPlace {
    const { name, line, column } = element;
    const path = this.paths.get(element) ?? name;
    const { file } = this.source;
    const id = findAttribute(element, "id")?.shown;
    return { policy: name, file, line, column, scope: this.scope, section: this.section, path, id };
  }
}

function notThere(name: string): string {
  return policyTable.has(name) || otherPolicies.has(name)
    ? `The policy '${name}' is not executed by this gateway.`
    : `'${name}' is not a policy that this gateway knows.`;
}
