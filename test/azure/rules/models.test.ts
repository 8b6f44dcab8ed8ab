import { ACCOUNT, account, deployment, GROUP, group, TestAzure } from "../testAzure";

const V = "2026-03-05";
const what = `Format:OpenAI,Name:gpt-5.4,Version:${V}`;
const deprecated = { name: "gpt-5.4", version: V, state: "deprecated" } as const;
const retired = { ...deprecated, state: "retired", since: "2027-05-15" } as const;
const model = (version: string) => ({ model: { format: "OpenAI", name: "gpt-5.4", version } });

test("a deprecated model is refused to a subscription that never had it", async () => {
  const azure = await new TestAzure({ settings: { models: [deprecated] } }).given(group, account);
  expect(await azure.put(...deployment("a"))).toEqual({
    status: 400,
    code: "ServiceModelDeprecating",
    message: `The model '${what}' is in deprecating state and cannot be used for new deployments.`,
  });
  expect(await azure.put(...deployment("b", "GlobalStandard", 10, model("2030-01-01")))).toBeUndefined();
});

test("a deprecated model is deployed, and changed, by whoever has it", async () => {
  const azure = await new TestAzure().given(group, account, deployment("a"));
  const later = new TestAzure({ world: azure.world, settings: { models: [deprecated] } });
  expect(await later.put(...deployment("b"))).toBeUndefined();
  expect(await later.put(...deployment("a", "GlobalStandard", 20))).toBeUndefined();
});

test("a retired model is refused to everybody, in the regions where it is retired", async () => {
  const azure = await new TestAzure().given(group, account, deployment("a"));
  const models = [{ ...retired, region: "eastus2" }];
  const later = new TestAzure({ world: azure.world, settings: { models } });
  const refused = {
    status: 400,
    code: "ServiceModelDeprecated",
    message: `The model '${what}' has been deprecated since 05/15/2027 00:00:00.`,
  };
  expect(await later.put(...deployment("b"))).toEqual(refused);
  expect(await later.put(...deployment("a", "GlobalStandard", 20))).toEqual(refused);
  // Moving it away is the way out.
  expect(await later.put(...deployment("a", "GlobalStandard", 20, model("2030-01-01")))).toBeUndefined();
  const other = `${GROUP}/providers/Microsoft.CognitiveServices/accounts/other`;
  await later.given([other, { kind: "OpenAI", location: "swedencentral" }]);
  const [, body] = deployment("a");
  expect(await later.put(`${other}/deployments/a`, body)).toBeUndefined();
});

test("what is no version at all is refused", async () => {
  const azure = await new TestAzure().given(group, account);
  expect(await azure.put(...deployment("a", "GlobalStandard", 10, model("banana")))).toEqual({
    status: 400,
    code: "DeploymentModelNotSupported",
    message:
      "The model 'Format: OpenAI, Name: gpt-5.4, Version: banana' of account deployment is not supported.",
  });
  expect(azure.world.get(`${ACCOUNT}/deployments/a`)).toBeUndefined();
});
