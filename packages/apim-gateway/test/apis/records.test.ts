import { createRecords } from "../../src/apis/records";
import { compileExpression } from "../../src/csharp/compileExpression";
import type { HostRecord } from "../../src/csharp/host/data";
import { apiSettings } from "../../src/settings/apis";
import { defaultsOf } from "../../src/settings/row";
import { contextWith, runtime } from "../csharp/contexts";
import { api, configuration, product, subscription } from "./sampleApis";

const orders = api("shop/orders", ["GET /a/{x}"], {
  id: "orders",
  displayName: "Orders",
  revision: "3",
  version: "v1",
  serviceUrl: "https://orders.example:8443/base",
});
const gold = product("gold", ["orders"], { displayName: "Gold" });
const owned = subscription(
  "s",
  { kind: "product", id: "gold" },
  {
    displayName: "App",
    user: { id: "ann", email: "ann@example.com", firstName: "Ann", lastName: "Lee", groups: ["Developers"] },
  },
);
const ownerless = subscription("t", { kind: "all" });
const all = configuration({ apis: [orders], products: [gold], subscriptions: [owned, ownerless] });

/** The value of an expression in the context of a request. */
function evaluate(code: string, settings: Readonly<Record<string, string>> = {}): unknown {
  const records = createRecords(all, { ...defaultsOf(apiSettings), ...settings });
  const [operation] = orders.operations;
  if (operation === undefined) throw new Error("no operation");
  const context = contextWith(
    {},
    {
      api: records.api(orders),
      operation: records.operation(operation),
      product: records.product(gold),
      subscription: records.subscription(owned, "secondary"),
      user: records.user(owned),
      deployment: records.deployment,
    },
  );
  return compileExpression(`@(${code})`).evaluate(context, runtime);
}

test.each([
  ["context.Api.Id", "orders"],
  ["context.Api.Name", "Orders"],
  ["context.Api.Path", "/shop/orders"],
  ["context.Api.Revision", "3"],
  ["context.Api.Version", "v1"],
  ["context.Api.IsCurrentRevision", true],
  ["context.Api.ServiceUrl.Host", "orders.example"],
  ["context.Api.ServiceUrl.Port", 8443],
  ["context.Operation.Id", "GET /a/{x}"],
  ["context.Operation.Method", "GET"],
  ["context.Operation.UrlTemplate", "/a/{x}"],
  ["context.Product.Id", "gold"],
  ["context.Product.Name", "Gold"],
  ["context.Product.State.ToString()", "Published"],
  ["context.Product.Apis.Count()", 1],
  ["context.Subscription.Id", "s"],
  ["context.Subscription.Name", "App"],
  ["context.Subscription.Key", "s-2"],
  ["context.Subscription.PrimaryKey", "s-1"],
  ["context.Subscription.SecondaryKey", "s-2"],
  ["context.User.Id", "ann"],
  ["context.User.Email", "ann@example.com"],
  ['context.User.FirstName + " " + context.User.LastName', "Ann Lee"],
  ['context.User.Groups.Any(g => g.Name == "Developers")', true],
  ["context.Deployment.Region", "westeurope"],
  ["context.Deployment.ServiceName", "apim"],
  ["context.Deployment.ServiceId", "/service/apim"],
  ["context.Deployment.GatewayId", "managed"],
  ["context.Deployment.SustainabilityInfo.CurrentCarbonIntensity.ToString()", "NotAvailable"],
  ["context.Deployment.SustainabilityInfo.CurrentCarbonIntensity >= CarbonIntensityCategory.High", false],
])("%s is %j", (code, value) => {
  expect(evaluate(code)).toEqual(value);
});

test("what is not documented follows the settings", () => {
  expect(evaluate("context.Subscription.Key", { contextSubscriptionKey: "primary" })).toBe("s-1");
  expect(evaluate("context.Deployment.ServiceId", { deploymentServiceId: "name" })).toBe("apim");
  expect(evaluate("context.Api.Path", { contextApiPath: "plain" })).toBe("shop/orders");
  const dirty =
    "context.Deployment.SustainabilityInfo.CurrentCarbonIntensity >= CarbonIntensityCategory.High";
  expect(evaluate(dirty, { carbonIntensity: "VeryHigh" })).toBe(true);
  expect(evaluate(dirty, { carbonIntensity: "Medium" })).toBe(false);
});

test("an API without a path has none to show", () => {
  expect(createRecords(all).api(api("", ["GET /a"]))).toMatchObject({ Path: "" });
});

test("a subscription without an owner has no user", () => {
  expect(createRecords(all).user(ownerless)).toBeNull();
});

test("records are made once", () => {
  const records = createRecords(all);
  const twice = (make: () => HostRecord | null) => expect(make()).toBe(make());
  twice(() => records.api(orders));
  twice(() => records.product(gold));
  twice(() => records.subscription(owned, "primary"));
  twice(() => records.user(owned));
});
