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
});
