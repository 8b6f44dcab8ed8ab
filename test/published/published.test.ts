import publishedTypes from "./publishedTypes.json";
import { putsOf } from "./puts";
import type { PublishedTypes } from "./shape";
import sources from "./sources.json";
import { type Put, violations } from "./violations";

const published = publishedTypes as PublishedTypes;
const SERVICE = "Microsoft.ApiManagement/service";

// Declaring a fleet loads the SDK of a cloud: seconds on a busy machine.
jest.setTimeout(120_000);

let prod: Put[];
beforeAll(async () => {
  prod = await putsOf("prod");
});

/** The first request of a type, as the program sends it, with a change. */
function changed(type: string, change: (put: Put) => Put): string[] {
  const put = prod.find((other) => other.type === type);
  if (put === undefined) throw new Error(`prod declares no ${type}`);
  return violations(published, change(put));
}

const withProperty = (name: string, value: unknown) => (put: Put) => ({
  ...put,
  body: { ...put.body, properties: { ...(put.body.properties as object), [name]: value } },
});

test("prod declares nothing that Microsoft's own libraries would refuse", () => {
  expect(refusals(prod)).toEqual([]);
  expect(new Set(prod.map(({ type }) => type)).size).toBeGreaterThan(20);
});

test("dev declares nothing that Microsoft's own libraries would refuse", async () => {
  const dev = await putsOf("dev");
  expect(refusals(dev)).toEqual([]);
  expect(dev.length).toBeGreaterThan(80);
});

test("the data are those of the libraries that are named", () => {
  const named = sources.libraries.map(({ library, version }) => [library, version]);
  expect(published.libraries).toEqual(Object.fromEntries(named));
  expect(Object.keys(published.types).sort()).toEqual(
    sources.libraries.flatMap(({ types }) => Object.keys(types)).sort(),
  );
});

describe("it would see", () => {
  test("a name that is too long or has a letter that is not allowed", () => {
    expect(changed(`${SERVICE}/backends`, (put) => ({ ...put, name: "b".repeat(81) }))).toEqual([
      "name: longer than 80",
    ]);
    expect(changed(`${SERVICE}/apis`, (put) => ({ ...put, name: "a?b" }))).toEqual([
      "name: does not match ^[^*#&+:<>?]+$",
    ]);
  });

  test("a text that is too long, a number that is none, a value that is none of those allowed", () => {
    expect(changed(`${SERVICE}/backends`, withProperty("title", "t".repeat(301)))).toEqual([
      "properties.title: longer than 300",
    ]);
    expect(changed("Microsoft.OperationalInsights/workspaces", withProperty("retentionInDays", "1"))).toEqual(
      ["properties.retentionInDays: not a number"],
    );
    expect(changed(`${SERVICE}/subscriptions`, withProperty("state", "open"))).toEqual([
      "properties.state: `open` is none of suspended, active, expired, submitted, rejected, cancelled",
    ]);
  });

  test("a property that there is not, one that only Azure sets, one that is missing", () => {
    expect(changed(`${SERVICE}/backends`, withProperty("weight", 1))).toEqual([
      "properties.weight: not known",
    ]);
    expect(
      changed("Microsoft.CognitiveServices/accounts", withProperty("endpoint", "https://elsewhere")),
    ).toEqual(["properties.endpoint: only Azure sets it"]);
    expect(
      changed("Microsoft.Insights/components", (put) => ({ ...put, body: { ...put.body, kind: undefined } })),
    ).toEqual(["kind: missing"]);
  });

  test("the same deeper down, in lists and classes", () => {
    const rules = [
      { name: "r", tripDuration: "PT1M", acceptRetryAfter: "yes", failureCondition: { count: "1" } },
    ];
    expect(changed(`${SERVICE}/backends`, withProperty("circuitBreaker", { rules }))).toEqual([
      "properties.circuitBreaker.rules[0].acceptRetryAfter: not a boolean",
      "properties.circuitBreaker.rules[0].failureCondition.count: not a number",
    ]);
  });

  test("a type that nobody looked up", () => {
    expect(violations(published, { type: "Microsoft.Sql/servers", name: "s", body: {} })).toEqual([
      "Microsoft.Sql/servers is not in test/published/sources.json; add it and run `npm run published`",
    ]);
  });
});

function refusals(puts: readonly Put[]): string[] {
  return puts.flatMap((put) =>
    violations(published, put).map((reason) => `${put.type} ${put.name}: ${reason}`),
  );
}
