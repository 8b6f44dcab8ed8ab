import type { NamedValue } from "../../src/xml/namedValues";
import type { PolicyFormat } from "../../src/xml/policyDocument";
import type { GatewayKind, Scope } from "../../src/xml/policyTable/rules";
import { describeProblem, type XmlProblem } from "../../src/xml/problem";
import { readPolicy } from "../../src/xml/readPolicy";

export const namedValues: ReadonlyMap<string, NamedValue> = new Map([
  ["key", { value: "s3cr3t", secret: true }],
  ["name", { value: "set-method", secret: false }],
  ["seconds", { value: "60", secret: false }],
  ["text", { value: `<"'&>`, secret: false }],
  ["whole", { value: "@(1 + 1)", secret: false }],
]);

/** A document with what to read it as; the defaults are an API's policy in `rawxml` without named values. */
export interface Checked {
  readonly xml: string;
  readonly scope?: Scope | "fragment";
  readonly gateway?: GatewayKind;
  readonly format?: PolicyFormat;
  readonly namedValues?: boolean;
}

/** All problems of parsing and validation, in order. */
export function problemsOf({
  namedValues: replace = false,
  scope = "api",
  ...rest
}: Checked): readonly XmlProblem[] {
  return readPolicy(rest.xml, {
    ...rest,
    scope,
    ...(scope === "fragment" && { includedIn: ["backend"] as const }),
    ...(replace && { namedValues: (name: string) => namedValues.get(name) }),
  }).problems;
}

export function linesOf(checked: Checked): string[] {
  return problemsOf(checked).map((problem) => describeProblem("api.xml", problem));
}
