import { Readable } from "node:stream";
import { policyGateway } from "../policies/policyGateway";

const reading = (expression: string) =>
  `<set-variable name="x" value='@(${expression})' /><return-response><set-body>read</set-body></return-response>`;
const asText = "context.Request.Body.As&lt;string>(preserveContent: true)";
const message = (answer: { text: string }) => (JSON.parse(answer.text) as { message: string }).message;

const words = (count: number) => `{"said": "${'\\"word\\" '.repeat(count)}", "model": "m"}`;
const splitting = reading(`Regex.Split(${asText}, "\\"model\\"\\\\s*:").Length`);

describe("a caller is told", () => {
  test("that a body is too large for an expression, and which limit it met", async () => {
    const gateway = policyGateway({ inbound: splitting });
    expect((await gateway.send({ method: "POST", body: words(1_000) })).text).toBe("read");
    for (const body of [words(800_000), `{"said": "${'\\"'.repeat(1_250_000)}", "model": "m"}`]) {
      const answer = await gateway.send({ method: "POST", body });
      expect([answer.status, message(answer)]).toEqual([
        413,
        `The body of the request (${body.length} bytes) is too large for an expression: it exceeded the gateway's limit of regular expression steps.`,
      ]);
      expect(gateway.lastError()).toMatchObject({
        reason: "ExpressionValueEvaluationFailure",
        message:
          "Expression evaluation failed. The expression exceeded its limit of regular expression steps.",
      });
    }
  });

  test.each([
    ['Regex.IsMatch(new string((char)97, 40) + "!", "^(a+)+$")', "regular expression steps"],
    ["new string((char)97, 2000000000).Length", "memory"],
    ["Enumerable.Range(0, 2000000000).Count()", "steps"],
  ])("which limit %s met, where no body is why", async (expression, limit) => {
    const answer = await policyGateway({ inbound: reading(expression) }).send();
    expect([answer.status, message(answer)]).toEqual([
      500,
      `An expression exceeded the gateway's limit of ${limit}.`,
    ]);
  });

  test.each([
    ["As&lt;JObject>(true)", `{"a": ${"[".repeat(200)}${"]".repeat(200)}}`, 128],
    ["As&lt;JToken>(true)", `${"[".repeat(5_000)}${"]".repeat(5_000)}`, 128],
    ["As&lt;XDocument>(true)", `${"<a>".repeat(5_000)}${"</a>".repeat(5_000)}`, 4000],
  ])("that a body is nested too deep for %s", async (read, body, levels) => {
    const gateway = policyGateway({ inbound: reading(`context.Request.Body.${read} == null`) });
    const answer = await gateway.send({ method: "POST", body });
    expect([answer.status, message(answer)]).toEqual([
      400,
      `The body is nested too deep for an expression: the gateway reads at most ${levels} levels.`,
    ]);
  });

  test("nothing else of an expression that fails, as the service does", async () => {
    const gateway = policyGateway({ inbound: reading("context.Request.Body.As&lt;JObject>(true) == null") });
    const answer = await gateway.send({ method: "POST", body: "{" });
    expect([answer.status, message(answer)]).toEqual([500, "Internal server error"]);
  });

  test("that its body is larger than what policies may bring into memory", async () => {
    const gateway = policyGateway({
      inbound: reading(`${asText}.Length`),
      settings: { bodyLimitBytes: 2000 },
    });
    const answer = await gateway.send({ method: "POST", body: Readable.from([Buffer.alloc(3000, "x")]) });
    expect([answer.status, message(answer)]).toEqual([
      413,
      "The body of the request is larger than 2000 bytes, which policies may bring into memory (bodyLimitBytes).",
    ]);
  });

  test("that a backend's answer is, which is not the caller's fault", async () => {
    const gateway = policyGateway({
      outbound: `<set-variable name="x" value="@(context.Response.Body.As<string>(true).Length)" />`,
      settings: { bodyLimitBytes: 2000 },
      serve: () => ({ body: Readable.from([Buffer.alloc(3000, "x")]) }),
    });
    const answer = await gateway.send();
    expect([answer.status, message(answer)]).toEqual([
      502,
      "The body of the response is larger than 2000 bytes, which policies may bring into memory (bodyLimitBytes).",
    ]);
  });

  test("that a backend's answer is too large or nested too deep for an expression, with 500", async () => {
    const outbound = (expression: string) => `<set-variable name="x" value='@(${expression})' />`;
    const large = policyGateway({
      outbound: outbound(`Regex.Split(context.Response.Body.As&lt;string>(true), "\\"x\\"").Length`),
      serve: () => ({ body: words(800_000) }),
    });
    expect(message(await large.send({ method: "POST", body: "small" }))).toMatch(
      /^The body of the response \(\d+ bytes\) is too large for an expression/,
    );
    const deep = policyGateway({
      outbound: outbound("context.Response.Body.As&lt;JToken>(true).ToString()"),
      serve: () => ({ body: `${"[".repeat(200)}${"]".repeat(200)}` }),
    });
    const answer = await deep.send();
    expect([answer.status, message(answer)]).toEqual([500, expect.stringContaining("nested too deep")]);
  });
});
