import { PtuBucket } from "../../local/accounts/admission/ptuBucket";
import { RequestSlices } from "../../local/accounts/admission/requestSlices";
import { drawArrivals } from "../../local/simulation/drawArrivals";
import { failsWith } from "../../local/simulation/faults";
import type { ArrivalOptions, Consumer } from "../../local/simulation/load";
import { type OracleOptions, oracle } from "../../local/simulation/oracle";

const members = [
  { account: "one", deployment: "m" },
  { account: "two", deployment: "m" },
];
const ideal = (
  load: Partial<ArrivalOptions>,
  options: Partial<OracleOptions> & Pick<OracleOptions, "admission">,
  consumers: readonly Consumer[] = [{ name: "all", key: "k" }],
) =>
  oracle({
    members,
    arrivals: drawArrivals({ rate: 10, seconds: 60, seed: 1, ...load }, consumers),
    ...options,
  });

const slices = (rate: number, sliceSeconds = 10) => ({
  admission: () => new RequestSlices({ rate, sliceSeconds }),
  // Nobody waits into a slice that begins when all is over.
  patienceMs: 0,
});

test("everything is answered where there is room, and what there is where there is not", () => {
  const room = ideal({}, slices(10));
  expect(room.answered).toBe(room.sent);
  const short = ideal({}, slices(3));
  expect(short.answered).toBe(2 * 3 * 60);
});

test("room that would be lost is used first: a long slice is kept for later", () => {
  // Two for each second that nobody can save, and thirty for whenever they are needed.
  const admission = ({ account }: { account: string }) =>
    account === "one"
      ? new RequestSlices({ rate: 0.5, sliceSeconds: 60 })
      : new RequestSlices({ rate: 2, sliceSeconds: 1 });
  const few = ideal({ rate: 2 }, { admission });
  expect(few.answered / few.sent).toBeGreaterThan(0.99);
});

test("PTU is used before PAYG that would be lost sooner, and priorities hold", () => {
  // Deployment one fails later. Who had saved its bucket, or the minute of the first in the file's order, for that time
  // would answer more, and would break what is promised.
  const outages = [
    { fault: failsWith(503), hits: ({ account }: { account: string }) => account === "two", from: 30 },
  ];
  const bucket = ({ account }: { account: string }) =>
    account === "one"
      ? new PtuBucket({ rate: 5, depthSeconds: 60, startsFull: true })
      : new RequestSlices({ rate: 20, sliceSeconds: 1 });
  expect(ideal({ rate: 15 }, { admission: bucket, outages }).answered).toBeLessThan(15 * 30 + 5 * 30 + 50);
  const minute = { admission: () => new RequestSlices({ rate: 10, sliceSeconds: 60 }), outages };
  const ordered = [
    { account: "one", deployment: "m", priority: 1 },
    { account: "two", deployment: "m", priority: 2 },
  ];
  expect(ideal({ rate: 18 }, { ...minute, members: ordered }).answered).toBeLessThan(620);
});

test("members of one priority share by their rates", () => {
  const load: string[] = [];
  const admission = ({ account }: { account: string }) => {
    const rule = new RequestSlices({ rate: 30, sliceSeconds: 60 });
    return Object.assign(Object.create(rule), {
      ask: (now: number) => {
        load.push(account);
        return rule.ask(now);
      },
    });
  };
  const rated = members.map((member, index) => ({ ...member, rate: index + 1 }));
  ideal({}, { admission, members: rated });
  expect(load.filter((account) => account === "two").length / load.length).toBeCloseTo(2 / 3, 2);
});

test("a provisioned deployment is kept from being idle", () => {
  const admission = ({ account }: { account: string }) =>
    account === "one"
      ? new PtuBucket({ rate: 5, depthSeconds: 2 })
      : new RequestSlices({ rate: 5, sliceSeconds: 60 });
  const { answered } = ideal({ rate: 10 }, { admission });
  expect(answered).toBeGreaterThan(0.97 * 2 * 5 * 60);
});

test("nobody who fails is asked, and what is poison or too long for the only room is not answered", () => {
  const outage = { fault: failsWith(503), hits: ({ account }: { account: string }) => account === "one" };
  expect(ideal({}, { ...slices(3), outages: [outage] }).answered).toBe(3 * 60);
  expect(ideal({}, { ...slices(3), fault: () => failsWith(403) }).answered).toBe(0);
  const { consumers } = ideal({}, slices(10), [
    { name: "a", key: "k", poison: { status: 500 } },
    { name: "b", key: "k" },
  ]);
  expect([consumers.a?.answered, consumers.b?.answered]).toEqual([0, consumers.b?.sent]);
  const provisioned = { admission: () => new PtuBucket({ rate: 100, depthSeconds: 1 }) };
  expect(ideal({}, provisioned, [{ name: "long", key: "k", tooLong: 1 }]).answered).toBe(0);
});

test("a request waits for room as long as one that is refused a few times, and no longer", () => {
  // One in each second; the second one of a pair waits for the next slice.
  const pair = { burst: { atSeconds: 4.95, requests: 2 }, rate: 1e-6, seconds: 10 };
  const [impatient, patient] = [20, 100].map((patienceMs) =>
    ideal(pair, { ...slices(1, 1), members: members.slice(0, 1), patienceMs }),
  );
  expect([impatient?.answered, patient?.answered]).toEqual([2, 3]);
});

test("what arrives before the warm-up is over uses room and is not counted", () => {
  const { sent, answered } = ideal({}, { ...slices(3, 60), warmUpSeconds: 30 });
  expect(sent).toBeLessThan(400);
  expect(answered).toBeLessThan(100);
});
