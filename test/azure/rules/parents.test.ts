import { ACCOUNT, account, deployment, group, TestAzure } from "../testAzure";

describe("what a resource is in must exist", () => {
  test("its resource group", async () => {
    expect(await new TestAzure().put(...account)).toEqual({
      status: 404,
      code: "ResourceGroupNotFound",
      message: "Resource group 'rg' could not be found.",
    });
  });

  test("its parent", async () => {
    const azure = await new TestAzure().given(group);
    expect(await azure.put(...deployment("a"))).toEqual({
      status: 404,
      code: "ParentResourceNotFound",
      message: `Failed to perform 'write' on resource(s) of type 'accounts/deployments', because the parent resource '${ACCOUNT}' could not be found.`,
    });
  });

  test("what it extends", async () => {
    const azure = await new TestAzure().given(group);
    expect(await azure.put(`${ACCOUNT}/providers/Microsoft.Insights/diagnosticSettings/d`)).toEqual({
      status: 404,
      code: "ResourceNotFound",
      message:
        "The Resource 'Microsoft.CognitiveServices/accounts/oai' under resource group 'rg' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix",
    });
  });
});
