import { type Admission, ONE } from "../accounts/admission/admission";
import { AllOf } from "../accounts/admission/allOf";
import { PtuBucket } from "../accounts/admission/ptuBucket";
import { RequestSlices } from "../accounts/admission/requestSlices";
import type { Called } from "./faults";
import type { AccountOptions, RetryAfterKind } from "./load";
import { type LoadMember, memberCalled } from "./loadMembers";

/** How the accounts of a fleet admit. Plain data: a draw, or a case of the table. */
export interface AccountRules {
  /** Seconds of a PAYG slice: 1, 10 or 60. */
  readonly slice: number;
  /** Slices count requests, and beside them a window of a minute counts what they cost. @default slices count the cost */
  readonly tokenWindow?: boolean;
  /** What slices refuse takes tokens of the minute all the same. @default it does not */
  readonly minuteCountsRefused?: boolean;
  /** Each account's slices begin at another moment. @default at whole multiples */
  readonly randomPhase?: boolean;
  /** Seconds of work that a PTU's bucket holds. @default 10 */
  readonly depth?: number;
  /** PTU were in full use before. @default they were idle */
  readonly ptuStartsFull?: boolean;
  /** What a PTU's refusal says. @default exact */
  readonly ptuSays?: RetryAfterKind;
  /** @default seconds */
  readonly paygSays?: RetryAfterKind;
}

/** The accounts of some members, by rule. */
export function accountsOf(
  members: readonly LoadMember[],
  rules: AccountRules,
): Pick<AccountOptions, "admission" | "retryAfter" | "region"> {
  const of = (called: Called) => memberCalled(members, called);
  return {
    admission: (called): Admission => {
      const member = of(called);
      const { rate, tier } = member;
      if (tier === "ptu")
        return new PtuBucket({
          rate,
          depthSeconds: rules.depth ?? 10,
          startsFull: rules.ptuStartsFull ?? false,
        });
      const length = rules.slice * 1000;
      // Spread evenly, in an order that has nothing to do with the members'.
      const phaseMs = rules.randomPhase ? (members.indexOf(member) * 0.618 * length) % length : 0;
      const slices = new RequestSlices({ rate, sliceSeconds: rules.slice, phaseMs });
      if (!rules.tokenWindow) return slices;
      const minute = new RequestSlices({ rate, sliceSeconds: 60 });
      return new AllOf(
        [{ rule: slices, cost: () => ONE }, { rule: minute }],
        rules.minuteCountsRefused ?? false,
      );
    },
    retryAfter: (called) =>
      of(called).tier === "ptu" ? (rules.ptuSays ?? "exact") : (rules.paygSays ?? "seconds"),
    region: (called) => of(called).region,
  };
}
