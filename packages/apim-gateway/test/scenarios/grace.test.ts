import { Headers } from "../../src/messages/headers";
import { checkReplies } from "../../src/scenarios/expectReplies";
import type { Reply } from "../../src/scenarios/reply";
import type { Expect } from "../../src/scenarios/stepShape";

const reply = (tookMs: number, lateMs: number): Reply => ({
  status: 200,
  headers: new Headers(),
  text: "",
  pieces: [],
  firstMs: undefined,
  tookMs,
  lateMs,
  outcome: "complete",
  exchange: undefined,
});
const within = (value: number, text: string) =>
  ({ within: { sign: "=", value, text }, places: {}, offset: 0 }) as unknown as Expect;

test("over sockets a time has its grace, and what a busy machine took", () => {
  expect(checkReplies(within(0, "0 s"), [reply(240, 0)], 250)).toEqual([]);
  expect(checkReplies(within(0, "0 s"), [reply(600, 400)], 250)).toEqual([]);
});

test("a failure says what was allowed for", () => {
  const [failure] = checkReplies(within(0, "0 s"), [reply(900, 400)], 250);
  expect(failure).toMatchObject({
    path: "within",
    expected: "at most 0 s, with 250 ms of grace, and 400 ms for which this machine was busy",
    seen: "900 ms",
  });
  const [calm] = checkReplies(within(0, "0 s"), [reply(300, 0)], 250);
  expect(calm?.expected).toBe("at most 0 s, with 250 ms of grace");
});

test("virtual time has none", () => {
  expect(checkReplies(within(0, "0 s"), [reply(1, 0)], 0)).toMatchObject([
    { expected: "at most 0 s", seen: "1 ms" },
  ]);
});
