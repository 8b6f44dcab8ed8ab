import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { printed } from "./printed";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gateway-coverage-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const write = (file: string, text: string) => writeFileSync(join(folder, file), text);

const policy = `<policies>
  <inbound>
    <include-fragment fragment-id="judge" />
    <choose>
      <when condition="@(context.Request.Headers.ContainsKey("{{header}}"))">
        <set-variable name="a" value="@(1 + 1)" />
        <choose>
          <when condition="@(context.Request.Method == "POST")">
            <set-variable name="b" value="@(2 + 2)" />
          </when>
        </choose>
      </when>
      <otherwise>
        <return-response>
          <set-body>@("no " + context.Request.Method)</set-body>
        </return-response>
      </otherwise>
    </choose>
    <return-response />
  </inbound>
  <backend />
  <outbound />
  <on-error>
    <set-variable name="e" value="@(context.LastError.Reason)" />
  </on-error>
</policies>
`;
const scenario = (name: string, send: string) => `scenario: ${name}
policy: policy.xml
namedValues: { header: X-Caller }
send: ${send}
expect: { status: 200 }
`;

test("what no scenario reaches is told: policies, branches, expressions, the outermost by place", async () => {
  write("policy.xml", policy);
  write("judge.xml", `<fragment>\n  <set-variable name="j" value="@(3 + 3)" />\n</fragment>\n`);
  write("unused.xml", `<fragment>\n  <set-variable name="u" value="@(4 + 4)" />\n</fragment>\n`);
  write("a.scenario.yaml", scenario("without the header", "{ GET: / }"));
  const first = `✓ without the header
1 passed · 0 s for 0 s · policies 4 of 9 · branches 1 of 3 · expressions 3 of 7
never reached: policy.xml:5 when, policy.xml:24 expression
`;
  expect(await printed(folder)).toBe(first);
  write("b.scenario.yaml", scenario("with it", "{ GET: /, headers: { X-Caller: ann } }"));
  write("c.scenario.yaml", scenario("posted with it", "{ POST: /, headers: { X-Caller: ann } }"));
  expect(await printed(folder)).toContain(`
3 passed · 0 s for 0 s · policies 8 of 9 · branches 3 of 3 · expressions 6 of 7
never reached: policy.xml:24 expression
`);
});
