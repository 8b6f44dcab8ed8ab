/**
 * What may be kept in one account, from nothing to everything; each word holds those before it. It decides which calls
 * below `/regions/{region}/openai/v1` are answered, and what the gateway's identity may do in an account.
 */
export const statefulLevels = ["none", "responses", "files", "all"] as const;

export type Stateful = (typeof statefulLevels)[number];

/** What a fleet, and each consumer of it, has without a word about it: what the role of every gateway could always do. */
export const DEFAULT_STATEFUL: Stateful = "responses";

/** Whether who has the one may do the other. */
export function covers(held: Stateful, needed: Stateful): boolean {
  return statefulLevels.indexOf(held) >= statefulLevels.indexOf(needed);
}

/** What a consumer has that says nothing: files and jobs are given by name, to each consumer. */
export function unstatedStateful(fleet: Stateful): Stateful {
  return covers(fleet, DEFAULT_STATEFUL) ? DEFAULT_STATEFUL : fleet;
}

/**
 * What calls of each word name in a file or a job, where no gateway can look. Whoever has it reaches every model of the
 * account that way, and what all other consumers keep there.
 */
export const unjudged: Readonly<Partial<Record<Stateful, string>>> = {
  files: "batches name their models inside files",
  all: "batches, evals and runs of assistants name their models inside files and jobs",
};
