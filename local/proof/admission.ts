import { type Admission, ONE } from "../accounts/admission/admission";
import { AllOf } from "../accounts/admission/allOf";
import { PtuBucket } from "../accounts/admission/ptuBucket";
import { RequestSlices } from "../accounts/admission/requestSlices";
import type { Called } from "../simulation/faults";
import type { AccountOptions } from "../simulation/load";
import { memberCalled } from "../simulation/loadMembers";
import { ASSUMED, type ProvenMember } from "./provenLoad";

/**
 * How the accounts admit, in the unit of one usual request: PTU as a bucket of work, PAYG by the tokens of a minute and by
 * requests in slices, each account's slices beginning at another moment.
 */
export function admissionOf(
  members: readonly ProvenMember[],
): Pick<AccountOptions, "admission" | "retryAfter" | "region"> {
  const of = (called: Called) => memberCalled(members, called) as ProvenMember;
  return {
    admission: (called): Admission => {
      const member = of(called);
      if (member.tier === "ptu")
        return new PtuBucket({ rate: member.rate, depthSeconds: ASSUMED.ptuDepthSeconds });
      const length = ASSUMED.paygSliceSeconds * 1000;
      const slices = new RequestSlices({
        rate: member.requestRate,
        sliceSeconds: ASSUMED.paygSliceSeconds,
        // Spread evenly, in an order that has nothing to do with the members'.
        phaseMs: (members.indexOf(member) * 0.618 * length) % length,
      });
      const minute = new RequestSlices({ rate: member.rate, sliceSeconds: 60 });
      return new AllOf([{ rule: slices, cost: () => ONE }, { rule: minute }], false);
    },
    retryAfter: (called) => (of(called).tier === "ptu" ? "exact" : "seconds"),
    region: (called) => of(called).region,
  };
}
