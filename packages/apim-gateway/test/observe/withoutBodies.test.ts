import fc from "fast-check";
import { formatTrace } from "../../src/observe/traceText";
import { withoutBodies } from "../../src/observe/withoutBodies";
import { single } from "./backends";
import { observedGateway } from "./observedGateway";

const chat = (text: string) => ({
  model: "gpt-5.4",
  max_tokens: 7,
  messages: [{ role: "user", content: text }],
});

/** Puts the prompt and the answer wherever policies put them. */
function talkative() {
  return observedGateway({
    traces: "always",
    backends: [single("ptu")],
    inbound: `
      <set-variable name="body" value="@(context.Request.Body.As<string>(preserveContent: true))" />
      <set-variable name="request" value="@(JObject.Parse((string)context.Variables["body"]))" />
      <set-variable name="model" value="@((string)((JObject)context.Variables["request"])["model"])" />
      <set-variable name="prompt" value="@((string)context.Variables.GetValueOrDefault<JObject>("request")["messages"][0]["content"])" />
      <set-variable name="loud" value="@(((string)context.Variables["prompt"]).ToUpper())" />
      <set-variable name="length" value="@(((string)context.Variables["prompt"]).Length)" />
      <set-variable name="mixed" value="said: @((string)context.Variables["loud"])" />
      <set-variable name="all" value="@(string.Join(",", context.Variables.Values.Select(v => v.ToString())))" />
      <set-variable name="said" value="@{ context.Trace("it is " + (string)context.Variables["prompt"]); return true; }" />
      <choose><when condition="@(((string)context.Variables["model"]) == "gpt-5.4" && ((int)context.Variables["length"]) > 0)">
        <set-query-parameter name="q" exists-action="override"><value>@((string)context.Variables["prompt"])</value></set-query-parameter>
      </when></choose>
      <trace source="s"><message>@("is " + (string)context.Variables["prompt"])</message></trace>
      <set-backend-service backend-id="ptu" />`,
    outbound: `
      <set-variable name="answer" value="@(context.Response.Body.As<JObject>(preserveContent: true))" />
      <set-variable name="first" value="@((string)((JObject)context.Variables["answer"])["said"])" />
      <set-variable name="status" value="@("is " + context.Response.StatusCode)" />`,
    serve: () => ({ body: JSON.stringify({ said: "zQanswer of the model" }) }),
  });
}

const values = (trace: {
  policies: readonly { notes: readonly string[]; expressions: readonly { value: string }[] }[];
}) =>
  Object.fromEntries(
    trace.policies.map(({ notes, expressions }) => [notes.at(-1), expressions.at(-1)?.value]),
  );

test("what bodies say is left out, wherever policies take it; what decides stays", async () => {
  const gateway = talkative();
  await gateway.send({ method: "POST", body: JSON.stringify(chat("zQprompt of a person")) });
  const trace = gateway.lastTrace();
  expect(trace).toMatchObject({ status: 200, bodies: "shown" });
  expect(values(trace)).toMatchObject({ prompt: '"zQprompt of a person"', first: '"zQanswer of the model"' });
  const hidden = withoutBodies(trace);
  expect(hidden.bodies).toBe("hidden");
  expect(values(hidden)).toMatchObject({
    body: "(96 characters of a body)",
    model: '"gpt-5.4"',
    prompt: "(20 characters of a body)",
    length: "20",
    first: "(21 characters of a body)",
    status: '"is 200"',
  });
  const told =
    JSON.stringify(hidden) +
    formatTrace(hidden, { width: 10_000, full: true }) +
    formatTrace(hidden, { width: 10_000 });
  expect(told).not.toMatch(/zQ/i);
  expect(told).toContain("s (verbose): (text of a body)");
  expect(told).toContain("https://ptu.example/?(text of a body)");
});

test("a trace of a request whose policies read no body is the same without bodies", async () => {
  const gateway = observedGateway({
    traces: "always",
    inbound: `<set-variable name="a" value="@(context.Request.Headers.GetValueOrDefault("x", ""))" /><set-variable name="b" value="@((string)context.Variables["a"] + "!")" />`,
  });
  await gateway.send({ headers: { x: "here" }, body: "prompt" });
  const trace = gateway.lastTrace();
  expect(withoutBodies(trace)).toEqual({ ...trace, bodies: "hidden" });
});

test("a variable that gets another value holds no body any more", async () => {
  const gateway = observedGateway({
    traces: "always",
    inbound: `<set-variable name="a" value="@(context.Request.Body.As<string>(true))" /><set-variable name="a" value="nothing" /><set-variable name="b" value="@((string)context.Variables["a"])" />`,
  });
  await gateway.send({ method: "POST", body: "a prompt" });
  expect(values(withoutBodies(gateway.lastTrace()))).toMatchObject({ b: '"nothing"' });
});

test("what an earlier request has put into the cache may be a body", async () => {
  const gateway = observedGateway({
    traces: "always",
    inbound: `
      <cache-lookup-value key="k" variable-name="kept" />
      <choose><when condition="@(context.Variables.ContainsKey("kept"))"><set-variable name="again" value="@((string)context.Variables["kept"])" /></when></choose>
      <cache-store-value key="k" value="@(context.Request.Body.As<string>(true))" duration="60" />`,
  });
  await gateway.send({ method: "POST", body: "zQ one prompt" });
  await gateway.send({ method: "POST", body: "zQ two" });
  expect(JSON.stringify(gateway.lastTrace())).toContain("zQ one prompt");
  expect(JSON.stringify(withoutBodies(gateway.lastTrace()))).not.toContain("zQ");
});

test("no text of a prompt is told, whatever it is", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1, maxLength: 600, unit: "grapheme" }), async (said) => {
      const prompt = `zQ7${said}`;
      const gateway = talkative();
      await gateway.send({ method: "POST", body: JSON.stringify(chat(prompt)) });
      const hidden = withoutBodies(gateway.lastTrace());
      expect(
        JSON.stringify(hidden) +
          formatTrace(hidden, { width: 10_000, full: true }) +
          formatTrace(hidden, { width: 10_000 }),
      ).not.toMatch(/zQ7/i);
    }),
    { numRuns: 60 },
  );
});
