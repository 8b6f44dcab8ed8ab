import type { Stateful } from "./topology/stateful";

/** One data action of the fleet's own role, and how sure it is. */
export interface StatefulRight {
  readonly dataAction: string;
  /** What callers do with it. */
  readonly opens: string;
  /**
   * `documented`: Microsoft's pages on the permissions of Foundry name it (read in November 2026). `seen`: a role that works
   * in public names it, and Azure takes no role with an action that it does not know. Which call needs it is documented of none.
   */
  readonly known: "documented" | "seen";
}

const right = (action: string, opens: string, known: StatefulRight["known"]): StatefulRight => ({
  dataAction: `Microsoft.CognitiveServices/accounts/OpenAI/${action}`,
  opens,
  known,
});

const files: readonly StatefulRight[] = [
  right("files/write", "upload a file", "seen"),
  right("files/delete", "delete a file", "seen"),
  right("uploads/*", "upload a file in parts", "documented"),
  right("batch-jobs/write", "start a batch", "documented"),
  right("batches/cancel/action", "cancel a batch", "documented"),
];

const more: readonly StatefulRight[] = [
  right("fine-tunes/*", "fine-tune a model", "documented"),
  right("evals/*", "evaluate", "documented"),
  right("stored-completions/*", "read, change and delete stored chat completions", "documented"),
];

/**
 * What the gateway's identity needs beside *Cognitive Services OpenAI User*, which can call models, keep and delete
 * responses, run assistants with their vector stores, and read everything but stored completions. Nothing for who keeps
 * no files.
 */
export function statefulRights(stateful: Stateful): readonly StatefulRight[] {
  if (stateful === "files") return files;
  return stateful === "all" ? [...files, ...more] : [];
}
