import { SUFFIX } from "../topology/topology";

/** Fills the placeholder of the random suffix. A text without it comes back as it is. */
export function withSuffix(text: string, suffix: string): string {
  return text.replaceAll(SUFFIX, () => suffix);
}
