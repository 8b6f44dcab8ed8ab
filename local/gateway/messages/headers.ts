/** More and longer names than messages have; the key of any further one is not kept. */
const mostKeys = 1000;
const longestKept = 64;
const keys = new Map<string, string>();

/** The name in lower case. Kept, as the same few names are asked for dozens of times in every request. */
export function keyOf(name: string): string {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = name.toLowerCase();
  if (keys.size < mostKeys && name.length <= longestKept) keys.set(name, key);
  return key;
}

/** Headers of a message: names without regard to case, in the order and spelling of their arrival. */
export class Headers {
  private readonly entries = new Map<string, { name: string; values: string[] }>();

  /** @param raw name, value, name, value… as `node:http` and undici give them */
  static fromRaw(raw: readonly string[]): Headers {
    const headers = new Headers();
    for (let i = 0; i + 1 < raw.length; i += 2) headers.append(raw[i] as string, raw[i + 1] as string);
    return headers;
  }

  static of(values: Readonly<Record<string, string | readonly string[]>>): Headers {
    const headers = new Headers();
    for (const [name, value] of Object.entries(values)) headers.set(name, value);
    return headers;
  }

  has(name: string): boolean {
    return this.entries.has(keyOf(name));
  }

  /** All values of a header, joined as HTTP allows. */
  get(name: string): string | undefined {
    const found = this.entries.get(keyOf(name));
    if (found === undefined) return undefined;
    return found.values.length === 1 ? found.values[0] : found.values.join(", ");
  }

  values(name: string): readonly string[] | undefined {
    return this.entries.get(keyOf(name))?.values;
  }

  *names(): Iterable<string> {
    for (const { name } of this.entries.values()) yield name;
  }

  set(name: string, value: string | readonly string[]): void {
    const values = typeof value === "string" ? [value] : [...value];
    const key = keyOf(name);
    const found = this.entries.get(key);
    if (found === undefined) this.entries.set(key, { name, values });
    else found.values = values;
  }

  append(name: string, value: string): void {
    const key = keyOf(name);
    const found = this.entries.get(key);
    if (found === undefined) this.entries.set(key, { name, values: [value] });
    else found.values.push(value);
  }

  delete(name: string): void {
    this.entries.delete(keyOf(name));
  }

  /** For who deletes the same header again and again. @param key what `keyOf` gave for its name */
  deleteKey(key: string): void {
    this.entries.delete(key);
  }

  /** Name, value, name, value…: a header of several values several times. */
  toRaw(): string[] {
    const raw: string[] = [];
    for (const { name, values } of this.entries.values()) for (const value of values) raw.push(name, value);
    return raw;
  }

  clone(): Headers {
    const copy = new Headers();
    for (const [key, { name, values }] of this.entries) copy.entries.set(key, { name, values: [...values] });
    return copy;
  }
}
