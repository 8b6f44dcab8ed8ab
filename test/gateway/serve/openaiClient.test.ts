import { type ServedFolder, serveFolder } from "apim-gateway";
import OpenAI, { AzureOpenAI } from "openai";
import { type Accounts, refuse, startAccounts } from "./accounts";
import { stackWorld } from "./stackWorld";

jest.setTimeout(60_000);

let world: Awaited<ReturnType<typeof stackWorld>>;
let accounts: Accounts;
let gateway: ServedFolder;

beforeAll(async () => {
  world = await stackWorld("prod");
  accounts = await startAccounts();
});
afterAll(async () => {
  await accounts.close();
  world.remove();
});
// Breakers of one test must not matter to the next.
beforeEach(async () => {
  accounts.behave(undefined);
  accounts.calls.length = 0;
  gateway = await serveFolder(world.dir, {
    port: 0,
    backends: new Map([["*", accounts.origin]]),
    onEvent: (event) => {
      if (event.kind === "defect") throw event.error;
    },
  });
});
afterEach(() => gateway.close(0));

const azure = (options: { maxRetries?: number; timeout?: number } = {}) =>
  new AzureOpenAI({
    endpoint: gateway.url,
    apiKey: world.key("checkout"),
    apiVersion: "2024-10-21",
    maxRetries: 0,
    ...options,
  });
const v1 = (options: { maxRetries?: number; timeout?: number } = {}) =>
  new OpenAI({
    baseURL: `${gateway.url}/openai/v1`,
    apiKey: "the key goes in a header of its own",
    defaultHeaders: { "api-key": world.key("checkout") },
    maxRetries: 0,
    ...options,
  });
const surfaces = [
  ["azure", azure],
  ["v1", v1],
] as const;
const messages = [{ role: "user" as const, content: "hello" }];

describe.each(surfaces)("the openai package on the surface %s", (surface, client) => {
  test("has a chat completion from the PTU deployment of the nearest region", async () => {
    const { choices, usage } = await client().chat.completions.create({ model: "gpt-5.4", messages });
    expect(choices[0]?.message.content).toBe("from gpt-5.4-ptu");
    expect(usage?.total_tokens).toBe(8);
    expect(accounts.calls).toHaveLength(1);
    expect(accounts.calls[0]?.account).toMatch(/^oai-aoai-prod-use2/);
    expect(accounts.calls[0]?.headers["api-key"]).toBeUndefined();
    expect(accounts.calls[0]?.headers.authorization).toMatch(/^Bearer eyJ/);
  });

  test("has it streamed, with the token counts at the end where it asks for them", async () => {
    const stream = await client().chat.completions.create({
      model: "gpt-5.4",
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    const parts: string[] = [];
    let total = 0;
    for await (const { choices, usage } of stream) {
      parts.push(choices[0]?.delta.content ?? "");
      total = usage?.total_tokens ?? total;
    }
    expect(parts.join("")).toBe("from gpt-5.4-ptu");
    expect(total).toBe(8);
  });

  test("has embeddings", async () => {
    const { data } = await client().embeddings.create({
      model: "text-embedding-3-large",
      input: "hello",
      encoding_format: "float",
    });
    expect(data[0]?.embedding).toEqual([0.5, 1]);
  });

  test("does not notice that the PTU deployments are full", async () => {
    accounts.behave((call, response) =>
      call.deployment.endsWith("-ptu") ? refuse(response, 429, { "retry-after": "3" }) : false,
    );
    const { choices } = await client().chat.completions.create({ model: "gpt-5.4", messages });
    expect(choices[0]?.message.content).toBe("from gpt-5.4-payg");
  });

  test("does not notice that accounts refuse connections", async () => {
    accounts.behave((call, response) => (call.account.includes("use2") ? response.socket?.destroy() : false));
    const { choices } = await client().chat.completions.create({ model: "gpt-5.4", messages });
    expect(choices[0]?.message.content).toMatch(/^from gpt-5.4-/);
    expect(accounts.calls.at(-1)?.account).not.toContain("use2");
  });

  test("is told to come back when everything is throttled", async () => {
    accounts.behave((_, response) => refuse(response, 429, { "retry-after": "7" }));
    const failed = await client()
      .chat.completions.create({ model: "gpt-5.4", messages })
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(OpenAI.RateLimitError);
    const { headers, code } = failed as InstanceType<typeof OpenAI.RateLimitError>;
    expect(Number(headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(code).toBe("rate_limit_exceeded");
  });

  test("tries again by itself after the time that it is told", async () => {
    let throttled = true;
    accounts.behave((_, response) => (throttled ? refuse(response, 429, { "retry-after": "1" }) : false));
    setTimeout(() => {
      throttled = false;
    }, 500);
    const { choices } = await client({ maxRetries: 3 }).chat.completions.create({
      model: "gpt-5.4",
      messages,
    });
    expect(choices[0]?.message.content).toMatch(/^from gpt-5.4/);
  });

  test("gives up on its own timeout, and the call to the account is broken off", async () => {
    const gone = new Promise<void>((resolve) => {
      accounts.behave((_, response) => response.once("close", resolve));
    });
    const failed = await client({ timeout: 300 })
      .chat.completions.create({ model: "gpt-5.4", messages })
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(OpenAI.APIConnectionError);
    await gone;
  });

  test("sees a stream that breaks as broken", async () => {
    accounts.behave((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(
        `data: {"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"fro"}}]}\n\n`,
      );
      setTimeout(() => response.socket?.destroy(), 50);
    });
    const read = async () => {
      const stream = await client().chat.completions.create({ model: "gpt-5.4", messages, stream: true });
      let text = "";
      for await (const { choices } of stream) text += choices[0]?.delta.content ?? "";
      return text;
    };
    await expect(read()).rejects.toThrow();
  });

  test("is told which models there are when it asks for another", async () => {
    const failed = await client()
      .chat.completions.create({ model: "gpt-9", messages })
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(OpenAI.NotFoundError);
    expect((failed as Error).message).toContain("gpt-5.5");
    expect(accounts.calls).toEqual([]);
    expect(surface).toBeTruthy();
  });
});

// What a policy sees of an attempt without an answer is not documented: the fleet must survive either way.
test.each(["null", "error"])(
  "an account that refuses connections is left, whether the policies then see no response or a 500 (%s)",
  async (noResponseShown) => {
    await gateway.close(0);
    gateway = await serveFolder(world.dir, {
      port: 0,
      backends: new Map([["*", accounts.origin]]),
      settings: { noResponseShown },
    });
    accounts.behave((call, response) => (call.account.includes("use2") ? response.socket?.destroy() : false));
    for (const client of [azure, v1]) {
      const { choices } = await client().chat.completions.create({ model: "gpt-5.4", messages });
      expect(choices[0]?.message.content).toMatch(/^from gpt-5.4-/);
    }
    accounts.calls.length = 0;
    await azure().chat.completions.create({ model: "gpt-5.4", messages });
    // Everybody stays away from it for a while, but for one request that looks whether it is back.
    expect(accounts.calls.filter(({ account }) => account.includes("use2")).length).toBeLessThanOrEqual(1);
  },
);

test("the Responses API is served on the surface v1", async () => {
  const { output_text } = await v1().responses.create({ model: "gpt-5.4", input: "hello" });
  expect(output_text).toBe("from gpt-5.4-ptu");
});

test("a stored response is sent to the regional route by name, and never to a pool", async () => {
  const failed = await v1()
    .responses.create({ model: "gpt-5.4", input: "go on", previous_response_id: "resp_1" })
    .catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(OpenAI.BadRequestError);
  expect((failed as Error).message).toContain("/regions/{region}/openai/v1");
  expect(accounts.calls).toEqual([]);
});

test("a wrong key is refused, in the words of the service", async () => {
  const client = new AzureOpenAI({
    endpoint: gateway.url,
    apiKey: "wrong",
    apiVersion: "2024-10-21",
    maxRetries: 0,
  });
  const failed = await client.chat.completions
    .create({ model: "gpt-5.4", messages })
    .catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(OpenAI.AuthenticationError);
});
