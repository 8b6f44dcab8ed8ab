import { ACCOUNT, account, GROUP, group, SUB, TestAzure } from "../testAzure";

const ROLE = `${SUB}/providers/Microsoft.Authorization/roleDefinitions/9b6a0c52-5d0b-5f5e-8d0e-0a0b0c0d0e0f`;
const write = "Microsoft.CognitiveServices/accounts/OpenAI/files/write";
const definition = (
  roleName: string,
  dataActions: readonly string[] = [write],
  assignableScopes: readonly string[] = [SUB],
) => ({ properties: { roleName, assignableScopes, permissions: [{ dataActions }] } });
const assignment = [
  `${ACCOUNT}/providers/Microsoft.Authorization/roleAssignments/a`,
  {
    properties: { principalId: "22222222-2222-2222-2222-222222222222", roleDefinitionId: ROLE },
  },
] as const;

test("a tenant has one custom role of a name", async () => {
  const azure = await new TestAzure().given([ROLE, definition("Files")]);
  expect(await azure.put(ROLE, definition("Files"))).toBeUndefined();
  const other = `${SUB}/providers/Microsoft.Authorization/roleDefinitions/other`;
  expect(await azure.put(other, definition("FILES"))).toEqual({
    status: 409,
    code: "RoleDefinitionWithSameNameExists",
    message:
      "A custom role with the same name already exists in this directory. Use a different name. (FILES)",
  });
});

test.each([[write], ["Microsoft.CognitiveServices/accounts/OpenAI/fine-tunes/*"]])(
  "%s is a data action of Azure",
  async (action) => {
    expect(await new TestAzure().put(ROLE, definition("Files", [action]))).toBeUndefined();
  },
);

test.each(["files/writes", "vector_stores/*", "file/*"])("%s is none", async (action) => {
  const full = `Microsoft.CognitiveServices/accounts/OpenAI/${action}`;
  expect(await new TestAzure().put(ROLE, definition("Files", [write, full]))).toEqual({
    status: 400,
    code: "InvalidDataActionOrNotDataAction",
    message: `'${full}' does not match any of the actions supported by the providers.`,
  });
});

test("a role is deleted after its last assignment", async () => {
  const azure = await new TestAzure().given(group, account, [ROLE, definition("Files")], assignment);
  expect(await azure.delete(ROLE)).toEqual({
    status: 400,
    code: "RoleDefinitionHasAssignments",
    message: "There are existing role assignments referencing role (code: RoleDefinitionHasAssignments): 1.",
  });
  expect(await azure.delete(assignment[0])).toBeUndefined();
  expect(await azure.delete(ROLE)).toBeUndefined();
});

test("who is given a role is given one that exists, where it may be given", async () => {
  const azure = await new TestAzure().given(group, account);
  expect((await azure.put(...assignment))?.code).toBe("RoleDefinitionDoesNotExist");
  await azure.put(ROLE, definition("Files", [write], [`${SUB}/resourceGroups/elsewhere`]));
  expect((await azure.put(...assignment))?.code).toBe("RoleDefinitionNotAssignable");
  await azure.put(ROLE, definition("Files", [write], [GROUP]));
  expect(await azure.put(...assignment)).toBeUndefined();
});
