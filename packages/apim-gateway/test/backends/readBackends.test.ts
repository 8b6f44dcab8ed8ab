import { createBackends } from "../../src/backends/backends";
import { readBackends } from "../../src/backends/readBackends";
import { backendSettings } from "../../src/settings/backends";
import { defaultsOf } from "../../src/settings/row";
import { pool, single } from "./fleet";

/** `path: message` of each problem. */
function problemsOf(...resources: unknown[]): string[] {
  return readBackends(resources).problems.map(
    ({ backend, path, message }) => `${backend} ${path}: ${message}`,
  );
}

const backend = (properties: unknown, name = "a") => ({ name, properties });
const rule = (parts: Record<string, unknown>) => single("a", { rule: parts });
const condition = (parts: Record<string, unknown>) => single("a", { condition: parts });
const url = "https://a.example";

test("a single backend with everything is read in milliseconds and numbers", () => {
  const properties = {
    type: "Single",
    url: "https://a.example/openai/deployments/x",
    protocol: "http",
    tls: { validateCertificateChain: true },
    circuitBreaker: {
      rules: [
        {
          name: "busy",
          acceptRetryAfter: true,
          tripDuration: "PT1M30S",
          failureCondition: {
            count: "3",
            interval: "P1D",
            statusCodeRanges: [{ min: "500", max: 599 }],
            errorReasons: ["Timeout"],
          },
          failureResponse: { statusCode: 429 },
        },
      ],
    },
  };
  const { backends, problems } = readBackends([{ name: "apim/A", properties }]);
  expect(problems).toEqual([]);
  expect([...backends]).toEqual([
    [
      "a",
      {
        type: "Single",
        name: "A",
        url: "https://a.example/openai/deployments/x",
        protocol: "http",
        rules: [
          {
            name: "busy",
            count: 3,
            percentage: undefined,
            intervalMs: 86_400_000,
            statusCodeRanges: [{ min: 500, max: 599 }],
            errorReasons: ["Timeout"],
            tripMs: 90_000,
            acceptRetryAfter: true,
            failureStatus: 429,
          },
        ],
        credentials: undefined,
        properties,
      },
    ],
  ]);
});

test("a pool before its members is read; null counts as absent", () => {
  const { backends, problems } = readBackends([
    pool("p", [["a", 1, 0], "b"], { failureResponse: { statusCode: 500 }, sessionAffinity: null }),
    single("a"),
    backend({ url, protocol: "soap", circuitBreaker: null, type: null }, "b"),
  ]);
  expect(problems).toEqual([]);
  expect(backends.get("p")).toEqual({
    type: "Pool",
    name: "p",
    members: [
      { backend: "a", priority: 1, weight: 0 },
      { backend: "b", priority: undefined, weight: undefined },
    ],
    failureStatus: 500,
    sessionCookie: undefined,
  });
});

const thirtyOne = Array.from({ length: 31 }, (_, index) => `m${index}`);

test.each<[string, unknown[], string[]]>([
  ["no name", [{ properties: { url, protocol: "http" } }], ["[0] name: a backend needs a `name` or an `id`"]],
  ["no object", [7], ["[0] name: a backend needs a `name` or an `id`"]],
  ["no properties", [{ name: "a" }], ["a properties: must be an object, not undefined"]],
  ["two of one name", [single("a"), single("A")], ["A name: there are two backends of this name"]],
  [
    "an unknown type",
    [backend({ type: "Group" })],
    ['a properties.type: must be `Single` or `Pool`, not "Group"'],
  ],
  [
    "a single backend without anything",
    [backend({})],
    [
      "a properties.url: is required for a backend of type Single",
      "a properties.protocol: is required: `http` or `soap`",
    ],
  ],
  [
    "a URL that is none",
    [backend({ url: "a.example", protocol: "http" })],
    ["a properties.url: must be an absolute http or https URL, not `a.example`"],
  ],
  [
    "a URL that is too long",
    [backend({ url: `${url}/${"x".repeat(2000)}`, protocol: "http" })],
    ["a properties.url: has 2018 characters; at most 2000 are accepted"],
  ],
  [
    "an unknown protocol",
    [backend({ url, protocol: "grpc" })],
    ['a properties.protocol: must be `http` or `soap`, not "grpc"'],
  ],
  [
    "a pool in a single backend",
    [backend({ url, protocol: "http", pool: { services: [] } })],
    ["a properties.pool: belongs to backends of type Pool"],
  ],
  [
    "two rules",
    [backend({ url, protocol: "http", circuitBreaker: { rules: [{}, 1] } })],
    [
      "a properties.circuitBreaker.rules[1]: must be an object, not 1",
      "a properties.circuitBreaker.rules: has 2 rules; the service accepts one",
      "a properties.circuitBreaker.rules[0].tripDuration: is required",
      "a properties.circuitBreaker.rules[0].failureCondition: is required",
    ],
  ],
  [
    "a trip duration in words",
    [rule({ tripDuration: "1 minute" })],
    [
      "a properties.circuitBreaker.rules[0].tripDuration: must be an ISO 8601 duration above zero, such as `PT1M`, not `1 minute`",
    ],
  ],
  [
    "a trip of no time",
    [rule({ tripDuration: "PT0S" })],
    [
      "a properties.circuitBreaker.rules[0].tripDuration: must be an ISO 8601 duration above zero, such as `PT1M`, not `PT0S`",
    ],
  ],
  [
    "Retry-After accepted in words",
    [rule({ acceptRetryAfter: "yes" })],
    ['a properties.circuitBreaker.rules[0].acceptRetryAfter: must be true or false, not "yes"'],
  ],
  [
    "a failure status that HTTP does not have",
    [rule({ failureResponse: { statusCode: 600 } })],
    [
      "a properties.circuitBreaker.rules[0].failureResponse.statusCode: must be a whole number from 100 to 599, not 600",
    ],
  ],
  [
    "neither count nor percentage",
    [condition({ count: undefined })],
    ["a properties.circuitBreaker.rules[0].failureCondition: needs either `count` or `percentage`"],
  ],
  [
    "both count and percentage",
    [condition({ count: 1, percentage: 5 })],
    ["a properties.circuitBreaker.rules[0].failureCondition: needs either `count` or `percentage`"],
  ],
  [
    "a count of none",
    [condition({ count: 0 })],
    ["a properties.circuitBreaker.rules[0].failureCondition.count: must be a whole number from 1, not 0"],
  ],
  [
    "a percentage above 100",
    [condition({ percentage: 101 })],
    [
      "a properties.circuitBreaker.rules[0].failureCondition.percentage: must be a whole number from 1 to 100, not 101",
    ],
  ],
  [
    "nothing that is a failure",
    [condition({ statusCodeRanges: [] })],
    [
      "a properties.circuitBreaker.rules[0].failureCondition: needs `statusCodeRanges` or `errorReasons`; without them nothing is a failure",
    ],
  ],
  [
    "ranges outside of what is accepted, or turned round",
    [condition({ statusCodeRanges: [{ min: 100, max: 600 }, { min: 503, max: 500 }, { min: 500 }] })],
    [
      "a properties.circuitBreaker.rules[0].failureCondition.statusCodeRanges[0].min: must be a whole number from 200 to 599, not 100",
      "a properties.circuitBreaker.rules[0].failureCondition.statusCodeRanges[0].max: must be a whole number from 200 to 599, not 600",
      "a properties.circuitBreaker.rules[0].failureCondition.statusCodeRanges[1]: `min` 503 is above `max` 500",
      "a properties.circuitBreaker.rules[0].failureCondition.statusCodeRanges[2].max: is required",
    ],
  ],
  [
    "too many ranges",
    [condition({ statusCodeRanges: Array(11).fill({ min: 500, max: 500 }) })],
    [
      "a properties.circuitBreaker.rules[0].failureCondition.statusCodeRanges: has 11 ranges; at most 10 are accepted",
    ],
  ],
  [
    "a reason that is none",
    [condition({ errorReasons: [""] })],
    [
      "a properties.circuitBreaker.rules[0].failureCondition.errorReasons[0]: must be a text of 1 to 200 characters",
    ],
  ],
  [
    "a pool with what belongs to single backends",
    [
      single("a"),
      { name: "p", properties: { type: "Pool", url, protocol: "http", pool: { services: [{ id: "a" }] } } },
    ],
    [
      "p properties.url: is not supported for a backend of type Pool",
      "p properties.protocol: is not supported for a backend of type Pool",
    ],
  ],
  ["a pool without members", [pool("p", [])], ["p properties.pool.services: needs at least one member"]],
  [
    "a pool without pool",
    [backend({ type: "Pool" })],
    ["a properties.pool: is required for a backend of type Pool"],
  ],
  [
    "more than thirty members",
    [...thirtyOne.map((name) => single(name)), pool("p", thirtyOne)],
    ["p properties.pool.services: has 31 members; at most 30 are accepted"],
  ],
  [
    "a member that is not there, a pool, twice, or broken",
    [single("a"), backend({}, "bad"), pool("q", ["a"]), pool("p", ["x", "q", "a", "A", "bad"])],
    [
      "bad properties.url: is required for a backend of type Single",
      "bad properties.protocol: is required: `http` or `soap`",
      "p properties.pool.services[0].id: there is no backend `/backends/x`",
      "p properties.pool.services[1].id: `/backends/q` is a pool; only single backends may be members",
      "p properties.pool.services[3].id: `/backends/A` is a member twice",
      "p properties.pool.services[4].id: `/backends/bad` has problems itself",
    ],
  ],
  [
    "priority and weight out of bounds",
    [single("a"), pool("p", [["a", 101, -1]])],
    [
      "p properties.pool.services[0].priority: must be a whole number from 0 to 100, not 101",
      "p properties.pool.services[0].weight: must be a whole number from 0 to 100, not -1",
    ],
  ],
  [
    "a cookie that would break the header",
    [single("a"), pool("p", ["a"], { sessionAffinity: { sessionId: { source: "cookie", name: "a;b" } } })],
    ["p properties.pool.sessionAffinity.sessionId.name: `a;b` is not a valid cookie name"],
  ],
  [
    "affinity by something else than a cookie",
    [single("a"), pool("p", ["a"], { sessionAffinity: { sessionId: { source: "header", name: "s" } } })],
    ['p properties.pool.sessionAffinity.sessionId.source: must be `cookie`, not "header"'],
  ],
])("%s is refused", (_, resources, problems) => {
  expect(problemsOf(...resources)).toEqual(problems);
});

test("broken resources are told all at once when the backends are made", () => {
  expect(() =>
    createBackends([backend({ protocol: "http" }), pool("p", ["x"])], defaultsOf(backendSettings), {
      now: () => 0,
      random: () => 0,
    }),
  ).toThrow(
    [
      "API Management would refuse these backends:",
      "- backend `a`, properties.url: is required for a backend of type Single",
      "- backend `p`, properties.pool.services[0].id: there is no backend `/backends/x`",
    ].join("\n"),
  );
});
