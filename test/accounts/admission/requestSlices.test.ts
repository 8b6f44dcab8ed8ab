import { RequestSlices } from "../../../local/accounts/admission/requestSlices";

const start = Date.UTC(2026, 0, 1);

describe("a PAYG deployment", () => {
  it("admits the share of a slice, and refuses the rest of it", () => {
    const slices = new RequestSlices({ rate: 3, sliceSeconds: 10 });
    const asked = Array.from({ length: 31 }, (_, n) => slices.ask(start + n * 100));
    expect(asked.filter(({ admitted }) => admitted).length).toBe(30);
    expect(asked[30]).toEqual({ admitted: false, retryInMs: 7000 });
    expect(slices.ask(start + 9_999)).toEqual({ admitted: false, retryInMs: 1 });
    expect(slices.ask(start + 10_000)).toEqual({ admitted: true });
  });

  it("has slices at whole multiples of their length, wherever the first request falls", () => {
    const slices = new RequestSlices({ rate: 1, sliceSeconds: 1 });
    expect(slices.ask(start + 900)).toEqual({ admitted: true });
    expect(slices.ask(start + 950)).toEqual({ admitted: false, retryInMs: 50 });
    expect(slices.ask(start + 1000)).toEqual({ admitted: true });
  });

  it("may have its slices at another phase", () => {
    const slices = new RequestSlices({ rate: 1, sliceSeconds: 1, phaseMs: 300 });
    expect(slices.ask(start + 200)).toEqual({ admitted: true });
    expect(slices.ask(start + 250)).toEqual({ admitted: false, retryInMs: 50 });
    expect(slices.ask(start + 300)).toEqual({ admitted: true });
  });

  it("counts what it refuses: a large request that did not fit leaves no room for a small one", () => {
    const slices = new RequestSlices({ rate: 1, sliceSeconds: 10 });
    slices.ask(start, { estimated: 8, actual: 8 });
    expect(slices.wouldAdmit(start, { estimated: 1, actual: 1 })).toBe(true);
    expect(slices.ask(start, { estimated: 5, actual: 5 }).admitted).toBe(false);
    expect(slices.ask(start, { estimated: 1, actual: 1 }).admitted).toBe(false);
  });

  it("admits less while Azure cuts its limit", () => {
    const slices = new RequestSlices({
      rate: 4,
      sliceSeconds: 1,
      limitShare: (now) => (now < start + 2000 ? 0.5 : 1),
    });
    const admittedIn = (at: number) =>
      Array.from({ length: 6 }, () => slices.ask(at)).filter(({ admitted }) => admitted).length;
    expect([admittedIn(start), admittedIn(start + 1000), admittedIn(start + 2000)]).toEqual([2, 2, 4]);
  });

  it("says what it would say without counting, and when its slice ends", () => {
    const slices = new RequestSlices({ rate: 1, sliceSeconds: 1 });
    expect([slices.wouldAdmit(start), slices.wouldAdmit(start)]).toEqual([true, true]);
    expect(slices.keepsUntil(start + 400)).toBe(start + 1000);
    expect(slices.utilization()).toBeUndefined();
  });
});
