import { backend, GROUP, group, incorrect, pool, SERVICE, service, TestAzure } from "../testAzure";

const inUse = (what: string, name: string, users: string) => ({
  status: 400,
  code: "ValidationError",
  message: `The ${what} '${name}' is used by the following entities:\r\n${users}\r\n`,
});
const azure = () => new TestAzure().given(group, service);
const api = (name: string, path: string, more: object = {}) =>
  [`${SERVICE}/apis/${name}`, { properties: { path, ...more } }] as const;
const policy = (value: string, format = "rawxml") =>
  [`${SERVICE}/policies/policy`, { properties: { value, format } }] as const;
const fragment = (name: string, value = "<fragment />") =>
  [`${SERVICE}/policyFragments/${name}`, { properties: { value } }] as const;

describe("a gateway's name", () => {
  test("is unique in the world", async () => {
    const other = `${GROUP}2/providers/Microsoft.ApiManagement/service/APIM`;
    const world = await (await azure()).given([`${GROUP}2`, { location: "westus3" }]);
    expect(await world.put(other, service[1])).toEqual({
      status: 409,
      code: "ServiceAlreadyExists",
      message: "Api service already exists: APIM",
    });
  });

  test("is held after its deletion", async () => {
    const world = await azure();
    await world.delete(SERVICE);
    expect(await world.put(...service)).toEqual({
      status: 409,
      code: "ServiceAlreadyExistsInSoftDeletedState",
      message:
        "Api service apim was soft-deleted. In order to create the new service with the same name, you have to either undelete the service or purge it. See https://aka.ms/apimsoftdelete.",
    });
  });

  test("cannot be restored when nothing was deleted", async () => {
    const world = await new TestAzure().given(group);
    expect(await world.put(SERVICE, service[1], true)).toEqual({
      status: 404,
      code: "ServiceNotFound",
      message: "Api service apim was not soft-deleted, so it cannot be restored. Remove 'restore'.",
    });
  });
});

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

describe("a policy", () => {
  test("is well-formed XML with the right root, in a format that is offered", async () => {
    const world = await azure();
    expect(await world.put(...policy("<policies><inbound></policies>"))).toEqual(
      incorrect("The policy is not well-formed XML: 1:30: unexpected close tag."),
    );
    expect(await world.put(...policy("<fragment />"))).toEqual(
      incorrect("The root element should be <policies>, got <fragment>."),
    );
    expect(await world.put(...fragment("f", "<policies />"))).toEqual(
      incorrect("The root element should be <fragment>, got <policies>."),
    );
    expect(await world.put(...policy("<policies />", "xml-link"))).toEqual(
      incorrect("The format 'xml-link' is not offered by the local Azure; use 'xml' or 'rawxml'."),
    );
  });

  test("refers to fragments, backends and named values that exist", async () => {
    const text = `<policies>
  <inbound>
    <include-fragment fragment-id="f" />
    <set-backend-service
      backend-id="b" />
    <set-header name="x"><value>{{client}}</value></set-header>
  </inbound>
</policies>`;
    const world = await azure();
    expect(await world.put(...policy(text))).toEqual(
      incorrect(
        "Error in element 'include-fragment' on line 3, column 6: Policy fragment with id 'f' could not be found.",
        "Error in element 'set-backend-service' on line 4, column 6: Backend with id 'b' could not be found.",
        "Cannot find a property 'client'",
      ),
    );
    await world.given(fragment("f"), backend("b"), [
      `${SERVICE}/namedValues/v`,
      { properties: { displayName: "client", value: "x" } },
    ]);
    expect(await world.put(...policy(text))).toBeUndefined();
  });

  test("may compute the name of a backend", async () => {
    const text = `<policies><inbound><set-backend-service backend-id="@(context.Variables.GetValueOrDefault&lt;string>("b"))" /></inbound></policies>`;
    expect(await (await azure()).put(...policy(text.replaceAll('("b")', "(&quot;b&quot;)")))).toBeUndefined();
  });

  test("has 256 KiB at most, and 16 KiB in the Consumption tier", async () => {
    const long = (size: number) => `<policies>${" ".repeat(size - 21)}</policies>`;
    expect(await (await azure()).put(...policy(long(262144)))).toBeUndefined();
    expect(await (await azure()).put(...policy(long(262145)))).toEqual(
      incorrect("The policy has 262145 bytes; at most 262144 are allowed."),
    );
    const small = await new TestAzure().given(group, [
      SERVICE,
      { sku: { name: "Consumption", capacity: 0 } },
    ]);
    expect(await small.put(...policy(long(16385)))).toEqual(
      incorrect("The policy has 16385 bytes; at most 16384 are allowed."),
    );
  });

  test("keeps the fragments that it includes, also those of another fragment", async () => {
    const world = await (await azure()).given(fragment("inner"));
    await world.given(fragment("outer", `<fragment><include-fragment fragment-id="inner" /></fragment>`));
    await world.given(
      policy(`<policies><inbound><include-fragment fragment-id="outer" /></inbound></policies>`),
    );
    expect(await world.delete(fragment("inner")[0])).toEqual(
      inUse("Policy Fragment", "inner", "/policyFragments/outer"),
    );
    expect(await world.delete(fragment("outer")[0])).toEqual(
      inUse("Policy Fragment", "outer", "/policies/policy"),
    );
    await world.delete(policy("")[0]);
    expect(await world.delete(fragment("outer")[0])).toBeUndefined();
  });

  test("cannot include itself", async () => {
    expect(
      await (await azure()).put(
        ...fragment("f", `<fragment><include-fragment fragment-id="F" /></fragment>`),
      ),
    ).toEqual(
      incorrect(
        "Error in element 'include-fragment' on line 1, column 12: Policy fragment with id 'F' could not be found.",
      ),
    );
  });
});

describe("a named value", () => {
  const value = (name: string, displayName: string) =>
    [`${SERVICE}/namedValues/${name}`, { properties: { displayName, value: "x" } }] as const;

  test("has a display name of its own that policies can write", async () => {
    const world = await (await azure()).given(value("a", "client"));
    expect(await world.put(...value("b", "Client"))).toEqual(
      incorrect("The display name 'Client' is that of 'a' already."),
    );
    expect(await world.put(...value("b", "a b"))).toEqual(
      incorrect("Display name 'a b' may have letters, digits, '-', '.' and '_' only."),
    );
  });

  test("stays while a policy reads it", async () => {
    const world = await (await azure()).given(
      value("a", "client"),
      policy("<policies><inbound>{{client}}</inbound></policies>"),
    );
    expect(await world.delete(value("a", "client")[0])).toEqual(
      inUse("Named Value", "a", "/policies/policy"),
    );
  });
});

describe("an API", () => {
  test("has a path of its own", async () => {
    const world = await (await azure()).given(api("a", "openai"));
    expect(await world.put(...api("b", "OpenAI/"))).toEqual(
      incorrect(
        "Cannot create API 'b' with the same Path 'OpenAI/' as API 'a'  unless it's a part of the same version set",
      ),
    );
    expect(await world.put(...api("b", "openai/v1"))).toBeUndefined();
    expect(await world.put(...api("a", "openai"))).toBeUndefined();
  });

  test("shares its path with other versions of its set", async () => {
    const world = await (await azure()).given(api("a", "openai", { apiVersionSetId: "/s", apiVersion: "1" }));
    expect(
      await world.put(...api("b", "openai", { apiVersionSetId: "/s", apiVersion: "2" })),
    ).toBeUndefined();
    expect(await world.put(...api("c", "openai", { apiVersionSetId: "/s", apiVersion: "2" }))).toMatchObject({
      code: "ValidationError",
    });
  });

  test("has one operation per method and template, with its parameters declared", async () => {
    const operation = (name: string, urlTemplate: string, parameters: string[] = []) =>
      [
        `${SERVICE}/apis/a/operations/${name}`,
        {
          properties: {
            method: "POST",
            urlTemplate,
            templateParameters: parameters.map((parameter) => ({ name: parameter })),
          },
        },
      ] as const;
    const world = await (await azure()).given(api("a", "openai"), operation("chat", "/chat"));
    expect(await world.put(...operation("again", "/Chat"))).toEqual(
      incorrect("Operation with the same method and URL template already exists"),
    );
    const declared =
      "All template parameters used in the UriTemplate must be defined in the Operation, and vice-versa.";
    expect(await world.put(...operation("x", "/{id}/x"))).toEqual(incorrect(declared));
    expect(await world.put(...operation("x", "/x", ["id"]))).toEqual(incorrect(declared));
    expect(await world.put(...operation("x", "/{id}/x", ["id"]))).toBeUndefined();
    expect(await world.put(...operation("y", "/*"))).toBeUndefined();
  });
});

describe("a product", () => {
  const product = [`${SERVICE}/products/checkout`, { properties: { displayName: "Checkout" } }] as const;
  const subscription = (scope: string) =>
    [`${SERVICE}/subscriptions/s`, { properties: { displayName: "s", scope } }] as const;

  test("offers APIs that exist", async () => {
    const world = await (await azure()).given(product);
    expect(await world.put(`${product[0]}/apis/a`)).toEqual({
      status: 404,
      code: "ResourceNotFound",
      message: "API 'a' not found.",
    });
    await world.given(api("a", "openai"));
    expect(await world.put(`${product[0]}/apis/a`)).toBeUndefined();
  });

  test("has subscriptions only when it exists", async () => {
    const world = await azure();
    expect(await world.put(...subscription("/products/checkout"))).toEqual(
      incorrect("The scope '/products/checkout' of subscription 's' does not exist."),
    );
    expect(await world.put(...subscription("/nowhere"))).toEqual(
      incorrect("Subscription scope should be one of '/apis', '/apis/{apiId}', '/products/{productId}'"),
    );
    expect(await world.put(...subscription("/apis"))).toBeUndefined();
  });

  test("stays while it has subscriptions", async () => {
    const world = await (await azure()).given(product, subscription(product[0]));
    expect(await world.delete(product[0])).toEqual({
      status: 400,
      code: "ValidationError",
      message:
        "Product cannot be deleted since it has existing subscriptions. Delete subscriptions before deleting the product or pass in deleteSubscriptions=true as query param",
    });
    await world.delete(subscription("")[0]);
    expect(await world.delete(product[0])).toBeUndefined();
  });
});

test("a diagnostic writes to a logger that exists, by full id or by name", async () => {
  const world = await azure();
  const diagnostic = (loggerId: string) =>
    [`${SERVICE}/diagnostics/applicationinsights`, { properties: { loggerId } }] as const;
  expect(await world.put(...diagnostic("/loggers/l"))).toEqual(
    incorrect("Logger '/loggers/l' of diagnostic 'applicationinsights' does not exist."),
  );
  await world.given([`${SERVICE}/loggers/l`, { properties: { loggerType: "azureMonitor" } }]);
  expect(await world.put(...diagnostic("/loggers/l"))).toBeUndefined();
  expect(await world.put(...diagnostic(`${SERVICE}/loggers/l`))).toBeUndefined();
});
