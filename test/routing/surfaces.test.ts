import { apiDefinitions } from "../../infra/routing/surfaces";

/**
 * API Management refuses a second operation with the same method and template, and a changed id is another operation: on
 * a fleet that is deployed it could not be made. So an id changes only together with `formerly`, which has the engine
 * delete the old one first.
 */
const deployed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  azure: {
    "POST /deployments/{deployment-id}/chat/completions": "chat-completions",
    "POST /deployments/{deployment-id}/completions": "completions",
    "POST /deployments/{deployment-id}/embeddings": "embeddings",
    "POST /deployments/{deployment-id}/images/generations": "images",
    "POST /deployments/{deployment-id}/audio/speech": "speech",
    "POST /deployments/{deployment-id}/audio/transcriptions": "transcriptions",
    "POST /deployments/{deployment-id}/audio/translations": "translations",
  },
  v1: {
    "POST /chat/completions": "chat-completions",
    "POST /completions": "completions",
    "POST /embeddings": "embeddings",
    "POST /responses": "responses",
    "POST /images/generations": "images",
    "GET /models": "models",
    "GET /*": "stateful-get",
    "POST /*": "stateful-post",
    "DELETE /*": "stateful-delete",
  },
  regional: {
    "GET /{region}/openai/v1/*": "get",
    "POST /{region}/openai/v1/*": "post",
    "DELETE /{region}/openai/v1/*": "delete",
  },
};

test.each(apiDefinitions)(
  "the operations of $surface keep their ids, or say which they had",
  ({ surface, operations }) => {
    const now = new Map(
      operations.map((operation) => [`${operation.method} ${operation.template}`, operation]),
    );
    expect(now.size).toBe(operations.length);
    const kept = Object.entries(deployed[surface] ?? {}).map(([what]) => {
      const operation = now.get(what);
      return [what, operation?.formerly ?? operation?.id];
    });
    expect(Object.fromEntries(kept)).toEqual(deployed[surface]);
  },
);
