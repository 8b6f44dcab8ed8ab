/** Not linear, and accepted: what they read is bounded in length, and no caller's or editor's text. */
export const accepted: Readonly<Record<string, string>> = {
  "/readonly (\\w+): pulumi\\.Output<([^;]*(?:;[^;}]*\\})?[^;]*)>;/g":
    "one generated class of an installed Pulumi package",
  '/(?:^|\\n)[ \\t]*"?(\\w+)"?(\\?)?:\\s*((?:\\{[^}]*\\}|[^;{])*);/g':
    "one generated interface of an installed Pulumi package",
};

/** Those that a file puts together at run time, as they come out. */
export const made: Readonly<Record<string, readonly RegExp[]>> = {
  "cli/comment/mask.ts": [/E\[[0-9;]*[A-Za-z]/g],
  "cli/comment/pieces.ts": [/(?<!\d)(\d+) passed/],
};
