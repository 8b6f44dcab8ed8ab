import { type Admission, admitted, type Cost, ONE, type Verdict } from "./admission";

export interface PtuBucketOptions {
  /** Units per second that the deployment works off; more than 0. */
  readonly rate: number;
  /** Seconds of work that fit below 100 % utilization. Not documented: deployments from 0.3 to 60 s are supposed. */
  readonly depthSeconds: number;
  /** It was in full use before the first request that is asked here. @default it was idle */
  readonly startsFull?: boolean;
}

/**
 * A provisioned deployment: utilization drains all the time, a request is admitted while it is below 100 %, and one that
 * is not is told when it will be. It grows by an estimate, which is corrected both ways when the answer is complete
 * (Azure OpenAI, provisioned throughput).
 */
export class PtuBucket implements Admission {
  /** Units of work that are not yet done. */
  private level = 0;
  private at: number | undefined;

  constructor(private readonly options: PtuBucketOptions) {
    if (options.startsFull) this.level = this.full;
  }

  ask(now: number, { estimated }: Cost = ONE): Verdict {
    const level = this.drain(now);
    // At 100 % itself it is not below.
    if (level >= this.full)
      return { admitted: false, retryInMs: Math.max(1, ((level - this.full) / this.options.rate) * 1000) };
    // A burst may end a little above 100 %.
    this.level += estimated;
    return admitted;
  }

  complete(now: number, { estimated, actual }: Cost = ONE): void {
    this.level = Math.max(0, this.drain(now) + actual - estimated);
  }

  wouldAdmit(now: number): boolean {
    return this.drain(now) < this.full;
  }

  keepsUntil(now: number): number {
    return now + (this.drain(now) / this.options.rate) * 1000;
  }

  utilization(now: number): number {
    return (100 * this.drain(now)) / this.full;
  }

  private get full(): number {
    return this.options.rate * this.options.depthSeconds;
  }

  private drain(now: number): number {
    this.level = Math.max(0, this.level - ((now - (this.at ?? now)) / 1000) * this.options.rate);
    this.at = now;
    return this.level;
  }
}
