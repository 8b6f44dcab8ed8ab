import type { Exchange } from "../pipeline/exchange";
import type { LanguageModelUsage } from "../pipeline/logRecords";
import type { Diagnostic } from "../resources/configuration";
import type { LogContext } from "./gatewayRow";
import { loggedBody } from "./loggedBody";
import type { Mask } from "./mask";

/** Messages of a row. Source: "Log token usage, prompts, and completions"; longer ones take several rows. */
const ROW_BYTES = 32_768;
const MOST_BYTES = 262_144;

type Row = Readonly<Record<string, unknown>>;

/**
 * The rows of the table `ApiManagementGatewayLlmLog` for one call: the first, number 0, has the tokens; the others the
 * messages, where the diagnostic asks for them. None where it does not log language models.
 *
 * Messages are those that are in memory: an answer that streams by is not kept.
 */
export function modelRows(
  usage: LanguageModelUsage,
  exchange: Exchange,
  diagnostic: Diagnostic | undefined,
  { mask, region, serviceId }: LogContext,
): readonly Row[] {
  const wanted = diagnostic?.largeLanguageModel;
  if (wanted?.logs !== "enabled") return [];
  const { originalBody, originalUrl } = exchange.request;
  const requests = messages(wanted.requests, (most) => loggedBody(originalBody, most, mask));
  const answer = exchange.response?.body ?? null;
  const responses = messages(wanted.responses, (most) => loggedBody(answer, most, mask));
  const row = (SequenceNumber: number, columns: Row): Row => ({
    Type: "ApiManagementGatewayLlmLog",
    TimeGenerated: new Date(exchange.timestamp).toISOString(),
    _ResourceId: serviceId,
    CorrelationId: exchange.requestId,
    SequenceNumber,
    DeploymentName: null,
    ModelName: null,
    ApiVersion: null,
    PromptTokens: null,
    CompletionTokens: null,
    TotalTokens: null,
    IsStreamCompletion: null,
    OperationName: null,
    RequestId: null,
    RequestMessages: null,
    ResponseMessages: null,
    Region: region,
    ...columns,
  });
  return [
    row(0, {
      DeploymentName: text(usage.deployment, mask),
      ModelName: text(usage.model, mask),
      ApiVersion: text(originalUrl.query.get("api-version")?.[0] ?? "", mask),
      PromptTokens: usage.promptTokens,
      CompletionTokens: usage.completionTokens,
      TotalTokens: usage.totalTokens,
      IsStreamCompletion: usage.streamed,
    }),
    ...requests.map((RequestMessages, index) => row(index + 1, { RequestMessages })),
    ...responses.map((ResponseMessages, index) => row(requests.length + index + 1, { ResponseMessages })),
  ];
}

const text = (value: string, mask: Mask) => (value === "" ? null : mask.text(value));

/** The text of the messages, in pieces that fit a row; none unless `messages` is `all`. */
function messages(wanted: unknown, bodyOf: (most: number) => string | null): string[] {
  if (typeof wanted !== "object" || wanted === null) return [];
  const { messages: which, maxSizeInBytes } = wanted as Readonly<Record<string, unknown>>;
  if (which !== "all") return [];
  const most = typeof maxSizeInBytes === "number" ? Math.min(maxSizeInBytes, MOST_BYTES) : ROW_BYTES;
  const body = bodyOf(most);
  return body === null || body === "" ? [] : pieces(body);
}

function pieces(body: string): string[] {
  const bytes = Buffer.from(body);
  const found: string[] = [];
  for (let from = 0; from < bytes.length; ) {
    let to = Math.min(from + ROW_BYTES, bytes.length);
    // Not inside a character: its further bytes begin with 10.
    while (to < bytes.length && ((bytes[to] as number) & 0xc0) === 0x80) to--;
    found.push(bytes.toString("utf8", from, to));
    from = to;
  }
  return found;
}
