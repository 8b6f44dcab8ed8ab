import { textOf } from "../text";
import { type CsObject, fail, type TextStyle, type Value } from "../value";
import type { Template } from "./template";
import { type JsonType, typeOfValue } from "./types";
import { writeJson } from "./write";

/** A token of Newtonsoft's `JToken` family. */
export abstract class CsJson implements CsObject {
  abstract readonly csType: string;
  abstract readonly type: JsonType;
  parent: CsJson | null = null;
  /** Value of a `JValue`; undefined for containers. */
  get simple(): Value | undefined {
    return undefined;
  }
  /** How many children there are, without making them. */
  abstract readonly count: number;
  abstract csWalk(): Iterable<CsJson>;
  abstract clone(): CsJson;
  csText(style: TextStyle): string {
    return writeJson(this, true, style);
  }
}

export const isToken = (value: unknown): value is CsJson => value instanceof CsJson;

export class CsJValue extends CsJson {
  constructor(public value: Value) {
    super();
  }
  get csType(): "JValue" {
    return "JValue";
  }
  get type(): JsonType {
    return typeOfValue(this.value);
  }
  override get simple(): Value {
    return this.value;
  }
  get count(): number {
    return 0;
  }
  csWalk(): Iterable<CsJson> {
    return [];
  }
  clone(): CsJson {
    return new CsJValue(this.value);
  }
  override csText(style: TextStyle): string {
    return textOf(this.value, style);
  }
  csEquals(other: Value): boolean {
    return other instanceof CsJValue && deepEquals(this, other);
  }
  csKey(): string {
    return `${this.type}:${textOf(this.value, { doubles: "shortest" })}`;
  }
}

/**
 * A list. Over a template, its tokens are made when one of them is asked for; what is done to them is never seen in the
 * template.
 */
export class CsJArray extends CsJson {
  private made: CsJson[] | undefined;
  constructor(private template: readonly Template[] = []) {
    super();
  }
  static of(items: Iterable<CsJson>): CsJArray {
    const array = new CsJArray();
    for (const item of items) array.add(item);
    return array;
  }
  get csType(): "JArray" {
    return "JArray";
  }
  get type(): "Array" {
    return "Array";
  }
  /** To read. What changes it is below. */
  get items(): readonly CsJson[] {
    return this.own();
  }
  private own(): CsJson[] {
    if (this.made !== undefined) return this.made;
    const made: CsJson[] = [];
    for (const item of this.template) made.push(tokenOver(item, this));
    this.template = [];
    this.made = made;
    return made;
  }
  get count(): number {
    return this.made?.length ?? this.template.length;
  }
  add(item: CsJson): void {
    this.own().push(adopt(item, this));
  }
  insert(at: number, item: CsJson): void {
    this.own().splice(at, 0, adopt(item, this));
  }
  replaceAt(at: number, item: CsJson): void {
    const items = this.own();
    if (items[at] === item) return;
    release(items[at] as CsJson);
    items[at] = adopt(item, this);
  }
  removeAt(at: number): void {
    for (const item of this.own().splice(at, 1)) release(item);
  }
  clear(): void {
    for (const item of this.own().splice(0)) release(item);
  }
  csWalk(): Iterable<CsJson> {
    return this.own();
  }
  clone(): CsJson {
    if (this.made === undefined) return new CsJArray(this.template);
    return CsJArray.of(this.made.map((item) => item.clone()));
  }
}

export class CsJProperty extends CsJson {
  private inner: CsJson | undefined;
  private template: Template = null;
  constructor(
    readonly name: string,
    value?: CsJson,
  ) {
    super();
    if (value !== undefined) this.inner = adopt(value, this);
  }
  static over(name: string, template: Template, parent: CsJObject): CsJProperty {
    const property = new CsJProperty(name);
    property.template = template;
    property.parent = parent;
    return property;
  }
  get csType(): "JProperty" {
    return "JProperty";
  }
  get type(): "Property" {
    return "Property";
  }
  get value(): CsJson {
    if (this.inner === undefined) this.inner = tokenOver(this.template, this);
    return this.inner;
  }
  set value(next: CsJson) {
    if (this.inner === next) return;
    if (this.inner !== undefined) release(this.inner);
    this.inner = adopt(next, this);
  }
  get count(): number {
    return 1;
  }
  *csWalk(): Iterable<CsJson> {
    yield this.value;
  }
  clone(): CsJson {
    if (this.inner !== undefined) return new CsJProperty(this.name, this.inner.clone());
    const property = new CsJProperty(this.name);
    property.template = this.template;
    return property;
  }
}

/** An object. Over a template, a property is made when it is asked for; all of them, once something changes. */
export class CsJObject extends CsJson {
  private made: Map<string, CsJProperty> | undefined;
  constructor(private template: ReadonlyMap<string, Template> | undefined = undefined) {
    super();
  }
  get csType(): "JObject" {
    return "JObject";
  }
  get type(): "Object" {
    return "Object";
  }
  /** In order, to read. */
  get properties(): ReadonlyMap<string, CsJProperty> {
    return this.own();
  }
  private own(): Map<string, CsJProperty> {
    const { template, made } = this;
    if (template === undefined) {
      this.made = made ?? new Map();
      return this.made;
    }
    const all = new Map<string, CsJProperty>();
    for (const [name, value] of template)
      all.set(name, made?.get(name) ?? CsJProperty.over(name, value, this));
    this.template = undefined;
    this.made = all;
    return all;
  }
  get count(): number {
    return this.template?.size ?? this.made?.size ?? 0;
  }
  has(name: string): boolean {
    return this.template?.has(name) ?? this.made?.has(name) ?? false;
  }
  property(name: string): CsJProperty | undefined {
    const known = this.made?.get(name);
    if (known !== undefined || this.template === undefined) return known;
    const value = this.template.get(name);
    if (value === undefined) return undefined;
    const property = CsJProperty.over(name, value, this);
    this.made ??= new Map();
    this.made.set(name, property);
    return property;
  }
  get(name: string): CsJson | null {
    return this.property(name)?.value ?? null;
  }
  add(property: CsJProperty): void {
    if (this.has(property.name))
      throw fail(
        "ArgumentException",
        `Can not add property ${property.name} to Newtonsoft.Json.Linq.JObject. Property with the same name already exists on object.`,
      );
    this.own().set(property.name, adopt(property, this) as CsJProperty);
  }
  set(name: string, value: CsJson): void {
    const known = this.property(name);
    if (known !== undefined) known.value = value;
    else this.add(new CsJProperty(name, value));
  }
  remove(name: string): boolean {
    const property = this.property(name);
    if (property !== undefined) release(property);
    return this.own().delete(name);
  }
  /** Puts properties in this order; all of them are its own or new. */
  arrange(properties: readonly CsJProperty[]): void {
    const all = new Map<string, CsJProperty>();
    for (const property of properties) {
      if (all.has(property.name))
        throw fail(
          "ArgumentException",
          `Can not add property ${property.name} to Newtonsoft.Json.Linq.JObject. Property with the same name already exists on object.`,
        );
      all.set(property.name, property.parent === this ? property : (adopt(property, this) as CsJProperty));
    }
    this.template = undefined;
    this.made = all;
  }
  csWalk(): Iterable<CsJson> {
    return this.own().values();
  }
  clone(): CsJson {
    if (this.made === undefined) return new CsJObject(this.template);
    const copy = new CsJObject();
    for (const property of this.own().values()) copy.add(property.clone() as CsJProperty);
    return copy;
  }
}

/** A token over what a text says. */
export function tokenOver(template: Template, parent: CsJson | null): CsJson {
  const token =
    template instanceof Map
      ? new CsJObject(template)
      : Array.isArray(template)
        ? new CsJArray(template)
        : new CsJValue(template as Value);
  token.parent = parent;
  return token;
}

export function rootOf(token: CsJson): CsJson {
  let root = token;
  while (root.parent !== null) root = root.parent;
  return root;
}

/** A token that already hangs somewhere is copied, and so is one that would hang under itself. */
function adopt(item: CsJson, parent: CsJson): CsJson {
  const own = item.parent === null && item !== rootOf(parent) ? item : item.clone();
  own.parent = parent;
  return own;
}

function release(item: CsJson): void {
  item.parent = null;
}

export function deepEquals(a: CsJson, b: CsJson): boolean {
  if (a instanceof CsJValue && b instanceof CsJValue) {
    if (a.type !== b.type) return false;
    return textOf(a.value, { doubles: "shortest" }) === textOf(b.value, { doubles: "shortest" });
  }
  if (a instanceof CsJProperty && b instanceof CsJProperty)
    return a.name === b.name && deepEquals(a.value, b.value);
  if (a instanceof CsJArray && b instanceof CsJArray)
    return (
      a.items.length === b.items.length &&
      a.items.every((item, index) => deepEquals(item, b.items[index] as CsJson))
    );
  if (!(a instanceof CsJObject && b instanceof CsJObject) || a.count !== b.count) return false;
  return [...a.properties.values()].every((property) => {
    const other = b.property(property.name);
    return other !== undefined && deepEquals(property, other);
  });
}
