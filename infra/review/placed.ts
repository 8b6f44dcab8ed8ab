import { keysIn } from "../topology/parse";
import type { ToldChange } from "./told";

/** Settings with their places in the text of the file after the change. */
export function placed(settings: readonly ToldChange[], text: string, file: string): ToldChange[] {
  const at = keysIn(text, file);
  return settings.map((change) => ({ ...change, position: at(change.place) }));
}
