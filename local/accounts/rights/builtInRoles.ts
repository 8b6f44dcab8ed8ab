/** The data actions of a role. */
export interface DataActions {
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

const openai = (action: string) => `Microsoft.CognitiveServices/accounts/OpenAI/${action}`;

/**
 * Built-in roles by their GUID, as `az role definition list` shows them (a listing of 2026, and the history of
 * azadvertizer.net until April 2025; read in November 2026). A role that is not here gives nothing.
 */
export const builtInRoles: Readonly<Record<string, DataActions>> = {
  // Cognitive Services OpenAI User
  "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd": {
    dataActions: [
      "*/read",
      "engines/completions/action",
      "engines/search/action",
      "engines/generate/action",
      "deployments/audio/action",
      "deployments/search/action",
      "deployments/completions/action",
      "deployments/chat/completions/action",
      "deployments/realtime/action",
      "deployments/extensions/chat/completions/action",
      "deployments/embeddings/action",
      "images/generations/action",
      "video/generations/*/action",
      "video/generations/*/delete",
      "assistants/*",
      "responses/*",
    ].map(openai),
    notDataActions: [openai("stored-completions/read")],
  },
  // Cognitive Services OpenAI Contributor
  "a001fd3d-188f-4b5d-821b-7da978bf7442": { dataActions: [openai("*")], notDataActions: [] },
  // Cognitive Services User
  "a97b65f3-24c7-4388-baec-2e87135dc908": {
    dataActions: ["Microsoft.CognitiveServices/*"],
    notDataActions: [openai("fine-tunes-deployments/write")],
  },
};
