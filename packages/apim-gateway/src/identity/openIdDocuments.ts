import { Headers } from "../messages/headers";
import type { Services } from "../pipeline/services";
import { IdentityProvider } from "./identityProvider";
import type { Issuer } from "./issuer";
import { readJwk, type VerifyKey } from "./verifyKey";

/** What tokens are checked against. */
export interface OpenIdKeys {
  /** May hold `{tenantid}`. `undefined`: the document could not be had. */
  readonly issuer: string | undefined;
  readonly keys: readonly VerifyKey[];
  /** Why the document could not be had. */
  readonly problem?: string;
}

interface Entry {
  known: OpenIdKeys;
  /** `services.now()` when what is known came, and when somebody last tried. Long ago: never. */
  fetched: number;
  tried: number;
  pending: Promise<OpenIdKeys> | undefined;
}

const nothing: OpenIdKeys = { issuer: undefined, keys: [] };
const longAgo = Number.NEGATIVE_INFINITY;
const largestDocument = 1_048_576;
/** A URL may be an expression's value. */
const mostUrls = 100;

/**
 * OpenID configuration documents with their keys. Kept as `validate-jwt` documents it: fetched again after an hour, or
 * when a token names a key that is not among them, then at most once in five minutes. The local issuer's own documents
 * never leave the process.
 */
export class OpenIdDocuments {
  private readonly entries = new Map<string, Entry>();
  private readonly own = new Map<string, OpenIdKeys>();
  private issuer: Issuer | undefined;

  constructor(private readonly services: Services) {}

  /**
   * The keys behind the URL of a configuration document. None where it cannot be had: never throws and never rejects.
   *
   * @param kid the key that a token names
   */
  find(url: string, kid: string | undefined): OpenIdKeys | Promise<OpenIdKeys> {
    const own = this.findOwn(url) ?? this.findStandIn(url, kid);
    if (own !== undefined) return own;
    const entry = this.entry(url);
    if (!this.isDue(entry, kid)) return entry.known;
    if (entry.pending !== undefined) return entry.pending;
    if (this.services.now() - entry.tried < this.services.settings.openIdRetrySeconds * 1000)
      return entry.known;
    entry.tried = this.services.now();
    entry.pending = this.refresh(url, entry);
    return entry.pending;
  }

  private findOwn(url: string): OpenIdKeys | undefined {
    const { issuer } = this.services.shared(IdentityProvider);
    if (issuer !== this.issuer) {
      this.own.clear();
      this.issuer = issuer;
    }
    let found = this.own.get(url);
    if (found !== undefined) return found;
    found = keysOf(issuer, url);
    if (found !== undefined && this.own.size < mostUrls) this.own.set(url, found);
    return found;
  }

  /** Of a tenant that tokens were issued for here: its real documents are asked for all others. */
  private findStandIn(url: string, kid: string | undefined): OpenIdKeys | undefined {
    const issuer = this.services.shared(IdentityProvider).standIn(url, kid);
    return issuer === undefined ? undefined : keysOf(issuer, url);
  }

  private entry(url: string): Entry {
    let entry = this.entries.get(url);
    if (entry === undefined) {
      entry = { known: nothing, fetched: longAgo, tried: longAgo, pending: undefined };
      if (this.entries.size >= mostUrls) this.entries.delete(this.entries.keys().next().value as string);
      this.entries.set(url, entry);
    }
    return entry;
  }

  private isDue({ known, fetched }: Entry, kid: string | undefined): boolean {
    if (this.services.now() - fetched >= this.services.settings.openIdRefreshSeconds * 1000) return true;
    return kid !== undefined && !known.keys.some((key) => key.kid === kid);
  }

  private async refresh(url: string, entry: Entry): Promise<OpenIdKeys> {
    try {
      entry.known = await this.fetchKeys(url);
      entry.fetched = this.services.now();
    } catch (error) {
      if (this.services.settings.openIdAfterFailure === "dropped") entry.fetched = longAgo;
      if (entry.fetched === longAgo) entry.known = { ...nothing, problem: (error as Error).message };
    }
    entry.pending = undefined;
    return entry.known;
  }

  private async fetchKeys(url: string): Promise<OpenIdKeys> {
    const { issuer, jwks_uri } = (await this.fetchJson(url)) as Readonly<Record<string, unknown>>;
    if (typeof issuer !== "string" || typeof jwks_uri !== "string")
      throw new Error("The document has no issuer or no jwks_uri.");
    return { issuer, keys: keysIn(await this.fetchJson(jwks_uri)) };
  }

  private async fetchJson(url: string): Promise<object> {
    const response = await this.services.transport({
      method: "GET",
      url: new URL(url).href,
      headers: Headers.of({ Accept: "application/json" }),
      body: null,
      timeoutMs: this.services.settings.openIdTimeoutSeconds * 1000,
      followRedirects: true,
      tls: { validateCertificateChain: true, validateCertificateName: true },
      onAbort: () => {},
    });
    if (response.status !== 200) {
      response.body.discard();
      throw new Error(`The document was answered with ${response.status}.`);
    }
    await response.body.load(largestDocument);
    const value: unknown = JSON.parse(response.body.text());
    if (typeof value !== "object" || value === null) throw new Error("The document is not a JSON object.");
    return value;
  }
}

/** `undefined` for a URL that is not the issuer's. */
function keysOf(issuer: Issuer, url: string): OpenIdKeys | undefined {
  const configuration = issuer.document(url);
  if (configuration === undefined) return undefined;
  const { issuer: name, jwks_uri } = configuration as { issuer?: string; jwks_uri?: string };
  return { issuer: name, keys: keysIn(issuer.document(jwks_uri ?? "")) };
}

function keysIn(document: object | undefined): VerifyKey[] {
  const { keys } = (document ?? {}) as { keys?: unknown };
  return Array.isArray(keys) ? keys.flatMap((entry) => readJwk(entry) ?? []) : [];
}
