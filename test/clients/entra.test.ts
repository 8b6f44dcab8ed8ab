import OpenAI, { AzureOpenAI } from "openai";
import { type ClientFleet, startClientFleet } from "./clientFleet";

const tenant = "11111111-0000-4000-8000-000000000001";
const application = "22222222-0000-4000-8000-000000000001";
/** What clients ask Entra for when nobody tells them another scope, and an audience of the fleet's own. */
const audiences = ["https://cognitiveservices.azure.com", "api://fleet"];

let fleet: ClientFleet;
beforeAll(async () => {
  fleet = await startClientFleet("prod", (yaml) =>
    yaml
      .replace(
        "  surfaces:",
        `  entra: { tenantId: ${tenant}, audience: [${audiences.join(", ")}] }\n  surfaces:`,
      )
      .replace("  checkout:\n", `  checkout:\n    entraApplications: [${application}]\n`),
  );
});
afterAll(() => fleet.close());

const token = async (claims: object = {}) => {
  const response = await fetch(`${fleet.url}/.gateway/tokens`, {
    method: "POST",
    body: JSON.stringify({ tenant, claims: { aud: audiences[0], azp: application, ...claims } }),
  });
  return ((await response.json()) as { token: string }).token;
};
const model = "gpt-5.4";
const messages = [{ role: "user" as const, content: "hello" }];

const azure = (claims: object = {}, asked: string[] = []) =>
  new AzureOpenAI({
    endpoint: fleet.url,
    apiVersion: "2024-10-21",
    maxRetries: 0,
    azureADTokenProvider: async () => {
      const made = await token(claims);
      asked.push(made);
      return made;
    },
  });
const v1 = (claims: object = {}) =>
  new OpenAI({ baseURL: `${fleet.url}/openai/v1`, maxRetries: 0, apiKey: () => token(claims) });

describe.each([
  ["AzureOpenAI with azureADTokenProvider", azure],
  ["OpenAI with a provider of tokens as its key", v1],
] as const)("%s", (_, client) => {
  test.each(audiences)("is served, whole and streamed, with tokens for %s", async (aud) => {
    const { choices } = await client({ aud }).chat.completions.create({ model, messages });
    expect(choices[0]?.message.content).toBe("from gpt-5.4-ptu");
    let streamed = "";
    const stream = await client({ aud }).chat.completions.create({ model, messages, stream: true });
    for await (const chunk of stream) streamed += chunk.choices[0]?.delta.content ?? "";
    expect(streamed).toBe("from gpt-5.4-ptu");
    const { output_text } = await client({ aud }).responses.create({ model, input: "hello" });
    expect(output_text).toBe("from gpt-5.4-ptu");
  });

  test("is told in its own error why a token was refused", async () => {
    const error = await client({ exp: 1_700_000_000, nbf: 1_600_000_000 })
      .chat.completions.create({ model, messages })
      .catch((failed: unknown) => failed);
    expect(error).toBeInstanceOf(OpenAI.AuthenticationError);
    expect(error).toMatchObject({
      status: 401,
      code: "token_expired",
      message: expect.stringContaining("The token expired at 2023-11-14 22:13:20 UTC"),
    });
  });
});

test("AzureOpenAI asks its provider for each request, and no token reaches an account", async () => {
  const asked: string[] = [];
  const client = azure({}, asked);
  fleet.accounts.calls.length = 0;
  await client.chat.completions.create({ model, messages });
  await client.embeddings.create({ model: "text-embedding-3-large", input: "hello" });
  expect(asked).toHaveLength(2);
  const reached = JSON.stringify(fleet.accounts.calls.map(({ headers }) => headers));
  for (const given of asked) expect(reached).not.toContain(given.split(".")[2]);
});
