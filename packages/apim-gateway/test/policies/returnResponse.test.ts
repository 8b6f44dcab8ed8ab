import { policyGateway } from "./policyGateway";

const returned = (variable: string) =>
  `<return-response response-variable-name="${variable}"><set-status code="403" reason="No" /><set-body>as written</set-body></return-response>`;

describe("return-response with a variable", () => {
  test("that is not there answers as it is written", async () => {
    const gateway = policyGateway({ inbound: `<base />${returned("existing")}` });
    expect(await gateway.send()).toMatchObject({ status: 403, text: "as written" });
    expect(gateway.calls).toHaveLength(0);
  });

  test("that holds something else does too", async () => {
    const gateway = policyGateway({
      inbound: `<base /><set-variable name="existing" value="text" />${returned("existing")}`,
    });
    expect(await gateway.send()).toMatchObject({ status: 403, text: "as written" });
  });

  test("that is not there, with nothing written, answers 200", async () => {
    const gateway = policyGateway({
      inbound: `<base /><return-response response-variable-name="existing" />`,
    });
    expect(await gateway.send()).toMatchObject({ status: 200, text: "" });
  });
});
