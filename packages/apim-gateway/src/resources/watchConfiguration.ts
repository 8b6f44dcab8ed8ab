import { type ConfigurationOptions, type LoadedConfiguration, loadConfiguration } from "./loadConfiguration";
import { type FolderScan, scanFolder } from "./scanFolder";

/** Where the watch takes its time from. */
export interface WatchTimers {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs the action once, later. @returns what cancels it */
  after(milliseconds: number, action: () => void): () => void;
}

export interface WatchOptions {
  /** How long the folder must stay as it is before it is read. @default 150 */
  readonly debounceMs?: number;
  /** How often the folder is looked at; less often, down to every 2 s, where looking takes more than a two-hundredth of that. @default 200 */
  readonly pollMs?: number;
  /** A folder that never comes to rest is read after this time all the same. @default 3000 */
  readonly longestMs?: number;
  /** Fingerprint of what the caller has: anything else is told. @default what the folder holds when the watch starts */
  readonly known?: string;
  /** @default the process's */
  readonly timers?: WatchTimers;
}

export interface ConfigurationWatch {
  stop(): void;
}

/** The system's clock may show a file older than it is by this much: two changes in that time can look like one. */
const CLOCK_STEP = 50;
/** Looking holds up what arrives meanwhile: that must be less than one request in a hundred. */
const SHARE_OF_TIME = 200;
/** In milliseconds, however long looking takes. */
const LONGEST_WAIT = 2000;

/**
 * Tells of each change in a folder of resources. It looks at sizes, times and inodes of the files again and again:
 * `fs.watch` hears nothing more of a folder that is replaced (tried on Node 20), and needs a watch for each folder in it.
 * A folder is read when it has come to rest, and told of only where the contents differ from what was told last. What is
 * told may have problems, as somebody may be writing; what comes next mends them.
 */
export function watchConfiguration(
  dir: string,
  options: ConfigurationOptions,
  onChange: (loaded: LoadedConfiguration) => void,
  watch: WatchOptions = {},
): ConfigurationWatch {
  const watcher = new FolderWatch(dir, options, onChange, watch);
  watcher.start();
  return { stop: () => watcher.stop() };
}

class FolderWatch {
  private readonly debounce: number;
  private readonly poll: number;
  private readonly longest: number;
  private readonly timers: WatchTimers;
  private told: string;
  /** What the folder looked like when it was read last, and so that this can be trusted. */
  private read: string | undefined;
  private seen: { readonly scan: FolderScan; readonly since: number } | undefined;
  /** Since when the folder has not been as it was read. */
  private unrest: number | undefined;
  private cancel: (() => void) | undefined;
  private stopped = false;

  constructor(
    private readonly dir: string,
    private readonly options: ConfigurationOptions,
    private readonly onChange: (loaded: LoadedConfiguration) => void,
    { debounceMs = 150, pollMs = 200, longestMs = 3000, known, timers = processTimers }: WatchOptions,
  ) {
    this.debounce = debounceMs;
    this.poll = pollMs;
    this.longest = longestMs;
    this.timers = timers;
    this.told = known ?? loadConfiguration(dir, options).fingerprint;
  }

  start(): void {
    this.schedule(0);
  }

  stop(): void {
    this.stopped = true;
    this.cancel?.();
  }

  private schedule(cost: number): void {
    if (this.stopped) return;
    const usual = this.seen === undefined ? this.poll : Math.min(this.poll, this.debounce);
    // A change that was seen is followed up at once: somebody waits for it.
    const spared = this.seen === undefined ? Math.min(cost * SHARE_OF_TIME, LONGEST_WAIT) : 0;
    this.cancel = this.timers.after(Math.max(usual, spared), () => {
      this.schedule(this.look());
    });
  }

  /** @returns milliseconds that looking took */
  private look(): number {
    const now = this.timers.now();
    const scan = scanFolder(this.dir);
    const cost = this.timers.now() - now;
    this.consider(scan, now);
    return cost;
  }

  private consider(scan: FolderScan, now: number): void {
    if (scan.signature === this.read) {
      this.seen = undefined;
      this.unrest = undefined;
      return;
    }
    this.unrest ??= now;
    if (this.seen?.scan.signature !== scan.signature) this.seen = { scan, since: now };
    const isTired = now - this.unrest >= this.longest;
    if (now - this.seen.since < this.debounce && !isTired) return;
    this.take(scan, now, isTired);
  }

  private take(before: FolderScan, now: number, isTired: boolean): void {
    const loaded = loadConfiguration(this.dir, this.options);
    const after = scanFolder(this.dir);
    if (after.signature !== before.signature && !isTired) {
      this.seen = { scan: after, since: now };
      return;
    }
    this.unrest = undefined;
    this.seen = undefined;
    // A file that is younger than the clock's step may change again and look the same, so it is read once more.
    if (after.signature === before.signature && Math.abs(now - after.newest) > CLOCK_STEP)
      this.read = after.signature;
    if (loaded.fingerprint === this.told) return;
    this.told = loaded.fingerprint;
    this.onChange(loaded);
  }
}

/** They do not keep the process alive. */
const processTimers: WatchTimers = {
  now: () => Date.now(),
  after(milliseconds, action) {
    const timer = setTimeout(action, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
