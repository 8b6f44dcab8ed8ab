import fc from "fast-check";
import { policyFiles } from "../../infra/rendering/policyFiles";
import { renderPolicies } from "../../infra/rendering/renderPolicies";
import { fleetOf, renamed, rendered, stack } from "./fleets";
import { all, attribute, csharp, read, structure } from "./readers";

describe("the documents of a fleet", () => {
  test("are the APIs and the fragments", () => {
    const { fragments, apis } = rendered("prod");
    expect(apis.map(({ surface }) => surface)).toEqual(["azure", "v1", "regional"]);
    expect(fragments.map(({ id }) => id)).toEqual([
      "aoai-authenticate",
      "aoai-keys",
      "aoai-consumers",
      "aoai-find-model",
      "aoai-request-headers",
      "aoai-identity",
      "aoai-read-body",
      "aoai-seek-model",
      "aoai-follow-ups",
      "aoai-split-body",
      "aoai-route-claims-triage",
      "aoai-route-gpt-5-4",
      "aoai-route-gpt-5-4-eu",
      "aoai-route-gpt-5-5",
      "aoai-route-gpt-5-6-luna",
      "aoai-route-text-embedding-3-large",
      "aoai-route-text-embedding-3-large-eu",
      "aoai-headroom",
      "aoai-begin",
      "aoai-judge",
      "aoai-choose",
      "aoai-ask",
      "aoai-attempt",
      "aoai-give-up",
      "aoai-answer",
      "aoai-limit-reached",
      "aoai-failure",
      "aoai-metrics",
    ]);
  });

  test("hold the callers' addresses first, where the file names any", () => {
    const { topology, plan } = stack("dev");
    const allowedIps = ["203.0.113.0/24", "198.51.100.7", "198.51.100.128/25"];
    const { apis, fragments } = renderPolicies(
      { ...topology, gateway: { ...topology.gateway, allowedIps } },
      plan,
    );
    expect(fragments[0]?.xml.split("\n").slice(4)).toEqual([
      '  <ip-filter id="fleet-allowed-ips" action="allow">',
      "    <address>198.51.100.7</address>",
      '    <address-range from="203.0.113.0" to="203.0.113.255" />',
      '    <address-range from="198.51.100.128" to="198.51.100.255" />',
      "  </ip-filter>",
      "</fragment>",
      "",
    ]);
    for (const { xml } of apis)
      expect(xml.indexOf(`fragment-id="${fragments[0]?.id}"`)).toBe(xml.indexOf('fragment-id="'));
  });

  test("are the same bytes each time", () => {
    const { topology, plan } = stack("prod");
    expect(renderPolicies(topology, plan)).toEqual(renderPolicies(topology, plan));
  });

  test("each say that they are generated, from what, and how to do it again", () => {
    const first = [...policyFiles(rendered("dev"))].map(([file, xml]) => [file, xml.split("\n")[0]]);
    for (const [file, line] of first) {
      const kind = file?.split("/")[0];
      expect([file, line]).toEqual([
        file,
        expect.stringMatching(
          new RegExp(
            `^<!-- Generated from policies/${kind}/[a-z0-9-]+\\.xml\\.hbs\\. Do not edit: change the template or the topology and run \`npm run golden\`\\. -->$`,
          ),
        ),
      ]);
    }
    expect(first.length).toBe(26);
  });

  test("hold no blank line and no tab", () => {
    const untidy = [...policyFiles(rendered("prod"))]
      .filter(([, xml]) => /\n\s*\n|\t/.test(xml))
      .map(([file]) => file);
    expect(untidy).toEqual([]);
  });

  test("forward every surface in the same bounded way", () => {
    for (const { surface, xml } of rendered("prod").apis) {
      const [retry] = all(read(xml), "retry");
      const forwards = all(read(xml), "forward-request");
      expect([
        surface,
        retry?.attributes.map(({ name, value }) => (name === "condition" ? name : `${name}=${value}`)),
        forwards.map(({ attributes }) => attributes.map(({ name, value }) => `${name}=${value}`)),
      ]).toEqual([
        surface,
        ["condition", "count=7", "interval=0", "first-fast-retry=true"],
        [
          // What nobody reads: once, as it arrives.
          ...(surface === "v1"
            ? []
            : [["timeout=240", "buffer-request-body=false", "buffer-response=false"]]),
          [
            'timeout=@(((int)context.Variables["limit"]))',
            "buffer-request-body=true",
            "buffer-response=false",
          ],
        ],
      ]);
    }
  });

  test("name the gateway's identity by a named value and one audience only", () => {
    const { fragments } = rendered("prod");
    const uses = fragments.flatMap(({ xml }) => all(read(xml), "authentication-managed-identity"));
    expect(uses.map((use) => use.attributes.map(({ name, value }) => `${name}=${value}`))).toEqual([
      [
        "resource=https://cognitiveservices.azure.com",
        "client-id={{aoai-identity-client-id}}",
        "output-token-variable-name=identity-token",
        "ignore-error=false",
      ],
    ]);
  });

  test("a consumer's limit is its own literal", () => {
    const [consumers] = rendered("prod").fragments.filter(({ id }) => id === "aoai-consumers");
    const limits = all(read(consumers?.xml ?? ""), "llm-token-limit").map((limit) =>
      limit.attributes
        .filter(({ name }) => !name.endsWith("variable-name"))
        .map(({ name, value }) => `${name}=${value}`),
    );
    expect(limits).toEqual([
      [
        "id=fleet-token-limit",
        "counter-key=aoai-prod-batch-summaries",
        "tokens-per-minute=50000",
        "token-quota=500000000",
        "token-quota-period=Monthly",
        "estimate-prompt-tokens=false",
      ],
      [
        "id=fleet-token-limit",
        "counter-key=aoai-prod-checkout",
        "tokens-per-minute=200000",
        "estimate-prompt-tokens=false",
      ],
      [
        "id=fleet-token-limit",
        "counter-key=aoai-prod-claims",
        "tokens-per-minute=80000",
        "estimate-prompt-tokens=false",
      ],
    ]);
  });

  test("a fleet without limits of single models, or of requests, has nothing of them in its policies", () => {
    const files = [...policyFiles(rendered("prod"))].map(([, xml]) => xml).join("");
    expect(files).not.toMatch(
      /model-remaining|"remaining-requests|rate-limit-by-key calls|quota-by-key calls/,
    );
  });

  test("a consumer with a residency has routes of its own", () => {
    const [consumers] = rendered("prod").fragments.filter(({ id }) => id === "aoai-consumers");
    const models = all(read(consumers?.xml ?? ""), "set-variable").filter(
      (one) => attribute(one, "name") === "models",
    );
    expect(models.map((one) => JSON.parse(attribute(one, "value") ?? ""))[2]).toEqual({
      "claims-triage": "claims-triage",
      "gpt-5.4": "gpt-5-4-eu",
      "text-embedding-3-large": "text-embedding-3-large-eu",
    });
  });
});

describe("values of the topology", () => {
  const { topology, plan } = stack("prod");
  const entra = {
    ...topology,
    gateway: {
      ...topology.gateway,
      // Its named values have the consumers' names, which the schema keeps plain.
      bearerKeys: "off" as const,
      entra: { tenantId: ["T-TENANT"], audience: ["T-AUDIENCE"], require: "either" as const },
    },
    consumers: topology.consumers.map((consumer, index) => ({
      ...consumer,
      entraApplications: [`app-${index}`],
      entraRoles: [`role-${index}`],
      modelLimits: [
        {
          model: "gpt-5.4",
          tokensPerMinute: 5,
          requestsPerMinute: 6,
          tokenQuota: { tokens: 7, period: "Daily" },
          requestQuota: undefined,
        },
      ],
    })),
  };
  const usual = structureOf(entra, plan);
  const text = fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 20 }),
    fc
      .array(
        fc.constantFrom(
          "@(",
          "@{",
          "{{",
          "}}",
          "]]>",
          "<",
          ">",
          "&",
          '"',
          "'",
          "\\",
          "--",
          "-->",
          "<base />",
          "\u0000",
          "\n",
          "😀",
          "x",
        ),
        { minLength: 1, maxLength: 6 },
      )
      .map((parts) => parts.join("")),
  );

  test("never change the structure of a document, whatever they are", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(text, { minLength: 7, maxLength: 7, selector: (value) => value.toLowerCase() }),
        (values) => {
          const [consumer, model, deployment, account, tenant, audience, application] = values.map(
            (value) => `~${value}`,
          ) as [string, string, string, string, string, string, string];
          const names = {
            checkout: consumer,
            "gpt-5.4": model,
            "gpt-5.4-ptu": deployment,
            swedencentral: account,
            "T-TENANT": tenant,
            "T-AUDIENCE": audience,
            "app-0": application,
            "role-0": application,
          };
          expect(structureOf(renamed(entra, names), renamed(plan, names))).toEqual(usual);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("come back as they were from every place", () => {
    fc.assert(
      fc.property(text, text, (some, other) => {
        const consumer = `~${some}`;
        const model = `~~${other}`;
        const names = { checkout: consumer, "gpt-5.4": model };
        const { fragments } = renderPolicies(renamed(entra, names), renamed(plan, names));
        const tree = read(fragments.find(({ id }) => id === "aoai-consumers")?.xml ?? "");
        const start = `@((string)context.Variables["consumer"] == `;
        const conditions = all(tree, "when").flatMap((when) => {
          const condition = attribute(when, "condition") ?? "";
          return condition.startsWith(start) ? [csharp(condition.slice(start.length, -1))] : [];
        });
        expect(conditions).toEqual(["batch-summaries", consumer, "claims"]);
        const models = all(tree, "set-variable").filter((one) => attribute(one, "name") === "models");
        expect(Object.keys(JSON.parse(attribute(models[1] as never, "value") ?? ""))).toContain(model);
      }),
      { numRuns: 60 },
    );
  });

  function structureOf(someTopology: typeof topology, somePlan: typeof plan): unknown {
    return [...policyFiles(renderPolicies(someTopology, somePlan)).values()].map((xml) =>
      structure(read(xml)),
    );
  }
});

describe("a fleet beyond the stacks", () => {
  const yaml = (consumers: string, rest = "") => `
environment: test
workload: aoai
gateway:
  location: swedencentral
  publisher: { name: Contoso, email: a@contoso.example }
  sku: { name: BasicV2 }
  ${rest}
network: { access: public }
models:
  gpt-5.4: { version: "2026-03-05", payg: GlobalStandard }
regions:
  swedencentral: { deployments: { gpt-5.4: { payg: 50 } } }
consumers: ${consumers}
`;

  test("without consumers renders APIs that refuse everybody", () => {
    const { topology, plan } = fleetOf(yaml("{}"));
    const { fragments } = renderPolicies(topology, plan);
    expect(fragments.map(({ id }) => id).filter((id) => id.includes("consumers"))).toEqual([]);
  });

  test("with many consumers is split into fragments below the limit of 32 KB, each consumer in one", () => {
    const names = Array.from({ length: 150 }, (_, index) => `team-${index + 100}`);
    const { topology, plan } = fleetOf(
      yaml(`\n${names.map((name) => `  ${name}: { tokensPerMinute: 1000 }`).join("\n")}`),
    );
    const { fragments, apis } = renderPolicies(topology, plan);
    const parts = fragments.filter(({ id }) => id.startsWith("aoai-consumers"));
    expect(parts.map(({ id }) => id)).toEqual([
      "aoai-consumers",
      "aoai-consumers-2",
      "aoai-consumers-3",
      "aoai-consumers-4",
    ]);
    expect(parts.filter(({ xml }) => Buffer.byteLength(xml) > 32 * 1024)).toEqual([]);
    const found = parts.flatMap(({ xml }) =>
      [...xml.matchAll(/counter-key="aoai-test-([^"]+)"/g)].map(([, name]) => name),
    );
    expect(found).toEqual(names);
    const included = all(read(apis[0]?.xml ?? ""), "include-fragment").map((one) =>
      attribute(one, "fragment-id"),
    );
    expect(included.slice(0, 6)).toEqual(["aoai-authenticate", "aoai-keys", ...parts.map(({ id }) => id)]);
  });

  test("checks Entra tokens, and knows consumers by what they name in the stated order", () => {
    const { topology, plan } = fleetOf(
      yaml(
        "{ web: { tokensPerMinute: 1000, entraGroups: [0CCCCCCC-0000-4000-8000-000000000001], entraApplications: [0AAAAAAA-0000-4000-8000-000000000001] }, other: { class: critical, tokensPerMinute: 1, entraGroups: [0bbbbbbb-0000-4000-8000-000000000001], entraRoles: [Use] } }",
        "entra: { tenantId: 00000000-0000-4000-8000-0000000000ff, audience: api://fleet }",
      ),
    );
    const [authenticate] = renderPolicies(topology, plan).fragments;
    const tree = read(authenticate?.xml ?? "");
    const [validate] = all(tree, "validate-azure-ad-token");
    expect(validate?.attributes.map(({ name, value }) => `${name}=${value}`)).toEqual([
      "id=fleet-token",
      "tenant-id=00000000-0000-4000-8000-0000000000ff",
      "header-name=Authorization",
      "failed-validation-httpcode=401",
      "failed-validation-error-message=The token is not valid for this fleet.",
      "output-token-variable-name=caller-token",
    ]);
    const owners = all(tree, "set-variable").find((one) => attribute(one, "name") === "token-owners");
    expect(JSON.parse(attribute(owners as never, "value") ?? "")).toEqual([
      { claim: "azp", value: "0aaaaaaa-0000-4000-8000-000000000001", consumer: "web" },
      { claim: "roles", value: "Use", consumer: "other" },
      { claim: "groups", value: "0bbbbbbb-0000-4000-8000-000000000001", consumer: "other" },
      { claim: "groups", value: "0ccccccc-0000-4000-8000-000000000001", consumer: "web" },
    ]);
    expect(all(tree, "audience").map(({ text }) => text)).toEqual(["api://fleet"]);
  });

  test("that goes over a limit of API Management is refused with the rule's name", () => {
    const { topology, plan } = stack("dev");
    const consumers = [
      { ...(topology.consumers[0] as (typeof topology.consumers)[0]), name: "x".repeat(40_000) },
    ];
    const gateway = { ...topology.gateway, bearerKeys: "off" as const };
    expect(() => renderPolicies({ ...topology, gateway, consumers }, plan)).toThrow(
      /^API Management would refuse a policy:\nfragments\/aoai-consumers\.xml:2:1: document-size: The document has \d+ bytes; at most 32768 are accepted\.$/,
    );
  });
});
