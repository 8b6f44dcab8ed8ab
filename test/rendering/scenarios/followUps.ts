/** What a body names that lives in one account. */
import { chat, code, message, scenarioList, sent, targets, v1 } from "./scenario";

const { list, scenario } = scenarioList();
export const followUpScenarios = list;

const responses = { ...v1, operation: "responses" };
const input = (...items: object[]) => ({ input: items });
const content = (...parts: object[]) => input({ role: "user", content: parts });
const tool = (value: object) => ({ input: "x", tools: [value] });

const found: readonly (readonly [path: string, body: object])[] = [
  ["previous_response_id", { previous_response_id: "resp_1" }],
  ["conversation", { conversation: "conv_1" }],
  ["conversation.id", { conversation: { id: "conv_1" } }],
  ["background", { background: true }],
  ["prompt.id", { prompt: { id: "pmpt_1", version: "2" } }],
  ["input[1].id", input({ role: "user", content: "x" }, { type: "item_reference", id: "msg_1" })],
  ["input[0].encrypted_content", input({ type: "reasoning", summary: [], encrypted_content: "gAAAAA" })],
  ["input[0].encrypted_content", input({ type: "compaction", encrypted_content: "gAAAAA" })],
  ["input[0].container_id", input({ type: "code_interpreter_call", container_id: "cntr_1" })],
  ["input[0].content[1].file_id", content({ type: "input_text" }, { type: "input_file", file_id: "file-1" })],
  ["input[0].content[0].file_id", content({ type: "input_image", file_id: "file-1" })],
  ["tools[0].vector_store_ids[0]", tool({ type: "file_search", vector_store_ids: ["vs_1"] })],
  ["tools[0].container", tool({ type: "code_interpreter", container: "cntr_1" })],
  [
    "tools[0].container.file_ids[0]",
    tool({ type: "code_interpreter", container: { type: "auto", file_ids: ["file-1"] } }),
  ],
];
for (const [path, body] of found)
  scenario(
    `a follow-up is refused and named: ${path} in ${JSON.stringify(body)}`,
    [
      { ...responses, body: JSON.stringify({ model: "gpt-5.4", ...body }) },
      {
        ...responses,
        api: "azure",
        operation: "responses-input-tokens",
        template: "/responses/input_tokens",
        body: JSON.stringify({ model: "gpt-5.4", ...body }),
      },
    ],
    (...results) => {
      for (const result of results)
        expect([result.status, code(result), message(result), result.calls]).toEqual([
          400,
          "belongs_to_one_account",
          `The body names what lives in one account: \`${path}\`. Send it, and what it continues, to /regions/{region}/openai/v1, where region is one of: eastus2, francecentral, swedencentral, westus3.`,
          [],
        ]);
    },
  );

const chats: readonly (readonly [path: string, message: object])[] = [
  ["messages[0].content[0].file.file_id", { content: [{ type: "file", file: { file_id: "file-1" } }] }],
  ["messages[0].audio.id", { role: "assistant", audio: { id: "audio_1" } }],
];
for (const [path, one] of chats)
  scenario(
    `a chat is a follow-up too: ${path}`,
    [v1, chat].map((request) => ({
      ...request,
      body: JSON.stringify({ model: "gpt-5.4", messages: [one] }),
    })),
    (...results) => {
      for (const result of results) {
        expect([result.status, code(result), result.calls]).toEqual([400, "belongs_to_one_account", []]);
        expect(message(result)).toContain(`\`${path}\``);
      }
    },
  );

scenario(
  "what only looks like a follow-up passes",
  [
    { background: false, previous_response_id: null, conversation: null, prompt: null },
    input({ type: "reasoning", summary: [], encrypted_content: null }),
    content({ type: "input_text", text: '"file_id": "file-1", previous_response_id' }),
    content({ type: "input_image", image_url: "data:image/png;base64,AAAA", file_id: null }),
    tool({ type: "code_interpreter", container: { type: "auto" } }),
    tool({ type: "function", name: "f", parameters: { properties: { file_id: { type: "string" } } } }),
    { input: "conversation", metadata: { previous_response_id: "resp_1" } },
  ].map((body) => ({ ...responses, body: JSON.stringify({ model: "gpt-5.4", ...body }) })),
  (...results) => {
    for (const result of results) expect(result.status).toBe(200);
  },
);

scenario(
  "a chat with files inside passes on both surfaces",
  [v1, chat].map((request) => ({
    ...request,
    body: '{"model":"gpt-5.4","messages":[{"content":[{"type":"file","file":{"filename":"file_id","file_data":"data:;base64,AA"}}]}]}',
  })),
  (...results) => {
    for (const result of results) expect(result.status).toBe(200);
  },
);

scenario(
  "responses of the azure surface go where those of v1 go, each attempt with its deployment",
  [
    {
      ...responses,
      api: "azure",
      template: "/responses",
      query: { "api-version": "2025-04-01-preview" },
      body: '{"model":"gpt-5.4","input":"x"}',
    },
  ],
  (result) => {
    expect([targets(result), sent(result), result.calls[0]?.path, result.sentQuery]).toEqual([
      ["aoai-gpt-5-4-ptu-pool-v1"],
      ['{"model":"gpt-5.4-ptu","input":"x"}'],
      "/responses",
      {},
    ]);
  },
);

const versions: readonly (readonly [given: string | undefined, azure: string, v1: string | undefined])[] = [
  [undefined, "2024-10-21", undefined],
  ["preview", "2024-10-21", "preview"],
  ["latest", "2024-10-21", undefined],
  ["v1", "2024-10-21", "v1"],
  ["2025-04-01-preview", "2025-04-01-preview", undefined],
  ["2024-06-01", "2024-06-01", undefined],
];
for (const [given, azure, newer] of versions)
  scenario(
    `api-version ${given ?? "left out"} is one that the account knows`,
    [chat, v1].map((request) => ({
      ...request,
      ...(given === undefined ? {} : { query: { "api-version": given } }),
    })),
    (classic, v1) => {
      expect([classic.sentQuery, v1.sentQuery]).toEqual([
        { "api-version": azure },
        newer === undefined ? {} : { "api-version": newer },
      ]);
    },
  );
