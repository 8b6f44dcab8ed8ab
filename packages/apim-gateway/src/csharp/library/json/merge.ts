import { fromObject } from "../../runtime/json/content";
import { CsJArray, CsJObject, type CsJson } from "../../runtime/json/token";
import type { Value } from "../../runtime/value";

/** `Merge` with its defaults: objects grow together, arrays are appended, everything else replaces; null changes nothing. */
export function mergeInto(self: CsJson, content: Value): null {
  const other = fromObject(content);
  if (self instanceof CsJArray && other instanceof CsJArray)
    for (const item of other.items) self.add(item.clone());
  if (!(self instanceof CsJObject && other instanceof CsJObject)) return null;
  for (const { name, value } of other.properties.values()) {
    const known = self.get(name);
    if (known === null) self.set(name, value.clone());
    else if (known.type === value.type && known.simple === undefined) mergeInto(known, value);
    else if (value.type !== "Null") self.set(name, value.clone());
  }
  return null;
}
