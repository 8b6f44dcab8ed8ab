import { closest } from "../../src/text/closest";
import { otherPolicies, policyTable } from "../../src/xml/policyTable/policyTable";
import { type ElementRule, parseAttribute, sections } from "../../src/xml/policyTable/rules";
import { asValidationError, describeProblem } from "../../src/xml/problem";
import { problemsOf } from "./checkDocument";

test("the table has every policy that three public repositories use, and those of AI gateways", () => {
  expect([...policyTable.keys()].sort()).toEqual([
    "authentication-basic",
    "authentication-certificate",
    "authentication-managed-identity",
    "azure-openai-emit-token-metric",
    "azure-openai-semantic-cache-lookup",
    "azure-openai-semantic-cache-store",
    "azure-openai-token-limit",
    "cache-lookup",
    "cache-lookup-value",
    "cache-remove-value",
    "cache-store",
    "cache-store-value",
    "check-header",
    "choose",
    "cors",
    "emit-metric",
    "find-and-replace",
    "forward-request",
    "get-authorization-context",
    "include-fragment",
    "ip-filter",
    "json-to-xml",
    "limit-concurrency",
    "llm-content-safety",
    "llm-emit-token-metric",
    "llm-semantic-cache-lookup",
    "llm-semantic-cache-store",
    "llm-token-limit",
    "log-to-eventhub",
    "mock-response",
    "quota",
    "quota-by-key",
    "rate-limit",
    "rate-limit-by-key",
    "retry",
    "return-response",
    "rewrite-uri",
    "send-one-way-request",
    "send-request",
    "set-backend-service",
    "set-body",
    "set-header",
    "set-method",
    "set-query-parameter",
    "set-status",
    "set-variable",
    "trace",
    "validate-azure-ad-token",
    "validate-client-certificate",
    "validate-content",
    "validate-jwt",
    "wait",
    "xml-to-json",
  ]);
});

test("no policy is both in the table and among those without a row", () => {
  expect([...otherPolicies].filter((name) => policyTable.has(name))).toEqual([]);
});

test("every row has a section, a scope, a gateway and a source; every default is of its type", () => {
  const wrong: string[] = [];
  const look = (path: string, rule: ElementRule) => {
    for (const name of [...rule.oneOf, ...rule.someOf, ...rule.exclusive, ...rule.together])
      if (rule.attributes[name] === undefined) wrong.push(`${path}: no ${name}`);
    for (const [name, { default: value, type, required }] of Object.entries(rule.attributes)) {
      if (value === undefined) continue;
      const fits =
        type.kind === "text" ||
        (type.kind === "boolean" && /^(?:true|false)$/.test(value)) ||
        (type.kind === "number" && Number(value) >= type.min && Number(value) <= type.max) ||
        (type.kind === "enum" && type.values.includes(value));
      if (!fits || required) wrong.push(`${path}@${name} = ${value}`);
    }
    if (typeof rule.content === "object")
      for (const [name, child] of Object.entries(rule.content)) look(`${path}/${name}`, child.element);
  };
  for (const [name, row] of policyTable) {
    look(name, row);
    for (const list of [row.sections, row.scopes, row.gateways])
      if (list.length === 0 || list.includes(undefined as never)) wrong.push(`${name}: ${list}`);
    if (row.alsoIn.some((section) => row.sections.includes(section) || !sections.includes(section)))
      wrong.push(`${name}: also in ${row.alsoIn}`);
    if (row.source === "") wrong.push(`${name}: no source`);
  }
  expect(wrong).toEqual([]);
});

test("the notation of attributes", () => {
  const plain = { required: false, undocumented: false, expression: false, default: undefined };
  const number = (min: number, max: number, whole = true) => ({ kind: "number", min, max, whole });
  expect(
    ["text", "!@ 1..50", "@ 0.0..1.0 = 0.5", "0..", "a|b = a", "?@ boolean"].map(parseAttribute),
  ).toEqual([
    { ...plain, type: { kind: "text" } },
    { ...plain, required: true, expression: true, type: number(1, 50) },
    { ...plain, expression: true, type: number(0, 1, false), default: "0.5" },
    { ...plain, type: number(0, Number.POSITIVE_INFINITY) },
    { ...plain, type: { kind: "enum", values: ["a", "b"] }, default: "a" },
    { ...plain, undocumented: true, expression: true, type: { kind: "boolean" } },
  ]);
});

test("a problem is told for editors, and as API Management tells it at save", () => {
  const [problem] = problemsOf({
    xml: "<policies>\n  <inbound>\n    <set-header>\n    </set-header>\n  </inbound>\n</policies>",
  });
  if (problem === undefined) throw new Error("no problem");
  expect(describeProblem("policies/api.xml", problem)).toBe(
    "policies/api.xml:3:5: The required attribute 'name' is missing.",
  );
  expect(asValidationError(problem)).toBe(
    "Error in element 'set-header' on line 3, column 6: The required attribute 'name' is missing.",
  );
});

test.each([
  ["set-headr", "set-header"],
  ["forwrad-request", "forward-request"],
  ["SetHeader", "set-header"],
  ["quota_by_key", "quota-by-key"],
  ["", undefined],
  ["completely-different", undefined],
])("%j is near %j", (written, meant) => {
  expect(closest(written, policyTable.keys())).toBe(meant);
});
