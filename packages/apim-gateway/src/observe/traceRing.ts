import type { Trace } from "./trace";

/** The last traces, by id. */
export class TraceRing {
  private readonly byId = new Map<string, Trace>();

  constructor(private readonly most: number) {}

  add(trace: Trace): void {
    this.byId.delete(trace.id);
    this.byId.set(trace.id, trace);
    if (this.byId.size <= this.most) return;
    const [oldest] = this.byId.keys();
    this.byId.delete(oldest as string);
  }

  get(id: string): Trace | undefined {
    return this.byId.get(id);
  }

  /** The newest first. */
  list(): Trace[] {
    return [...this.byId.values()].reverse();
  }
}
