import type { GatewayProblem } from "../ports/problem";
import type { JsonDocument, JsonPath } from "./json";

export type ReportProblem = (problem: GatewayProblem) => void;

/** Reads the members of a JSON object and reports what is not as it must be; each reader returns `undefined` then. `null` counts as absent. */
export class ResourceFields {
  private readonly values: Readonly<Record<string, unknown>>;

  constructor(
    readonly file: string,
    private readonly document: JsonDocument,
    private readonly path: JsonPath,
    value: unknown,
    private readonly report: ReportProblem,
  ) {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    this.values = isObject ? (value as Record<string, unknown>) : {};
    if (!isObject) this.fault(undefined, `${this.name()} must be an object, not ${kind(value)}.`);
  }

  /** The object as it is. */
  get raw(): Readonly<Record<string, unknown>> {
    return this.values;
  }

  get(field: string): unknown {
    return Object.hasOwn(this.values, field) ? (this.values[field] ?? undefined) : undefined;
  }

  has(field: string): boolean {
    return this.get(field) !== undefined;
  }

  text(field: string): string | undefined {
    const value = this.get(field);
    if (value === undefined || typeof value === "string") return value;
    return this.fault(field, `${this.name(field)} must be a text, not ${kind(value)}.`);
  }

  /** A text that must be there and hold something. */
  requiredText(field: string): string | undefined {
    const value = this.text(field);
    if (value !== undefined && value !== "") return value;
    if (value === "") return this.fault(field, `${this.name(field)} must not be empty.`);
    return this.has(field) ? undefined : this.fault(undefined, `${this.name(field)} is missing.`);
  }

  flag(field: string): boolean | undefined {
    const value = this.get(field);
    if (value === undefined || typeof value === "boolean") return value;
    return this.fault(field, `${this.name(field)} must be true or false, not ${kind(value)}.`);
  }

  number(field: string, min: number, max: number): number | undefined {
    const value = this.get(field);
    if (value === undefined) return undefined;
    if (typeof value === "number" && value >= min && value <= max) return value;
    return this.fault(field, `${this.name(field)} must be a number from ${min} to ${max}.`);
  }

  /** One of some words, in any case. */
  word<W extends string>(field: string, words: readonly W[]): W | undefined {
    const value = this.get(field);
    if (value === undefined) return undefined;
    const written = typeof value === "string" ? value.toLowerCase() : "";
    const found = words.find((word) => word.toLowerCase() === written);
    if (found !== undefined) return found;
    const last = words.at(-1);
    const list = words.length > 1 ? `${words.slice(0, -1).join(", ")} or ${last}` : last;
    return this.fault(field, `${this.name(field)} must be ${list}.`);
  }

  texts(field: string): readonly string[] | undefined {
    const value = this.get(field);
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
    return this.fault(field, `${this.name(field)} must be a list of texts.`);
  }

  object(field: string): ResourceFields | undefined {
    const value = this.get(field);
    return value === undefined
      ? undefined
      : new ResourceFields(this.file, this.document, [...this.path, field], value, this.report);
  }

  objects(field: string): readonly ResourceFields[] {
    const value = this.get(field);
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.fault(field, `${this.name(field)} must be a list.`);
      return [];
    }
    return value.map(
      (item, index) =>
        new ResourceFields(this.file, this.document, [...this.path, field, index], item, this.report),
    );
  }

  /** An error at a member, or at the object where none is named or it is absent. */
  fault(field: string | undefined, message: string, rule = "property"): undefined {
    return this.note("error", field, message, rule);
  }

  /** An error somewhere below. */
  faultAt(path: JsonPath, message: string, rule: string): void {
    const place = this.document.placeOf([...this.path, ...path]);
    this.report({ severity: "error", rule, file: this.file, ...place, message });
  }

  warn(field: string | undefined, message: string, rule: string): undefined {
    return this.note("warning", field, message, rule);
  }

  private note(
    severity: GatewayProblem["severity"],
    field: string | undefined,
    message: string,
    rule: string,
  ): undefined {
    const path = field === undefined ? this.path : [...this.path, field];
    this.report({ severity, rule, file: this.file, ...this.document.placeOf(path), message });
    return undefined;
  }

  /** `properties.pool.services[2].id`, in backticks; the root is `the file`. */
  private name(field?: string): string {
    const path = field === undefined ? this.path : [...this.path, field];
    if (path.length === 0) return "The file";
    const text = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("");
    return `\`${text.replace(/^\./, "")}\``;
  }
}

/** The kind of a value, never the value: it may be a secret. */
function kind(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : typeof value === "string" ? "a text" : `a ${typeof value}`;
}
