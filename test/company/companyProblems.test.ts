import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadFleet } from "../../infra/loadFleet";
import { base, edited } from "../topology/fixture";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fleet-company-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Everything that is said about a fleet with these policies, one line each: place, severity, rule, message, way out. */
function said(policies: string, files: Readonly<Record<string, string>>, yaml = base): string[] {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const file = join(folder, "stacks/test.yaml");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, edited(yaml, ["network:", `  policies: ${policies}\nnetwork:`]));
  const checked = loadFleet(file);
  return (checked.ok ? checked.warnings : checked.problems).map(
    ({ severity, rule, position, path, message, remedy }) =>
      `${position.file.slice(folder.length + 1)}:${position.line}:${position.column} ${severity} ${rule} ${path}: ${message} | ${remedy}`,
  );
}

const fragment = (inside: string) => `<fragment>\n${inside}\n</fragment>\n`;
const fine = fragment('<set-variable name="company-department" value="x" />');

test("good policies at every place have no problem, also as one file for inbound and outside of the folder", () => {
  const files = { "a.xml": fine, "stacks/policies/b.xml": `<?xml version="1.0"?>\r\n${fine}` };
  expect(
    said(
      "{ inbound: { before: ../a.xml, after: policies/b.xml }, outbound: ../a.xml, onError: ../a.xml }",
      files,
    ),
  ).toEqual([]);
  expect(said("{ inbound: ../a.xml }", files)).toEqual([]);
});

test("files that are not there, and places that there are not, are told at their line of the topology", () => {
  expect(
    said("{ inbound: none.xml, backend: a.xml, onEror: b.xml, outbound: ../stacks }", {
      "stacks/b.xml": fine,
    }),
  ).toEqual([
    "stacks/test.yaml:7:34 error refused-key gateway.policies.backend: `gateway.policies` takes no `backend`: the section `backend` of API Management holds one policy, and the fleet's attempts are that one: what stood beside them would run once per attempt. | Remove the key; allowed are `inbound`, `outbound`, `onError`.",
    "stacks/test.yaml:7:50 error unknown-key gateway.policies.onEror: `onEror` is not a key of `gateway.policies`; allowed are `inbound`, `outbound`, `onError`. | Did you mean `onError`?",
    "stacks/test.yaml:7:75 error wrong-format gateway.policies.outbound: `outbound` must be the path of a file that ends with `.xml`, relative to this file, with `/`, such as `policies/company.xml`, got the text `../stacks`. | Write it in that form.",
  ]);
  expect(said("{ inbound: /etc/policy.xml }", {})).toEqual([
    expect.stringMatching(
      /^stacks\/test\.yaml:7:24 error wrong-format gateway\.policies\.inbound: .*relative to this file/,
    ),
  ]);
  mkdirSync(join(folder, "stacks/folder.xml"));
  expect(said("{ inbound: { after: none.xml }, outbound: folder.xml }", {})).toEqual([
    `stacks/test.yaml:7:33 error policy-file gateway.policies.inbound.after: \`${folder}/stacks/none.xml\`: there is no such file. | Check the path: it counts from the folder of this file.`,
    `stacks/test.yaml:7:55 error policy-file gateway.policies.outbound: \`${folder}/stacks/folder.xml\`: this is not a regular file. | Name the XML file itself.`,
  ]);
});

test("what API Management would refuse is told in the policy's own lines, all at once and beside problems of the topology", () => {
  const broken = fragment(`<set-headr name="x-a" />
<forward-request />
<set-variable name="company" value="@(DateTime.UtcNow.ToUniversalTime())" />
<set-header name="x-b" exists-action="override"><value>{{company-secret}}</value></set-header>
<set-variable name="company" value="@(1 +)" />
<llm-content-safety backend-id="content-safety"><categories><category name="Hate" threshold="4" /></categories></llm-content-safety>`);
  const lines = said("{ inbound: a.xml, outbound: b.xml }", {
    "stacks/a.xml": broken,
    "stacks/b.xml": "<policies><outbound /></policies>",
  });
  expect(lines).toEqual([
    "stacks/a.xml:2:1 error unknown-policy gateway.policies.inbound: The element 'fragment' has invalid child element 'set-headr'. Did you mean 'set-header'? | See https://learn.microsoft.com/azure/api-management/api-management-policies.",
    "stacks/a.xml:3:1 error wrong-section gateway.policies.inbound: Policy is not allowed in the specified section 'inbound'; 'forward-request' is allowed in backend. | Move it to a policy of a section that takes it: `inbound`, `outbound` or `onError`.",
    expect.stringMatching(
      /^stacks\/a\.xml:4:55 error unlisted-member gateway\.policies\.inbound: .*ToUniversalTime.* \| Use what API Management's list of types and members for policy expressions has\.$/,
    ),
    "stacks/a.xml:5:56 error unknown-named-value gateway.policies.inbound: There is no named value 'company-secret'. | Write the value itself; the fleet makes no named values of yours.",
    expect.stringMatching(
      /^stacks\/a\.xml:6:42 error expression gateway\.policies\.inbound: .* \| Mend the expression/,
    ),
    "stacks/a.xml:7:33 error unknown-backend gateway.policies.inbound: There is no backend 'content-safety'. | Name a backend of `fleet plan`, or write the URL itself.",
    expect.stringMatching(/^stacks\/b\.xml:1:1 error [\w-]+ gateway\.policies\.outbound: .*fragment/),
  ]);
  const all = said(
    "{ inbound: a.xml }",
    { "stacks/a.xml": "<fragment>\n<set-body>\n</fragment>" },
    edited(base, ["ptu: 15,", "ptu: 17,"]),
  );
  expect(all.map((line) => line.split(" ").slice(0, 3).join(" "))).toEqual([
    "stacks/test.yaml:15:23 error ptu-step",
    "stacks/a.xml:3:1 error well-formed",
  ]);
});

test("names that somebody else may have made are a warning on a service that exists", () => {
  const existing = edited(
    base,
    ["  publisher: { name: Contoso, email: ai@contoso.example }\n", ""],
    [
      "  sku: { name: StandardV2, units: 1 }\n",
      `  existing:
    resourceGroup: rg
    name: apim-x
    product: fleet
    identity: { clientId: 33333333-3333-4333-8333-333333333333, principalId: 44444444-4444-4444-8444-444444444444 }
`,
    ],
    // Private accounts would be a question of its own.
    ["access: private, addressSpace: 10.0.0.0/22", "access: public"],
  );
  const text = fragment(
    '<set-header name="x-b" exists-action="override"><value>{{theirs}}</value></set-header>',
  );
  expect(said("{ inbound: a.xml }", { "stacks/a.xml": text }, existing)).toEqual([
    "stacks/a.xml:2:56 warning unknown-named-value gateway.policies.inbound: There is no named value 'theirs'. Nothing of this fleet makes it. | Make sure that the service has it before this is deployed.",
  ]);
});

const clashes: readonly (readonly [what: string, place: string, policy: string, rule: string])[] = [
  ["a variable of ours", "before", '<set-variable name="consumer" value="x" />', "fleets-variable"],
  ["one that may be ours", "before", '<set-variable name=" Consumer" value="x" />', "fleets-variable"],
  ["one of a route's members", "after", '<set-variable name="state-3" value="x" />', "fleets-variable"],
  [
    "one that another policy writes",
    "before",
    '<cache-lookup-value key="a" variable-name="known" />',
    "fleets-variable",
  ],
  [
    "the choice of a backend",
    "before",
    '<set-backend-service base-url="https://a.example" />',
    "fleets-work",
  ],
  ["the path", "after", '<rewrite-uri template="/x" />', "fleets-work"],
  ["a fragment inside", "before", '<include-fragment fragment-id="aoai-judge" />', "fleets-work"],
  [
    "the token of the gateway",
    "after",
    '<set-header name="Authorization" exists-action="delete" />',
    "fleets-header",
  ],
  [
    "the same by another policy",
    "after",
    '<authentication-managed-identity resource="https://a.example" />',
    "fleets-header",
  ],
  ["a body that was read", "after", "<set-body>x</set-body>", "body-too-late"],
  [
    "a body that is read away",
    "before",
    '<set-variable name="company-text" value="@(context.Request.Body.As&lt;string>())" />',
    "body-taken-away",
  ],
  [
    "a key",
    "before",
    `<set-header name="x-key" exists-action="override"><value>${"0123456789abcdef".repeat(2)}</value></set-header>`,
    "secret",
  ],
  ["a stream that is read", "outbound", "<set-body>x</set-body>", "stream-held-back"],
  [
    "the same in an expression",
    "outbound",
    '<set-variable name="company-text" value="@(context.Response.Body.As&lt;string>(preserveContent: true))" />',
    "stream-held-back",
  ],
];
const at = (place: string) =>
  place === "outbound" ? "{ outbound: a.xml }" : `{ inbound: { ${place}: a.xml } }`;

test.each(clashes)("%s in %s: %s is refused as %s", (_, place, policy, rule) => {
  const lines = said(at(place), { "stacks/a.xml": fragment(policy) });
  expect(lines.map((line) => line.split(" ").slice(1, 3).join(" "))).toEqual([
    `${rule === "stream-held-back" ? "warning" : "error"} ${rule}`,
  ]);
  expect(lines[0]).toMatch(/^stacks\/a\.xml:2:\d+ /);
});

const allowed: readonly (readonly [what: string, place: string, policy: string])[] = [
  ["a new body", "before", "<set-body>@(context.Request.Body.As&lt;string>())</set-body>"],
  [
    "headers and bodies of its own calls",
    "after",
    `<send-request mode="new" response-variable-name="company-answer" timeout="5" ignore-error="true">
      <set-url>https://audit.example</set-url>
      <set-method>POST</set-method>
      <set-header name="Authorization" exists-action="override"><value>Bearer x</value></set-header>
      <set-body>{}</set-body>
      <authentication-managed-identity resource="https://audit.example" />
    </send-request>`,
  ],
  [
    "a token in a variable",
    "after",
    '<authentication-managed-identity resource="https://a.example" output-token-variable-name="company-token" client-id="{{aoai-identity-client-id}}" />',
  ],
];
test.each(allowed)("%s in %s is fine", (_, place, policy) => {
  expect(said(at(place), { "stacks/a.xml": fragment(policy) })).toEqual([]);
});

test("a policy is as large as a fragment may be, with the line that says where it comes from", () => {
  const long = fragment(`<!-- ${"x".repeat(32 * 1024 - 60)} -->`);
  expect(said("{ inbound: a.xml }", { "stacks/a.xml": long })).toEqual([
    expect.stringMatching(
      /^stacks\/a\.xml:1:1 error document-size .*API Management takes 32768\. \| Shorten it/,
    ),
  ]);
});
