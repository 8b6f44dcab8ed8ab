/** A request as a client sent it; `KEY` and `TOKEN` stand for its key and its token. */
export interface Recorded {
  readonly client: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
