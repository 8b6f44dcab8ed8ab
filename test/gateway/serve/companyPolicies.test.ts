import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ServedFolder, serveFolder } from "apim-gateway";
import { type Accounts, startAccounts } from "./accounts";
import { stackWorld } from "./stackWorld";

jest.setTimeout(60_000);

/** Denies by header in its own words, by a policy, by a limit; fails; and notes what it saw. */
const before = `<fragment>
  <choose>
    <when condition="@(context.Request.Headers.GetValueOrDefault("x-department", "") == "closed")">
      <return-response>
        <set-status code="403" reason="Forbidden" />
        <set-header name="Content-Type" exists-action="override"><value>application/json</value></set-header>
        <set-body>{"denied":"by the company"}</set-body>
      </return-response>
    </when>
    <when condition="@(context.Request.Headers.GetValueOrDefault("x-department", "") == "limited")">
      <rate-limit-by-key calls="1" renewal-period="20" counter-key="company" />
    </when>
    <when condition="@(context.Request.Headers.GetValueOrDefault("x-department", "") == "broken")">
      <set-variable name="company-broken" value="@(int.Parse("x"))" />
    </when>
  </choose>
  <check-header name="x-department" ignore-case="true" failed-check-httpcode="403"
    failed-check-error-message="Say which department pays: header x-department." />
  <set-variable name="company-department" value="@(context.Request.Headers["x-department"][0])" />
  <set-header name="x-company-early" exists-action="override"><value>gone</value></set-header>
</fragment>
`;
const after = `<fragment>
  <set-header name="x-company-department" exists-action="override">
    <value>@((string)context.Variables["company-department"] + " " + (string)context.Variables["consumer"] + " " + (string)context.Variables["model"])</value>
  </set-header>
</fragment>
`;
const outbound = `<?xml version="1.0"?>
<fragment>
  <set-header name="x-company" exists-action="override"><value>contoso</value></set-header>
</fragment>
`;
const onError = `<fragment>
  <choose>
    <when condition="@(context.Request.Headers.GetValueOrDefault("x-badge", "") == "teapot")">
      <return-response><set-status code="418" reason="Teapot" /></return-response>
    </when>
  </choose>
</fragment>
`;
const files = {
  "policies/before.xml": before,
  "policies/after.xml": after,
  "policies/outbound.xml": outbound,
  "policies/onError.xml": onError,
};
const withPolicies = (yaml: string) =>
  yaml.replace(
    "\nnetwork:",
    `  policies:
    inbound: { before: policies/before.xml, after: policies/after.xml }
    outbound: policies/outbound.xml
    onError: policies/onError.xml

network:`,
  );

let world: Awaited<ReturnType<typeof stackWorld>>;
let accounts: Accounts;
let gateway: ServedFolder;
const logged: string[] = [];

beforeAll(async () => {
  world = await stackWorld("dev", withPolicies, files);
  accounts = await startAccounts();
  gateway = await serveFolder(world.dir, {
    port: 0,
    backends: new Map([["*", accounts.origin]]),
    onEvent: (event) => logged.push(JSON.stringify(event)),
  });
});
afterAll(async () => {
  await gateway.close(0);
  await accounts.close();
  world.remove();
});
beforeEach(() => {
  accounts.behave(undefined);
  accounts.calls.length = 0;
});

const surfaces = {
  v1: "/openai/v1/chat/completions",
  azure: "/openai/deployments/gpt-5.4/chat/completions?api-version=2024-10-21",
  regional: "/regions/francecentral/openai/v1/chat/completions",
};

function send(surface: keyof typeof surfaces, department: string | undefined, body: object = {}) {
  return fetch(`${gateway.url}${surfaces[surface]}`, {
    method: "POST",
    headers: {
      "api-key": world.key("playground"),
      "Content-Type": "application/json",
      ...(department === undefined ? {} : { "x-department": department }),
    },
    body: JSON.stringify({ model: "gpt-5.4", messages: [{ role: "user", content: "hello" }], ...body }),
  });
}

async function refusal(response: Response) {
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  return [response.status, error.code, error.message];
}

describe.each(Object.keys(surfaces) as (keyof typeof surfaces)[])("on the surface %s", (surface) => {
  test("what a company's policy sets last reaches the account, and what callers send does not", async () => {
    const response = await send(surface, "claims");
    expect([response.status, response.headers.get("x-company")]).toEqual([200, "contoso"]);
    await response.text();
    const { headers } = accounts.calls[0] as Accounts["calls"][number];
    expect([headers["x-company-department"], headers["x-department"], headers["x-company-early"]]).toEqual([
      "claims playground gpt-5.4",
      undefined,
      undefined,
    ]);
    expect(headers.authorization).toMatch(/^Bearer /);
  });

  test("its answers pass as they are, and the messages of its policies in OpenAI's shape", async () => {
    const own = await send(surface, "closed");
    expect([own.status, await own.text()]).toEqual([403, '{"denied":"by the company"}']);
    expect(await refusal(await send(surface, undefined))).toEqual([
      403,
      "refused",
      "Say which department pays: header x-department.",
    ]);
    expect(accounts.calls).toEqual([]);
  });

  test("where it fails the caller gets 500 with the id of the request, and nothing of the reason", async () => {
    const [status, code, message] = await refusal(await send(surface, "broken"));
    expect([status, code]).toEqual([500, "internal_error"]);
    expect(message).toMatch(/^The gateway could not handle the request\. Quote request [\w-]{36}\.$/);
    expect(accounts.calls).toEqual([]);
  });

  test("an account's stream passes at once although a policy sets headers on it", async () => {
    let finish = () => {};
    accounts.behave((_, response) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.write("data: one\n\n");
      finish = () => response.end("data: [DONE]\n\n");
    });
    const response = await send(surface, "claims", { stream: true });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    expect(Buffer.from((await reader.read()).value as Uint8Array).toString()).toBe("data: one\n\n");
    expect(response.headers.get("x-company")).toBe("contoso");
    finish();
    while (!(await reader.read()).done);
  });
});

test("a company's limit is the caller's: 429 with its own time, and no account is left alone for it", async () => {
  const first = await send("v1", "limited");
  expect(first.status).toBe(200);
  await first.text();
  accounts.calls.length = 0;
  for (const surface of ["v1", "azure"] as const) {
    const limited = await send(surface, "limited");
    expect([limited.status, Number(limited.headers.get("Retry-After")) > 10]).toEqual([429, true]);
    const { error } = (await limited.json()) as { error: { code: string; message: string } };
    expect([error.code, error.message]).toEqual([
      "rate_limit_exceeded",
      expect.stringMatching(/^Rate limit is exceeded\. Try again in \d+ seconds\.$/),
    ]);
  }
  const others = await send("v1", "claims");
  expect(others.status).toBe(200);
  await others.text();
  // The first member, at the first attempt.
  expect(accounts.calls.map(({ account, deployment }) => [account.split("-")[3], deployment])).toEqual([
    ["swec", "gpt-5.4-ptu"],
  ]);
});

test("a company may answer a failure itself; what the accounts refuse ends as it does without", async () => {
  const failed = await fetch(`${gateway.url}${surfaces.v1}`, {
    method: "POST",
    headers: { "api-key": world.key("playground"), "x-badge": "teapot" },
    body: '{"model":"gpt-5.4","messages":[]}',
  });
  expect(failed.status).toBe(418);
  accounts.behave((_, response) => response.writeHead(500).end());
  expect((await refusal(await send("azure", "claims"))).slice(0, 2)).toEqual([503, "service_unavailable"]);
});

test("a running gateway follows a changed policy, which is one resource of the world", async () => {
  const holding = readdirSync(world.dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file, "utf8").includes("contoso</value>"));
  expect(holding.length).toBe(1);
  const [file = ""] = holding;
  writeFileSync(file, readFileSync(file, "utf8").replace("contoso</value>", "fabrikam</value>"));
  const seen = async () => {
    const response = await send("v1", "claims");
    await response.text();
    return response.headers.get("x-company");
  };
  for (const until = Date.now() + 10_000; (await seen()) !== "fabrikam" && Date.now() < until; )
    await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await seen()).toBe("fabrikam");
});

test("an owner's policy of the service speaks for itself as well, before and beside the fleet's", async () => {
  const owned = await stackWorld("dev");
  const { id } = owned.configuration.service;
  writeFileSync(
    join(owned.dir, "owner.json"),
    JSON.stringify({
      id: `${id}/policies/policy`,
      name: "policy",
      type: "Microsoft.ApiManagement/service/policies",
      properties: {
        format: "rawxml",
        value: `<policies><inbound>
          <check-header name="x-badge" ignore-case="true" failed-check-httpcode="403" failed-check-error-message="Show your badge." />
        </inbound><backend><forward-request /></backend><outbound /><on-error /></policies>`,
      },
    }),
  );
  const served = await serveFolder(owned.dir, { port: 0, backends: new Map([["*", accounts.origin]]) });
  for (const surface of ["v1", "azure"] as const) {
    const ask = (badge: Record<string, string>) =>
      fetch(`${served.url}${surfaces[surface]}`, {
        method: "POST",
        headers: { "api-key": owned.key("playground"), "Content-Type": "application/json", ...badge },
        body: '{"model":"gpt-5.4","messages":[]}',
      });
    expect(await refusal(await ask({}))).toEqual([403, "refused", "Show your badge."]);
    const shown = await ask({ "x-badge": "7" });
    expect(shown.status).toBe(200);
    await shown.text();
  }
  await served.close(0);
  owned.remove();
});
