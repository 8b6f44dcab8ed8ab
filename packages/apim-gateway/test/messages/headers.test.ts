import { Headers, keyOf } from "../../src/messages/headers";

/** More than are compared one by one. */
const many = () => Headers.fromRaw(Array.from({ length: 100 }, (_, n) => [`X-${n}`, `${n}`]).flat());

test("a name is found however it is spelled, and keeps the spelling of its arrival", () => {
  const headers = Headers.fromRaw(["Content-Type", "a", "X-Two", "1", "x-two", "2"]);
  expect(headers.get("content-type")).toBe("a");
  expect(headers.values("X-TWO")).toEqual(["1", "2"]);
  headers.set("CONTENT-TYPE", "b");
  headers.append("X-tWo", "3");
  expect(headers.toRaw()).toEqual(["Content-Type", "b", "X-Two", "1", "X-Two", "2", "X-Two", "3"]);
});

test("what is not there has no value, and to delete it changes nothing", () => {
  const headers = Headers.of({ a: "1" });
  headers.delete("b");
  headers.deleteKeys(new Set(["b", "c"]));
  expect([headers.has("b"), headers.get("b"), headers.values("b")]).toEqual([false, undefined, undefined]);
  expect(headers.toRaw()).toEqual(["a", "1"]);
});

test("several are deleted at once, and the rest keeps its order", () => {
  const headers = Headers.of({ a: "1", B: "2", c: "3", D: "4" });
  headers.deleteKeys(new Set(["b", "c", "z"].map(keyOf)));
  expect(headers.toRaw()).toEqual(["a", "1", "D", "4"]);
});

test("a copy goes its own way", () => {
  const headers = Headers.of({ a: "1", b: ["2", "3"] });
  const copy = headers.clone();
  copy.append("b", "4");
  copy.set("a", "5");
  copy.delete("b");
  headers.append("b", "6");
  expect(headers.toRaw()).toEqual(["a", "1", "b", "2", "b", "3", "b", "6"]);
  expect(copy.toRaw()).toEqual(["a", "5"]);
});

test("many headers are found, changed and deleted as few are", () => {
  const headers = many();
  expect([headers.get("x-0"), headers.get("x-99"), headers.get("x-100")]).toEqual(["0", "99", undefined]);
  headers.append("x-99", "again");
  headers.append("X-100", "new");
  headers.delete("x-0");
  expect([headers.get("x-1"), headers.get("x-99"), headers.get("x-100")]).toEqual(["1", "99, again", "new"]);
  headers.deleteKeys(new Set(["x-1", "x-2"]));
  expect([headers.has("x-2"), headers.get("x-3"), headers.get("x-100")]).toEqual([false, "3", "new"]);
});

test("headers that become few again are found too", () => {
  const headers = many();
  for (let n = 0; n < 90; n++) headers.delete(`x-${n}`);
  expect([headers.get("x-89"), headers.get("x-90"), headers.get("x-99")]).toEqual([undefined, "90", "99"]);
  expect([...headers.names()]).toHaveLength(10);
});
