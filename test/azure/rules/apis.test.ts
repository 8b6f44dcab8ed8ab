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
