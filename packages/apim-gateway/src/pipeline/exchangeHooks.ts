import type { Delivery } from "../ports/gatewayRequest";
import type { StepOf } from "./ofExchange";
import { added } from "./shortList";
import type { Waiting } from "./waiting";

/** Called when the response has gone out, or when nobody wants it any more. */
export type Delivered = (outcome: Delivery) => void;

/** What policies want to be done later in the life of one exchange, `E`, in the order in which they asked for it. */
export class ExchangeHooks<E> {
  /** The caller has gone away. */
  aborted = false;
  private aborts: (() => void)[] | undefined;
  private watchers: ((chunk: Uint8Array) => void)[] | undefined;
  private deliveries: Delivered[] | undefined;
  private responseSteps: StepOf<E>[] | undefined;
  private answerSteps: StepOf<E>[] | undefined;
  private headerActions: ((exchange: E) => void)[] | undefined;

  /** Runs when the caller goes away; at once when it has gone already. */
  onAbort(action: () => void): void {
    if (this.aborted) action();
    else this.aborts = added(this.aborts, action);
  }

  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    for (const action of this.aborts ?? none) action();
  }

  /** Sees each chunk of the response's body as it goes out, without holding it up. */
  watchBody(watcher: (chunk: Uint8Array) => void): void {
    this.watchers = added(this.watchers, watcher);
  }

  get bodyWatchers(): readonly ((chunk: Uint8Array) => void)[] {
    return this.watchers ?? none;
  }

  onDelivered(action: Delivered): void {
    this.deliveries = added(this.deliveries, action);
  }

  delivered(outcome: Delivery): void {
    const actions = this.deliveries ?? none;
    this.deliveries = undefined;
    for (const action of actions) action(outcome);
  }

  /** Runs when the backend section is over and there is a response, before outbound. */
  onResponse(action: StepOf<E>): void {
    this.responseSteps = added(this.responseSteps, action);
  }

  /** Does what `onResponse` asked for, in order. @throws what an action throws */
  responded(exchange: E): Waiting {
    const actions = this.responseSteps;
    this.responseSteps = undefined;
    return actions && runEach(actions, 0, exchange);
  }

  /** Puts headers on a response that policies of outbound, or of on-error, shall see and may change. */
  onHeaders(action: (exchange: E) => void): void {
    this.headerActions = added(this.headerActions, action);
  }

  /** Does what `onHeaders` asked for: before outbound, and before on-error. */
  showHeaders(exchange: E): void {
    if (this.headerActions !== undefined) for (const action of this.headerActions) action(exchange);
  }

  /** Runs when no further policy will run, before the head of the response goes out: after outbound or on-error. */
  onAnswer(action: StepOf<E>): void {
    this.answerSteps = added(this.answerSteps, action);
  }

  /** Does what `onAnswer` asked for, in order. @throws what an action throws */
  answering(exchange: E): Waiting {
    const actions = this.answerSteps;
    this.answerSteps = undefined;
    return actions && runEach(actions, 0, exchange);
  }
}

const none: readonly never[] = [];

/** Each runs, whether or not the exchange has ended. */
function runEach<E>(steps: readonly StepOf<E>[], from: number, exchange: E): Waiting {
  for (let index = from; index < steps.length; index++) {
    const waiting = (steps[index] as StepOf<E>)(exchange);
    if (waiting !== undefined) return waiting.then(() => runEach(steps, index + 1, exchange));
  }
  return undefined;
}
