import fc from "fast-check";
import { anOperation, aPolicy, expectPlaces, read, textOf } from "./folder";

const SECRET = "s3cret-key-of-nobody-else";

const good: Readonly<Record<string, unknown>> = {
  "service.json": { sku: { name: "BasicV2" }, location: "westeurope" },
  "policy.xml": aPolicy,
  "apis/a.json": {
    properties: {
      path: "a",
      apiVersion: "1",
      apiVersionSetId: "/apiVersionSets/s",
      protocols: ["https"],
      subscriptionKeyParameterNames: { header: "k", query: "k" },
    },
  },
  "apis/a/operations/o.json": anOperation,
  "apis/a/diagnostics/d.json": { loggerId: "/loggers/l", sampling: { percentage: 5 } },
  "apiVersionSets/s.json": { versioningScheme: "Header", versionHeaderName: "v" },
  "loggers/l.json": { loggerType: "azureMonitor" },
  "products/p.json": { state: "published", subscriptionRequired: true },
  "products/p/apis/a.json": {},
  "subscriptions/s.json": { scope: "/products/p", state: "active", primaryKey: SECRET, ownerId: "/users/u" },
  "users/u.json": { email: "u@example.com", groups: [{ name: "g" }] },
  "namedValues/n.json": { secret: true, value: SECRET },
  "policyFragments/f.json": { format: "xml", value: "<fragment />" },
  "backends/b.json": { properties: { type: "Pool", pool: { services: [{ id: "/backends/c", weight: 1 }] } } },
  "backends/c.json": { url: "https://c.example", protocol: "http" },
  "secrets.json": { values: { "namedValues/n": { value: SECRET } } },
};

/** Values of one JSON document, by path. */
function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [[...path]];
  return [[...path], ...Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]))];
}

function replaced(value: unknown, path: readonly string[], by: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return by;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[first] = replaced(copy[first], rest, by);
  return copy;
}

function check(files: Readonly<Record<string, unknown>>): void {
  const { raw, problems } = read(files);
  expectPlaces(raw);
  for (const text of problems) expect(text).not.toContain(SECRET);
}

const file = fc.constantFrom(...Object.keys(good));
const junk = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(null, "", [], {}, -1, 1e308, true, "/", "{}", "a/b", "__proto__", "\ud800"),
);

test("the good files are good", () => {
  expect(read(good).problems).toEqual([]);
});

test("any value in the place of any other gives problems with places, and no secret in them", () => {
  const change = file
    .filter((name) => typeof good[name] === "object")
    .chain((name) => fc.tuple(fc.constant(name), fc.constantFrom(...pathsOf(good[name])), junk));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const files: Record<string, unknown> = { ...good };
      for (const [name, path, by] of changes) {
        const present = pathsOf(files[name]).some((each) => each.join("\n") === path.join("\n"));
        if (present) files[name] = replaced(files[name], path, by);
      }
      check(files);
    }),
    { numRuns: 500 },
  );
});

test("a file that is cut off anywhere gives problems with places", () => {
  fc.assert(
    fc.property(file, fc.nat(), fc.string({ maxLength: 3 }), (name, at, more) => {
      const text = textOf(good[name]);
      const cut = at % (text.length + 1);
      check({ ...good, [name]: text.slice(0, cut) + more + text.slice(cut + more.length) });
    }),
    { numRuns: 500 },
  );
});

test("files that are missing, or where nobody expects them, give problems with places", () => {
  const part = fc.constantFrom(
    "apis",
    "products",
    "policies",
    "policy",
    "operations",
    "subscriptions",
    "providers",
    "service",
    "Microsoft.ApiManagement",
    "a",
    "a;rev=2",
    "__proto__",
    "constructor",
    "",
  );
  const path = fc
    .tuple(fc.array(part, { minLength: 1, maxLength: 6 }), fc.constantFrom("json", "xml"))
    .map(([parts, extension]) => `${parts.join("/")}.${extension}`);
  fc.assert(
    fc.property(
      fc.subarray(Object.keys(good)),
      fc.dictionary(path, fc.oneof(junk, fc.constant({ properties: { path: "x" } }))),
      (kept, strange) => {
        check({ ...Object.fromEntries(kept.map((name) => [name, good[name]])), ...strange });
      },
    ),
    { numRuns: 400 },
  );
});

test("identities that say anything give problems with places", () => {
  const text = fc.constantFrom(
    "",
    "/",
    "a",
    "a/b",
    "apim/a/b/c",
    "Microsoft.ApiManagement/service",
    "Microsoft.ApiManagement/service/apis",
    "/subscriptions/s/resourceGroups/r/providers/Microsoft.ApiManagement/service",
    "/subscriptions/s/resourceGroups/r/providers/Microsoft.ApiManagement/service/x/apis/a",
    "/subscriptions/s/resourceGroups/r/providers/Microsoft.ApiManagement/service/x/workspaces/w/apis/a",
  );
  const strange = fc.record(
    { id: fc.oneof(text, junk), type: fc.oneof(text, junk), name: fc.oneof(text, junk), properties: junk },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(file, strange, (name, content) => check({ ...good, [name]: content })),
    { numRuns: 500 },
  );
});
