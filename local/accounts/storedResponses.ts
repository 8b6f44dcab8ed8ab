import type { StoredCall } from "./answers/accountRequest";
import { type Answer, errorAnswer, jsonAnswer } from "./answers/answer";
import { inputItems, inputItemsAnswer } from "./answers/inputItems";
import type { StoredResponse } from "./answers/response";

/** Responses that an account remembers; the oldest one goes. */
const MOST = 1000;

interface Kept {
  readonly response: StoredResponse;
  /** What it was asked with. */
  readonly input: unknown;
}

/** Responses that accounts keep, each its own: no other account knows them. */
export class StoredResponses {
  private readonly kept = new Map<string, Map<string, Kept>>();

  /** @param input what the response was asked with */
  store(account: string, response: StoredResponse, input: unknown): void {
    const own = this.kept.get(account) ?? new Map<string, Kept>();
    this.kept.set(account, own);
    own.set(response.id, { response, input });
    if (own.size > MOST) own.delete(own.keys().next().value as string);
  }

  /** What is wrong with a request that continues a response which the account does not have. */
  refusal(
    account: string,
    { previous_response_id: previous }: Readonly<Record<string, unknown>>,
  ): Answer | undefined {
    if (typeof previous !== "string" || this.kept.get(account)?.has(previous)) return undefined;
    return errorAnswer(
      400,
      "previous_response_not_found",
      `The response \`${previous}\` is not one of this account.`,
    );
  }

  answer(account: string, { id, does, query }: StoredCall): Answer {
    const own = this.kept.get(account);
    const found = own?.get(id);
    if (own === undefined || found === undefined)
      return errorAnswer(404, "not_found", `There is no response \`${id}\` in this account.`);
    switch (does) {
      case "read":
        return jsonAnswer(200, found.response);
      case "inputs":
        return inputItemsAnswer(inputItems(found.input, id), query);
      case "cancel":
        // None is made in the background here.
        return errorAnswer(400, "invalid_request_error", "Cannot cancel a synchronous response.");
      case "delete":
        own.delete(id);
        return jsonAnswer(200, { id, object: "response.deleted", deleted: true });
    }
  }
}
