import { ACCOUNT, account, deployment, group, TestAzure } from "../testAzure";

const filter = (properties: object = {}) =>
  [
    `${ACCOUNT}/raiPolicies/strict`,
    { properties: { basePolicyName: "Microsoft.DefaultV2", ...properties } },
  ] as const;
const names = [`${ACCOUNT}/raiBlocklists/names`, {}] as const;
const listing = { customBlocklists: [{ blocklistName: "names", source: "Prompt", blocking: true }] };
const azure = () => new TestAzure().given(group, account);

test("a content filter stands on a filter and names lists that exist", async () => {
  const world = await azure();
  expect(await world.put(...filter({ basePolicyName: "Nobody" }))).toMatchObject({
    message: "The base policy 'Nobody' of 'strict' does not exist in this account.",
  });
  expect(await world.put(...filter(listing))).toMatchObject({
    message: "The blocklist 'names' of 'strict' does not exist in this account.",
  });
  await world.given(names);
  expect(await world.put(...filter(listing))).toBeUndefined();
});

test("a content filter stays while a deployment uses it, and a list while a filter does", async () => {
  const world = await (await azure()).given(
    names,
    filter(listing),
    deployment("payg", "GlobalStandard", 10, { raiPolicyName: "strict" }),
  );
  expect(await world.delete(filter()[0])).toMatchObject({
    code: "Conflict",
    message: "'strict' is used by 'payg'. Change or delete those first.",
  });
  expect(await world.delete(names[0])).toMatchObject({
    message: "'names' is used by 'strict'. Change or delete those first.",
  });
  await world.delete(deployment("payg")[0]);
  expect(await world.delete(filter()[0])).toBeUndefined();
  expect(await world.delete(names[0])).toBeUndefined();
});
