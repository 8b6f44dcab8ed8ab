import { BodyCut, BodyTooLarge } from "../messages/body";
import type { Exchange } from "./exchange";
import { PolicyFailure } from "./failure";
import { ready } from "./getter";
import { after, type Step } from "./step";
import type { PolicyPlace } from "./traceRecorder";

export interface Reads {
  request: boolean;
  response: boolean;
}

/**
 * A policy's step with what every policy needs around it: bodies in memory, a place for failures, a trace.
 *
 * @param onPreflight whether it runs for a CORS preflight
 */
export function guarded(step: Step, place: PolicyPlace, reads: Reads, onPreflight: boolean): Step {
  const run: Step =
    reads.request || reads.response
      ? (exchange) => after(ready(exchange, reads), () => step(exchange))
      : step;
  return (exchange) => {
    if (exchange.preflight && !onPreflight) return undefined;
    if (exchange.resumeAfter !== undefined && isPassedOver(place, exchange.resumeAfter)) return undefined;
    if (exchange.recorder !== undefined) return traced(run, place, exchange);
    try {
      const waiting = run(exchange);
      return waiting?.catch((error: unknown) => {
        throw located(error, place);
      });
    } catch (error) {
      throw located(error, place);
    }
  };
}

/** Policies in which the one to go on after may stand. */
const around = new Set(["base", "include-fragment", "choose"]);

function isPassedOver({ section, policy }: PolicyPlace, resumeAfter: string): boolean {
  if (section === "outbound") return policy !== resumeAfter && !around.has(policy);
  return section !== "on-error";
}

function traced(run: Step, place: PolicyPlace, exchange: Exchange): undefined | Promise<void> {
  const { recorder } = exchange;
  const entry = recorder?.enter(place);
  const leave = (failure?: unknown) => {
    if (entry === undefined) return;
    recorder?.leave(entry, failure instanceof Error ? failure.message : undefined);
  };
  try {
    const waiting = run(exchange);
    if (waiting === undefined) {
      leave();
      return undefined;
    }
    return waiting.then(
      () => leave(),
      (error: unknown) => {
        leave(error);
        throw located(error, place);
      },
    );
  } catch (error) {
    leave(error);
    throw located(error, place);
  }
}

/** The failure with the place of the innermost policy that it left. */
function located(error: unknown, place: PolicyPlace): unknown {
  const failure =
    error instanceof BodyTooLarge
      ? new PolicyFailure({ reason: "BodyTooLarge", message: error.message, status: 413 })
      : error instanceof BodyCut
        ? new PolicyFailure({ reason: "BackendConnectionFailure", message: error.message })
        : error;
  if (failure instanceof PolicyFailure) failure.place ??= place;
  return failure;
}
