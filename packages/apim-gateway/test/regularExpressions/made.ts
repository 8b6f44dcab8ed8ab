import { secretPatterns } from "../../src/observe/secretPatterns";

const { name, quotedName, hint, inText } = secretPatterns(["x-my-key"]);

/** Those that a file puts together at run time, as they come out. */
export const made: Readonly<Record<string, readonly RegExp[]>> = {
  "packages/apim-gateway/src/csharp/library/rsaXml.ts": [/<Modulus>([A-Za-z0-9+/=\s]*)<\/Modulus>/],
  "packages/apim-gateway/src/csharp/library/strings.ts": [/["\\]/g],
  "packages/apim-gateway/src/csharp/runtime/guid.ts": [
    /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i,
  ],
  "packages/apim-gateway/src/csharp/runtime/regex/charSet.ts": [/\p{Lu}/u],
  "packages/apim-gateway/src/observe/secretPatterns.ts": [name, quotedName, hint, ...inText],
};
