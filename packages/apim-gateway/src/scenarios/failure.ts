/** One thing that is not as a scenario says. */
export interface ScenarioFailure {
  /** `status`, `json.answer`, `calls[1] (second) body`. */
  readonly path: string;
  readonly expected: string;
  readonly seen: string;
  /** What else is to be known of it: of how many answers it is so, what was allowed for. */
  readonly note?: string;
  /** Offset of what was expected, in the text of the scenario; -1: it was not read from one. */
  readonly at: number;
  /** Further lines, as they are. */
  readonly table?: readonly string[];
}
