import { findModel, modelKind } from "../../../infra/topology/data";
import type { LocalDeployment } from "../declared/localAccount";
import type { Operation } from "./accountRequest";
import { type Answer, errorAnswer } from "./answer";

/** What is wrong with a request for this model, whatever its load. */
export function wrongRequest(
  { model }: LocalDeployment,
  operation: Operation,
  body: Readonly<Record<string, unknown>>,
): Answer | undefined {
  const embeds = modelKind(model) === "embedding";
  if (embeds !== (operation === "embedding"))
    return errorAnswer(
      400,
      "OperationNotSupported",
      `The ${operation} operation does not work with the model ${model}.`,
    );
  if (operation === "chat" && !Array.isArray(body.messages))
    return errorAnswer(400, "missing_required_parameter", "Missing required parameter: 'messages'.");
  if (operation === "chat" && body.max_tokens !== undefined && findModel(model)?.reasoning === true)
    return errorAnswer(
      400,
      "unsupported_parameter",
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    );
  return undefined;
}
