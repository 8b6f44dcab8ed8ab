import { backend, group, incorrect, pool, SERVICE, service, TestAzure } from "../testAzure";

const inUse = (what: string, name: string, users: string) => ({
  status: 400,
  code: "ValidationError",
  message: `The ${what} '${name}' is used by the following entities:\r\n${users}\r\n`,
});
const azure = () => new TestAzure().given(group, service);

describe("a pool", () => {
  const members = (count: number) => Array.from({ length: count }, (_, index) => `m${index + 1}`);

  test("has members that exist, by full id or by name", async () => {
    const world = await (await azure()).given(backend("a"));
    expect(await world.put(...pool("p", ["a", "b"]))).toEqual(incorrect("Backend Entity 'b' not found."));
    const short = { properties: { type: "Pool", pool: { services: [{ id: "/backends/a" }] } } };
    expect(await world.put(`${SERVICE}/backends/p`, short)).toBeUndefined();
  });

  test("has members that are single, each once", async () => {
    const world = await (await azure()).given(backend("a"), pool("inner", ["a"]));
    expect(await world.put(...pool("p", ["inner"]))).toEqual(
      incorrect("Backend Entity 'inner' is a pool itself, which cannot be in a pool."),
    );
    expect(await world.put(...pool("p", ["a", "A"]))).toEqual(
      incorrect("Backend Entity 'a' is in the pool twice."),
    );
  });

  test("has 1 to 30 members", async () => {
    const world = await (await azure()).given(...members(31).map((name) => backend(name)));
    expect(await world.put(...pool("p", members(30)))).toBeUndefined();
    expect(await world.put(...pool("p", members(31)))).toEqual(
      incorrect("Pool can have at most 30 services, got 31."),
    );
    expect(await world.put(...pool("p", []))).toEqual(incorrect("Pool should have at least one service."));
  });

  test("has no address and no breaker of its own", async () => {
    const world = await (await azure()).given(backend("a"));
    const wrong = { url: "https://x.example", protocol: "http", circuitBreaker: { rules: [] } };
    expect(await world.put(...pool("p", ["a"], wrong))).toEqual(
      incorrect(
        "Url is not supported for backend pool.",
        "Protocol is not supported for backend pool.",
        "CircuitBreaker is not supported for backend pool.",
      ),
    );
  });

  test("has priorities and weights from 0 to 100", async () => {
    const world = await (await azure()).given(backend("a"));
    const services = [{ id: "/backends/a", priority: 101, weight: -1 }];
    expect(
      await world.put(`${SERVICE}/backends/p`, { properties: { type: "Pool", pool: { services } } }),
    ).toEqual(
      incorrect(
        "The priority of 'a' should be between 0 and 100, got 101.",
        "The weight of 'a' should be between 0 and 100, got -1.",
      ),
    );
  });

  test("keeps its members from being deleted", async () => {
    const world = await (await azure()).given(backend("a"), backend("b"), pool("p", ["a", "b"]));
    expect(await world.delete(backend("a")[0])).toEqual(inUse("Backend", "a", "/backends/p"));
    await world.given(pool("p", ["b"]));
    expect(await world.delete(backend("a")[0])).toBeUndefined();
  });
});

describe("a backend", () => {
  const rule = {
    name: "r",
    tripDuration: "PT1M",
    failureCondition: { count: 1, interval: "PT1M", statusCodeRanges: [{ min: 429, max: 429 }] },
  };

  test("has an address and a protocol", async () => {
    const world = await azure();
    expect(await world.put(`${SERVICE}/backends/a`)).toEqual(
      incorrect(
        "Url is required for a backend of type Single.",
        "Protocol should be 'http' or 'soap' for a backend of type Single.",
      ),
    );
    expect(await world.put(...backend("a", { url: "x.example" }))).toEqual(
      incorrect("Url 'x.example' is not a valid absolute address."),
    );
  });

  test("has one breaker rule at most", async () => {
    const world = await azure();
    expect(await world.put(...backend("a", { circuitBreaker: { rules: [rule] } }))).toBeUndefined();
    expect(
      await world.put(...backend("a", { circuitBreaker: { rules: [rule, { ...rule, name: "s" }] } })),
    ).toEqual(incorrect("Only one circuit breaker rule is supported, got 2."));
  });

  test("has a breaker rule that is complete", async () => {
    const failureCondition = {
      count: 1,
      percentage: 5,
      interval: "1 minute",
      statusCodeRanges: [{ min: 100, max: 600 }],
    };
    expect(
      await (await azure()).put(
        ...backend("a", { circuitBreaker: { rules: [{ tripDuration: "PT1M", failureCondition }] } }),
      ),
    ).toEqual(
      incorrect(
        "A circuit breaker rule needs a name.",
        "The interval of a circuit breaker rule should be an ISO 8601 duration, got '1 minute'.",
        "A failure condition has either count or percentage.",
        "The status codes 100–600 are outside 200–599.",
      ),
    );
  });

  test("has no breaker in the Consumption tier", async () => {
    const world = await new TestAzure().given(group, [
      SERVICE,
      { sku: { name: "Consumption", capacity: 0 } },
    ]);
    expect(await world.put(...backend("a", { circuitBreaker: { rules: [rule] } }))).toEqual(
      incorrect("CircuitBreaker is not supported in the Consumption tier."),
    );
  });
});
