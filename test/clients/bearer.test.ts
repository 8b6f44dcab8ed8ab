import OpenAI from "openai";
import { clientFleet, startClientFleet } from "./clientFleet";

const fleet = clientFleet();

const client = (apiKey: string, path = "/openai/v1") =>
  new OpenAI({ baseURL: `${fleet.url}${path}`, apiKey, maxRetries: 0 });
const messages = [{ role: "user" as const, content: "hello" }];

test.each(["/openai/v1", "/regions/eastus2/openai/v1"])(
  "OpenAI needs no more than the URL %s and the consumer's key",
  async (path) => {
    const { choices } = await client(fleet.key("checkout"), path).chat.completions.create({
      model: "gpt-5.4",
      messages,
    });
    expect(choices[0]?.message.content).toBe("from gpt-5.4-ptu");
    expect(fleet.lastCall().headers.authorization).toMatch(/^Bearer eyJ/);
    expect(JSON.stringify(fleet.lastCall().headers)).not.toContain(fleet.key("checkout"));
  },
);

test("each key is its own consumer's, with its models and limit", async () => {
  const names: string[] = [];
  for await (const { id } of client(fleet.key("claims")).models.list()) names.push(id);
  expect(names).toEqual(["claims-triage", "gpt-5.4", "text-embedding-3-large"]);
  const { headers } = await fetch(`${fleet.url}/openai/v1/embeddings`, {
    method: "POST",
    headers: { authorization: `bearer ${fleet.key("claims")}`, "content-type": "application/json" },
    body: '{"model":"text-embedding-3-large","input":"x"}',
  });
  expect(headers.get("x-ratelimit-limit-tokens")).toBe("80000");
});

test("the header api-key still goes", async () => {
  const response = await fetch(`${fleet.url}/openai/v1/models`, {
    headers: { "api-key": fleet.key("checkout") },
  });
  expect(response.status).toBe(200);
});

test.each([
  ["none", {}],
  ["a wrong bearer key", { authorization: "Bearer 0123456789abcdef0123456789abcdef" }],
  ["an empty one", { authorization: "Bearer " }],
  ["a token of somebody", { authorization: "Bearer a.b.c" }],
  ["a key as basic authentication", { authorization: "Basic 0123456789abcdef0123456789abcdef" }],
  ["a wrong key", { "api-key": "0123456789abcdef0123456789abcdef" }],
  ["something endless", { authorization: `Bearer ${"x".repeat(8000)}` }],
])("%s is refused in OpenAI's shape", async (_, headers) => {
  const response = await fetch(`${fleet.url}/openai/v1/models`, {
    headers: headers as Record<string, string>,
  });
  const { error } = (await response.json()) as { error: Record<string, string> };
  expect([response.status, error.code, error.message]).toEqual([
    401,
    "invalid_api_key",
    "The request names no consumer of this fleet: send the consumer's key in the header api-key or as Authorization: Bearer.",
  ]);
});

test("a hash is not a key", async () => {
  const { createHash } = await import("node:crypto");
  const hash = createHash("sha256").update(fleet.key("checkout")).digest("base64");
  for (const key of [hash, hash.slice(0, 20)])
    await expect(client(key).models.list()).rejects.toThrow(OpenAI.AuthenticationError);
});

test("where bearer keys are off, `OpenAI` is told so, and is served with the header", async () => {
  const off = await startClientFleet("dev", (yaml) =>
    yaml.replace("gateway:\n", "gateway:\n  bearerKeys: off\n"),
  );
  try {
    const apiKey = off.key("playground");
    const options = { baseURL: `${off.url}/openai/v1`, apiKey, maxRetries: 0 };
    await expect(new OpenAI(options).models.list()).rejects.toThrow(OpenAI.AuthenticationError);
    const client = new OpenAI({ ...options, defaultHeaders: { "api-key": apiKey } });
    expect((await client.models.list()).data.map(({ id }) => id)).toContain("gpt-5.4");
  } finally {
    await off.close();
  }
});
