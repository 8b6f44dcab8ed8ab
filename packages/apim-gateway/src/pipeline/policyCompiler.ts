import type { Value } from "../csharp/runtime/value";
import type { ReferredKind } from "../resources/configuration";
import type { GatewaySettings } from "../settings/catalogue";
import type { PolicyElement, PolicyValue } from "../xml/policyDocument";
import type { GatewayKind, Scope, Section } from "../xml/policyTable/rules";
import type { Getter } from "./getter";
import type { Step } from "./step";
import type { PolicyPlace } from "./traceRecorder";

/**
 * What a policy sees of the compilation of its document. Attributes and texts are compiled here and nowhere else, so
 * that every expression is bound at load, positioned, traced and masked in the same way.
 *
 * Bodies that the getters of a policy read are in memory when its step runs. A policy that evaluates later, or only
 * some of its getters, asks `lazily` for them and calls `ready` itself.
 */
export interface PolicyCompiler {
  readonly scope: Scope;
  readonly section: Section;
  /** Of the service. */
  readonly gateway: GatewayKind;
  /** Where the policy that is being compiled stands. */
  readonly place: PolicyPlace;
  /** Whether the service has a logger of this name. */
  hasLogger(name: string): boolean;
  /** As they are when the document is compiled. */
  readonly settings: GatewaySettings;

  /** An attribute as text; absent: `fallback`, or `""`. */
  text(element: PolicyElement, attribute: string, fallback?: string): Getter<string>;
  /** An attribute as text; `undefined` where it is absent. */
  optionalText(element: PolicyElement, attribute: string): Getter<string> | undefined;
  /** An attribute as a number. An expression may give int, long, double, decimal or text that reads as one. */
  number(element: PolicyElement, attribute: string, fallback: number): Getter<number>;
  optionalNumber(element: PolicyElement, attribute: string): Getter<number> | undefined;
  boolean(element: PolicyElement, attribute: string, fallback: boolean): Getter<boolean>;
  /** An attribute as it is: the literal's text, or the expression's value with its C# type. */
  value(element: PolicyElement, attribute: string): Getter<Value>;
  /** The element's text; literals and expressions in it joined. Absent: `""`. */
  content(element: PolicyElement): Getter<string>;
  /** The element's text as it is: a whole expression's value with its C# type. */
  contentValue(element: PolicyElement): Getter<Value>;
  /** Any value of the document. `what` names it in traces and problems. */
  compileValue(value: PolicyValue, what: string): Getter<Value>;

  /** Has a body in memory when the policy's step runs, as if a getter read it. */
  needsBody(of: "request" | "response"): void;

  /** The nested policies of an element, in order. */
  steps(element: PolicyElement): Step;
  /** Compiles one policy that stands inside another, as in `send-request`. */
  step(element: PolicyElement): Step;
  /** Compiles values whose bodies are not loaded before the policy's step. */
  lazily<T>(compile: () => T): T;
  /** The policies of a fragment, compiled for this place; `undefined` where there is none of that name. */
  fragment(id: string): Step | undefined;
  /** `<base />`: the same section of the next wider scope. */
  base(): Step;

  /** Reports a mistake in the document. An error keeps the configuration from being used. */
  report(
    severity: "error" | "warning",
    rule: string,
    message: string,
    at?: PolicyElement | PolicyValue,
  ): void;
  /** A literal that the policy cannot use: told now, and the policy is refused when reached; with `--strict` an error. */
  unusable(rule: string, message: string, at?: PolicyElement | PolicyValue): void;
  /**
   * The policy names something of a kind that is not there: an error, unless it may be elsewhere; then a warning, and the
   * policy is refused when reached.
   */
  missing(kind: ReferredKind, rule: string, message: string): Step;
  /**
   * The policy names a backend: one that is not there is told as `missing` tells it, and a call of it fails when it is made, as
   * a policy may answer without calling it.
   */
  namesBackend(id: string): void;
  /** A step that fails with `Unsupported` when reached; with `--strict` also an error now. */
  unsupported(message: string, at?: PolicyElement): Step;
}
