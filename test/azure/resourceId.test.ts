import { ancestorOf, idFault, parentOf, resourceGroupOf, sameId, typeOf } from "../../local/azure/resourceId";

const SUB = "/subscriptions/s";
const ACCOUNT = `${SUB}/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/a`;

test.each([
  [SUB, "Microsoft.Resources/subscriptions", undefined],
  [`${SUB}/resourceGroups/rg`, "Microsoft.Resources/resourceGroups", SUB],
  [ACCOUNT, "Microsoft.CognitiveServices/accounts", `${SUB}/resourceGroups/rg`],
  [`${ACCOUNT}/deployments/d`, "Microsoft.CognitiveServices/accounts/deployments", ACCOUNT],
  [
    `${ACCOUNT}/providers/Microsoft.Insights/diagnosticSettings/x`,
    "Microsoft.Insights/diagnosticSettings",
    ACCOUNT,
  ],
  [
    `${SUB}/providers/Microsoft.Authorization/roleAssignments/x`,
    "Microsoft.Authorization/roleAssignments",
    SUB,
  ],
])("%s is of a type and has a parent", (id, type, parent) => {
  expect([typeOf(id), parentOf(id)]).toEqual([type, parent]);
});

test("ids differ in more than case or are the same", () => {
  expect(sameId(ACCOUNT, ACCOUNT.toUpperCase())).toBe(true);
  expect(sameId(ACCOUNT, `${ACCOUNT}b`)).toBe(false);
});

test("the account of a deployment and the group of anything are found in the id", () => {
  expect(ancestorOf(`${ACCOUNT}/deployments/d`, "microsoft.cognitiveservices/accounts")).toBe(ACCOUNT);
  expect(ancestorOf(SUB, "Microsoft.CognitiveServices/accounts")).toBeUndefined();
  expect(resourceGroupOf(`${ACCOUNT}/deployments/d`)).toBe(`${SUB}/resourceGroups/rg`);
  expect(resourceGroupOf(SUB)).toBeUndefined();
});

test.each([
  ["/tenants/x", "it does not start with `/subscriptions/<id>`"],
  [`${SUB}/resourceGroups//x`, "it has an empty segment"],
  [`${SUB}/resourceGroups/../../etc`, "it has the segment `..`"],
  [`${SUB}/resourceGroups/a?b`, "the segment `a?b` has a character that Azure refuses in names"],
  [`${SUB}/resourceGroups/a\\b`, "the segment `a\\b` has a character that Azure refuses in names"],
])("%s is no id that could become a file", (id, fault) => {
  expect(idFault(id)).toBe(fault);
});

test("names with dots, case and spaces are fine", () => {
  expect(idFault(`${ACCOUNT}/deployments/gpt-5.4 PTU_x`)).toBeUndefined();
});
