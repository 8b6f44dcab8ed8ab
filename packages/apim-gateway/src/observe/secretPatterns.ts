const KEY_KINDS =
  "api|subscription|functions?|(?:shared)?access|account|shared|primary|secondary|master|private|auth";

/** Names of headers, of query parameters and of members of JSON whose values let somebody in. */
const names = [
  "(?:proxy-)?authorization",
  "(?:set-)?cookie",
  `(?:[\\w-]{0,40}[-_])?(?:${KEY_KINDS})[-_]?key`,
  "x-[\\w-]{1,40}-key",
  "(?:[\\w-]{0,40}[-_])?(?:token|password|pwd|signature)",
  "[\\w-]{0,40}secret[\\w-]{0,40}",
];

/** Names that hold a secret in a query, and may mean anything elsewhere. */
const queryNames = ["sig", "key", "code"];

/** A part of each name above, and how tokens and credentials begin. */
const hints = [
  ..."authorization cookie key token password pwd signature secret sig code".split(" "),
  ...["bearer", "basic", "sharedaccess", "(?<![\\w.-])ey[\\w-]{8,}\\.", "<(?:d?[pq]|d|inverseq)>"],
];

/** What a text looks like when it holds a secret that nobody has told us. */
export interface SecretPatterns {
  /** A whole name. */
  readonly name: RegExp;
  /** A name in quotes, as in the source of an expression; or it writes a private key. */
  readonly quotedName: RegExp;
  /** Without it nothing is to be replaced: most texts are done with it. */
  readonly hint: RegExp;
  /** The replacements, in order. Each keeps what stands before the secret: its first group. */
  readonly inText: readonly RegExp[];
}

/** Words that follow `Bearer` and `Basic` in prose. */
const PROSE = "(?!(?:credentials|tokens?|scheme|auth|authentication|authorization|challenge)\\b)";

/** @param more names that this configuration gives to keys */
export function secretPatterns(more: readonly string[]): SecretPatterns {
  const given = more.filter((name) => name !== "").map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const any = [...names, ...given].join("|");
  const inQuery = [...names, ...given, ...queryNames].join("|");
  return {
    name: new RegExp(`^(?:${any})$`, "i"),
    quotedName: new RegExp(
      `"(?:${any})"|Query\\W+(?:GetValueOrDefault\\W+)?"(?:${queryNames.join("|")})"|ToXmlString\\s*\\(\\s*(?:\\w+\\s*:\\s*)?true`,
      "i",
    ),
    hint: new RegExp([...hints, ...given].join("|"), "i"),
    inText: [
      // A token: what begins is `{"` in base64url, and two or more parts follow.
      /((?<![\w.-]))ey[\w-]{8,}(?:\.[\w-]*){2,4}/g,
      new RegExp(`((?<![\\w-])(?:Bearer|Basic|SharedAccessSignature)\\s+)${PROSE}[^\\s"',;\\\\]{4,}`, "gi"),
      // A private key as tools write it, with its lines or without.
      /(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----)[\s\S]*?(?=-----END |… \(|$)/g,
      // The private numbers of an RSA key in XML.
      /(<(?:D?[PQ]|D|InverseQ)>)[A-Za-z0-9+/=\s]{20,}/g,
      // In a query or a form, and in a connection string.
      new RegExp(`((?:^|[?&;])(?:${inQuery})=)[^&#\\s"']+`, "gi"),
      // A header or a member with its value in quotes, which may be escaped, or cut off before they close.
      new RegExp(
        `((?<![\\w-])(?:${any})\\\\*["']?\\s*[:=]\\s*(?:\\[\\s*)?(\\\\*["']))[\\s\\S]*?(?<!\\\\)(?=\\2|… \\(|$)`,
        "gi",
      ),
      // A header without quotes: the rest of the line.
      new RegExp(`((?<![\\w-])(?:${any})\\s*[:=]\\s*)(?![\\\\"'\\s])[^\\r\\n&"']+`, "gi"),
    ],
  };
}
