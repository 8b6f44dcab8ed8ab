import { GROUP, group, SERVICE, service, TestAzure } from "../testAzure";

const azure = () => new TestAzure().given(group, service);

describe("a gateway's name", () => {
  test("is unique in the world", async () => {
    const other = `${GROUP}2/providers/Microsoft.ApiManagement/service/APIM`;
    const world = await (await azure()).given([`${GROUP}2`, { location: "westus3" }]);
    expect(await world.put(other, service[1])).toEqual({
      status: 409,
      code: "ServiceAlreadyExists",
      message: "Api service already exists: APIM",
    });
  });

  test("is held after its deletion", async () => {
    const world = await azure();
    await world.delete(SERVICE);
    expect(await world.put(...service)).toEqual({
      status: 409,
      code: "ServiceAlreadyExistsInSoftDeletedState",
      message:
        "Api service apim was soft-deleted. In order to create the new service with the same name, you have to either undelete the service or purge it. See https://aka.ms/apimsoftdelete.",
    });
  });

  test("cannot be restored when nothing was deleted", async () => {
    const world = await new TestAzure().given(group);
    expect(await world.put(SERVICE, service[1], true)).toEqual({
      status: 404,
      code: "ServiceNotFound",
      message: "Api service apim was not soft-deleted, so it cannot be restored. Remove 'restore'.",
    });
  });
});
