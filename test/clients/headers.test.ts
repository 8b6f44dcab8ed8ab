import { readFileSync } from "node:fs";
import { join } from "node:path";
import { requestHeaders, usualHeaders } from "../../infra/rendering/headers";
import { clientFleet } from "./clientFleet";

const fleet = clientFleet();

const surfaces = {
  azure: "/openai/deployments/gpt-5.4/chat/completions",
  v1: "/openai/v1/chat/completions",
  regional: "/regions/eastus2/openai/v1/chat/completions",
};

async function send(path: string, headers: Readonly<Record<string, string>>) {
  const response = await fetch(`${fleet.url}${path}`, {
    method: "POST",
    headers: { "api-key": fleet.key("checkout"), "content-type": "application/json", ...headers },
    body: '{"model":"gpt-5.4","messages":[]}',
  });
  return [response.status, await response.json()] as const;
}

/** What the connection of the gateway to an account adds by itself. */
const own = ["authorization", "connection", "content-length", "host"];

describe.each(Object.entries(surfaces))("headers on the surface %s", (_, path) => {
  test("that would steer an account, or that hold a key, do not reach it", async () => {
    const [status] = await send(path, {
      "azureml-model-deployment": "somebody-elses",
      "X-HTTP-Method-Override": "DELETE",
      "X-Original-URL": "/openai/deployments/x",
      Proxy: "http://somewhere",
      "x-ms-spillover-deployment": "gpt-5.5-payg",
      "x-ms-anything": "1",
      "Ocp-Apim-Subscription-Key": "k",
      "x-made-up-just-now": "1",
    });
    expect(status).toBe(200);
    const { headers } = fleet.lastCall();
    const allowed = [...requestHeaders.map((name) => name.toLowerCase()), ...own];
    expect(Object.keys(headers).filter((name) => !allowed.includes(name))).toEqual([]);
  });

  test("that SDKs send for the account do", async () => {
    const wanted = {
      accept: "application/json",
      "openai-beta": "responses=v1",
      "idempotency-key": "once",
      "x-ms-client-request-id": "0000-1",
      traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      "user-agent": "OpenAI/JS 7.0",
      "content-type": "application/json; charset=utf-8",
    };
    const [status] = await send(path, wanted);
    expect(status).toBe(200);
    expect(fleet.lastCall().headers).toMatchObject(wanted);
  });
});

test("what is named beforehand is on no list of what may cross", () => {
  const allowed = requestHeaders.map((name) => name.toLowerCase());
  expect(usualHeaders.filter((name) => allowed.includes(name.toLowerCase()))).toEqual([]);
});

test("more than can be removed is refused, and 51 are not too many", async () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-own-${index}`, "1"]));
  expect((await send(surfaces.v1, many(51)))[0]).toBe(200);
  expect(Object.keys(fleet.lastCall().headers).filter((name) => name.startsWith("x-own"))).toEqual([]);
  fleet.accounts.calls.length = 0;
  expect(await send(surfaces.v1, many(52))).toEqual([
    431,
    expect.objectContaining({ error: expect.objectContaining({ code: "too_many_headers" }) }),
  ]);
  expect(fleet.accounts.calls).toEqual([]);
});

test("the list is written in policies/README.md", () => {
  const readme = readFileSync(join(__dirname, "../../policies/README.md"), "utf8");
  const [paragraph] = /^Headers: .*?`tracestate`/ms.exec(readme) ?? [""];
  expect([...paragraph.matchAll(/`([^`]+)`/g)].map(([, name]) => name)).toEqual([...requestHeaders]);
});
