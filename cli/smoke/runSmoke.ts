import type { SmokeRequest } from "./smokeRequests";

/** What came of a request. */
export interface SmokeOutcome {
  readonly request: SmokeRequest;
  /**
   * Who served, as far as a caller may know: the model that the answer names, and of a local gateway the members that were
   * asked. Regions and accounts do not leave a gateway; its logs have them.
   */
  readonly servedBy: string | undefined;
  readonly milliseconds: number;
  readonly tries: number;
  /** Why it does not count as served; `undefined`: it was served. */
  readonly fault: string | undefined;
}

export interface SmokeHow {
  /** The gateway's address, without a slash at the end. */
  readonly url: string;
  /** What opens the gateway for a consumer. */
  readonly headersOf: (consumer: string) => Promise<Readonly<Record<string, string>>>;
  readonly fetch: typeof fetch;
  /** Who was asked, by an answer's own trace; only a local gateway has one. */
  readonly askedOf?: (response: Response) => Promise<string | undefined>;
  /** Milliseconds. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** A request that fails is sent again until so many seconds have passed since the first. */
  readonly waitSeconds: number;
}

/** Between two tries of one request. */
const AGAIN = 10_000;
/** Longer than the longest attempt of a gateway and its next. */
const LONGEST = 300_000;

/** Sends the requests one after another, and tells each as it is done. */
export async function* runSmoke(
  requests: readonly SmokeRequest[],
  how: SmokeHow,
): AsyncGenerator<SmokeOutcome> {
  const end = how.now() + how.waitSeconds * 1000;
  for (const request of requests) {
    for (let tries = 1; ; tries++) {
      const outcome = { ...(await sent(request, how)), tries };
      if (outcome.fault !== undefined && how.now() + AGAIN <= end) {
        await how.sleep(AGAIN);
        continue;
      }
      yield outcome;
      break;
    }
  }
}

async function sent(request: SmokeRequest, how: SmokeHow): Promise<Omit<SmokeOutcome, "tries">> {
  const headers = await how.headersOf(request.consumer);
  const began = how.now();
  try {
    const response = await how.fetch(`${how.url}${request.path}`, {
      method: "POST",
      // A key goes to this address and to no other.
      redirect: "error",
      headers: {
        ...headers,
        "content-type": "application/json",
        ...(how.askedOf === undefined ? {} : { "Ocp-Apim-Trace": "true" }),
      },
      body: JSON.stringify(request.body),
      signal: AbortSignal.timeout(LONGEST),
    });
    const text = await response.text();
    const milliseconds = how.now() - began;
    const answer = asObject(text);
    const model = typeof answer?.model === "string" ? answer.model : undefined;
    const asked = await how.askedOf?.(response);
    return {
      request,
      servedBy: [model, asked].filter((part) => part !== undefined).join(", ") || undefined,
      milliseconds,
      fault: faultOf(response.status, answer, request.holds),
    };
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: string } };
    const why = cause?.code ?? message;
    return { request, servedBy: undefined, milliseconds: how.now() - began, fault: `no answer: ${why}` };
  }
}

type Answer = Readonly<Record<string, unknown>>;

function asObject(text: string): Answer | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Answer) : undefined;
  } catch {
    return undefined;
  }
}

function faultOf(
  status: number,
  answer: Answer | undefined,
  holds: SmokeRequest["holds"],
): string | undefined {
  if (status !== 200) {
    const error = answer?.error as { message?: unknown } | undefined;
    return `${status}: ${String(error?.message ?? answer?.message ?? "it says no more").slice(0, 300)}`;
  }
  const part = answer?.[holds];
  return Array.isArray(part) && part.length > 0
    ? undefined
    : `200, but there are no \`${holds}\` in the answer`;
}
