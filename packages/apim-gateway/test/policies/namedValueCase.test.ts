import { policyGateway } from "./policyGateway";

const gateway = (namedValueCase?: string) =>
  policyGateway({
    inbound: `<base /><set-header name="x-key" exists-action="override"><value>{{backend-key}}</value></set-header>`,
    namedValues: { "Backend-Key": "abc" },
    settings: namedValueCase === undefined ? {} : { namedValueCase },
  });

test("a named value in other letters is found, and that is told", async () => {
  const { calls, problems, send } = gateway();
  expect(problems).toEqual([
    expect.objectContaining({
      severity: "warning",
      rule: "named-value-case",
      message: expect.stringContaining("'{{backend-key}}' is taken for 'Backend-Key'"),
    }),
  ]);
  await send();
  expect(calls[0]?.headers.get("x-key")).toBe("abc");
});

test("or is none, with the setting", () => {
  expect(gateway("exact").errors.join()).toContain("Cannot find a property 'backend-key'");
});
