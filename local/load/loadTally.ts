/** How one request ended for its sender: a status, or `undefined` where no whole answer came. */
export interface Sent {
  readonly consumer: string;
  readonly model: string;
  readonly status: number | undefined;
  readonly milliseconds: number;
}

/** What came of requests of one consumer for one model. */
export interface LoadRow {
  readonly consumer: string;
  readonly model: string;
  readonly sent: number;
  readonly answered: number;
  /** 429. */
  readonly throttled: number;
  /** 5xx, and no whole answer. */
  readonly failed: number;
  /** Other 4xx. */
  readonly refused: number;
  /** Of the answered ones, to the last byte, in milliseconds; `undefined`: none was. */
  readonly median: number | undefined;
  readonly slow: number | undefined;
}

interface Counted {
  readonly consumer: string;
  readonly model: string;
  answered: number;
  throttled: number;
  failed: number;
  refused: number;
  readonly times: number[];
}

/** Adds up what came of a load. */
export class LoadTally {
  private readonly byCaller = new Map<string, Counted>();

  add({ consumer, model, status, milliseconds }: Sent): void {
    const key = JSON.stringify([consumer, model]);
    let counted = this.byCaller.get(key);
    if (counted === undefined) {
      counted = { consumer, model, answered: 0, throttled: 0, failed: 0, refused: 0, times: [] };
      this.byCaller.set(key, counted);
    }
    if (status === undefined || status >= 500) counted.failed++;
    else if (status === 429) counted.throttled++;
    else if (status >= 400) counted.refused++;
    else {
      counted.answered++;
      counted.times.push(milliseconds);
    }
  }

  /** By consumer, then model. */
  rows(): LoadRow[] {
    return [...this.byCaller.values()]
      .sort((a, b) => order(a.consumer, b.consumer) || order(a.model, b.model))
      .map(rowOf);
  }

  /** All of it as one row, or all of one consumer. */
  total(consumer?: string): LoadRow {
    const all: Counted = {
      consumer: consumer ?? "",
      model: "",
      answered: 0,
      throttled: 0,
      failed: 0,
      refused: 0,
      times: [],
    };
    for (const { answered, throttled, failed, refused, times, ...caller } of this.byCaller.values()) {
      if (consumer !== undefined && caller.consumer !== consumer) continue;
      all.answered += answered;
      all.throttled += throttled;
      all.failed += failed;
      all.refused += refused;
      for (const time of times) all.times.push(time);
    }
    return rowOf(all);
  }
}

function rowOf({ consumer, model, answered, throttled, failed, refused, times }: Counted): LoadRow {
  const sorted = Float64Array.from(times).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const sent = answered + throttled + failed + refused;
  return { consumer, model, sent, answered, throttled, failed, refused, median: at(0.5), slow: at(0.95) };
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
