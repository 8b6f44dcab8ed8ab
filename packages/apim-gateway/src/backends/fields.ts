/** One thing in a backend resource that the service would refuse. */
export interface BackendProblem {
  /** Name of the backend, or its place in the list where it has none. */
  readonly backend: string;
  /** Where in the resource, such as `properties.pool.services[2].weight`. */
  readonly path: string;
  readonly message: string;
}

/** All problems in one readable message. */
export class BackendsError extends Error {
  constructor(readonly problems: readonly BackendProblem[]) {
    const lines = problems.map(
      ({ backend, path, message }) => `- backend \`${backend}\`, ${path}: ${message}`,
    );
    super(`API Management would refuse these backends:\n${lines.join("\n")}`);
    this.name = "BackendsError";
  }
}

/** Reads the fields of a JSON object and reports what is not as it must be; each reader returns `undefined` then. */
export class BackendFields {
  readonly isObject: boolean;
  private readonly values: Readonly<Record<string, unknown>>;

  constructor(
    private readonly backend: string,
    private readonly path: string,
    value: unknown,
    private readonly problems: BackendProblem[],
  ) {
    this.isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    this.values = this.isObject ? (value as Record<string, unknown>) : {};
    if (!this.isObject) problems.push({ backend, path, message: `must be an object, not ${show(value)}` });
  }

  /** The object as it is. */
  get raw(): Readonly<Record<string, unknown>> {
    return this.values;
  }

  report(field: string, message: string): undefined {
    const path = field === "" ? this.path : `${this.path}.${field}`;
    this.problems.push({ backend: this.backend, path, message });
    return undefined;
  }

  /** Problems so far, to tell whether reading a part went well. */
  get problemCount(): number {
    return this.problems.length;
  }

  has(field: string): boolean {
    return this.get(field) !== undefined;
  }

  object(field: string): BackendFields | undefined {
    const value = this.get(field);
    return value === undefined
      ? undefined
      : new BackendFields(this.backend, `${this.path}.${field}`, value, this.problems);
  }

  objects(field: string): BackendFields[] {
    return this.list(field).map(
      (item, index) =>
        new BackendFields(this.backend, `${this.path}.${field}[${index}]`, item, this.problems),
    );
  }

  list(field: string): readonly unknown[] {
    const value = this.get(field);
    if (value === undefined) return [];
    if (Array.isArray(value)) return value;
    this.report(field, `must be a list, not ${show(value)}`);
    return [];
  }

  text(field: string): string | undefined {
    const value = this.get(field);
    if (value === undefined || typeof value === "string") return value;
    return this.report(field, `must be a text, not ${show(value)}`);
  }

  flag(field: string): boolean | undefined {
    const value = this.get(field);
    if (value === undefined || typeof value === "boolean") return value;
    return this.report(field, `must be true or false, not ${show(value)}`);
  }

  whole(field: string, min: number, max: number): number | undefined {
    const value = this.get(field);
    if (value === undefined) return undefined;
    const number = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
    if (Number.isInteger(number) && (number as number) >= min && (number as number) <= max)
      return number as number;
    const bounds = max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `from ${min} to ${max}`;
    return this.report(field, `must be a whole number ${bounds}, not ${show(value)}`);
  }

  /** One of some words, in any case; the first one where absent. */
  word<W extends string>(field: string, words: readonly W[]): W | "invalid" {
    const value = this.get(field);
    if (value === undefined) return words[0] as W;
    const written = typeof value === "string" ? value.toLowerCase() : "";
    const found = words.find((word) => word.toLowerCase() === written);
    if (found !== undefined) return found;
    this.report(field, `must be ${words.map((word) => `\`${word}\``).join(" or ")}, not ${show(value)}`);
    return "invalid";
  }

  private get(field: string): unknown {
    return Object.hasOwn(this.values, field) ? (this.values[field] ?? undefined) : undefined;
  }
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
