import type { AzureLogin } from "./login";

/** Sends a request. `fetch` is one. */
export type ArmTransport = (
  url: string,
  init: { headers: Record<string, string>; signal: AbortSignal },
) => Promise<Response>;

/** Azure refused, or could not be reached. The text says what was asked, what came back, and the way out. */
export class ArmReadError extends Error {
  override readonly name = "ArmReadError";
  constructor(
    message: string,
    readonly status?: number,
  ) {
    super(message);
  }
}

export interface ArmReaderOptions {
  readonly login: AzureLogin;
  /** Resource Manager's address, without a slash at the end. */
  readonly endpoint: string;
  readonly transport: ArmTransport;
  /** Resolves after that many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** How often a request is sent at most. */
const ATTEMPTS = 5;
/** Longest time for one answer, in milliseconds. */
const PATIENCE = 60_000;
/** Longest wait that is obeyed, in seconds. */
const LONGEST_WAIT = 120;
/** More pages than any list has: a list that never ends is a fault. */
const PAGES = 200;

/** Reads from Azure Resource Manager: waits when it is told to, and follows the pages of a list. */
export class ArmReader {
  constructor(private readonly options: ArmReaderOptions) {}

  /** @param path after `/subscriptions/<id>`, with its query */
  async read(path: string): Promise<unknown> {
    const { endpoint, login } = this.options;
    return this.get(`${endpoint}/subscriptions/${encodeURIComponent(login.subscriptionId)}${path}`, path);
  }

  /** All items of a list. */
  async list(path: string): Promise<unknown[]> {
    const items: unknown[] = [];
    let page = (await this.read(path)) as Page;
    for (let count = 1; ; count++) {
      if (!Array.isArray(page?.value) || page.value.some((item) => typeof item !== "object" || item === null))
        throw new ArmReadError(`${path}: the answer holds no list.`);
      items.push(...page.value);
      if (!page.nextLink) return items;
      if (count === PAGES) throw new ArmReadError(`${path}: the list has more than ${PAGES} pages.`);
      // The token goes to Resource Manager and to nobody whom an answer may name.
      if (
        !URL.canParse(page.nextLink) ||
        new URL(page.nextLink).origin !== new URL(this.options.endpoint).origin
      )
        throw new ArmReadError(`${path}: the next page is said to be at another host.`);
      page = (await this.get(page.nextLink, path)) as Page;
    }
  }

  private async get(url: string, path: string): Promise<unknown> {
    const { transport, login, wait } = this.options;
    const headers = { authorization: `Bearer ${login.token}`, accept: "application/json" };
    for (let attempt = 1; ; attempt++) {
      let response: Response | undefined;
      let reason: string;
      try {
        response = await transport(url, { headers, signal: AbortSignal.timeout(PATIENCE) });
        if (response.ok) return await response.json();
        reason = `${response.status} ${await codeOf(response)}`.trim();
      } catch (error) {
        reason = `no answer (${causeOf(error)})`;
      }
      const again = response === undefined || response.status === 429 || response.status >= 500;
      if (!again || attempt === ATTEMPTS)
        throw new ArmReadError(
          // Whoever answers, a proxy of the company for instance, may repeat what was sent.
          `${path}: ${reason.replaceAll(login.token, "(the token)").replace(/\.$/, "")}.${wayOut(response?.status)}`,
          response?.status,
        );
      await wait(waitOf(response, attempt));
    }
  }
}

interface Page {
  readonly value?: unknown[];
  readonly nextLink?: string;
}

/** Milliseconds: what Retry-After says in seconds, else longer from attempt to attempt. */
function waitOf(response: Response | undefined, attempt: number): number {
  const told = Number(response?.headers.get("retry-after") ?? Number.NaN);
  return Math.min(LONGEST_WAIT, told >= 0 ? told : 2 ** attempt) * 1000;
}

async function codeOf(response: Response): Promise<string> {
  const text = await response.text().catch(() => "");
  try {
    const { error } = JSON.parse(text) as { error?: { code?: string; message?: string } };
    return `${error?.code ?? ""}${error?.message ? `: ${error.message.slice(0, 300)}` : ""}`;
  } catch {
    return "";
  }
}

/** Node's fetch hides the reason in a cause. */
function causeOf(error: unknown): string {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message?: string };
  return cause?.code ?? cause?.message ?? message ?? String(error);
}

function wayOut(status: number | undefined): string {
  if (status === 401) return " The login is not accepted or has expired: run `az login`.";
  if (status === 403)
    return " The login may not read the subscription: it needs the role Reader, or Cognitive Services Usages Reader.";
  if (status === 404) return " Check the subscription with `az account show`.";
  return "";
}
