import type { CsException, CsObject, NewLine, Value } from "./value";

/** What one evaluation may use. */
export interface Limits {
  /** Calls, loop rounds and statements. */
  readonly steps: number;
  /** Characters and elements that may be made; about one to two bytes each. */
  readonly memory: number;
  /** Steps of the regular expression matcher. */
  readonly regexSteps: number;
  /** Wall time in milliseconds, looked at every 4096 steps and counted from the first look. */
  readonly milliseconds: number;
}

/** Generous for policies (the longest known needs a few thousand steps), far below what a gateway would feel. */
export const defaultLimits: Limits = {
  steps: 1_000_000,
  memory: 64 * 1024 * 1024,
  regexSteps: 2_000_000,
  milliseconds: 5_000,
};

/** Clock and chance come from the caller, so that evaluations can be repeated. */
export interface EvaluationEnvironment {
  /** Milliseconds since 1970, UTC. */
  readonly now: () => number;
  /** 0 ≤ x < 1; seeds `new Random()` and `Guid.NewGuid()`. */
  readonly random: () => number;
  /** Milliseconds of a monotonic clock, for the time limit only. */
  readonly monotonic?: () => number;
  /** @default "G15" */
  readonly doubles?: "G15" | "shortest";
  /** @default "\n" */
  readonly newLine?: NewLine;
}

/** What the indexer of a dictionary of `context` does about a key that is not there: null, or KeyNotFoundException. */
export type MissingKey = "null" | "throws";

export interface MissingKeys {
  readonly missingVariable: MissingKey;
  readonly missingHeader: MissingKey;
}

export const defaultMissing: MissingKeys = { missingVariable: "null", missingHeader: "throws" };

const nowhere: EvaluationEnvironment = { now: () => 0, random: () => 0 };

/** An evaluation used more than it may. C# cannot catch it. */
export class LimitExceeded extends Error {
  override readonly name = "LimitExceeded";
  offset: number | undefined;
  constructor(readonly limit: keyof Limits | "depth") {
    super(
      `The expression exceeded its limit of ${limit === "milliseconds" ? "time" : limit === "regexSteps" ? "regular expression steps" : limit}.`,
    );
  }
}

/** The state of one evaluation. Members of the library get it as `this`. */
export class Machine {
  context: CsObject | null = null;
  environment: EvaluationEnvironment = nowhere;
  missing: MissingKeys = defaultMissing;
  doubles: "G15" | "shortest" = "G15";
  newLine: NewLine = "\n";
  private limits: Limits = defaultLimits;
  private steps = 0;
  private memory = 0;
  private regexLeft = 0;
  /** Most evaluations are over before anybody looks at the clock. */
  private started: number | undefined;
  depth = 0;
  /** A value on its way through a conversion. */
  held: Value = null;
  /** What `return` gave. */
  returned: Value = null;
  /** Exceptions being handled, for `throw;`. */
  readonly caught: CsException[] = [];
  /** Offset of what runs now. */
  offset = 0;

  /** Begins an evaluation, with everything as it is in a new machine. */
  start(
    context: CsObject | null,
    environment: EvaluationEnvironment,
    limits: Limits,
    missing: MissingKeys,
  ): this {
    this.context = context;
    this.environment = environment;
    this.missing = missing;
    this.doubles = environment.doubles ?? "G15";
    this.newLine = environment.newLine ?? "\n";
    this.limits = limits;
    this.steps = limits.steps;
    this.memory = limits.memory;
    this.regexLeft = limits.regexSteps;
    this.started = undefined;
    this.depth = 0;
    this.held = null;
    this.returned = null;
    if (this.caught.length > 0) this.caught.length = 0;
    this.offset = 0;
    return this;
  }

  /** Lets go of the request. */
  end(): void {
    this.context = null;
    this.held = null;
    this.returned = null;
  }

  step(): void {
    if (--this.steps < 0) throw new LimitExceeded("steps");
    if ((this.steps & 4095) === 0) this.checkTime();
  }

  /** Accounts for `amount` characters or elements before they are made. */
  allocate(amount: number): void {
    this.memory -= amount;
    if (this.memory < 0) throw new LimitExceeded("memory");
  }

  regexStep(): void {
    if (--this.regexLeft < 0) throw new LimitExceeded("regexSteps");
    if ((this.regexLeft & 8191) === 0) this.checkTime();
  }

  private checkTime(): void {
    const now = this.environment.monotonic?.() ?? 0;
    this.started ??= now;
    if (now - this.started > this.limits.milliseconds) throw new LimitExceeded("milliseconds");
  }
}

/** Local variables. Each call of a lambda has its own, and sees those around it. */
export interface Frame {
  readonly locals: Value[];
  readonly parent: Frame | undefined;
  readonly machine: Machine;
}

export type Evaluate = (frame: Frame) => Value;
