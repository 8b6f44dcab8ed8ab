import { TransportFailure } from "../../src/ports/transport";
import { policyGateway } from "./policyGateway";

test("choose takes the first branch whose condition is true, and asks no further", async () => {
  const gateway = policyGateway({
    inbound: `<choose>
      <when condition="@(false)"><set-variable name="x" value="first" /></when>
      <when condition="@(true)"><set-variable name="x" value="second" /></when>
      <when condition="@(((string)null).Length == 0)"><set-variable name="x" value="third" /></when>
      <otherwise><set-variable name="x" value="other" /></otherwise>
    </choose><base />`,
  });
  expect((await gateway.send()).status).toBe(200);
  expect(gateway.variables()?.get("x")).toBe("second");
});

test("retry tries again while the condition is true, count times more", async () => {
  const gateway = policyGateway({
    backend: `<retry condition="@(context.Response.StatusCode == 429)" count="2" interval="1"><forward-request /></retry>`,
    serve: (_, n) => ({ status: n < 3 ? 429 : 200 }),
  });
  expect((await gateway.send()).status).toBe(200);
  expect(gateway.calls).toHaveLength(3);
});

test("an attempt without an answer is judged with no response", async () => {
  const gateway = policyGateway({
    backend: `<retry condition="@(context.Response == null)" count="2" interval="0"><forward-request /></retry>`,
    serve: (_, n) => {
      if (n === 1) throw new TransportFailure("connection", "refused");
      return { body: "here" };
    },
  });
  expect(await gateway.send()).toMatchObject({ status: 200, text: "here" });
});

test("a failing expression is answered with 500, and on-error sees where it was", async () => {
  const gateway = policyGateway({
    inbound: `<choose><when condition="@(true)"><set-variable id="cast" name="x" value="@((string)(object)1)" /></when></choose>`,
  });
  expect(await gateway.send()).toMatchObject({ status: 500 });
  expect(gateway.lastError()).toMatchObject({
    source: "set-variable",
    reason: "ExpressionValueEvaluationFailure",
    section: "inbound",
    scope: "api",
    path: "choose[1]/when[1]/set-variable[1]",
    policyId: "cast",
  });
});
