import { findModel } from "../../../infra/topology/data";
import type { LocalDeployment } from "../declared/localAccount";
import type { AccountSettings } from "../settings";
import { type Admission, type Cost, ONE } from "./admission";
import { AllOf } from "./allOf";
import { PtuBucket } from "./ptuBucket";
import { RequestSlices } from "./requestSlices";
import { type Demand, paygCost, ptuCost } from "./tokenCost";

/** How one deployment admits, and what a request costs there. */
export interface DeploymentRule {
  readonly admission: Admission;
  readonly costOf: (demand: Demand) => Cost;
  /** What is left of a pay-as-you-go deployment; `undefined`: PTU. */
  readonly left?: (now: number) => Left;
}

/** Limits of a minute, and what is left of a slice and of a minute. */
export interface Left {
  readonly requestLimit: number;
  readonly tokenLimit: number;
  readonly requests: number;
  readonly tokens: number;
}

/**
 * The rule of a deployment, by model and capacity: PTU as a bucket of weighted tokens, PAYG as a minute's window of tokens
 * beside slices of requests.
 *
 * @param limitShare share of the capacity that is in force at a moment
 */
export function deploymentAdmission(
  { model, tier, capacity }: LocalDeployment,
  settings: AccountSettings,
  limitShare: (now: number) => number = () => 1,
): DeploymentRule {
  const facts = findModel(model);
  const guess = facts?.kind === "embedding" ? 0 : settings.outputGuess;
  if (tier === "ptu") {
    const tokensPerMinute = capacity * (facts?.tokensPerPtu ?? settings.tokensPerPtu);
    const outputWeight = facts?.outputWeight ?? settings.outputWeight;
    return {
      admission: new PtuBucket({ rate: tokensPerMinute / 60, depthSeconds: settings.ptuDepthSeconds }),
      costOf: (demand) => ptuCost(demand, { guess, outputWeight }),
    };
  }
  const tokensPerMinute = capacity * 1000;
  const requestsPerMinute = Math.max(
    1,
    capacity * (facts?.requestsPerThousandTokens ?? settings.requestsPerThousandTokens),
  );
  const requests = new RequestSlices({
    rate: requestsPerMinute / 60,
    sliceSeconds: settings.paygSliceSeconds,
    limitShare,
  });
  const tokens = new RequestSlices({ rate: tokensPerMinute / 60, sliceSeconds: 60, limitShare });
  return {
    admission: new AllOf(
      [{ rule: requests, cost: () => ONE }, { rule: tokens }],
      settings.refusedTokensCount,
    ),
    costOf: (demand) => paygCost(demand, { guess }),
    left: (now) => ({
      requestLimit: Math.floor(requestsPerMinute * limitShare(now)),
      tokenLimit: Math.floor(tokensPerMinute * limitShare(now)),
      requests: Math.floor(requests.remaining(now)),
      tokens: Math.floor(tokens.remaining(now)),
    }),
  };
}
