import type { Metric, MetricType, Registry } from "prom-client";

/** What a family of metrics is called and by what its numbers are told apart. */
export interface FamilyOptions {
  readonly name: string;
  readonly help: string;
  /** Label sets that are kept apart; further ones are added up as `other`. @default 2000 */
  readonly most?: number;
}

export type Labels = Readonly<Record<string, string>>;

interface Sample {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  readonly metricName?: string;
}

/** Told of each label set that was not kept apart, once for each time it was used. */
export type OnFolded = (metric: string) => void;

/**
 * Numbers by label sets. A child is looked up once and then only counts, which costs nanoseconds; the registry asks for
 * the samples when somebody reads the metrics. (The children of `prom-client` check and join their labels at each use.)
 */
abstract class Family<Child> {
  private readonly children = new Map<string, { readonly labels: Labels; readonly child: Child }>();
  private readonly most: number;

  constructor(
    registry: Registry,
    type: "counter" | "histogram",
    protected readonly options: FamilyOptions,
    private readonly folded: OnFolded,
  ) {
    this.most = options.most ?? 2000;
    register(registry, type, options, () => this.samplesOfAll());
  }

  /** The child of these labels: made when first asked for. The same labels come in the same order. */
  child(labels: Labels): Child {
    const found = this.children.get(JSON.stringify(labels));
    if (found !== undefined) return found.child;
    if (this.children.size < this.most) return this.add(labels);
    this.folded(this.options.name);
    const others = Object.fromEntries(Object.keys(labels).map((name) => [name, "other"]));
    return this.children.get(JSON.stringify(others))?.child ?? this.add(others);
  }

  /** Whether these labels are kept apart. The same labels come in the same order. */
  has(labels: Labels): boolean {
    return this.children.has(JSON.stringify(labels));
  }

  private add(labels: Labels): Child {
    const child = this.make();
    this.children.set(JSON.stringify(labels), { labels, child });
    return child;
  }

  protected abstract make(): Child;
  protected abstract samples(labels: Labels, child: Child): Sample[];

  private samplesOfAll(): Sample[] {
    return [...this.children.values()].flatMap(({ labels, child }) => this.samples(labels, child));
  }
}

/** Registers numbers that are asked for when the metrics are read. */
export function register(
  registry: Registry,
  type: "counter" | "gauge" | "histogram",
  { name, help }: FamilyOptions,
  read: () => readonly Sample[],
): void {
  const metric = {
    name,
    get: async () => ({ name, help, type: type as unknown as MetricType, aggregator: "sum", values: read() }),
  };
  // What the registry asks of a metric is this much.
  registry.registerMetric(metric as unknown as Metric<string>);
}

/** One number of a counter. */
export class Tally {
  value = 0;
  add(amount = 1): void {
    this.value += amount;
  }
}

export class Counters extends Family<Tally> {
  constructor(registry: Registry, options: FamilyOptions, folded: OnFolded) {
    super(registry, "counter", options, folded);
  }
  protected make(): Tally {
    return new Tally();
  }
  protected samples(labels: Labels, { value }: Tally): Sample[] {
    return [{ labels, value }];
  }
}

/** Observations in buckets. */
export class Distribution {
  readonly counts: Float64Array;
  sum = 0;
  constructor(private readonly bounds: readonly number[]) {
    this.counts = new Float64Array(bounds.length + 1);
  }
  add(value: number): void {
    let bucket = 0;
    while (bucket < this.bounds.length && value > (this.bounds[bucket] as number)) bucket++;
    this.counts[bucket] = (this.counts[bucket] as number) + 1;
    this.sum += value;
  }
}

export class Histograms extends Family<Distribution> {
  /** @param bounds upper bounds of the buckets, ascending */
  constructor(
    registry: Registry,
    options: FamilyOptions,
    private readonly bounds: readonly number[],
    folded: OnFolded,
  ) {
    super(registry, "histogram", options, folded);
  }
  protected make(): Distribution {
    return new Distribution(this.bounds);
  }
  protected samples(labels: Labels, { counts, sum }: Distribution): Sample[] {
    const { name } = this.options;
    let total = 0;
    const buckets = [...this.bounds, "+Inf"].map((le, index) => {
      total += counts[index] as number;
      return { labels: { ...labels, le }, value: total, metricName: `${name}_bucket` };
    });
    return [
      ...buckets,
      { labels, value: sum, metricName: `${name}_sum` },
      { labels, value: total, metricName: `${name}_count` },
    ];
  }
}
