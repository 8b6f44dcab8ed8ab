/**
 * Takes out of a preview what does not belong into a comment that everybody with read access sees for ever: ids of
 * subscriptions, tenants and identities, keys, tokens and connection strings. Pulumi hides what it knows to be secret;
 * this is for what it does not know.
 */
export function mask(text: string): string {
  return rules.reduce((masked, { pattern, by }) => masked.replace(pattern, by), text);
}

const HIDDEN = "‹masked›";

const rules: readonly { readonly pattern: RegExp; readonly by: string }[] = [
  // Terminal colours would split what the other rules look for.
  { pattern: new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, "g"), by: "" },
  { pattern: /-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g, by: HIDDEN },
  // JSON web tokens.
  { pattern: /((?<![\w-])(?:(?!\beyJ)[\w-])*)\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g, by: `$1${HIDDEN}` },
  // `AccountKey=…`, `InstrumentationKey=…`, `sig=…` in connection strings and addresses.
  { pattern: /\b((?:\w*(?:key|secret|password|token)|sig)\s*=\s*)[^\s;&"',]+/gi, by: `$1${HIDDEN}` },
  // `"primaryKey": "…"`, `clientSecret: …`; `[secret]` stays, it says that Pulumi hid it.
  {
    pattern:
      /("?\b\w*(?:secret|password|passphrase|token|apiKey|accessKey|primaryKey|secondaryKey|sharedKey|instrumentationKey|connectionString)"?\s*:\s*")(?!\[secret\]")[^"]+"/gi,
    by: `$1${HIDDEN}"`,
  },
  { pattern: /\b(Bearer\s+)[\w.~+/=-]{8,}/g, by: `$1${HIDDEN}` },
  { pattern: /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, by: "‹id›" },
  // Keys without a name: 32 hexadecimal digits and more, or padded base64.
  { pattern: /\b[0-9a-f]{32,}\b/gi, by: HIDDEN },
  { pattern: /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{20,}={1,2}(?![A-Za-z0-9=])/g, by: HIDDEN },
  { pattern: /\b(?=[A-Za-z]*\d)(?=\w*[A-Z])(?=\w*[a-z])[A-Za-z0-9]{40,}\b/g, by: HIDDEN },
];
