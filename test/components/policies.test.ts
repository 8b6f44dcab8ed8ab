import { recordDeployed } from "./fleets";
import type { Recorded, Recording } from "./recorder";

/** Fragments and policies of a stack as it would be deployed, with their text. */
const policiesOf = (recording: Recording) =>
  recording.resources.filter(({ type }) => /:(PolicyFragment|ApiPolicy)$/.test(type));
const words = (policy: Recorded, pattern: RegExp) => [
  ...new Set([...(policy.inputs.value as string).matchAll(pattern)].map(([, word]) => word as string)),
];

describe.each(["dev", "prod"])("the policies of the %s stack", (stack) => {
  let recording: Recording;
  beforeAll(async () => {
    recording = await recordDeployed(stack);
  });

  test("mention no key: the named values that they use are the identity's client id and hashes", () => {
    const namedValues = policiesOf(recording).flatMap((policy) => words(policy, /\{\{([^{}]+)\}\}/g));
    expect([...new Set(namedValues)].filter((name) => !name?.startsWith("aoai-key-hash-"))).toEqual([
      "aoai-identity-client-id",
    ]);
    const suspicious =
      /listKeys|(primary|secondary|instrumentation|account|shared)-?key|[A-Za-z0-9+/]{40,}={0,2}/i;
    expect(policiesOf(recording).filter(({ inputs }) => suspicious.test(inputs.value as string))).toEqual([]);
  });

  test("wait for each fragment, backend and pool that they name", () => {
    const backends = new Map(
      recording.resources
        .filter(({ type }) => type.endsWith(":Backend"))
        .map(({ name, inputs }) => [inputs.backendId as string, name]),
    );
    const missing = policiesOf(recording).flatMap((policy) => {
      const named = [
        ...words(policy, /fragment-id="([^"]+)"/g),
        ...words(policy, /([A-Za-z0-9-]+)/g).flatMap((word) => backends.get(word) ?? []),
        ...(words(policy, /(\{\{aoai-identity-client-id\}\})/g).length > 0
          ? ["gateway-identity-client-id"]
          : []),
      ];
      return named
        .filter((name) => !policy.dependsOn.includes(name))
        .map((name) => `${policy.name}: ${name}`);
    });
    expect(missing).toEqual([]);
  });

  test("reach every backend and pool of the plan", () => {
    const depended = new Set(policiesOf(recording).flatMap(({ dependsOn }) => dependsOn));
    const unused = recording.resources.filter(
      ({ type, name }) => type.endsWith(":Backend") && !depended.has(name),
    );
    expect(unused.map(({ name }) => name)).toEqual([]);
  });

  test("are attached as they were rendered", () => {
    expect(new Set(policiesOf(recording).map(({ inputs }) => inputs.format))).toEqual(new Set(["rawxml"]));
  });
});

test("every resource is in the tree of a component", async () => {
  const recording = await recordDeployed("prod");
  const orphans = recording.resources.filter(({ custom, parent }) => custom && parent === undefined);
  expect(orphans).toEqual([]);
  const components = new Set(recording.resources.filter(({ custom }) => !custom).map(({ name }) => name));
  expect(recording.resources.filter(({ parent }) => parent !== undefined && !components.has(parent))).toEqual(
    [],
  );
});

test("a logical name stands for one resource of its type", async () => {
  const { resources } = await recordDeployed("prod");
  const names = resources.map(({ type, name }) => `${type} ${name}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test("a move to another gateway makes the new entities before it deletes the old ones, and never a service first", async () => {
  const { resources } = await recordDeployed("prod");
  const kinds = (createFirst: boolean) => [
    ...new Set(
      resources
        .filter((resource) => resource.custom && resource.createFirst === createFirst)
        .map(({ type }) => type.split(":").slice(1).join(":")),
    ),
  ];
  expect(kinds(true).sort()).toEqual([
    "apimanagement:Api",
    "apimanagement:ApiDiagnostic",
    "apimanagement:ApiOperation",
    "apimanagement:ApiPolicy",
    "apimanagement:Backend",
    "apimanagement:Logger",
    "apimanagement:NamedValue",
    "apimanagement:PolicyFragment",
    "apimanagement:Subscription",
    "authorization:RoleAssignment",
    "index/randomPassword:RandomPassword",
  ]);
  const others = resources.filter(
    ({ custom, createFirst, type }) =>
      custom && !createFirst && kinds(true).includes(type.split(":").slice(1).join(":")),
  );
  // What nobody serves may be away for a moment; their ids have changed once.
  expect([...new Set(others.map(({ name }) => name.replace(/^gateway-api-(azure|v1)-/, "")))].sort()).toEqual(
    ["other-delete", "other-get", "other-post"],
  );
});
