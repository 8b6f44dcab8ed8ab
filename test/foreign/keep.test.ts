import { identities, isEmpty, items, names, value, wholeList } from "../../infra/foreign/keep";

test("what the file states stands before what Azure has", () => {
  expect(value()("ours", "theirs")).toBe("ours");
  expect(value()(undefined, "theirs")).toBe("theirs");
  expect(names()({ owner: "ours" }, { Owner: "theirs", policy: "yes" })).toEqual({
    owner: "ours",
    policy: "yes",
  });
  expect(
    items("value", ["value"])([{ value: "10.0.0.1" }], [{ value: "10.0.0.1" }, { value: "10.0.0.2" }]),
  ).toEqual([{ value: "10.0.0.1" }, { value: "10.0.0.2" }]);
});

test.each([undefined, null, false, "", [], {}, { minApiVersion: null }, { rules: [] }])(
  "what Azure shows where nobody has set anything is not sent: %j",
  (nothing) => {
    expect(isEmpty(nothing)).toBe(true);
    expect(value()(undefined, nothing)).toBeUndefined();
  },
);

test("what Azure has by itself is not sent either, so that a second update has nothing to do", () => {
  expect(value("Enabled")(undefined, "Enabled")).toBeUndefined();
  expect(value("Enabled")(undefined, "Disabled")).toBe("Disabled");
  const isOff = (_: string, setting: unknown) => setting === "False";
  expect(names(isOff)(undefined, { a: "False" })).toBeUndefined();
  expect(names(isOff)(undefined, { a: "False", b: "True" })).toEqual({ b: "True" });
});

test("a list that must be sent whole is sent with Azure's own items, and without what only Azure says", () => {
  const hosts = wholeList(["hostName", "keyVaultId"], ({ hostName }) => hostName === "built-in");
  expect(hosts(undefined, [{ hostName: "built-in" }])).toBeUndefined();
  expect(
    hosts(undefined, [{ hostName: "built-in" }, { hostName: "ours", keyVaultId: "k", status: "Completed" }]),
  ).toEqual([{ hostName: "built-in" }, { hostName: "ours", keyVaultId: "k" }]);
});

test("identities of others join ours, in the form that the type takes", () => {
  const ours = { type: "UserAssigned", userAssignedIdentities: { "/ours": {} } };
  const found = {
    type: "SystemAssigned, UserAssigned",
    principalId: "p",
    userAssignedIdentities: { "/OURS": { clientId: "c" }, "/theirs": {} },
  };
  expect(identities("mapping")(ours, found)).toEqual({
    type: "SystemAssigned, UserAssigned",
    userAssignedIdentities: { "/ours": {}, "/theirs": {} },
  });
  expect(identities("list")(undefined, { type: "SystemAssigned", principalId: "p" })).toEqual({
    type: "SystemAssigned",
  });
  expect(
    identities("mapping")(ours, { ...ours, userAssignedIdentities: { "/ours": { clientId: "c" } } }),
  ).toBe(ours);
});
