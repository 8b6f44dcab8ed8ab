import { PtuBucket } from "../../../local/accounts/admission/ptuBucket";

const start = Date.UTC(2026, 0, 1);

describe("a PTU deployment", () => {
  it("admits what its bucket holds at once, then what drains", () => {
    const bucket = new PtuBucket({ rate: 10, depthSeconds: 1 });
    const burst = Array.from({ length: 12 }, () => bucket.ask(start));
    expect(burst.filter(({ admitted }) => admitted).length).toBe(10);
    expect(burst[11]).toEqual({ admitted: false, retryInMs: 1 });
    expect(bucket.ask(start + 50)).toEqual({ admitted: true });
    expect(bucket.ask(start + 60)).toEqual({ admitted: false, retryInMs: expect.closeTo(40) });
    expect(bucket.ask(start + 101)).toEqual({ admitted: true });
  });

  it("works off its rate over a minute, whatever is asked", () => {
    const bucket = new PtuBucket({ rate: 5, depthSeconds: 10 });
    let served = 0;
    for (let ms = 0; ms < 60_000; ms += 20) if (bucket.ask(start + ms).admitted) served++;
    expect(served).toBe(5 * 60 + 50);
  });

  it("is empty again after a long pause, and no emptier", () => {
    const bucket = new PtuBucket({ rate: 1, depthSeconds: 2 });
    bucket.ask(start);
    const later = Array.from({ length: 3 }, () => bucket.ask(start + 3_600_000).admitted);
    expect(later).toEqual([true, true, false]);
  });

  it("grows by an estimate, which the answer corrects both ways", () => {
    const bucket = new PtuBucket({ rate: 10, depthSeconds: 1 });
    bucket.ask(start, { estimated: 12, actual: 2 });
    expect(bucket.utilization(start)).toBe(120);
    expect(bucket.ask(start)).toEqual({ admitted: false, retryInMs: expect.closeTo(200) });
    bucket.complete(start, { estimated: 12, actual: 2 });
    expect(bucket.utilization(start)).toBe(20);
    bucket.ask(start, { estimated: 1, actual: 5 });
    bucket.complete(start, { estimated: 1, actual: 5 });
    expect(bucket.utilization(start)).toBe(70);
  });

  it("says what it would say without counting, and until when nothing of it is idle", () => {
    const bucket = new PtuBucket({ rate: 2, depthSeconds: 1 });
    expect([bucket.wouldAdmit(start), bucket.keepsUntil(start)]).toEqual([true, start]);
    bucket.ask(start);
    bucket.ask(start);
    expect([bucket.wouldAdmit(start), bucket.keepsUntil(start)]).toEqual([false, start + 1000]);
  });

  it("may have been in full use before", () => {
    const bucket = new PtuBucket({ rate: 10, depthSeconds: 60, startsFull: true });
    expect([bucket.ask(start).admitted, bucket.ask(start + 101).admitted]).toEqual([false, true]);
  });
});
