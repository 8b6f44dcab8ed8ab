import { VariableOrder } from "../../src/pipeline/variableOrder";

const after = (begin: VariableOrder, ...names: string[]) =>
  names.reduce((order, name) => order.with(name), begin);

test("names come out in the order in which they went in, whichever way other requests went", () => {
  const begin = VariableOrder.begin();
  const ways = [["a", "b", "c"], ["a", "c"], ["b", "a", "c"], ["a", "b", "d"], []];
  for (const way of [...ways, ...ways]) {
    const order = after(begin, ...way);
    expect([order.names(), order.size]).toEqual([way, way.length]);
  }
});

test("requests that went the same way share their order", () => {
  const begin = VariableOrder.begin();
  const [first, second] = [after(begin, "a", "b"), after(begin, "x", "b")];
  expect(after(begin, "a", "b")).toBe(first);
  expect(after(begin, "x", "b")).toBe(second);
});

test("names that requests make up are kept up to a limit, and right beyond it", () => {
  const begin = VariableOrder.begin();
  const last = after(begin, "known", "made up 9999");
  for (let request = 0; request < 5000; request++) {
    const names = [`made up ${request}`, "known"];
    expect(after(begin, ...names).names()).toEqual(names);
  }
  expect(after(begin, "made up 4999")).not.toBe(after(begin, "made up 4999"));
  expect(after(begin, "known", "made up 9999")).toBe(last);
});
