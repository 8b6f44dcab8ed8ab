import type { Diagnostic } from "../../src/resources/configuration";
import { ofApi } from "./diagnostics";
import { observedGateway } from "./observedGateway";

const model = {
  usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
  model: "gpt-4o",
  choices: [{ message: { content: "hello" } }],
};
const modelled = (
  largeLanguageModel: Record<string, unknown> | undefined,
  changes: Partial<Diagnostic> = {},
) =>
  observedGateway({
    ...ofApi({ largeLanguageModel, ...changes }),
    inbound: `<azure-openai-emit-token-metric><dimension name="API ID" /></azure-openai-emit-token-metric>`,
    backend: `<forward-request />`,
    serve: () => ({ headers: { "Content-Type": "application/json" }, body: JSON.stringify(model) }),
  });
const ask = {
  path: "/openai/deployments/chat/chat/completions?api-version=2024-10-21",
  body: '{"messages":[]}',
};

test("a call of a language model is a row with its tokens, where the diagnostic asks for it", async () => {
  const gateway = modelled({ logs: "enabled" });
  await gateway.send(ask);
  const rows = gateway.rowsOf("ApiManagementGatewayLlmLog");
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    SequenceNumber: 0,
    ModelName: "gpt-4o",
    ApiVersion: "2024-10-21",
    PromptTokens: 3,
    CompletionTokens: 4,
    TotalTokens: 7,
    IsStreamCompletion: false,
    RequestMessages: null,
    ResponseMessages: null,
    CorrelationId: gateway.rowsOf("ApiManagementGatewayLogs")[0]?.CorrelationId,
  });
});

test("without it, or without a sample, no call of a language model is logged", async () => {
  for (const gateway of [
    modelled(undefined),
    modelled({ logs: "disabled" }),
    modelled({ logs: "enabled" }, { sampling: 0 }),
  ]) {
    await gateway.send(ask);
    expect(gateway.rowsOf("ApiManagementGatewayLlmLog")).toEqual([]);
  }
});

test("messages are logged only where asked for, up to their limit, in rows that follow", async () => {
  const all = { messages: "all", maxSizeInBytes: 10 };
  const gateway = modelled({ logs: "enabled", requests: all, responses: { messages: "all" } });
  await gateway.send(ask);
  const rows = gateway.rowsOf("ApiManagementGatewayLlmLog");
  expect(
    rows.map(({ SequenceNumber, RequestMessages, ResponseMessages }) => [
      SequenceNumber,
      RequestMessages,
      ResponseMessages,
    ]),
  ).toEqual([
    [0, null, null],
    [1, '{"messages', null],
    [2, null, JSON.stringify(model)],
  ]);
});

test("long messages take several rows, cut between characters", async () => {
  const all = { messages: "all", maxSizeInBytes: 262_144 };
  const gateway = modelled({ logs: "enabled", requests: all });
  const body = JSON.stringify({ messages: [`a${"ä".repeat(40_000)}`] });
  await gateway.send({ ...ask, body });
  const rows = gateway.rowsOf("ApiManagementGatewayLlmLog").slice(1);
  expect(rows).toHaveLength(3);
  expect(rows.map(({ RequestMessages }) => RequestMessages).join("")).toBe(body);
});
