/** The data action that a call needs, and whether a source says so. */
export interface NeededDataAction {
  readonly dataAction: string;
  /**
   * `seen`: an answer of Azure, or a role that works, names it for this call. `assumed`: the name exists, and that it is
   * for this call is concluded from it. `unknown`: nothing is known; it stands for what is nearest.
   */
  readonly known: "seen" | "assumed" | "unknown";
}

type Row = readonly [path: RegExp, action: string, known: NeededDataAction["known"]];

/**
 * Paths below `/openai` or `/openai/v1`. `{verb}` is `read`, `write` or `delete`, by the method. Sources: answers of 401 that
 * name the action (`responses/write`, `evals/write`: public reports of 2026), roles for batches that are in use
 * (`batch-jobs/write`, `files/write`), Microsoft's pages on permissions of Foundry; all read in November 2026.
 */
const rows: readonly Row[] = [
  [/^\/(deployments\/[^/]+\/)?chat\/completions$/, "deployments/chat/completions/action", "seen"],
  [/^\/(deployments\/[^/]+\/)?completions$/, "deployments/completions/action", "assumed"],
  [/^\/(deployments\/[^/]+\/)?embeddings$/, "deployments/embeddings/action", "assumed"],
  [/^\/(deployments\/[^/]+\/)?audio\//, "deployments/audio/action", "assumed"],
  [/^\/(deployments\/[^/]+\/)?images\//, "images/generations/action", "assumed"],
  [/^\/chat\/completions\//, "stored-completions/{verb}", "assumed"],
  [/^\/responses(\/|$)/, "responses/{verb}", "seen"],
  [/^\/conversations(\/|$)/, "responses/{verb}", "unknown"],
  [/^\/models(\/|$)/, "models/{verb}", "assumed"],
  [/^\/files(\/|$)/, "files/{verb}", "seen"],
  [/^\/uploads(\/|$)/, "uploads/{verb}", "assumed"],
  [/^\/batches\/[^/]+\/cancel$/, "batches/cancel/action", "assumed"],
  [/^\/batches(\/|$)/, "batch-jobs/{verb}", "seen"],
  [/^\/vector_stores(\/|$)/, "assistants/vector_stores/{verb}", "assumed"],
  [/^\/containers(\/|$)/, "files/{verb}", "unknown"],
  [/^\/fine_tuning(\/|$)/, "fine-tunes/{verb}", "assumed"],
  [/^\/evals(\/|$)/, "evals/{verb}", "seen"],
  [/^\/(assistants|threads)(\/|$)/, "assistants/{verb}", "assumed"],
];

const verbs: Readonly<Record<string, string>> = { GET: "read", DELETE: "delete" };

/**
 * What a call of an account needs.
 *
 * @param path of the URL, from `/openai` on
 * @returns `undefined` for a path that no account answers
 */
export function neededDataAction(method: string, path: string): NeededDataAction | undefined {
  const below = path.toLowerCase().replace(/^\/openai(\/v1)?(?=\/)/, "");
  // The list of stored completions is at the address at which they are made.
  if (method === "GET" && below === "/chat/completions") return found("stored-completions/read", "assumed");
  const row = rows.find(([pattern]) => pattern.test(below));
  return row === undefined ? undefined : found(row[1].replace("{verb}", verbs[method] ?? "write"), row[2]);
}

const found = (action: string, known: NeededDataAction["known"]): NeededDataAction => ({
  dataAction: `Microsoft.CognitiveServices/accounts/OpenAI/${action}`,
  known,
});
