import { ACCOUNT } from "../testAzure";
import { begunOf } from "./providerClient";
import {
  ACC,
  account,
  DEPLOYMENT,
  deployment,
  group,
  type Provider,
  RG,
  startProvider,
} from "./testProvider";

let provider: Provider;
let azure: Provider["azure"];
let client: Provider["client"];
let clock: Provider["clock"];
let made: Provider["made"];

async function start(options: Parameters<typeof startProvider>[0] = {}): Promise<void> {
  provider = await startProvider(options);
  ({ azure, client, clock, made } = provider);
}
beforeEach(() => start());
afterEach(() => provider.stop());

describe("a slow Azure", () => {
  const DURATION = { "Microsoft.CognitiveServices/accounts/deployments": 1000 };
  beforeEach(async () => {
    await provider.stop();
    await start({ durations: DURATION });
    await made(RG, group);
    await made(ACC, account);
  });

  test("refuses a second deployment of the account meanwhile", async () => {
    const first = client.create(DEPLOYMENT, deployment);
    await expect(client.create(DEPLOYMENT, { ...deployment, deploymentName: "b" })).rejects.toMatchObject({
      details: `Status=409 Code="RequestConflict" Message="Another operation is being performed on the parent resource '${ACCOUNT}'. Please try again later."`,
    });
    await clock.pass(1000);
    expect((await first).id).toBe(`${ACCOUNT}/deployments/payg`);
  });

  test("goes on when the engine gives up, and the engine learns what exists", async () => {
    const waiting = client.create(DEPLOYMENT, deployment).catch((error: unknown) => error);
    await client.check(RG, group); // the creation was sent first, so it has arrived
    await client.cancel();
    const id = `${ACCOUNT}/deployments/payg`;
    const error = await waiting;
    expect(begunOf(error)).toMatchObject({
      id,
      inputs: deployment,
      outputs: { name: "payg", properties: { provisioningState: "Creating" } },
      reasons: [`writing ${id}: cancelled; Azure goes on with it`],
    });
    await clock.pass(1000);
    expect(azure.world.get(id)?.properties.provisioningState).toBe("Succeeded");
    await client.configure();
    expect(await client.update(DEPLOYMENT, id, {}, deployment, true)).toMatchObject({
      sku: { capacity: 10 },
    });
  });
});
