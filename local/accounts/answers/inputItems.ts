import { type Answer, errorAnswer, jsonAnswer } from "./answer";
import { idOf } from "./words";

type Item = Readonly<Record<string, unknown>> & { readonly id: string };

/**
 * What a response was asked with, as it is kept beside it: texts as messages with parts, each item with an id.
 *
 * @param input of the request, a text or a list
 * @param response its id, from which those of items follow
 */
export function inputItems(input: unknown, response: string): readonly Item[] {
  const items = typeof input === "string" ? [{ role: "user", content: input }] : input;
  if (!Array.isArray(items)) return [];
  return items.filter(isObject).map((item, index) => {
    const { content, role } = item;
    if (role === undefined) return { id: idOf("item_", response, index), ...item };
    const type = role === "assistant" ? "output_text" : "input_text";
    const parts = typeof content === "string" ? [{ type, text: content }] : content;
    return {
      id: idOf("msg_", response, index),
      type: "message",
      status: "completed",
      ...item,
      content: parts,
    };
  });
}

const isObject = (item: unknown): item is Record<string, unknown> =>
  typeof item === "object" && item !== null;

/** Items of a page where a caller names no number, and the most there can be. */
const USUAL = 20;
const MOST = 100;

/**
 * A page of them, newest first unless it is asked for otherwise. After
 * https://learn.microsoft.com/azure/foundry/reference/rest/list-input-items (November 2026), which leaves the usual order
 * open; OpenAI's own reference names it.
 */
export function inputItemsAnswer(items: readonly Item[], query: URLSearchParams): Answer {
  const limit = Number(query.get("limit") ?? USUAL);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
    return errorAnswer(400, "invalid_request_error", `Invalid 'limit': 1 to ${MOST}.`);
  const ordered = query.get("order") === "asc" ? items : items.toReversed();
  const after = query.get("after");
  const rest = after === null ? ordered : ordered.slice(ordered.findIndex(({ id }) => id === after) + 1);
  const data = rest.slice(0, limit);
  return jsonAnswer(200, {
    data,
    first_id: data[0]?.id ?? null,
    has_more: rest.length > data.length,
    last_id: data.at(-1)?.id ?? null,
    object: "list",
  });
}
