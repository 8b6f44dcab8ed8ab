/**
 * What the engine did, read from its event log: the lines of JSON that `--event-log FILE` writes. Only what is needed
 * here is typed; the engine writes much more.
 */
export interface EngineEvent {
  readonly resOutputsEvent?: { readonly metadata: StepMetadata; readonly planning?: boolean };
  readonly resOpFailedEvent?: { readonly metadata: StepMetadata };
  readonly diagnosticEvent?: { readonly urn?: string; readonly message: string; readonly severity: string };
  readonly summaryEvent?: { readonly resourceChanges: Readonly<Record<string, number>> };
}

interface StepMetadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly diffs?: readonly string[] | null;
}

/** One step of the engine that was planned (preview) or has been done (the others). */
export interface EngineOperation {
  /** `create`, `update`, `delete`, `same`, `replace`, `create-replacement`, `delete-replaced`, `refresh`, `import`, … */
  readonly op: string;
  /** Pulumi's type token. */
  readonly type: string;
  /** The resource's name in the program. */
  readonly name: string;
  readonly urn: string;
}

/** A line that is cut off, as a killed CLI leaves it, ends the log. */
export function parseEvents(log: string): EngineEvent[] {
  const events: EngineEvent[] = [];
  for (const line of log.split("\n")) {
    if (line === "") continue;
    try {
      events.push(JSON.parse(line) as EngineEvent);
    } catch {
      break;
    }
  }
  return events;
}

/** Every step that was completed, `same` included, without the stack itself and the providers. In the order of the log. */
export function operationsOf(events: readonly EngineEvent[]): EngineOperation[] {
  return stepsOf(events.flatMap((event) => event.resOutputsEvent?.metadata ?? []));
}

/** Every step that failed. */
export function failuresOf(events: readonly EngineEvent[]): EngineOperation[] {
  return stepsOf(events.flatMap((event) => event.resOpFailedEvent?.metadata ?? []));
}

/** What was said to the person at the keyboard: errors and warnings, in order, without colour codes. */
export function messagesOf(
  events: readonly EngineEvent[],
  severities: readonly string[] = ["error", "warning"],
): string[] {
  return events.flatMap(({ diagnosticEvent: said }) =>
    // Colours are marks such as `<{%reset%}>` here.
    said && severities.includes(said.severity) ? [said.message.replace(/<\{%[^%]*%\}>/g, "").trim()] : [],
  );
}

/**
 * `create cognitiveservices:Deployment eastus2-gpt-5.4-ptu`: one line per resource that changes, sorted. The creation and
 * the deletion that make up a replacement are one line, `replace …`.
 */
export function changes(operations: readonly EngineOperation[]): string[] {
  const replaced = new Set(operations.filter(({ op }) => op === "replace").map(({ urn }) => urn));
  const lines = operations
    .filter(({ op, urn }) => op !== "same" && (op === "replace" || !replaced.has(urn)))
    .map(describe);
  return [...new Set(lines)].sort();
}

export function describe({ op, type, name }: EngineOperation): string {
  return `${op} ${type.replace(/^azure-native:/, "")} ${name}`;
}

function stepsOf(steps: readonly StepMetadata[]): EngineOperation[] {
  const seen = new Set<string>();
  const operations: EngineOperation[] = [];
  for (const { op, type, urn } of steps) {
    if (type === "pulumi:pulumi:Stack" || type.startsWith("pulumi:providers:")) continue;
    // A component is reported once when it is registered and once with its outputs.
    if (seen.has(`${op} ${urn}`)) continue;
    seen.add(`${op} ${urn}`);
    operations.push({ op, type, name: urn.split("::").slice(3).join("::"), urn });
  }
  return operations;
}
