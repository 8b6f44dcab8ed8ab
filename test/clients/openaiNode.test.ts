import OpenAI, { AzureOpenAI, toFile } from "openai";
import { clientFleet } from "./clientFleet";

const fleet = clientFleet();

const azure = (options: { apiVersion?: string } = {}) =>
  new AzureOpenAI({
    endpoint: fleet.url,
    apiKey: fleet.key("checkout"),
    apiVersion: "2024-10-21",
    maxRetries: 0,
    ...options,
  });
const v1 = (path = "/openai/v1") =>
  new OpenAI({
    baseURL: `${fleet.url}${path}`,
    apiKey: fleet.key("checkout"),
    maxRetries: 0,
  });
const surfaces = [
  ["azure", azure],
  ["v1", v1],
] as const;
const model = "gpt-5.4";
const messages = [{ role: "user" as const, content: "hello" }];

/** What a refused call says. @throws Error when it was not refused */
async function refusal(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (failed: unknown) => failed,
  );
  if (!(error instanceof OpenAI.APIError)) throw new Error(`Not refused: ${String(error)}`);
  return { status: error.status, code: error.code, message: error.message };
}

describe.each(surfaces)("openai for Node on the surface %s", (_, client) => {
  test("calls tools, and tells what they gave", async () => {
    const tools = [
      { type: "function" as const, function: { name: "weather", parameters: { type: "object" } } },
    ];
    const first = await client().chat.completions.create({ model, messages, tools });
    const call = first.choices[0]?.message.tool_calls?.[0];
    expect(call).toMatchObject({ function: { name: "weather" } });
    const { choices } = await client().chat.completions.create({
      model,
      tools,
      messages: [
        ...messages,
        { role: "assistant", tool_calls: first.choices[0]?.message.tool_calls ?? [] },
        { role: "tool", tool_call_id: call?.id ?? "", content: "rain" },
      ],
    });
    expect(choices[0]?.message.content).toBe("from gpt-5.4-ptu");
  });

  test("has responses, whole and streamed, from the deployments of the fleet", async () => {
    const { output_text } = await client().responses.create({ model, input: "hello" });
    expect(output_text).toBe("from gpt-5.4-ptu");
    let streamed = "";
    for await (const event of await client().responses.create({ model, input: "hello", stream: true }))
      if (event.type === "response.output_text.delta") streamed += event.delta;
    expect(streamed).toBe("from gpt-5.4-ptu");
    expect(fleet.accounts.calls.map(({ path }) => path)).toEqual([
      "/openai/v1/responses",
      "/openai/v1/responses",
    ]);
  });

  test("counts the tokens of a response, and compacts one", async () => {
    const { input_tokens } = await client().responses.inputTokens.count({ model, input: "hello" });
    expect(input_tokens).toBe(5);
    const { object } = await client().responses.compact({ model: model as never, input: "hello" });
    expect(object).toBe("response.compaction");
    expect(fleet.accounts.calls.map(({ path }) => path)).toEqual([
      "/openai/v1/responses/input_tokens",
      "/openai/v1/responses/compact",
    ]);
  });

  test("lists the models of its consumer, and describes one", async () => {
    const names: string[] = [];
    for await (const { id } of client().models.list()) names.push(id);
    expect(names).toContain("gpt-5.4");
    expect(await client().models.retrieve("GPT-5.4")).toMatchObject({ id: "gpt-5.4", object: "model" });
    expect(await refusal(client().models.retrieve("gpt-9"))).toMatchObject({
      status: 404,
      code: "model_not_found",
      message: expect.stringContaining("Available: claims-triage, gpt-5.4"),
    });
    expect(fleet.accounts.calls).toEqual([]);
  });

  test("makes images and speech", async () => {
    const { data } = await client().images.generate({ model, prompt: "a cat" });
    expect(data?.[0]?.b64_json).toBe("AAAA");
    const speech = await client().audio.speech.create({ model, voice: "alloy", input: "hello" });
    expect(await speech.text()).toBe("from gpt-5.4-ptu");
  });

  test("is told the regional route where files and batches live, whatever it sends them as", async () => {
    const file = await toFile(Buffer.from("{}"), "batch.jsonl");
    for (const call of [
      () => client().files.create({ file, purpose: "batch" }),
      async () => client().files.list(),
      () => client().files.delete("file-1"),
      async () => client().batches.list(),
      () => client().responses.retrieve("resp_1"),
      () => client().responses.cancel("resp_1"),
    ])
      expect(await refusal(call())).toMatchObject({
        status: 400,
        code: "belongs_to_one_account",
        message: expect.stringContaining("/regions/{region}/openai/v1, where region is one of: eastus2,"),
      });
    expect(fleet.accounts.calls).toEqual([]);
  });

  test("is told what of a follow-up lives in one account", async () => {
    expect(
      await refusal(
        client().responses.create({
          model,
          input: [{ role: "user", content: [{ type: "input_file", file_id: "file-1" }] }],
        }),
      ),
    ).toMatchObject({
      status: 400,
      code: "belongs_to_one_account",
      message: expect.stringContaining("`input[0].content[0].file_id`"),
    });
    expect(fleet.accounts.calls).toEqual([]);
  });
});

test.each(["2024-10-21", "2025-04-01-preview", "preview", "latest", "v1"])(
  "AzureOpenAI may name the version %s for both kinds of operations",
  async (apiVersion) => {
    await azure({ apiVersion }).chat.completions.create({ model, messages });
    expect(fleet.lastCall().query).toBe(`api-version=${/^\d/.test(apiVersion) ? apiVersion : "2024-10-21"}`);
    await azure({ apiVersion }).responses.create({ model, input: "hello" });
    expect(fleet.lastCall().query).toBe(
      apiVersion === "preview" || apiVersion === "v1" ? `api-version=${apiVersion}` : "",
    );
  },
);

test("AzureOpenAI transcribes, and edits images", async () => {
  const file = await toFile(Buffer.alloc(1000, 7), "a.wav");
  const { text } = await azure().audio.transcriptions.create({ model, file });
  expect(text).toBe("from gpt-5.4-ptu");
  expect(fleet.lastCall().path).toBe("/openai/deployments/gpt-5.4-ptu/audio/transcriptions");
  const { data } = await azure().images.edit({ model, image: file, prompt: "a hat" });
  expect(data?.[0]?.b64_json).toBe("AAAA");
});

test("OpenAI is told how to send a form whose model is inside", async () => {
  const file = await toFile(Buffer.alloc(10), "a.wav");
  expect(await refusal(v1().audio.transcriptions.create({ model, file }))).toMatchObject({
    status: 400,
    code: "form_not_served",
    message: expect.stringContaining("/openai/deployments/{model}"),
  });
});

test("the regional URL takes files, and what continues them", async () => {
  const regional = v1("/regions/eastus2/openai/v1");
  fleet.accounts.behave((call, response) => {
    if (!call.path.endsWith("/files")) return false;
    response.writeHead(200, { "content-type": "application/json" });
    return response.end(JSON.stringify({ id: "file-1", object: "file" }));
  });
  const { id } = await regional.files.create({
    file: await toFile(Buffer.alloc(3_000_000, 7), "large.jsonl"),
    purpose: "batch",
  });
  expect(id).toBe("file-1");
  expect(fleet.lastCall().bytes.length).toBeGreaterThan(3_000_000);
  fleet.accounts.behave(undefined);
  const { output_text } = await regional.responses.create({
    model,
    input: "go on",
    previous_response_id: "resp_1",
  });
  expect(output_text).toBe("from gpt-5.4-ptu");
});

describe("a path that is none of the fleet's", () => {
  const unknown = {
    status: 404,
    code: "unknown_operation",
    message: expect.stringContaining("OpenAI clients take a base URL that ends with /openai/v1, once."),
  };

  test.each(["/openai", "/openai/v1/v1", "/openai/v1/openai"])(
    "OpenAI is told when its base URL is %s",
    async (path) => {
      expect(await refusal(v1(path).chat.completions.create({ model, messages }))).toMatchObject(unknown);
    },
  );

  test("AzureOpenAI is told when its endpoint has a path", async () => {
    const client = new AzureOpenAI({
      endpoint: `${fleet.url}/openai/v1`,
      apiKey: fleet.key("checkout"),
      apiVersion: "2024-10-21",
      maxRetries: 0,
    });
    expect(await refusal(client.chat.completions.create({ model, messages }))).toMatchObject({
      ...unknown,
      message: expect.stringContaining("AzureOpenAI clients take the address of the gateway as endpoint"),
    });
  });

  test("realtime says what is missing", async () => {
    const response = await fetch(`${fleet.url}/openai/v1/realtime?model=gpt-realtime`, {
      headers: { "api-key": fleet.key("checkout") },
    });
    expect([response.status, await response.json()]).toEqual([
      404,
      { error: expect.objectContaining({ code: "realtime_not_served", type: "invalid_request_error" }) },
    ]);
  });

  test.each(["OPTIONS", "PUT", "PATCH", "GET"])("%s is 404 in OpenAI's shape", async (method) => {
    const response = await fetch(`${fleet.url}/openai/v1/chat/nothing`, {
      method,
      headers: { "api-key": fleet.key("checkout") },
    });
    expect([response.status, await response.json()]).toEqual([
      404,
      { error: expect.objectContaining({ code: "unknown_operation", param: null }) },
    ]);
  });
});
