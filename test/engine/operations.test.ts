import { fleetOfBefore, withStatefulOperations } from "./fleetOfBefore";
import { Fleet } from "./harness";

jest.setTimeout(300_000);

test("operations that had another id are deleted before they come back under their new one: API Management has no room for both", async () => {
  const fleet = await Fleet.create({ stack: "dev" });
  try {
    const back = fleetOfBefore(fleet, withStatefulOperations);
    expect(await fleet.up()).toMatchObject({ code: 0, messages: [] });
    const wildcards = () =>
      fleet.azure.world
        .ofType("Microsoft.ApiManagement/service/apis/operations")
        .filter(({ properties }) => properties.urlTemplate === "/*")
        .map(({ name }) => name.replace(/-\w+$/, ""));
    expect(new Set(wildcards())).toEqual(new Set(["stateful"]));

    back();
    const up = await fleet.up();
    expect({ code: up.code, messages: up.messages }).toEqual({ code: 0, messages: [] });
    expect(new Set(wildcards())).toEqual(new Set(["other"]));
    expect(await fleet.up()).toMatchObject({ code: 0, changes: [] });
    expect(await fleet.destroy()).toMatchObject({ code: 0, messages: [] });
  } finally {
    await fleet.stop();
  }
});
