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
    settings: { noResponseShown: "null" },
    serve: (_, n) => {
      if (n === 1) throw new TransportFailure("connection", "refused");
      return { body: "here" };
    },
  });
  expect(await gateway.send()).toMatchObject({ status: 200, text: "here" });
});

// What the trace of https://github.com/Azure-Samples/openai-apim-lb/issues/25 shows: the condition got past `>= 500`.
test.each(["timeout", "connection"] as const)(
  "after an attempt without an answer (%s) condition and on-error see the same response",
  async (kind) => {
    const seen = `@(context.Response == null ? "none" : context.Response.StatusCode + " " + context.Response.StatusReason)`;
    const gateway = policyGateway({
      backend: `<retry condition="@(context.Response != null &amp;&amp; context.Response.StatusCode >= 500)" count="1" interval="0">
        <set-variable name="n" value="@(context.Variables.GetValueOrDefault<int>("n") + 1)" />
        <choose><when condition="@((int)context.Variables["n"] == 2)"><set-variable name="condition" value="${seen.replaceAll('"', "&quot;")}" /></when></choose>
        <forward-request /></retry>`,
      onError: `<base /><set-variable name="onError" value="${seen.replaceAll('"', "&quot;")}" />`,
      serve: () => {
        throw new TransportFailure(kind, "no answer");
      },
    });
    expect((await gateway.send()).status).toBe(500);
    expect(gateway.calls).toHaveLength(2);
    expect(gateway.variables()?.get("condition")).toBe("500 Internal Server Error");
    expect(gateway.variables()?.get("onError")).toBe("500 Internal Server Error");
  },
);

describe("an expression in an attribute of retry", () => {
  const counting = (settings: Record<string, string>) =>
    policyGateway({
      inbound: `<set-variable name="left" value="@(3)" /><set-variable name="wait" value="@(1)" />`,
      backend: `<retry condition="@(context.Response.StatusCode == 429)" count="@((int)context.Variables["left"])" interval="@((int)context.Variables["wait"])">
        <set-variable name="left" value="@((int)context.Variables["left"] - 1)" />
        <set-variable name="wait" value="@((int)context.Variables["wait"] + 10)" />
        <forward-request /></retry>`,
      settings,
      serve: () => ({ status: 429 }),
    });

  test("is evaluated when the retry is entered", async () => {
    const gateway = counting({});
    const started = gateway.clock.now;
    await gateway.send();
    expect(gateway.calls).toHaveLength(4);
    expect(gateway.clock.now - started).toBe(3000);
  });

  test("or after every attempt, with the setting", async () => {
    const counted = counting({ retryCountRead: "each-time" });
    await counted.send();
    expect(counted.calls).toHaveLength(2);
    const waited = counting({ retryWaitRead: "each-time" });
    const started = waited.clock.now;
    await waited.send();
    expect(waited.calls).toHaveLength(4);
    expect(waited.clock.now - started).toBe(11_000 + 21_000 + 31_000);
  });
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
