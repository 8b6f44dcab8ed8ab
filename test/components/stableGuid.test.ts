import { stableGuid } from "../../infra/components/stableGuid";

test("the same parts give the same id, on every machine", () => {
  expect(stableGuid("scope", "principal", "role")).toBe(stableGuid("scope", "principal", "role"));
  expect(stableGuid("scope", "principal", "role")).toBe("b5bd937a-ac43-5ea5-b498-8ece5927ebf1");
});

test("the id has the form of a name-based UUID", () => {
  for (const part of ["", "a", "å", "x".repeat(1000)]) {
    expect(stableGuid(part)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});

test("another scope, principal or role gives another id", () => {
  const all = [
    ["a", "b", "c"],
    ["x", "b", "c"],
    ["a", "x", "c"],
    ["a", "b", "x"],
    ["ab", "c"],
  ];
  expect(new Set(all.map((parts) => stableGuid(...parts))).size).toBe(all.length);
});
