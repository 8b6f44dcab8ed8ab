import type { Registry } from "prom-client";
import type { MetricSample } from "../pipeline/logRecords";
import type { Mask } from "./mask";
import { Counters, type OnFolded, type Tally } from "./tally";

/** Names of metrics that are kept apart: they are written in policies, so there are few. */
const MOST_NAMES = 100;
/** Samples whose counter is known at once. */
const MOST_REMEMBERED = 5000;
/** Longer ones hold what callers made up, and do not come again. */
const LONGEST_REMEMBERED = 2000;

/**
 * Custom metrics of policies as counters: `Total Tokens` becomes `apim_gateway_total_tokens_total`, and each dimension
 * a label. Callers can make up values of dimensions, so the label sets of one name are bounded.
 */
export class SampleMetrics {
  private readonly byName = new Map<string, Counters>();
  /** By everything that a sample says: masking, sorting and naming are a hundred times the work of counting. */
  private readonly remembered = new Map<string, Tally>();

  constructor(
    private readonly registry: Registry,
    private readonly mask: Mask,
    private readonly most: number,
    private readonly folded: OnFolded,
    /** A sample that a counter cannot take: negative, or no number. */
    private readonly refused: () => void,
  ) {}

  add(sample: MetricSample): void {
    const { value } = sample;
    if (!(value >= 0) || value === Number.POSITIVE_INFINITY) {
      this.refused();
      return;
    }
    const key = keyOf(sample);
    const known = this.remembered.get(key);
    if (known === undefined) this.addNew(sample, key);
    else known.add(value);
  }

  /** What is secret is another now. */
  forget(): void {
    this.remembered.clear();
  }

  private addNew({ namespace, name, value, dimensions }: MetricSample, key: string): void {
    const counters = this.find(name);
    if (counters === undefined) return;
    const labels: Record<string, string> = { namespace: this.mask.text(namespace) };
    // Sorted: two policies may write the same dimensions in another order.
    for (const [dimension, text] of Object.entries(dimensions).sort(byName))
      labels[labelName(this.mask.text(dimension))] = this.mask.value(dimension, text);
    const count = counters.child(labels);
    count.add(value);
    // What is added up as `other` is counted as such each time.
    if (!counters.has(labels) || key.length > LONGEST_REMEMBERED) return;
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
    this.remembered.set(key, count);
  }

  private find(name: string): Counters | undefined {
    const metric = `apim_gateway_${identifier(this.mask.text(name))}_total`;
    const found = this.byName.get(metric);
    if (found !== undefined) return found;
    // A policy may be called like one of the gateway's own.
    if (this.byName.size >= MOST_NAMES || this.registry.getSingleMetric(metric) !== undefined) {
      this.folded(metric);
      return undefined;
    }
    const counters = new Counters(
      this.registry,
      { name: metric, help: "A metric that policies emit", most: this.most },
      this.folded,
    );
    this.byName.set(metric, counters);
    return counters;
  }
}

/** With the lengths of what callers may have made up, so that no two samples have the same. */
function keyOf({ namespace, name, dimensions }: MetricSample): string {
  let key = `${namespace}\n${name}`;
  for (const dimension in dimensions) {
    const text = dimensions[dimension] as string;
    key += `\n${dimension.length} ${text.length} ${dimension}${text}`;
  }
  return key;
}

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]) => (a < b ? -1 : 1);

const identifier = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|(?<!_)_+$/g, "") || "unnamed";

/** Prometheus keeps names that begin with two underscores, and digits cannot begin one. */
const labelName = (dimension: string) => identifier(dimension).replace(/^(?=\d)/, "d_");
