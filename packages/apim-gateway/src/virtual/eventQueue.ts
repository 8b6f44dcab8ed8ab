interface Event {
  readonly at: number;
  /** Events of one time run in the order in which they were added. */
  readonly order: number;
  readonly action: () => void;
}

/** Events by time: a binary heap. */
export class EventQueue {
  private readonly heap: Event[] = [];
  private added = 0;

  get size(): number {
    return this.heap.length;
  }

  /** Time of the next event; `undefined` when there is none. */
  get next(): number | undefined {
    return this.heap[0]?.at;
  }

  add(at: number, action: () => void): void {
    const { heap } = this;
    const event = { at, order: this.added++, action };
    let index = heap.length;
    heap.push(event);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(event, heap[parent] as Event)) break;
      heap[index] = heap[parent] as Event;
      index = parent;
    }
    heap[index] = event;
  }

  /** Takes the next event. */
  take(): Event | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Event, heap[child] as Event)) child++;
      if (!before(heap[child] as Event, last)) break;
      heap[index] = heap[child] as Event;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}

const before = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
