import { fleetOfBefore, withTypedDiagnostics } from "./fleetOfBefore";
import { Fleet } from "./harness";

jest.setTimeout(300_000);

const DIAGNOSTICS = "Microsoft.ApiManagement/service/apis/diagnostics";
const logged = (fleet: Fleet) =>
  fleet.azure.world
    .ofType(DIAGNOSTICS)
    .filter(({ name }) => name === "azuremonitor")
    .map(({ properties }) => properties.largeLanguageModel);
const done = { code: 0, messages: [] };

test("a fleet that logged no calls of models logs them after one update, and is quiet from then on", async () => {
  const fleet = await Fleet.create({ stack: "dev" });
  try {
    const today = fleetOfBefore(fleet, withTypedDiagnostics);
    expect(await fleet.up()).toMatchObject(done);
    expect(logged(fleet)).toEqual([undefined, undefined, undefined]);
    today();
    expect(await fleet.up()).toMatchObject(done);
    const on = { logs: "enabled" };
    expect(logged(fleet)).toEqual([on, on, on]);
    expect(await fleet.refresh()).toMatchObject(done);
    expect((await fleet.up()).changes).toEqual([]);
  } finally {
    await fleet.stop();
  }
});
