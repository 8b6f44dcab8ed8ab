import OpenAI, { AzureOpenAI } from "openai";
import { LocalAccounts } from "../../../local/accounts/localAccounts";
import { type ServedAccounts, serveAccounts } from "../../../local/accounts/serve/serveAccounts";
import { accountSettings } from "../../../local/accounts/settings";
import { account } from "../localFleet";

let served: ServedAccounts;
let url: string;

beforeAll(async () => {
  const { settings } = accountSettings({ firstTokenMs: 5, tokensPerSecond: 5000 });
  const accounts = new LocalAccounts({ settings, now: Date.now, random: Math.random });
  served = await serveAccounts([account()], accounts);
  url = served.urls.get("oai-a") as string;
});
afterAll(() => served.close());

const messages = [{ role: "user" as const, content: "Say something." }];
const clients = () =>
  [
    ["azure", new AzureOpenAI({ endpoint: url, apiKey: "k", apiVersion: "2024-10-21", maxRetries: 0 })],
    ["v1", new OpenAI({ baseURL: `${url}/openai/v1`, apiKey: "k", maxRetries: 0 })],
  ] as const;

test("chat completions: text, usage and filter results, the same for the same request", async () => {
  for (const [, client] of clients()) {
    const asked = { model: "gpt-4.1-payg", messages };
    const first = await client.chat.completions.create(asked);
    const second = await client.chat.completions.create(asked);
    expect(first.model).toBe("gpt-4.1-2025-04-14");
    expect(first.choices[0]?.message.content).toMatch(/^[A-Z][a-z]*( [a-z]+)+$/);
    expect(first.choices).toEqual(second.choices);
    expect(first.id).not.toBe(second.id);
    expect(first.usage?.total_tokens).toBe(
      (first.usage?.prompt_tokens ?? 0) + (first.usage?.completion_tokens ?? 0),
    );
    expect(first).toMatchObject({ prompt_filter_results: [{ prompt_index: 0 }] });
  }
});

test("a stream says what the whole answer says, its first chunk has no choices, its last the usage", async () => {
  for (const [, client] of clients()) {
    const whole = await client.chat.completions.create({ model: "gpt-4.1-payg", messages });
    const stream = await client.chat.completions.create({
      model: "gpt-4.1-payg",
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks[0]).toMatchObject({ choices: [], id: "", prompt_filter_results: [{ prompt_index: 0 }] });
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("")).toBe(
      whole.choices[0]?.message.content,
    );
    expect(chunks.at(-1)?.usage).toEqual(whole.usage);
    expect(chunks.slice(1, -1).every(({ usage }) => usage === null)).toBe(true);
  }
});

test("limits of tokens end an answer, and a reasoning model thinks before it speaks", async () => {
  const [, client] = clients()[0];
  const cut = await client.chat.completions.create({ model: "gpt-4.1-payg", messages, max_tokens: 3 });
  expect(cut.choices[0]?.finish_reason).toBe("length");
  expect(cut.usage?.completion_tokens).toBe(3);
  const thinking = await client.chat.completions.create({
    model: "gpt-5.1-payg",
    messages,
    max_completion_tokens: 20,
  });
  expect(thinking.choices[0]?.message.content).toBe("");
  expect(thinking.usage?.completion_tokens_details?.reasoning_tokens).toBe(20);
  await expect(
    client.chat.completions.create({ model: "gpt-5.1-payg", messages, max_tokens: 3 }),
  ).rejects.toMatchObject({ status: 400, code: "unsupported_parameter" });
});

test("tools that are demanded are called, and structured answers have the shape that is asked for", async () => {
  const [, client] = clients()[1];
  const parameters = {
    type: "object",
    properties: { city: { type: "string" }, days: { type: "integer", minimum: 2 } },
    required: ["city", "days"],
  };
  const called = await client.chat.completions.create({
    model: "gpt-4.1-payg",
    messages,
    tools: [{ type: "function", function: { name: "weather", parameters } }],
    tool_choice: "required",
  });
  const call = called.choices[0]?.message.tool_calls?.[0];
  expect(call).toMatchObject({ type: "function", function: { name: "weather" } });
  expect(called.choices[0]?.finish_reason).toBe("tool_calls");
  expect(JSON.parse((call as { function: { arguments: string } }).function.arguments)).toEqual({
    city: "text",
    days: 2,
  });
  const shaped = await client.chat.completions.create({
    model: "gpt-4.1-payg",
    messages,
    response_format: { type: "json_schema", json_schema: { name: "place", schema: parameters } },
  });
  expect(JSON.parse(shaped.choices[0]?.message.content ?? "")).toEqual({ city: "text", days: 2 });
});

test("embeddings are unit vectors, as numbers and in base64 alike", async () => {
  const [, client] = clients()[0];
  const asked = { model: "embed", input: ["one", "two"], dimensions: 64 };
  // The library asks for base64 unless told otherwise.
  const decoded = await client.embeddings.create(asked);
  const numbers = await client.embeddings.create({ ...asked, encoding_format: "float" });
  expect(decoded.data.map(({ embedding }) => embedding.length)).toEqual([64, 64]);
  expect(numbers.data[0]?.embedding.map((value) => value.toFixed(5))).toEqual(
    decoded.data[0]?.embedding.map((value) => value.toFixed(5)),
  );
  const squares = numbers.data[1]?.embedding.reduce((sum, value) => sum + value * value, 0);
  expect(squares).toBeCloseTo(1);
});

test("what a stored response was asked with is listed, page by page", async () => {
  const client = clients()[1][1];
  const input: OpenAI.Responses.ResponseInput = [
    { role: "developer", content: "Be short." },
    { role: "user", content: [{ type: "input_text", text: "hello" }] },
    { type: "function_call_output", call_id: "c", output: "rain" },
  ];
  const { id } = await client.responses.create({ model: "gpt-4.1-payg", input });
  const items: OpenAI.Responses.ResponseItem[] = [];
  for await (const item of client.responses.inputItems.list(id, { limit: 1, order: "asc" })) items.push(item);
  expect(items).toEqual([
    expect.objectContaining({ role: "developer", content: [{ type: "input_text", text: "Be short." }] }),
    expect.objectContaining(input[1]),
    expect.objectContaining(input[2]),
  ]);
  const { data } = await client.responses.inputItems.list(id);
  expect(data).toEqual(items.toReversed());
  await expect(client.responses.inputItems.list(id, { limit: 101 })).rejects.toMatchObject({ status: 400 });
  const odd = await client.responses.create({ model: "gpt-4.1-payg", input: ["x", null] as never[] });
  expect((await client.responses.inputItems.list(odd.id)).data).toEqual([]);
  await expect(client.responses.inputItems.list("resp_none")).rejects.toMatchObject({ status: 404 });
});

test("responses: whole, streamed, continued by id, read and deleted", async () => {
  const [, client] = clients()[1];
  const first = await client.responses.create({ model: "gpt-4.1-payg", input: "hello" });
  expect(first.output_text).not.toBe("");
  const next = await client.responses.create({
    model: "gpt-4.1-payg",
    input: "and more",
    previous_response_id: first.id,
  });
  expect(next.previous_response_id).toBe(first.id);
  expect((await client.responses.retrieve(first.id)).output_text).toBe(first.output_text);
  await expect(client.responses.cancel(first.id)).rejects.toMatchObject({ status: 400 });
  await client.responses.delete(first.id);
  await expect(client.responses.retrieve(first.id)).rejects.toMatchObject({ status: 404 });
  await expect(
    client.responses.create({ model: "gpt-4.1-payg", input: "x", previous_response_id: first.id }),
  ).rejects.toMatchObject({ status: 400, code: "previous_response_not_found" });
  const kinds: string[] = [];
  const stream = await client.responses.create({
    model: "gpt-4.1-payg",
    input: "hello",
    stream: true,
    store: false,
  });
  let text = "";
  for await (const event of stream) {
    kinds.push(event.type);
    if (event.type === "response.output_text.delta") text += event.delta;
  }
  expect(text).toBe(first.output_text);
  expect(kinds[0]).toBe("response.created");
  expect(kinds.at(-1)).toBe("response.completed");
});

test("models are told, and what is not there is told as Azure does", async () => {
  const [[, azure], [, v1]] = clients();
  const names: string[] = [];
  for await (const { id } of v1.models.list()) names.push(id);
  expect(names).toEqual(["gpt-4.1-2025-04-14", "gpt-5.1-2025-11-13", "text-embedding-3-large-1"]);
  await expect(azure.chat.completions.create({ model: "gpt-9", messages })).rejects.toMatchObject({
    status: 404,
    code: "DeploymentNotFound",
  });
  await expect(azure.chat.completions.create({ model: "embed", messages })).rejects.toMatchObject({
    status: 400,
    code: "OperationNotSupported",
  });
  await expect(v1.images.generate({ model: "gpt-image-1", prompt: "x" })).rejects.toMatchObject({
    status: 501,
  });
});
