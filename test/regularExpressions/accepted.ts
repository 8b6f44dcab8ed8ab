import { secretPatterns } from "../../local/gateway/observe/secretPatterns";

/** Not linear, and accepted: what they read is bounded in length, and no caller's or editor's text. */
export const accepted: Readonly<Record<string, string>> = {
  "/readonly (\\w+): pulumi\\.Output<([^;]*(?:;[^;}]*\\})?[^;]*)>;/g":
    "one generated class of an installed Pulumi package",
  '/(?:^|\\n)[ \\t]*"?(\\w+)"?(\\?)?:\\s*((?:\\{[^}]*\\}|[^;{])*);/g':
    "one generated interface of an installed Pulumi package",
};

const { name, quotedName, hint, inText } = secretPatterns(["x-my-key"]);

/** Those that a file puts together at run time, as they come out. */
export const made: Readonly<Record<string, readonly RegExp[]>> = {
  "cli/comment/mask.ts": [/E\[[0-9;]*[A-Za-z]/g],
  "cli/comment/pieces.ts": [/(?<!\d)(\d+) passed/],
  "local/gateway/csharp/library/rsaXml.ts": [/<Modulus>([A-Za-z0-9+/=\s]*)<\/Modulus>/],
  "local/gateway/csharp/library/strings.ts": [/["\\]/g],
  "local/gateway/csharp/runtime/guid.ts": [
    /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i,
  ],
  "local/gateway/csharp/runtime/regex/charSet.ts": [/\p{Lu}/u],
  "local/gateway/observe/secretPatterns.ts": [name, quotedName, hint, ...inText],
};
