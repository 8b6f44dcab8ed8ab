import type { Scope, Section } from "../xml/policyTable/rules";

/** Where a policy stands. */
export interface PolicyPlace {
  readonly policy: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly scope: Scope;
  readonly section: Section;
  /** `choose[2]/when[1]/set-variable[1]`, each counted from 1 among its kind in its parent. */
  readonly path: string;
  /** The policy's `id` attribute. */
  readonly id: string | undefined;
}

export interface ExpressionTrace {
  readonly what: string;
  /** With secrets masked. */
  readonly source: string;
  readonly value: string;
}

/** One policy's turn. */
export interface TraceEntry {
  readonly place: PolicyPlace | undefined;
  /** Policies around it: in `choose` and `retry`, but also the fragment or the `base` that leads to it. */
  readonly depth: number;
  /** Milliseconds since the request arrived. */
  readonly at: number;
  durationMs: number;
  readonly expressions: ExpressionTrace[];
  /** What it did, in words. */
  readonly notes: string[];
  failure: string | undefined;
}

/** Something that a policy told while it ran. */
export interface TraceNote {
  readonly entry: TraceEntry;
  /** Milliseconds since the request arrived. */
  readonly at: number;
  readonly text: string;
}

/** Collects the trace of one request. */
export class TraceRecorder {
  readonly entries: TraceEntry[] = [];
  /** Each policy when its turn came, and each note when it was told, in order. */
  readonly story: (TraceEntry | TraceNote)[] = [];
  private readonly open: TraceEntry[] = [];

  constructor(private readonly elapsed: () => number) {}

  enter(place: PolicyPlace | undefined): TraceEntry {
    const entry: TraceEntry = {
      place,
      depth: this.open.length,
      at: this.elapsed(),
      durationMs: 0,
      expressions: [],
      notes: [],
      failure: undefined,
    };
    this.entries.push(entry);
    this.story.push(entry);
    this.open.push(entry);
    return entry;
  }

  leave(entry: TraceEntry, failure?: string): void {
    entry.durationMs = this.elapsed() - entry.at;
    entry.failure = failure;
    const index = this.open.lastIndexOf(entry);
    if (index >= 0) this.open.splice(index, 1);
  }

  /** Something that the policy now running did: which member was chosen and why, whether the cache had it. */
  note(text: string): void {
    const entry = this.open.at(-1) ?? this.enterAlone();
    entry.notes.push(text);
    this.story.push({ entry, at: this.elapsed(), text });
  }

  expression(trace: ExpressionTrace): void {
    this.open.at(-1)?.expressions.push(trace);
  }

  private enterAlone(): TraceEntry {
    const entry = this.enter(undefined);
    this.leave(entry);
    return entry;
  }
}
