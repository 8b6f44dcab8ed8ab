import { type Admission, admitted } from "./admission";

export interface PtuBucketOptions {
  /** Requests per second that the deployment works off; more than 0. */
  readonly rate: number;
  /** Seconds of work that fit below 100 % utilization. Not documented: deployments from 0.3 to 60 s are supposed. */
  readonly depthSeconds: number;
}

/**
 * A provisioned deployment: utilization drains all the time, a request is admitted while it is below 100 %, and one that
 * is not is told when it will be (Azure OpenAI, provisioned throughput). Each request counts the same here; the real
 * service estimates its tokens.
 */
export class PtuBucket implements Admission {
  /** Requests' worth of work that is not yet done. */
  private level = 0;
  private at = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: PtuBucketOptions) {}

  ask(now: number) {
    const { rate, depthSeconds } = this.options;
    const drained = ((now - this.at) / 1000) * rate;
    this.level = Math.max(0, this.level - drained);
    this.at = now;
    const full = rate * depthSeconds;
    // At 100 % itself it is not below.
    if (this.level >= full)
      return { admitted: false, retryInMs: Math.max(1, ((this.level - full) / rate) * 1000) } as const;
    this.level += 1;
    return admitted;
  }
}
