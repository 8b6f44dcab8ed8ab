import type { LocalAccount } from "../declared/localAccount";
import { type Answer, errorAnswer, jsonAnswer } from "./answer";
import { modelName } from "./inference";

/** The models of an account's deployments, or one of them. */
export function modelsAnswer({ deployments }: LocalAccount, id: string | undefined): Answer {
  const data = [...new Map(deployments.map((each) => [modelName(each), each]))].map(([name]) => ({
    id: name,
    object: "model",
    created: 0,
    owned_by: "system",
  }));
  if (id === undefined) return jsonAnswer(200, { data, object: "list" });
  const found = data.find((model) => model.id === id);
  return found === undefined
    ? errorAnswer(404, "ModelNotFound", `The model \`${id}\` does not exist.`)
    : jsonAnswer(200, found);
}
