import { fail } from "../value";
import { JsonReader } from "./reader";
import { type JsonTemplate, TemplateCache } from "./template";
import { type CsJson, tokenOver } from "./token";

const cache = new TemplateCache();
const readTemplate = (text: string): JsonTemplate => new JsonReader(text).whole();

/**
 * The token that a text of JSON holds, as Newtonsoft reads it. Each call gives tokens of its own; what the text says is
 * read only once while it is remembered.
 *
 * @throws JsonReaderException
 */
export function readJson(text: string): CsJson {
  return tokenOver(cache.of(text, readTemplate), null);
}

/** `JObject.Parse` and `JArray.Parse`. @throws JsonReaderException for the other kind too */
export function readJsonAs(text: string, wanted: "JObject" | "JArray"): CsJson {
  const found = readJson(text);
  if (found.csType === wanted) return found;
  throw fail(
    "JsonReaderException",
    `Error reading ${wanted} from JsonReader. Current JsonReader item is not ${wanted === "JObject" ? "an object" : "an array"}: ${found.type === "Array" ? "StartArray" : found.type === "Object" ? "StartObject" : found.type}. Path '', line 1, position 1.`,
  );
}
