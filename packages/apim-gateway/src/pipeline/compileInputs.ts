import type { GatewayProblem } from "../ports/problem";
import type { PolicySource, ReferredKind } from "../resources/configuration";
import type { GatewaySettings } from "../settings/catalogue";
import type { FindNamedValue } from "../xml/namedValues";
import type { PolicyDocument, PolicyElement, PolicyValue } from "../xml/policyDocument";
import type { GatewayKind, Scope, Section } from "../xml/policyTable/rules";
import type { Expressions } from "./expressions";
import type { PolicyDefinition } from "./policy";
import type { Step } from "./step";

/** What the documents of one configuration are compiled with. */
export interface CompileInputs {
  readonly definitions: ReadonlyMap<string, PolicyDefinition>;
  readonly fragments: ReadonlyMap<string, PolicySource>;
  readonly namedValues: FindNamedValue;
  /** All there are, for a hint. */
  readonly namedValueNames: () => Iterable<string>;
  /** Kinds of which one that is not found is no mistake: the policy that names it is refused when it is reached. */
  readonly elsewhere: ReadonlySet<ReferredKind>;
  readonly gateway: GatewayKind;
  /** Names of the service's loggers. */
  readonly loggers: { has(name: string): boolean };
  /** Names of its backends and pools by `backendKey`. */
  readonly backends: ReadonlyMap<string, string>;
  readonly settings: GatewaySettings;
  readonly expressions: Expressions;
  /** Policies that this gateway does not execute are errors at load, and not when they are reached. */
  readonly strict: boolean;
  /** What API Management would refuse at save is a warning; what says no clear thing is refused when it is reached. */
  readonly lenient: boolean;
  readonly report: (problem: GatewayProblem) => void;
}

/** What the compiler of one section asks of whoever compiles the whole configuration. */
export interface DocumentOwner {
  readonly inputs: CompileInputs;
  fragment(
    id: string,
    scope: Scope,
    section: Section,
    reportCycle: (message: string) => void,
  ): Step | undefined;
  /** @param offset counts in the text of a value; left out: the place of `at` itself */
  report(
    source: PolicySource,
    document: PolicyDocument,
    severity: "error" | "warning",
    rule: string,
    message: string,
    at: PolicyElement | PolicyValue,
    offset?: number,
  ): void;
}
