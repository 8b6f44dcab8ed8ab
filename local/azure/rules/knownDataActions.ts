/**
 * Data actions of Azure OpenAI that a source names: the built-in roles (see `local/accounts/rights/builtInRoles`), Microsoft's pages on
 * permissions of Foundry, answers of 401, and custom roles in public repositories that work. Read in November 2026. The
 * provider's own list could not be read; an action that is missing here and there has a line of its source to be added.
 */
const actions = [
  "deployments/chat/completions/action",
  "deployments/completions/action",
  "deployments/embeddings/action",
  "deployments/audio/action",
  "deployments/realtime/action",
  "deployments/search/action",
  "deployments/extensions/chat/completions/action",
  "images/generations/action",
  "models/read",
  ...withVerbs("responses", "read", "write", "delete"),
  ...withVerbs("assistants", "read", "write", "delete"),
  ...withVerbs("assistants/threads", "read", "write", "delete"),
  ...withVerbs("assistants/threads/messages", "read", "write"),
  ...withVerbs("assistants/threads/runs", "read", "write"),
  ...withVerbs("assistants/vector_stores", "read", "write", "delete"),
  ...withVerbs("files", "read", "write", "delete"),
  ...withVerbs("uploads", "read", "write"),
  ...withVerbs("batch-jobs", "read", "write", "delete"),
  ...withVerbs("batches", "read", "delete", "cancel/action"),
  ...withVerbs("fine-tunes", "read", "write", "delete"),
  ...withVerbs("fine-tunes-deployments", "write"),
  ...withVerbs("evals", "read", "write", "delete"),
  ...withVerbs("stored-completions", "read", "write", "delete"),
];

export const knownDataActions: readonly string[] = actions.map(
  (action) => `Microsoft.CognitiveServices/accounts/OpenAI/${action}`,
);

function withVerbs(noun: string, ...verbs: readonly string[]): string[] {
  return verbs.map((verb) => `${noun}/${verb}`);
}
