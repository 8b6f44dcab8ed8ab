import { VariableName } from "../../src/csharp/host/variableName";
import { VariableNames, Variables } from "../../src/pipeline/variables";

test("variables are told in the order in which they were first set", () => {
  const names = new VariableNames();
  const before = new Variables(names);
  before.set("b", 1);
  before.set("a", 2);
  const variables = new Variables(names);
  variables.set("a", 1);
  variables.set("b", 2);
  variables.set("a", null);
  expect([...variables.keys()]).toEqual(["a", "b"]);
  expect(variables.size).toBe(2);
  expect([variables.get("a"), variables.get("b")]).toEqual([null, 2]);
});

test("a request sees nothing of another one", () => {
  const names = new VariableNames();
  new Variables(names).set("a", 1);
  const variables = new Variables(names);
  expect([variables.has("a"), variables.get("a"), variables.size]).toEqual([false, undefined, 0]);
});

test("a variable that is null is there", () => {
  const variables = new Variables(new VariableNames());
  variables.set("a", null);
  expect([variables.has("a"), variables.has("A")]).toEqual([true, false]);
});

test("names that requests make up take no more than their request's memory", () => {
  const names = new VariableNames();
  for (let request = 0; request < 1000; request++) {
    const variables = new Variables(names);
    variables.set(`made up ${request}`, request);
    variables.set("known", -1);
    expect([variables.get(`made up ${request}`), variables.get("known")]).toEqual([request, -1]);
    expect([...variables.keys()]).toEqual([`made up ${request}`, "known"]);
  }
  expect(names.size).toBe(256);
});

test("a name that has no place keeps its place in the order when it is set again", () => {
  const names = new VariableNames();
  for (let n = 0; n < 256; n++) names.findOrAdd(`${n}`);
  const variables = new Variables(names);
  for (const [name, value] of [
    ["x", 1],
    ["0", 2],
    ["x", 3],
  ] as const)
    variables.set(name, value);
  expect([...variables.keys()]).toEqual(["x", "0"]);
  expect([variables.get("x"), variables.size]).toEqual([3, 2]);
});

describe("a name that a policy has written down", () => {
  const name = new VariableName("a");

  test("finds what was set by the name alone, and the other way round", () => {
    const variables = new Variables(new VariableNames());
    expect(variables.read(name)).toBeUndefined();
    variables.set("a", 1);
    expect(variables.read(name)).toBe(1);
    variables.write(name, 2);
    expect([variables.get("a"), variables.size]).toEqual([2, 1]);
  });

  test("is right for the requests of two configurations in turn", () => {
    const names = [new VariableNames(), new VariableNames()] as const;
    names[0].findOrAdd("another");
    const requests = names.map((of) => new Variables(of));
    for (const [value, variables] of requests.entries()) variables.write(name, value);
    for (const [value, variables] of requests.entries()) {
      expect(variables.read(name)).toBe(value);
      expect(variables.get("a")).toBe(value);
    }
  });

  test("is right where all places are taken", () => {
    const names = new VariableNames();
    for (let n = 0; n < 256; n++) names.findOrAdd(`${n}`);
    const variables = new Variables(names);
    expect(variables.read(name)).toBeUndefined();
    variables.write(name, 1);
    expect([variables.read(name), variables.get("a"), [...variables.keys()]]).toEqual([1, 1, ["a"]]);
  });
});
