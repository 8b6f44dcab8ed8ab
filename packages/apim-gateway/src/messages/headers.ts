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

/** One name with its values. Never changed, so that copies of a message share it. */
interface Header {
  readonly key: string;
  /** As it was spelled. */
  readonly name: string;
  readonly values: readonly string[];
}

/** Messages have a dozen headers, and a dozen keys are compared faster than one is looked up in a map. */
const fewHeaders = 32;

/** Headers of a message: names without regard to case, in the order and spelling of their arrival. */
export class Headers {
  private list: Header[] = [];
  /** Places in the list, while there are many. */
  private places: Map<string, number> | undefined;

  /** @param raw name, value, name, value… as `node:http` and undici give them */
  static fromRaw(raw: readonly string[]): Headers {
    const headers = new Headers();
    for (let i = 0; i + 1 < raw.length; i += 2) {
      const name = raw[i] as string;
      const key = keyOf(name);
      const known = headers.find(key);
      if (known === undefined) headers.add({ key, name, values: [raw[i + 1] as string] });
      // Nobody else has it yet.
      else (known.values as string[]).push(raw[i + 1] as string);
    }
    return headers;
  }

  static of(values: Readonly<Record<string, string | readonly string[]>>): Headers {
    const headers = new Headers();
    for (const [name, value] of Object.entries(values)) headers.set(name, value);
    return headers;
  }

  has(name: string): boolean {
    return this.placeOf(keyOf(name)) >= 0;
  }

  /** All values of a header, joined as HTTP allows. */
  get(name: string): string | undefined {
    const values = this.values(name);
    return values === undefined || values.length === 1 ? values?.[0] : values.join(", ");
  }

  values(name: string): readonly string[] | undefined {
    return this.find(keyOf(name))?.values;
  }

  names(): readonly string[] {
    return this.list.map(({ name }) => name);
  }

  /** @param value the list is kept: whoever gives it must not change it */
  set(name: string, value: string | readonly string[]): void {
    const values = typeof value === "string" ? [value] : value;
    const key = keyOf(name);
    const place = this.placeOf(key);
    if (place < 0) this.add({ key, name, values });
    else this.list[place] = { key, name: (this.list[place] as Header).name, values };
  }

  append(name: string, value: string): void {
    const key = keyOf(name);
    const place = this.placeOf(key);
    if (place < 0) {
      this.add({ key, name, values: [value] });
      return;
    }
    const known = this.list[place] as Header;
    this.list[place] = { key, name: known.name, values: [...known.values, value] };
  }

  delete(name: string): void {
    const place = this.placeOf(keyOf(name));
    if (place < 0) return;
    this.list.splice(place, 1);
    this.places = undefined;
  }

  /** For who deletes the same headers again and again. @param keys what `keyOf` gave for their names */
  deleteKeys(keys: ReadonlySet<string>): void {
    const { list } = this;
    let kept = 0;
    for (const header of list) if (!keys.has(header.key)) list[kept++] = header;
    if (kept === list.length) return;
    list.length = kept;
    this.places = undefined;
  }

  /** Name, value, name, value…: a header of several values several times. */
  toRaw(): string[] {
    const raw: string[] = [];
    for (const { name, values } of this.list) for (const value of values) raw.push(name, value);
    return raw;
  }

  clone(): Headers {
    const copy = new Headers();
    copy.list = this.list.slice();
    return copy;
  }

  private find(key: string): Header | undefined {
    const place = this.placeOf(key);
    return place < 0 ? undefined : this.list[place];
  }

  private add(header: Header): void {
    this.list.push(header);
    this.places?.set(header.key, this.list.length - 1);
  }

  private placeOf(key: string): number {
    const { list } = this;
    if (list.length > fewHeaders) {
      this.places ??= new Map(list.map((header, place) => [header.key, place]));
      return this.places.get(key) ?? -1;
    }
    for (let place = 0; place < list.length; place++) if ((list[place] as Header).key === key) return place;
    return -1;
  }
}
