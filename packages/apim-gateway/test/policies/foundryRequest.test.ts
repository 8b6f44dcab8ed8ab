import { chat, uses } from "./languageModelAnswers";
import { policyGateway } from "./policyGateway";

/** The policies that Foundry's portal writes, in short: the product says a deployment's limit, the API keeps it. */
const product =
  '<policies><inbound><base /><set-variable name="tokenlimit-chat-large" value="50" /></inbound></policies>';
const limits = `<base />
<set-variable name="limit" value='@("tokenlimit-" + (string)context.Request.Foundry.Deployment)' />
<choose>
  <when condition='@(context.Variables.ContainsKey((string)context.Variables["limit"]))'>
    <llm-token-limit counter-key='@((string)context.Variables["limit"])' estimate-prompt-tokens="false"
      tokens-per-minute='@(int.Parse((context.Variables[(string)context.Variables["limit"]] as string) ?? "0"))' />
  </when>
  <otherwise />
</choose>`;
const deployment =
  '<return-response><set-body>@(context.Request.Foundry.Deployment ?? "none")</set-body></return-response>';

describe("context.Request.Foundry", () => {
  test("a deployment's token limit holds, and another deployment has none", async () => {
    const gateway = policyGateway({ product, inbound: limits, serve: uses(60) });
    expect(gateway.warnings).toEqual([]);
    const call = (name: string) =>
      gateway.send({ path: `/deployments/${name}/chat/completions`, ...chat("Hi") });
    expect((await call("chat-large")).status).toBe(200);
    expect((await call("chat-large")).status).toBe(429);
    for (const status of [200, 200]) expect((await call("chat-small")).status).toBe(status);
  });

  test.each([
    ["in the path", "/openai/deployments/gpt%204/chat/completions?api-version=1", undefined, "gpt 4"],
    ["in the path, though the body names another", "/deployments/a/chat", '{"model":"b"}', "a"],
    ["as the model of the body", "/openai/v1/responses", '{"input":"Hi","model":"b"}', "b"],
    ["nowhere", "/openai/v1/models", undefined, "none"],
    ["nowhere, in a body that is not JSON", "/v1/audio", "model=b", "none"],
    ["nowhere, in JSON that is not an object", "/v1/audio", "null", "none"],
    ["nowhere, where the model is not text", "/v1/responses", '{"model":4}', "none"],
  ])("the deployment is %s", async (_, path, body, expected) => {
    const gateway = policyGateway({ inbound: deployment });
    const answer = await gateway.send({ path, ...(body === undefined ? {} : { body }) });
    expect(answer.text).toBe(expected);
  });

  test("the body is looked at only if the setting says so", async () => {
    const gateway = policyGateway({ inbound: deployment, settings: { foundryDeployment: "path" } });
    expect((await gateway.send({ path: "/v1/responses", body: '{"model":"b"}' })).text).toBe("none");
  });

  test("and stays for the backend", async () => {
    const gateway = policyGateway({
      inbound:
        '<base /><set-header name="x-model"><value>@(context.Request.Foundry.Deployment)</value></set-header>',
    });
    await gateway.send({ path: "/v1/responses", body: '{"model":"b"}' });
    expect(gateway.calls[0]?.text).toBe('{"model":"b"}');
    expect(gateway.calls[0]?.headers.get("x-model")).toBe("b");
  });
});
