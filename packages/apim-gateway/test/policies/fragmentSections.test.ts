import { policyGateway } from "./policyGateway";

const rewriting = (settings: Record<string, string> = {}) =>
  policyGateway({
    fragments: { path: `<fragment><rewrite-uri template="/b" /></fragment>` },
    backend: `<retry condition="@(false)" count="1" interval="0"><include-fragment fragment-id="path" /><forward-request /></retry>`,
    settings,
  });

test("rewrite-uri in a fragment that is used in backend runs with a warning, as in samples that are deployed", async () => {
  const gateway = rewriting();
  expect(gateway.problems).toEqual([
    expect.objectContaining({ severity: "warning", rule: "undocumented-section" }),
  ]);
  await gateway.send({ path: "/a" });
  expect(gateway.calls[0]?.url).toBe("https://backend.example/b");
});

test("with the setting for what only samples do it is a mistake, as in backend itself", () => {
  expect(rewriting({ sampleSections: "error" }).errors).toHaveLength(1);
  const { errors } = policyGateway({ backend: `<rewrite-uri template="/b" />` });
  expect(errors.join()).toContain("not allowed in the specified section 'backend'");
});
