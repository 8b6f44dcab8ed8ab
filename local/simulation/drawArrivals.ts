import { virtualEnvironment } from "apim-gateway";
import { type Cost, ONE } from "../accounts/admission/admission";
import type { AnswerSeconds, ArrivalOptions, Consumer } from "./load";

/** A request that a caller makes. */
export interface DrawnArrival {
  /** Milliseconds since the start. */
  readonly at: number;
  readonly consumer: Consumer;
  readonly cost: Cost;
  /** How long its answer takes. */
  readonly answerMs: number;
  readonly streamed: boolean;
  readonly tooLong: boolean;
}

/** A load, in the order of time: the same options draw the same. */
export function drawArrivals(
  options: ArrivalOptions,
  consumers: readonly Consumer[],
): readonly DrawnArrival[] {
  const { random } = virtualEnvironment({ seed: options.seed ^ 0x51ed_270b });
  const rates = ratesOf(options.rate, consumers);
  const total = rates.reduce((sum, rate) => sum + rate, 0);
  const drawOne = (at: number): DrawnArrival => {
    let left = random() * total;
    const index = rates.findIndex((rate) => {
      left -= rate;
      return left < 0;
    });
    const consumer = consumers[index < 0 ? consumers.length - 1 : index] as Consumer;
    return {
      at,
      consumer,
      answerMs: 1000 * drawSeconds(options.answerSeconds ?? 0.8, random),
      cost: drawCost(options.costSigma ?? 0, random),
      streamed: random() < (consumer.streamed ?? 0),
      tooLong: random() < (consumer.tooLong ?? 0),
    };
  };
  const arrivals: DrawnArrival[] = [];
  for (let at = 0; at < options.seconds * 1000; at += (-Math.log(1 - random()) / total) * 1000)
    arrivals.push(drawOne(at));
  const { burst } = options;
  if (burst !== undefined)
    for (let n = 0; n < burst.requests; n++) arrivals.push(drawOne(burst.atSeconds * 1000));
  return arrivals.sort((a, b) => a.at - b.at);
}

/** Requests per second of each consumer. */
function ratesOf(rate: number, consumers: readonly Consumer[]): number[] {
  const shareOf = ({ share = 1, rate: own }: Consumer) => (own === undefined ? share : 0);
  const shares = consumers.reduce((sum, consumer) => sum + shareOf(consumer), 0);
  return consumers.map((consumer) => consumer.rate ?? (rate * shareOf(consumer)) / shares);
}

function drawSeconds(answer: number | AnswerSeconds, random: () => number): number {
  if (typeof answer === "number") return answer;
  return answer.median * logNormal(answer.sigma ?? 0, random);
}

function drawCost(sigma: number, random: () => number): Cost {
  if (sigma === 0) return ONE;
  // The mean of a log-normal lies above its median.
  const units = logNormal(sigma, random) * Math.exp(-(sigma ** 2) / 2);
  return { estimated: units, actual: units };
}

function logNormal(sigma: number, random: () => number): number {
  if (sigma === 0) return 1;
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.exp(sigma * normal);
}
