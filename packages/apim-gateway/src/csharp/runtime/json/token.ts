import { textOf } from "../text";
import { type CsObject, fail, type TextStyle, type Value } from "../value";
import { account } from "../walk";
import type { JsonTemplate } from "./template";
import { type JsonType, typeOfValue } from "./types";
import { writeJson } from "./write";

/** A token of Newtonsoft's `JToken` family. */
export abstract class CsJson implements CsObject {
  abstract readonly csType: string;
  abstract readonly type: JsonType;
  parent: CsJson | null = null;
  /** What it was made over, while neither it nor anything below was changed: it copies and writes from there. */
  source: JsonTemplate | undefined;
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
  constructor(private held: Value) {
    super();
  }
  get value(): Value {
    return this.held;
  }
  set value(next: Value) {
    this.held = next;
    changed(this);
  }
  get csType(): "JValue" {
    return "JValue";
  }
  get type(): JsonType {
    return typeOfValue(this.held);
  }
  override get simple(): Value {
    return this.held;
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
    if (!(other instanceof CsJValue) || other.type !== this.type) return false;
    return textOf(this.held, { doubles: "shortest" }) === textOf(other.held, { doubles: "shortest" });
  }
  csKey(): string {
    return `${this.type}:${textOf(this.value, { doubles: "shortest" })}`;
  }
}

/** A list. Over a template, its tokens are made when one of them is asked for. */
export class CsJArray extends CsJson {
  private made: CsJson[] | undefined;
  static of(items: Iterable<CsJson>): CsJArray {
    const array = new CsJArray();
    for (const item of items) array.add(item);
    return array;
  }
  static over(template: readonly JsonTemplate[]): CsJArray {
    const array = new CsJArray();
    array.source = template;
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
    for (const item of (this.source ?? []) as readonly JsonTemplate[]) made.push(tokenOver(item, this));
    this.made = made;
    return made;
  }
  private change(): CsJson[] {
    const own = this.own();
    changed(this);
    return own;
  }
  get count(): number {
    return (this.made ?? (this.source as readonly JsonTemplate[] | undefined) ?? []).length;
  }
  add(item: CsJson): void {
    this.change().push(adopt(item, this));
  }
  insert(at: number, item: CsJson): void {
    this.change().splice(at, 0, adopt(item, this));
  }
  replaceAt(at: number, item: CsJson): void {
    const items = this.change();
    if (items[at] === item) return;
    release(items[at] as CsJson);
    items[at] = adopt(item, this);
  }
  removeAt(at: number): void {
    for (const item of this.change().splice(at, 1)) release(item);
  }
  clear(): void {
    for (const item of this.change().splice(0)) release(item);
  }
  csWalk(): Iterable<CsJson> {
    return this.own();
  }
  clone(): CsJson {
    if (this.source !== undefined) return CsJArray.over(this.source as readonly JsonTemplate[]);
    const items = this.own();
    account(64 * (1 + items.length));
    return CsJArray.of(items.map((item) => item.clone()));
  }
}

export class CsJProperty extends CsJson {
  private inner: CsJson | undefined;
  constructor(
    readonly name: string,
    value?: CsJson,
  ) {
    super();
    if (value !== undefined) this.inner = adopt(value, this);
  }
  static over(name: string, template: JsonTemplate, parent: CsJObject | null): CsJProperty {
    const property = new CsJProperty(name);
    property.source = template;
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
    if (this.inner === undefined) this.inner = tokenOver(this.source as JsonTemplate, this);
    return this.inner;
  }
  set value(next: CsJson) {
    if (this.inner === next) return;
    if (this.inner !== undefined) release(this.inner);
    this.inner = adopt(next, this);
    changed(this);
  }
  get count(): number {
    return 1;
  }
  *csWalk(): Iterable<CsJson> {
    yield this.value;
  }
  clone(): CsJson {
    if (this.source !== undefined) return CsJProperty.over(this.name, this.source, null);
    return new CsJProperty(this.name, this.value.clone());
  }
}

const sameName = (name: string) =>
  fail(
    "ArgumentException",
    `Can not add property ${name} to Newtonsoft.Json.Linq.JObject. Property with the same name already exists on object.`,
  );

/** An object. Over a template, a property is made when it is asked for. */
export class CsJObject extends CsJson {
  private made: Map<string, CsJProperty> | undefined;
  /** Whether `made` has every property, in order. */
  private isWhole = true;
  static over(template: ReadonlyMap<string, JsonTemplate>): CsJObject {
    const object = new CsJObject();
    object.source = template;
    object.isWhole = false;
    return object;
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
  /** The template; only while not whole, when there is one. */
  private get template(): ReadonlyMap<string, JsonTemplate> {
    return this.source as ReadonlyMap<string, JsonTemplate>;
  }
  private own(): Map<string, CsJProperty> {
    const { made } = this;
    if (this.isWhole) {
      if (made !== undefined) return made;
      this.made = new Map();
      return this.made;
    }
    const all = new Map<string, CsJProperty>();
    for (const [name, value] of this.template)
      all.set(name, made?.get(name) ?? CsJProperty.over(name, value, this));
    this.isWhole = true;
    this.made = all;
    return all;
  }
  /** Makes what is there before the template is forgotten. */
  complete(): void {
    this.own();
  }
  get count(): number {
    return this.isWhole ? (this.made?.size ?? 0) : this.template.size;
  }
  has(name: string): boolean {
    return this.isWhole ? this.made?.has(name) === true : this.template.has(name);
  }
  property(name: string): CsJProperty | undefined {
    const known = this.made?.get(name);
    if (known !== undefined || this.isWhole) return known;
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
    if (this.has(property.name)) throw sameName(property.name);
    this.own().set(property.name, adopt(property, this) as CsJProperty);
    changed(this);
  }
  set(name: string, value: CsJson): void {
    const known = this.property(name);
    if (known !== undefined) known.value = value;
    else this.add(new CsJProperty(name, value));
  }
  remove(name: string): boolean {
    const property = this.own().get(name);
    if (property === undefined) return false;
    changed(this);
    release(property);
    return this.own().delete(name);
  }
  /** Puts properties in this order: all of them are its own or new. @throws ArgumentException for a name that comes twice */
  arrange(properties: readonly CsJProperty[]): void {
    const all = new Map<string, CsJProperty>();
    for (const property of properties) {
      if (all.has(property.name)) throw sameName(property.name);
      all.set(property.name, property.parent === this ? property : (adopt(property, this) as CsJProperty));
    }
    changed(this);
    this.made = all;
  }
  csWalk(): Iterable<CsJson> {
    return this.own().values();
  }
  clone(): CsJson {
    if (this.source !== undefined) return CsJObject.over(this.template);
    const copy = new CsJObject();
    const properties = this.own();
    account(64 * (1 + properties.size));
    for (const property of properties.values()) copy.add(property.clone() as CsJProperty);
    return copy;
  }
}

/** From now on neither this token nor any above says what its text said. */
function changed(token: CsJson): void {
  for (let above: CsJson | null = token; above !== null && above.source !== undefined; above = above.parent) {
    if (above instanceof CsJObject) above.complete();
    above.source = undefined;
  }
}

/** A token over what a text says. */
export function tokenOver(template: JsonTemplate, parent: CsJson | null): CsJson {
  const token =
    template instanceof Map
      ? CsJObject.over(template)
      : Array.isArray(template)
        ? CsJArray.over(template)
        : new CsJValue(template as Value);
  token.source = template;
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
