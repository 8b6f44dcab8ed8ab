import type { Trace, TraceAttempt } from "apim-gateway";
import type { FleetShape, Outcome, PathAttempt, RequestPath } from "./pageEvents";

const NO_ANSWER: Readonly<Record<string, string>> = {
  connection: "no connection",
  timeout: "no answer in time",
  aborted: "given up",
  unavailable: "breaker open",
};

/** What a trace tells, in the fleet's own names. */
export function requestPath(shape: FleetShape, trace: Trace): RequestPath {
  const attempts = trace.attempts.map((attempt) => pathAttempt(shape, attempt));
  const asked = attempts.find(({ member }) => member !== undefined)?.member;
  return {
    id: trace.id,
    at: Date.parse(trace.time),
    consumer: shape.consumers.find(({ subscription }) => subscription === trace.subscription)?.name,
    model: shape.members.find(({ id }) => id === asked)?.model,
    status: trace.status,
    outcome: outcomeOf(trace),
    milliseconds: trace.times.total,
    attempts,
  };
}

function pathAttempt(
  shape: FleetShape,
  { backend, status, failure, at, duration }: TraceAttempt,
): PathAttempt {
  const member = shape.members.find(({ backends }) => backends.includes(backend ?? ""));
  return {
    member: member?.id,
    region: member?.region ?? backend ?? "",
    deployment: member?.deployment ?? "",
    tier: member?.tier,
    said: status === null ? (NO_ANSWER[failure ?? ""] ?? "nothing") : `${status}`,
    good: status !== null && status < 400,
    at,
    milliseconds: duration,
  };
}

/** An answer that broke in the middle is no answer; who went away was refused by nobody, and served by nobody. */
function outcomeOf({ status, outcome }: Trace): Outcome {
  if (outcome === "cut") return "failed";
  if (status === 429) return "throttled";
  if (status >= 500) return "failed";
  return status >= 400 || outcome === "aborted" ? "refused" : "answered";
}
