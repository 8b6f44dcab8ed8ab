import { group, incorrect, SERVICE, service, TestAzure } from "../testAzure";

const azure = () => new TestAzure().given(group, service);
const api = (name: string, path: string, more: object = {}) =>
  [`${SERVICE}/apis/${name}`, { properties: { path, ...more } }] as const;

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

  const refused = {
    status: 400,
    code: "ValidationError",
    message:
      "Product cannot be deleted since it has existing subscriptions. Delete subscriptions before deleting the product or pass in deleteSubscriptions=true as query param",
  };
  const open = [
    product[0],
    { properties: { displayName: "Checkout", subscriptionRequired: false } },
  ] as const;

  test("stays while it has subscriptions", async () => {
    const world = await (await azure()).given(open, subscription(product[0]));
    expect(await world.delete(product[0])).toEqual(refused);
    await world.delete(subscription("")[0]);
    expect(await world.delete(product[0])).toBeUndefined();
  });

  test("gets a subscription of its own when it is made, with keys that nobody asked for", async () => {
    const world = await (await azure()).given(product);
    const [own, ...others] = world.world.ofType("Microsoft.ApiManagement/service/subscriptions");
    expect(others).toEqual([]);
    expect(own).toMatchObject({
      name: expect.stringMatching(/^[0-9a-f]{24}$/),
      properties: { scope: product[0], state: "active", ownerId: `${SERVICE}/users/1` },
    });
    expect(own?.properties).not.toHaveProperty("displayName");
    expect(world.world.secrets(own?.id ?? "")?.primaryKey).toMatch(/^[0-9a-f]{32}$/);
    expect(await world.put(...product)).toBeUndefined();
    expect(world.world.ofType("Microsoft.ApiManagement/service/subscriptions")).toEqual([own]);
    expect(await world.delete(product[0])).toEqual(refused);
  });

  test("that requires no subscription gets none", async () => {
    const world = await (await azure()).given(open);
    expect(world.world.ofType("Microsoft.ApiManagement/service/subscriptions")).toEqual([]);
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
