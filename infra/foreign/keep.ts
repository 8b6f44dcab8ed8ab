/**
 * How one input is put together from what the file states and what Azure has. `undefined`: nothing is sent. Azure's writes are whole:
 * what a request leaves out is gone afterwards, whoever had set it.
 */
export type Keep = (stated: unknown, found: unknown) => unknown;

/** Whether a value says nothing: what Azure shows where nobody has set anything. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.values(value).every(isEmpty);
}

/** What Azure has where the file says nothing. @param defaults what Azure has when nobody set anything */
export const value =
  (...defaults: readonly unknown[]): Keep =>
  (stated, found) =>
    stated !== undefined || isEmpty(found) || defaults.includes(found) ? stated : found;

/** The names that the file does not state, beside those that it does. @param isDefault what Azure writes by itself */
export const names =
  (isDefault: (name: string, value: unknown) => boolean = () => false): Keep =>
  (stated, found) => {
    const own = record(stated);
    // Azure does not tell the names of tags by their case.
    const taken = new Set(Object.keys(own).map((name) => name.toLowerCase()));
    const others = Object.entries(record(found)).filter(
      ([name, item]) => !taken.has(name.toLowerCase()) && !isDefault(name, item),
    );
    return others.length === 0 ? stated : { ...own, ...Object.fromEntries(others) };
  };

/**
 * The items that the file does not state, after those that it does.
 *
 * @param key what tells items apart
 * @param fields the inputs of an item; what Azure shows beside them is its own
 */
export const items =
  (key: string, fields: readonly string[], isDefault: (item: Item) => boolean = () => false): Keep =>
  (stated, found) => {
    const own = list(stated);
    const taken = new Set(own.map((item) => String(item[key]).toLowerCase()));
    const others = list(found).filter(
      (item) => !taken.has(String(item[key]).toLowerCase()) && !isDefault(item),
    );
    return others.length === 0 ? stated : [...own, ...others.map((item) => only(item, fields))];
  };

/** The whole list as Azure has it, as soon as there is more in it than Azure's own. */
export const wholeList =
  (fields: readonly string[], isDefault: (item: Item) => boolean): Keep =>
  (stated, found) =>
    stated !== undefined || list(found).every(isDefault)
      ? stated
      : list(found).map((item) => only(item, fields));

/**
 * Every identity, ours and others'.
 *
 * @param form how azure-native takes the ids of this type; it always gives them as a mapping
 */
export const identities =
  (form: "list" | "mapping"): Keep =>
  (stated, found) => {
    const [own, there] = [record(stated), record(found)];
    const users = idsOf(own.userAssignedIdentities);
    const known = new Set(users.map((id) => id.toLowerCase()));
    const all = [
      ...users,
      ...idsOf(there.userAssignedIdentities).filter((id) => !known.has(id.toLowerCase())),
    ];
    const system = [own.type, there.type].some((type) => String(type).includes("SystemAssigned"));
    if (all.length === users.length && (!system || String(own.type).includes("SystemAssigned")))
      return stated;
    const type = [...(system ? ["SystemAssigned"] : []), ...(all.length > 0 ? ["UserAssigned"] : [])].join(
      ", ",
    );
    const ids = form === "list" ? all : Object.fromEntries(all.map((id) => [id, {}]));
    return { type, ...(all.length > 0 && { userAssignedIdentities: ids }) };
  };

type Item = Readonly<Record<string, unknown>>;

const record = (value: unknown): Item => (typeof value === "object" && value !== null ? (value as Item) : {});
const list = (value: unknown): readonly Item[] => (Array.isArray(value) ? value.map(record) : []);
const idsOf = (value: unknown): string[] =>
  Array.isArray(value) ? (value as string[]) : Object.keys(record(value));

function only(item: Item, fields: readonly string[]): Item {
  const kept = fields.filter((field) => !isEmpty(item[field]));
  return Object.fromEntries(kept.map((field) => [field, item[field]]));
}
