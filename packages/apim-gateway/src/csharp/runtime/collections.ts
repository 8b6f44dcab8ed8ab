import type { CsObject, Value } from "./value";

/** Has `items`, in order. Arrays made by the compiler are plain objects of this shape. */
export interface CsArray extends CsObject {
  readonly csType: "[]";
  readonly csArgs: readonly string[];
  readonly items: Value[];
}

export function arrayOfValues(element: string, items: Value[]): CsArray {
  return { csType: "[]", csArgs: [element], items };
}

export class CsList implements CsObject {
  readonly csType = "List";
  readonly csArgs: readonly string[];
  constructor(
    element: string,
    public items: Value[] = [],
  ) {
    this.csArgs = [element];
  }
}

/** A query that runs each time it is walked. */
export class CsSequence implements CsObject {
  readonly csType: string = "IEnumerable";
  readonly csArgs: readonly string[];
  constructor(
    element: string,
    readonly walk: () => Iterable<Value>,
  ) {
    this.csArgs = [element];
  }
}

export class CsKeyValuePair implements CsObject {
  readonly csType = "KeyValuePair";
  constructor(
    readonly csArgs: readonly string[],
    readonly key: Value,
    readonly value: Value,
  ) {}
}

/** A key under which equal values meet. Values of different types never do. */
export function keyOf(value: Value, ignoreCase = false): string {
  if (value === null) return "null";
  if (typeof value === "string") return ignoreCase ? `s${value.toUpperCase()}` : `s${value}`;
  if (typeof value === "object") {
    if (value.csKey !== undefined) return `${value.csType}:${value.csKey()}`;
    return `o${identityOf(value)}`;
  }
  return `${typeof value}${String(value)}`;
}

const identities = new WeakMap<object, number>();
let lastIdentity = 0;
function identityOf(value: object): number {
  let known = identities.get(value);
  if (known === undefined) {
    known = ++lastIdentity;
    identities.set(value, known);
  }
  return known;
}

export class CsDictionary implements CsObject {
  readonly csType = "Dictionary";
  readonly entries = new Map<string, CsKeyValuePair>();
  constructor(
    readonly csArgs: readonly string[],
    readonly ignoreCase = false,
  ) {}
  get(key: Value): CsKeyValuePair | undefined {
    return this.entries.get(keyOf(key, this.ignoreCase));
  }
  set(key: Value, value: Value): void {
    this.entries.set(
      keyOf(key, this.ignoreCase),
      new CsKeyValuePair(this.csArgs, this.get(key)?.key ?? key, value),
    );
  }
}

export class CsHashSet implements CsObject {
  readonly csType = "HashSet";
  readonly entries = new Map<string, Value>();
  readonly csArgs: readonly string[];
  constructor(
    element: string,
    readonly ignoreCase = false,
  ) {
    this.csArgs = [element];
  }
}

/** Whatever knows how to be walked says so. */
export interface Walkable {
  csWalk(): Iterable<Value>;
}
