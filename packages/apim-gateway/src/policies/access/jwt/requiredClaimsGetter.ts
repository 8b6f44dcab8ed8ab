import { type Getter, mapGetter } from "../../../pipeline/getter";
import type { PolicyCompiler } from "../../../pipeline/policyCompiler";
import { findAttribute, type PolicyElement } from "../../../xml/policyDocument";
import { allOf, trimmedContent } from "../textLists";
import type { RequiredClaim } from "./requiredClaims";

/** `required-claims` of a policy. */
export function compileRequiredClaims(
  element: PolicyElement,
  compiler: PolicyCompiler,
): Getter<readonly RequiredClaim[]> {
  const list = element.children.find(({ name }) => name === "required-claims");
  return allOf((list?.children ?? []).map((claim) => compileClaim(claim, compiler)));
}

function compileClaim(element: PolicyElement, compiler: PolicyCompiler): Getter<RequiredClaim> {
  const separated = findAttribute(element, "separator") !== undefined;
  const head = allOf([
    compiler.text(element, "name"),
    compiler.text(element, "match", "all"),
    compiler.text(element, "separator"),
  ]);
  const values = allOf(element.children.map((child) => trimmedContent(child, compiler)));
  return mapGetter(
    allOf<readonly string[]>([head, values]),
    ([[name = "", match = "", separator = ""] = [], texts = []]) => ({
      name: name.trim(),
      match: match.trim().toLowerCase() === "any" ? "any" : "all",
      separator: separated ? separator : undefined,
      values: texts,
    }),
  );
}
