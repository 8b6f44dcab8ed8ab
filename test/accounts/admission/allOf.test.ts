import { AllOf } from "../../../local/accounts/admission/allOf";
import { PtuBucket } from "../../../local/accounts/admission/ptuBucket";
import { RequestSlices } from "../../../local/accounts/admission/requestSlices";

const start = Date.UTC(2026, 0, 1);

describe("a deployment with a limit of tokens and one of requests", () => {
  const both = () =>
    new AllOf([
      { rule: new RequestSlices({ rate: 100, sliceSeconds: 60 }) },
      {
        rule: new RequestSlices({ rate: 2, sliceSeconds: 1 }),
        cost: () => ({ estimated: 1, actual: 1 }),
      },
    ]);
  const tokens = (count: number) => ({ estimated: count, actual: count });

  it("admits what both admit, and tells the longer wait", () => {
    const rule = both();
    expect(rule.ask(start, tokens(1000)).admitted).toBe(true);
    expect(rule.ask(start, tokens(1000)).admitted).toBe(true);
    expect(rule.ask(start, tokens(1000))).toEqual({ admitted: false, retryInMs: 1000 });
    expect(rule.ask(start + 1000, tokens(4000))).toEqual({ admitted: false, retryInMs: 59_000 });
  });

  it("counts what one refuses in the other too", () => {
    const rule = both();
    for (let n = 0; n < 6; n++) rule.ask(start, tokens(1000));
    expect(rule.ask(start + 1000, tokens(1)).admitted).toBe(false);
  });

  it("may count a refusal only where it was refused", () => {
    const minute = new RequestSlices({ rate: 1, sliceSeconds: 60 });
    const rule = new AllOf(
      [{ rule: minute }, { rule: new RequestSlices({ rate: 1, sliceSeconds: 1 }) }],
      false,
    );
    expect(Array.from({ length: 50 }, () => rule.ask(start).admitted).filter(Boolean)).toEqual([true]);
    expect([minute.wouldAdmit(start, tokens(59)), minute.wouldAdmit(start, tokens(60))]).toEqual([
      true,
      false,
    ]);
  });

  it("says what it would say, keeps until the first loss, and knows the utilization of a provisioned part", () => {
    const rule = both();
    expect([rule.wouldAdmit(start, tokens(6000)), rule.wouldAdmit(start, tokens(6001))]).toEqual([
      true,
      false,
    ]);
    expect(rule.keepsUntil(start)).toBe(start + 1000);
    expect(rule.utilization(start)).toBeUndefined();
    const bucket = new PtuBucket({ rate: 1, depthSeconds: 4 });
    const provisioned = new AllOf([{ rule: bucket }]);
    provisioned.ask(start);
    expect(provisioned.utilization(start)).toBe(25);
    provisioned.complete(start, { estimated: 1, actual: 3 });
    expect(provisioned.utilization(start)).toBe(75);
  });
});
