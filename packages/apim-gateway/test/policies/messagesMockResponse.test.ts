import { policyGateway } from "./policyGateway";

describe("mock-response", () => {
  test("answers without content and calls no backend", async () => {
    const gateway = policyGateway({
      inbound: `<mock-response status-code="201" content-type="application/json" />`,
      outbound: `<set-header name="x" exists-action="override"><value>1</value></set-header>`,
    });
    const answer = await gateway.send();
    expect(answer).toMatchObject({ status: 201, reason: "Created", text: "" });
    expect(answer.headers.toRaw()).toEqual(["Content-Type", "application/json"]);
    expect(gateway.calls).toEqual([]);
  });

  test("is 200 when nothing is said, and a traced request says why it has no content", async () => {
    const gateway = policyGateway({ inbound: "<mock-response />", traces: "always" });
    expect((await gateway.send()).status).toBe(200);
    expect(gateway.trace().flatMap(({ notes }) => notes)).toContain(
      "The operation has no example and no schema: the response has no content.",
    );
  });
});
