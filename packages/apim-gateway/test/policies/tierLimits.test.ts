import { Readable } from "node:stream";
import { policyGateway } from "./policyGateway";

describe("a body that a policy reads", () => {
  const reading = (kind: "classic" | "v2" | "consumption", settings: Record<string, unknown> = {}) =>
    policyGateway({
      kind,
      inbound: `<base /><set-variable name="length" value="@(context.Request.Body.As<string>(true).Length)" />`,
      settings,
    });
  const body = () => Buffer.alloc(2 * 1_048_576 + 1, "a");
  const streamed = async function* () {
    yield body();
  };

  test.each(["v2", "consumption"] as const)("has at most 2 MiB in the tier %s", async (kind) => {
    const gateway = reading(kind);
    expect((await gateway.send({ body: Readable.from(streamed()) })).status).not.toBe(200);
    expect(gateway.calls).toHaveLength(0);
  });

  test("may be larger in classic tiers, and with the setting", async () => {
    expect((await reading("classic").send({ body: Readable.from(streamed()) })).status).toBe(200);
    const v2 = reading("v2", { bufferedPayload: "bodyLimitBytes" });
    expect((await v2.send({ body: Readable.from(streamed()) })).status).toBe(200);
  });
});

describe("the duration of a request", () => {
  const slow = (settings: Record<string, unknown>) =>
    policyGateway({
      backend: `<retry condition="@(context.Response.StatusCode == 429)" count="2" interval="20"><forward-request timeout="25" /></retry>`,
      settings,
      serve: () => ({ status: 429 }),
    });

  test("has no end of its own", async () => {
    const gateway = slow({});
    await gateway.send();
    expect(gateway.calls.map(({ request }) => request.timeoutMs)).toEqual([25_000, 25_000, 25_000]);
  });

  test("ends what is awaited, with the setting", async () => {
    const gateway = slow({ requestSeconds: 30 });
    await gateway.send();
    expect(gateway.calls.map(({ request }) => request.timeoutMs)).toEqual([25_000, 10_000, 1]);
  });
});
