import { clientFleet } from "./clientFleet";
import recorded from "./recorded/python.json";
import type { Recorded } from "./recorded/recorded";

const fleet = clientFleet();

async function replay({ method, url, headers, body }: Recorded) {
  const sent = Object.entries(headers).map(([name, value]) => [
    name,
    value.replace("KEY", fleet.key("checkout")),
  ]);
  return fetch(`${fleet.url}${url}`, {
    method,
    headers: Object.fromEntries(sent),
    ...(body === "" ? {} : { body }),
  });
}

const named = (recorded as unknown as readonly Recorded[]).map((request, index) => {
  const { stream } = request.body.startsWith("{") ? JSON.parse(request.body) : { stream: false };
  return [
    `${request.client}, ${index}: ${request.url.split("?")[0]}${stream ? ", streamed" : ""}`,
    request,
  ] as const;
});

test.each(named.filter(([, { client }]) => client !== "azure with a token"))("%s", async (_, request) => {
  const response = await replay(request);
  expect([response.status, response.status === 200 ? "" : await response.clone().text()]).toEqual([200, ""]);
  const text = await response.text();
  if (request.url.includes("/models")) return expect(JSON.parse(text).data.length).toBeGreaterThan(0);
  // The account has the caller's body, but for the name of the deployment.
  const { body, bytes, headers } = fleet.lastCall();
  if (request.headers["content-type"] === "application/json")
    expect({ ...body, model: "" }).toEqual({ ...JSON.parse(request.body), model: "" });
  else expect(bytes.toString()).toBe(request.body);
  expect(Object.keys(headers).filter((name) => name.startsWith("x-stainless"))).toEqual([]);
  return expect(text).not.toBe("");
});

test("a fleet that takes no tokens says so to a client that has one", async () => {
  const [[, request] = []] = named.filter(([, { client }]) => client === "azure with a token");
  const response = await replay(request as Recorded);
  expect([response.status, await response.json()]).toEqual([
    401,
    { error: expect.objectContaining({ code: "invalid_api_key", type: "invalid_request_error" }) },
  ]);
});

test("every library was recorded on each of its ways", () => {
  const count = (client: string) => named.filter(([, request]) => request.client === client).length;
  expect(
    ["openai", "azure", "azure with a token", "litellm openai", "litellm azure"].map((client) =>
      count(client),
    ),
  ).toEqual([8, 9, 1, 4, 4]);
});
