/** Takes one line of a log, without its line end. A promise: the next one waits until it is done. */
export type WriteLine = (line: string) => undefined | Promise<void>;

/** What became of the lines. */
export interface LineCounts {
  written: number;
  /** The writer threw or rejected. */
  failed: number;
  /** The writer was too slow: too many waited. */
  dropped: number;
}

/**
 * Gives lines to a writer that may be slow or fail, without ever making a request wait or fail. In order; while one is
 * under way others wait, up to a limit.
 */
export class LineWriter {
  readonly counts: LineCounts = { written: 0, failed: 0, dropped: 0 };
  private waiting: string[] = [];
  /** Lines of `waiting` that have been given. */
  private given = 0;
  private busy = false;

  /** @param most lines that may wait */
  constructor(
    private readonly write: WriteLine,
    private readonly most: number,
  ) {}

  add(line: string): void {
    if (!this.busy) {
      this.give(line);
      return;
    }
    if (this.waiting.length - this.given < this.most) this.waiting.push(line);
    else this.counts.dropped++;
  }

  private give(line: string): void {
    let writing: undefined | Promise<void>;
    try {
      writing = this.write(line);
    } catch {
      this.counts.failed++;
      return;
    }
    if (writing === undefined) {
      this.counts.written++;
      return;
    }
    this.busy = true;
    writing.then(
      () => this.done("written"),
      () => this.done("failed"),
    );
  }

  private done(as: "written" | "failed"): void {
    this.counts[as]++;
    this.busy = false;
    while (!this.busy && this.given < this.waiting.length) this.give(this.waiting[this.given++] as string);
    if (this.given < this.waiting.length && this.given < this.most) return;
    this.waiting = this.waiting.slice(this.given);
    this.given = 0;
  }
}
