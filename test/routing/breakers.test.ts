import { planRouting } from "../../infra/routing/planRouting";
import { fleet } from "./topologies";

const one = { models: { m1: {} }, regions: { aaa: { deployments: { m1: { ptu: 15, payg: 10 } } } } };

describe("circuit breakers", () => {
  it("are a last net: they never count a refusal, and open on a run of failures only", () => {
    const plan = planRouting(fleet(one));
    expect(plan.members.map(({ tier, breaker: { reasons: _, ...figures } }) => [tier, figures])).toEqual([
      [
        "ptu",
        {
          failureCount: 20,
          interval: "PT10S",
          statusCodeRanges: [{ min: 500, max: 504 }],
          tripDuration: "PT1S",
          acceptRetryAfter: false,
        },
      ],
      [
        "payg",
        {
          failureCount: 20,
          interval: "PT10S",
          statusCodeRanges: [{ min: 500, max: 504 }],
          tripDuration: "PT1S",
          acceptRetryAfter: false,
        },
      ],
    ]);
  });

  it("take the topology's figures instead, and say so", () => {
    const breaker = { ptu: {}, payg: { tripDuration: "PT1M", acceptRetryAfter: true } };
    const plan = planRouting(fleet({ ...one, routing: { breaker } }));
    const [ptu, payg] = plan.members;
    expect(ptu?.breaker.tripDuration).toBe("PT1S");
    expect([payg?.breaker.tripDuration, payg?.breaker.acceptRetryAfter]).toEqual(["PT1M", true]);
    expect([payg?.breaker.reasons.tripDuration, payg?.breaker.reasons.acceptRetryAfter]).toEqual([
      "Set in the topology file as `routing.breaker.payg.tripDuration`.",
      "Set in the topology file as `routing.breaker.payg.acceptRetryAfter`.",
    ]);
  });

  it("of an account's regional backend open on a run of failures of the service only", () => {
    const plan = planRouting(fleet(one));
    const regional = plan.backends.find((backend) => backend.purpose === "regional");
    expect([regional?.breaker.failureCount, regional?.breaker.statusCodeRanges]).toEqual([
      10,
      [{ min: 500, max: 504 }],
    ]);
  });
});
