import { parseQuery } from "./parseQuery";

/** A URL whose parts policies read and change. The query is parsed when somebody looks. */
export class Url {
  readonly csType = "IUrl" as const;
  private parsed: Map<string, string[]> | undefined;
  private rawQuery: string;

  /**
   * @param path as on the wire, percent-encoded
   * @param query as on the wire, without `?`
   */
  constructor(
    public scheme: string,
    public host: string,
    public port: number,
    public path: string,
    query: string,
  ) {
    this.rawQuery = query;
  }

  /** @throws TypeError for what is no absolute URL */
  static parse(text: string): Url {
    const url = new URL(text);
    const scheme = url.protocol.slice(0, -1);
    return new Url(
      scheme,
      url.hostname,
      url.port === "" ? defaultPort(scheme) : Number(url.port),
      url.pathname,
      url.search.slice(1),
    );
  }

  get query(): Map<string, string[]> {
    this.parsed ??= parseQuery(this.rawQuery);
    return this.parsed;
  }

  /** Replaces the query. Left as it was on the wire until somebody changes it. */
  setQuery(query: string | ReadonlyMap<string, readonly string[]>): void {
    if (typeof query === "string") {
      this.rawQuery = query;
      this.parsed = undefined;
    } else {
      this.rawQuery = queryText(query);
      this.parsed = undefined;
    }
  }

  /** The query on the wire, without `?`. */
  get search(): string {
    return this.rawQuery;
  }

  /** `host` or `host:port`. */
  get authority(): string {
    return this.port === defaultPort(this.scheme) ? this.host : `${this.host}:${this.port}`;
  }

  get target(): string {
    return this.rawQuery === "" ? this.path : `${this.path}?${this.rawQuery}`;
  }

  toString(): string {
    return `${this.scheme}://${this.authority}${this.target}`;
  }

  /** `ToString()` of policy expressions. */
  csText(): string {
    return this.toString();
  }

  clone(): Url {
    return new Url(this.scheme, this.host, this.port, this.path, this.rawQuery);
  }
}

export const defaultPort = (scheme: string): number => (scheme === "https" ? 443 : 80);

function queryText(query: ReadonlyMap<string, readonly string[]>): string {
  return [...query]
    .flatMap(([name, values]) =>
      values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
    )
    .join("&");
}
