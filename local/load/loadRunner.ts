import type { Requester, Size } from "./callers";
import { httpSender } from "./httpSender";
import type { Profile } from "./profiles";
import { type LoadProgress, sendLoad } from "./sendLoad";

/** Whom a fleet's own load is sent for. */
export interface LoadSource {
  readonly callers: readonly Requester[];
  /** By consumer. */
  readonly keys: ReadonlyMap<string, string>;
  /** Requests a second that it carries by PTU. */
  readonly usualRate: number;
}

/** The load that a page started last. */
export interface LoadSeen extends LoadProgress {
  readonly profile: string;
  readonly seconds: number;
  readonly over: boolean;
}

/** What requests of a load ask for where nobody says otherwise. */
export const USUAL_SIZE: Size = { promptWords: 100, maxTokens: 50 };
/** Share of them whose answer is streamed. */
export const USUAL_STREAMED = 0.5;

/** Sends one load at a time. */
export class LoadRunner {
  private seen: LoadSeen | null = null;
  private abort = new AbortController();

  constructor(
    private source: LoadSource,
    private readonly gateway: string,
  ) {}

  get state(): LoadSeen | null {
    return this.seen;
  }

  /** Of the next load. */
  change(source: LoadSource): void {
    this.source = source;
  }

  /** A load that is under way ends. */
  start(profile: Profile): void {
    this.stop();
    const abort = new AbortController();
    this.abort = abort;
    const nothing = { second: 0, sent: 0, answered: 0, throttled: 0, failed: 0, refused: 0, held: 0 };
    const tell = (progress: LoadProgress, over: boolean) => {
      if (this.abort === abort)
        this.seen = { profile: profile.name, seconds: profile.seconds, over, ...progress };
    };
    tell(nothing, false);
    let last: LoadProgress = nothing;
    const { callers, keys } = this.source;
    void sendLoad({
      callers,
      profile,
      size: USUAL_SIZE,
      streamed: USUAL_STREAMED,
      send: httpSender(this.gateway, keys).send,
      now: () => performance.now(),
      sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
      random: Math.random,
      signal: abort.signal,
      onProgress(progress) {
        last = progress;
        tell(progress, false);
      },
    }).finally(() => tell(last, true));
  }

  /** Nothing more is sent; what is under way is answered. */
  stop(): void {
    this.abort.abort();
    if (this.seen !== null) this.seen = { ...this.seen, over: true };
  }
}
