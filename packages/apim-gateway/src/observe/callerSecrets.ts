import type { Exchange } from "../pipeline/exchange";
import { MASKED, type Mask } from "./mask";

/** What the caller gave where secrets are given, as far as no policy has taken it away. */
export function callerSecrets({ request }: Exchange, mask: Mask): string[] {
  const given: (readonly [name: string, values: readonly string[]])[] = [...request.originalUrl.query];
  for (const name of request.headers.names()) given.push([name, request.headers.values(name) ?? []]);
  return given
    .filter(([name]) => mask.value(name, "") === MASKED)
    .flatMap(([, values]) => values.flatMap(withoutScheme));
}

/** A policy that takes the scheme off has the token alone. */
export const withoutScheme = (text: string): string[] => [text, text.replace(/^\w+\s+/, "")];
