import { STATUS_CODES } from "node:http";
import { Body } from "../messages/body";
import { Headers } from "../messages/headers";
import type { FailureDetail } from "./failure";
import { ResponseMessage } from "./messages";

const INTERNAL = "Internal server error";

/** The response to a failure, in the shape of API Management: `{ "statusCode": 401, "message": "…" }`. */
export function errorAnswer(detail: FailureDetail, requestId: string): ResponseMessage {
  const status = detail.status ?? 500;
  const message = detail.answer ?? (status === 500 ? INTERNAL : detail.message);
  // Only the answer to an internal error names the request: there is nothing else to ask about.
  const body =
    status === 500 ? { statusCode: status, message, activityId: requestId } : { statusCode: status, message };
  const headers = Headers.of({ "Content-Type": "application/json", ...detail.headers });
  return new ResponseMessage(status, STATUS_CODES[status] ?? "", headers, Body.of(JSON.stringify(body)));
}
