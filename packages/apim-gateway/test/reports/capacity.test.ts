import { pool, single } from "../backends/fleet";
import { type PolicyGatewayOptions, policyGateway } from "../policies/policyGateway";
import { account, accounts, answersOf, type BreakerParts, countOf, takeCalls, throttled } from "./accounts";

const onThrottled = `context.Response.StatusCode == 429 || context.Response.StatusCode == 503`;
const retryIn = (steps: string) =>
  `<retry condition='@(${onThrottled})' count="2" interval="0">${steps}<forward-request buffer-request-body="true" /></retry>`;

// https://github.com/Azure/apim-landing-zone-accelerator/pull/127
describe("eleven requests in each second against provisioned capacity for ten", () => {
  /** Requests of a minute that `ptu` served; the rest went to `payg`. */
  async function servedByPtu(options: PolicyGatewayOptions): Promise<number> {
    let second = 0;
    let used = 0;
    const gateway = policyGateway({
      ...options,
      serve: accounts({
        ptu: () => {
          const now = Math.floor(gateway.clock.now / 1000);
          if (now !== second) [second, used] = [now, 0];
          return ++used > 10 ? throttled(1) : { body: "ptu" };
        },
      }),
    });
    let served = 0;
    for (let n = 0; n < 60; n++) {
      const seen = await answersOf(gateway, 11);
      expect(countOf(seen, 429) + countOf(seen, 503)).toBe(0);
      served += countOf(seen, "ptu");
      gateway.clock.advance(1000);
    }
    return served;
  }

  const pooled = (breaker: BreakerParts): PolicyGatewayOptions => ({
    inbound: `<base /><set-backend-service backend-id="both" />`,
    backend: retryIn(""),
    backends: [
      account("ptu", breaker),
      account("payg", {}),
      pool("both", [
        ["ptu", 1],
        ["payg", 2],
      ]),
    ],
  });
  /** The policy itself goes on to the second backend, and no breaker ever closes the first. */
  const overflow: PolicyGatewayOptions = {
    inbound: `<base /><set-variable name="attempt" value="@(0)" />`,
    backend:
      retryIn(`<set-backend-service backend-id='@((int)context.Variables["attempt"] == 0 ? "ptu" : "payg")' />
      <set-variable name="attempt" value='@((int)context.Variables["attempt"] + 1)' />`),
    backends: [account("ptu"), account("payg", {})],
  };

  test("with a breaker of a minute leave it idle after the first refusal", async () => {
    expect(await servedByPtu(pooled({ trip: "PT1M" }))).toBe(10);
  });

  test("with a breaker that listens to Retry-After leave it only where it says so", async () => {
    expect(await servedByPtu(pooled({ trip: "PT1M", acceptRetryAfter: true }))).toBe(600);
  });

  test("with only the overflow moved fill it, at the price of a call in vain for each one that overflows", async () => {
    expect(await servedByPtu(overflow)).toBe(600);
  });

  test("waste the calls in vain as soon as it is down for longer", async () => {
    const down = accounts({ ptu: throttled(600) });
    const inVain = async (options: PolicyGatewayOptions) => {
      const gateway = policyGateway({ ...options, serve: down });
      await answersOf(gateway, 100);
      return countOf(takeCalls(gateway), "ptu");
    };
    expect(await inVain(overflow)).toBe(100);
    expect(await inVain(pooled({ acceptRetryAfter: true }))).toBe(1);
  });
});

// The reference of backends warns that Azure OpenAI may answer with a Retry-After of a day.
describe("a Retry-After of a day", () => {
  const day = 86_400;
  const hoursUntilBack = async (breaker: BreakerParts, settings: Readonly<Record<string, unknown>> = {}) => {
    const gateway = policyGateway({
      inbound: `<base /><set-backend-service backend-id="both" />`,
      backend: retryIn(""),
      backends: [
        account("first", breaker),
        account("second", {}),
        pool("both", [
          ["first", 1],
          ["second", 2],
        ]),
      ],
      settings,
      serve: accounts({ first: (n) => (n === 1 ? throttled(day) : { body: "first" }) }),
    });
    for (let hours = 0; hours < 48; hours++) {
      if ((await answersOf(gateway, 1))[0] === "first") return hours;
      gateway.clock.advance(3_600_000);
    }
    return undefined;
  };

  test("keeps an account closed for a day where the breaker accepts it, though it is free again at once", async () => {
    expect(await hoursUntilBack({ acceptRetryAfter: true })).toBe(24);
  });

  test("does nothing to a breaker with a time of its own", async () => {
    expect(await hoursUntilBack({ trip: "PT1M" })).toBe(1);
  });

  test("is cut where the service is assumed to cut it", async () => {
    expect(await hoursUntilBack({ acceptRetryAfter: true }, { retryAfterLongest: 7200 })).toBe(2);
  });
});

// https://github.com/MicrosoftDocs/azure-docs/pull/123514
test("a second rule of a circuit breaker is refused, as the service does only when it is deployed", () => {
  const rule = {
    tripDuration: "PT1M",
    failureCondition: { count: 1, interval: "PT1M", statusCodeRanges: [{ min: 429, max: 429 }] },
  };
  const { properties } = single("busy") as { properties: Record<string, unknown> };
  const twice = {
    name: "busy",
    properties: {
      ...properties,
      circuitBreaker: {
        rules: [
          { name: "a", ...rule },
          { name: "b", ...rule },
        ],
      },
    },
  };
  expect(() => policyGateway({ backends: [twice] })).toThrow(/has 2 rules; the service accepts one/);
  expect(() => policyGateway({ backends: [single("busy")] })).not.toThrow();
});
