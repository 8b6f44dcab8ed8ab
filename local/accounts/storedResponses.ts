import { type Answer, errorAnswer, jsonAnswer } from "./answers/answer";
import type { StoredResponse } from "./answers/response";

/** Responses that an account remembers; the oldest one goes. */
const MOST = 1000;

/** Responses that accounts keep, each its own: no other account knows them. */
export class StoredResponses {
  private readonly kept = new Map<string, Map<string, StoredResponse>>();

  store(account: string, response: StoredResponse): void {
    const own = this.kept.get(account) ?? new Map<string, StoredResponse>();
    this.kept.set(account, own);
    own.set(response.id, response);
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

  answer(account: string, id: string, method: "GET" | "DELETE"): Answer {
    const own = this.kept.get(account);
    const found = own?.get(id);
    if (own === undefined || found === undefined)
      return errorAnswer(404, "not_found", `There is no response \`${id}\` in this account.`);
    if (method === "GET") return jsonAnswer(200, found);
    own.delete(id);
    return jsonAnswer(200, { id, object: "response.deleted", deleted: true });
  }
}
