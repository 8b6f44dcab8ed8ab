import type { HostVariables } from "../csharp/host/data";
import type { VariableName } from "../csharp/host/variableName";
import type { Value } from "../csharp/runtime/value";
import { VariableOrder } from "./variableOrder";

/** Names that have a place; policies write theirs down, and only an expression can make up more. */
const mostNames = 256;

/** The places of variables, the same for all requests that run the same compiled policies. */
export class VariableNames {
  /** Where the order of each request's variables begins. */
  readonly order = VariableOrder.begin();
  private readonly places = new Map<string, number>();

  get size(): number {
    return this.places.size;
  }

  find(name: string): number | undefined {
    return this.places.get(name);
  }

  /** The place of a name that is written down: it has one before the variable is set. */
  placeOf(name: VariableName): number | undefined {
    if (name.places !== this) {
      name.place = this.findOrAdd(name.text);
      name.places = this;
    }
    return name.place;
  }

  /** `undefined`: there are too many already. */
  findOrAdd(name: string): number | undefined {
    const found = this.places.get(name);
    if (found !== undefined) return found;
    const place = this.places.size;
    if (place === mostNames) return undefined;
    this.places.set(name, place);
    return place;
  }
}

/**
 * `context.Variables` of one request, in the order in which they were set. A map of its own would grow five times on the
 * way to the thirty variables that a policy sets; a place in a list costs a tenth.
 */
export class Variables implements HostVariables {
  private readonly values: (Value | undefined)[];
  private order: VariableOrder;
  /** By names that have no place. */
  private others: Map<string, Value> | undefined;

  constructor(private readonly names: VariableNames) {
    this.values = new Array(names.size);
    this.order = names.order;
  }

  get size(): number {
    return this.order.size;
  }

  get(name: string): Value | undefined {
    const place = this.names.find(name);
    return place === undefined ? this.others?.get(name) : this.values[place];
  }

  read(name: VariableName): Value | undefined {
    const place = this.names.placeOf(name);
    return place === undefined ? this.others?.get(name.text) : this.values[place];
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  set(name: string, value: Value): void {
    this.put(this.names.findOrAdd(name), name, value);
  }

  /** The same as `set`, for a name that is set again and again. */
  write(name: VariableName, value: Value): void {
    this.put(this.names.placeOf(name), name.text, value);
  }

  private put(place: number | undefined, name: string, value: Value): void {
    if (place === undefined) this.setOther(name, value);
    else {
      if (this.values[place] === undefined) this.order = this.order.with(name);
      this.values[place] = value;
    }
  }

  keys(): Iterable<string> {
    return this.order.names();
  }

  private setOther(name: string, value: Value): void {
    this.others ??= new Map();
    if (!this.others.has(name)) this.order = this.order.with(name);
    this.others.set(name, value);
  }
}
