import { descendantsOf, runningProcesses, runsProgram } from "../../../local/engine/descendants";

const running = [
  { pid: 10, parent: 1, session: 9 },
  { pid: 11, parent: 10, session: 10 },
  { pid: 12, parent: 11, session: 12 },
  { pid: 13, parent: 1, session: 10 },
  { pid: 14, parent: 13, session: 14 },
  { pid: 15, parent: 1, session: 9 },
];

test("what a process has started is found, also what lost its parent and kept its session", () => {
  expect(descendantsOf(10, running).sort()).toEqual([10, 11, 12, 13, 14]);
});

test("what a process has started is found when it has ended itself", () => {
  expect(descendantsOf(10, running.slice(1)).sort()).toEqual([11, 12, 13, 14]);
});

test("this process is among those that run", () => {
  expect(runningProcesses().find(({ pid }) => pid === process.pid)?.parent).toBe(process.ppid);
  expect([runsProgram(process.pid, "node"), runsProgram(process.pid, "pulumi")]).toEqual([true, false]);
});
