import { readFileSync } from "node:fs";
import { join } from "node:path";

const house = "packages/apim-gateway";

/** Not linear, and accepted: what they read is bounded in length, and no caller's or editor's text. */
export const accepted: Readonly<Record<string, string>> = {
  "/readonly (\\w+): pulumi\\.Output<([^;]*(?:;[^;}]*\\})?[^;]*)>;/g":
    "one generated class of an installed Pulumi package",
  '/(?:^|\\n)[ \\t]*"?(\\w+)"?(\\?)?:\\s*((?:\\{[^}]*\\}|[^;{])*);/g':
    "one generated interface of an installed Pulumi package",
};

/** A test of the gateway's holds this list and its code together. */
const forSecrets = JSON.parse(
  readFileSync(join(__dirname, "../..", house, "test/fixtures/secretPatterns.json"), "utf8"),
) as readonly Pick<RegExp, "source" | "flags">[];

/** Those that a file puts together at run time, as they come out. */
export const made: Readonly<Record<string, readonly Pick<RegExp, "source" | "flags">[]>> = {
  // What somebody looks for in rows is their own.
  "cli/commands/bench.ts": [],
  "cli/comment/mask.ts": [/E\[[0-9;]*[A-Za-z]/g],
  "cli/comment/pieces.ts": [/(?<!\d)(\d+) passed/],
  // Only whether it reads; it is never run here.
  "infra/topology/rules/contentFilters.ts": [],
  [`${house}/src/csharp/library/rsaXml.ts`]: [/<Modulus>([A-Za-z0-9+/=\s]*)<\/Modulus>/],
  [`${house}/src/csharp/library/strings.ts`]: [/["\\]/g],
  [`${house}/src/csharp/runtime/guid.ts`]: [
    /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i,
  ],
  [`${house}/src/csharp/runtime/regex/charSet.ts`]: [/\p{Lu}/u],
  [`${house}/src/observe/secretPatterns.ts`]: forSecrets,
};
