import { pool } from "../backends/fleet";
import { type Call, policyGateway } from "../policies/policyGateway";
import { account, accountOf, type BreakerParts, takeCalls } from "./accounts";

/** Accounts that know these deployments and answer 404 for others, as Azure OpenAI does. */
const knowing =
  (deployments: Readonly<Record<string, readonly string[]>>, busy: ReadonlySet<string> = new Set()) =>
  (call: Call) => {
    const deployment = /\/deployments\/([^/]+)\//.exec(call.url)?.[1] ?? "";
    const name = accountOf(call);
    if (!(deployments[name] ?? []).includes(deployment))
      return { status: 404, body: `{"error":{"code":"DeploymentNotFound"}}` };
    if (busy.has(`${name}/${deployment}`)) return { status: 429, headers: { "Retry-After": "60" } };
    return { body: `${name}/${deployment}` };
  };

const retried = `<retry condition="@(context.Response.StatusCode == 429)" count="2" interval="0"><forward-request buffer-request-body="true" /></retry>`;
const chat = (deployment: string) => ({
  path: `/deployments/${deployment}/chat/completions?api-version=2024-10-21`,
  body: "{}",
});

// https://github.com/Azure/api-management-policy-snippets/issues/110, https://github.com/Azure-Samples/openai-apim-lb/issues/32,
// https://github.com/andredewes/apim-aoai-smart-loadbalancing/issues/5
describe("accounts whose deployments of one model have different names", () => {
  const serve = knowing({ east: ["gpt-4"], west: ["gpt-4-west"] });
  const statuses = async (gateway: ReturnType<typeof policyGateway>, requests: number) => {
    const seen: number[] = [];
    for (let n = 0; n < requests; n++) seen.push((await gateway.send(chat("gpt-4"))).status);
    return seen;
  };

  test("lose a random share of the requests to 404 behind a random choice of the account", async () => {
    const gateway = policyGateway({
      inbound: `<base />
        <set-variable name="pick" value="@(new Random(context.RequestId.GetHashCode()).Next(1, 3))" />
        <choose>
          <when condition='@(context.Variables.GetValueOrDefault<int>("pick") == 1)'><set-backend-service base-url="https://east.example/openai" /></when>
          <otherwise><set-backend-service base-url="https://west.example/openai" /></otherwise>
        </choose>`,
      serve,
    });
    const seen = await statuses(gateway, 200);
    expect(new Set(seen)).toEqual(new Set([200, 404]));
    const lost = seen.filter((status) => status === 404).length;
    expect(lost).toBeGreaterThan(60);
    expect(lost).toBeLessThan(140);
  });

  test("lose every second request behind a pool, and no breaker or retry helps", async () => {
    const gateway = policyGateway({
      inbound: `<base /><set-backend-service backend-id="both" />`,
      backend: retried,
      backends: [
        account("east", {}, "/openai"),
        account("west", {}, "/openai"),
        pool("both", ["east", "west"]),
      ],
      serve,
    });
    expect(await statuses(gateway, 6)).toEqual([200, 404, 200, 404, 200, 404]);
    expect(gateway.calls).toHaveLength(6);
  });

  // What the maintainers advise in the same threads: the deployment belongs to the backend's URL.
  test("lose none where each backend names its own deployment and the request does not", async () => {
    const gateway = policyGateway({
      inbound: `<base /><set-backend-service backend-id="both" /><rewrite-uri template="/chat/completions" />`,
      backend: retried,
      backends: [
        account("east", {}, "/openai/deployments/gpt-4"),
        account("west", {}, "/openai/deployments/gpt-4-west"),
        pool("both", ["east", "west"]),
      ],
      serve,
    });
    expect(await statuses(gateway, 4)).toEqual([200, 200, 200, 200]);
    expect(gateway.calls[1]?.url).toBe(
      "https://west.example/openai/deployments/gpt-4-west/chat/completions?api-version=2024-10-21",
    );
  });

  // The same thread: with the deployment in both, it stands twice.
  test("are all not found where both name it", async () => {
    const gateway = policyGateway({
      inbound: `<base /><set-backend-service base-url="https://east.example/openai/deployments/gpt-4" />`,
      serve,
    });
    await gateway.send(chat("gpt-4"));
    expect(gateway.calls[0]?.url).toContain("/deployments/gpt-4/deployments/gpt-4/chat/completions");
  });
});

// https://github.com/Azure/aoai-smart-loadbalancing/issues/7
describe("two models in each account, one of them throttled in one account", () => {
  const serve = knowing(
    { east: ["gpt-4", "embedding"], west: ["gpt-4", "embedding"] },
    new Set(["east/gpt-4"]),
  );
  const breaker: BreakerParts = { acceptRetryAfter: true };

  test("with one backend for each account, both models leave that account", async () => {
    const gateway = policyGateway({
      inbound: `<base /><set-backend-service backend-id="both" />`,
      backend: retried,
      backends: [
        account("east", breaker),
        account("west", breaker),
        pool("both", [
          ["east", 1],
          ["west", 2],
        ]),
      ],
      serve,
    });
    expect((await gateway.send(chat("embedding"))).text).toBe("east/embedding");
    expect((await gateway.send(chat("gpt-4"))).text).toBe("west/gpt-4");
    expect((await gateway.send(chat("embedding"))).text).toBe("west/embedding");
    expect(takeCalls(gateway)).toEqual(["east", "east", "west", "west"]);
  });

  test("with one backend for each deployment, only that deployment does", async () => {
    const named = (name: string, region: string) => ({
      name,
      properties: { ...(account(region, breaker) as { properties: object }).properties },
    });
    const gateway = policyGateway({
      inbound: `<base /><set-backend-service backend-id='@(context.Request.MatchedParameters["deployment"])' />`,
      backend: retried,
      backends: ["gpt-4", "embedding"].flatMap((model) => [
        named(`east-${model}`, "east"),
        named(`west-${model}`, "west"),
        pool(model, [
          [`east-${model}`, 1],
          [`west-${model}`, 2],
        ]),
      ]),
      route: {
        get matchedParameters() {
          return new Map([["deployment", deployment]]);
        },
      },
      serve,
    });
    let deployment = "embedding";
    const send = (model: string) => {
      deployment = model;
      return gateway.send(chat(model));
    };
    expect((await send("embedding")).text).toBe("east/embedding");
    expect((await send("gpt-4")).text).toBe("west/gpt-4");
    expect((await send("embedding")).text).toBe("east/embedding");
  });
});
