import type { Trace } from "../observe/trace";
import type { CommandNames } from "./names";

/** Milliseconds for an answer: it is made in one. */
const PATIENCE = 10_000;

/** Asks a running gateway for traces. What it cannot get is told in words. */
export class TraceClient {
  /** @param origin without a slash at its end */
  constructor(
    private readonly origin: string,
    private readonly names: CommandNames,
    private readonly token: string | undefined,
  ) {}

  async newest(bodies: boolean): Promise<Trace | string> {
    const traces = await this.get("/.gateway/traces");
    if (typeof traces === "string") return traces;
    const [last] = Array.isArray(traces.json) ? (traces.json as readonly { readonly id?: unknown }[]) : [{}];
    if (last === undefined) return "No request was traced yet: send the header `Ocp-Apim-Trace: true`.\n";
    return typeof last.id === "string" ? this.byId(last.id, bodies) : this.another;
  }

  byId(id: string, bodies: boolean): Promise<Trace | string> {
    return this.at(`/.gateway/traces/${encodeURIComponent(id)}`, bodies);
  }

  /** @param path of a trace, on this gateway */
  async at(path: string, bodies: boolean): Promise<Trace | string> {
    const found = await this.get(bodies ? `${path}?bodies=show` : path);
    if (typeof found === "string") return found;
    const { policies, attempts } = (found.json ?? {}) as Partial<Trace>;
    return Array.isArray(policies) && Array.isArray(attempts) ? (found.json as Trace) : this.another;
  }

  private get another(): string {
    return `What answers at ${this.origin} is not a gateway of this kind, or an older one. Say where the gateway is with --url; \`${this.names.serve} FOLDER\` starts one.\n`;
  }

  /** A trace is there once the answer has gone out, which the caller may see a moment earlier. */
  private async get(path: string): Promise<{ readonly json: unknown } | string> {
    for (let turn = 0; ; turn++) {
      let response: Response;
      let text: string;
      try {
        response = await fetch(`${this.origin}${path}`, {
          redirect: "manual",
          signal: AbortSignal.timeout(PATIENCE),
          ...(this.token === undefined ? {} : { headers: { Authorization: `Bearer ${this.token}` } }),
        });
        text = await response.text();
      } catch (error) {
        return this.unreachable(error as Error);
      }
      if (response.ok) return parsed(text) ?? this.another;
      // A gateway says so in words of its own; another server's pages do not matter.
      const isOurs = /^(?:There is no such trace|Here are: )/.test(text);
      if (response.status === 404 && isOurs && turn < 20) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        continue;
      }
      // What a server says is not shown: it may be anybody's, and play with the terminal.
      if (response.status === 403)
        return `${this.origin} lets only its own machine look inside. Give the token that it printed when it started, with --admin-token.\n`;
      return response.status === 404 && isOurs
        ? "There is no such trace; only the last ones are kept.\n"
        : this.another;
    }
  }

  private unreachable(error: Error): string {
    if (error.name === "TimeoutError")
      return `${this.origin} gave no answer within ${PATIENCE / 1000} s. Is it a gateway, and is it still running?\n`;
    return `No gateway answers at ${this.origin}. Start one with \`${this.names.serve} FOLDER\`, or say where it is with --url.\n`;
  }
}

function parsed(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
