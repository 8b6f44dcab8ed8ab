import type { Requester } from "../../local/load/callers";
import { requestOf } from "../../local/load/callers";
import { shapedProfile } from "../../local/load/profiles";
import { type LoadHow, sendLoad } from "../../local/load/sendLoad";

const caller = (change: Partial<Requester> = {}): Requester => ({
  consumer: "checkout",
  model: "gpt-5.4",
  kind: "chat",
  surface: "v1",
  weight: 1,
  ...change,
});

/** A clock that moves by what is slept, and draws that come from a seed. */
function virtual(seed = 7) {
  let [now, state] = [0, seed];
  return {
    now: () => now,
    sleep: async (milliseconds: number) => {
      now += Math.max(1, milliseconds);
    },
    // Park and Miller.
    random() {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    },
  };
}

const how = (change: Partial<LoadHow> = {}): LoadHow => ({
  callers: [caller()],
  profile: shapedProfile("steady", 50, 100),
  size: { promptWords: 3, maxTokens: 5 },
  streamed: 0.5,
  send: async () => 200,
  ...virtual(),
  ...change,
});

test("as many are sent as the profile says, when they are due", async () => {
  const at: number[] = [];
  const clock = virtual();
  const profile = shapedProfile("spike", 20, 90);
  const send = async () => {
    at.push(clock.now() / 1000);
    return 200;
  };
  const { tally, seconds } = await sendLoad(how({ profile, send, ...clock }));
  const inThird = [0, 1, 2].map((third) => at.filter((second) => Math.floor(second / 30) === third).length);
  // Drawn with their mean: 600, 2571 and 600, give or take four of their deviations.
  expect(Math.abs((inThird[0] as number) - 600)).toBeLessThan(98);
  expect(Math.abs((inThird[1] as number) - 2571)).toBeLessThan(203);
  expect(Math.abs((inThird[2] as number) - 600)).toBeLessThan(98);
  expect(tally.total()).toMatchObject({ sent: at.length, answered: at.length });
  expect(Math.floor(seconds)).toBe(90);
});

test("the same seed sends the same, and callers share it by their weights", async () => {
  const callers = [caller({ weight: 3 }), caller({ consumer: "claims" })];
  const rows = async () => (await sendLoad(how({ callers, ...virtual(11) }))).tally.rows();
  const first = await rows();
  expect(await rows()).toEqual(first);
  const [checkout, claims] = first;
  expect((checkout?.sent as number) / (claims?.sent as number)).toBeGreaterThan(2.5);
  expect((checkout?.sent as number) / (claims?.sent as number)).toBeLessThan(3.5);
});

test("each end is counted as what it is; what is thrown is no answer", async () => {
  const ends = [200, 201, 429, 503, 401, undefined, "thrown"] as const;
  let next = 0;
  const send = async () => {
    const end = ends[next++ % ends.length];
    if (end === "thrown") throw new Error("reset");
    return end;
  };
  const { tally } = await sendLoad(how({ profile: shapedProfile("steady", 70, 10), send }));
  const { sent, answered, throttled, failed, refused } = tally.total();
  expect(answered + throttled + failed + refused).toBe(sent);
  expect([answered / sent, failed / sent].map((share) => Math.round(share * 7))).toEqual([2, 3]);
  expect(Math.abs(throttled - refused)).toBeLessThanOrEqual(1);
});

test("who never answers holds back what comes beyond two thousand, which is told", async () => {
  const told: { sent: number; held: number }[] = [];
  let release = () => {};
  const answered = new Promise<number>((done) => {
    release = () => done(200);
  });
  const ended = sendLoad(
    how({
      profile: shapedProfile("steady", 100, 30),
      send: () => answered,
      onProgress: ({ second, sent, held }) => {
        told.push({ sent, held });
        if (second >= 29) release();
      },
    }),
  );
  const { held } = await ended;
  expect(told.find(({ held }) => held > 0)?.sent).toBe(2000);
  expect(told.at(-2)?.sent).toBe(2000);
  expect(held).toBeGreaterThan(500);
  expect(told.at(-1)?.held).toBe(held);
});

test("what is interrupted sends nothing more, and what is under way is counted", async () => {
  const abort = new AbortController();
  let sent = 0;
  const send = async () => {
    if (++sent === 10) abort.abort();
    return 200;
  };
  const { tally, seconds } = await sendLoad(how({ send, signal: abort.signal }));
  expect(tally.total().answered).toBe(sent);
  expect(seconds).toBeLessThan(5);
});

test("who interrupts waits no longer than the patience for what never ends, and none of it is counted as failed", async () => {
  const abort = new AbortController();
  let sent = 0;
  const waiting: (() => void)[] = [];
  const send = () => {
    if (++sent === 10) abort.abort();
    // The first five are answered, the others never.
    if (sent <= 5) return Promise.resolve(200);
    return new Promise<number>((_, fail) => waiting.push(() => fail(new Error("given up"))));
  };
  const clock = virtual();
  const { tally, unfinished, seconds } = await sendLoad(
    how({ send, signal: abort.signal, patience: 2000, ...clock }),
  );
  expect(unfinished).toBe(5);
  expect(seconds).toBeGreaterThanOrEqual(2);
  expect(seconds).toBeLessThan(3);
  for (const fail of waiting) fail();
  await new Promise(setImmediate);
  expect(tally.total()).toMatchObject({ sent: 5, answered: 5, failed: 0 });
});

test("requests are what clients of each surface write", () => {
  const size = { promptWords: 2, maxTokens: 5 };
  expect(requestOf(caller(), size, true)).toEqual({
    path: "/openai/v1/chat/completions",
    body: '{"model":"gpt-5.4","messages":[{"role":"user","content":"tell me"}],"max_completion_tokens":5,"stream":true,"stream_options":{"include_usage":true}}',
  });
  expect(requestOf(caller({ surface: "azure", kind: "embedding", model: "a b" }), size, false)).toEqual({
    path: "/openai/deployments/a%20b/embeddings?api-version=2024-10-21",
    body: '{"input":"tell me"}',
  });
});
