import { completePendingCreates, type StateResource } from "../../../local/engine/pendingCreates";

const urn = (type: string, name: string) => `urn:pulumi:dev::aoai-fleet::${type}::${name}`;
const resource = (
  type: string,
  name: string,
  inputs: Record<string, unknown>,
  id?: string,
): StateResource => ({
  urn: urn(type, name),
  type,
  inputs,
  ...(id && { id }),
});
const GROUP = "azure-native:resources:ResourceGroup";
const DEPLOYMENT = "azure-native:cognitiveservices:Deployment";
const group = resource(GROUP, "rg", { resourceGroupName: "rg-a" }, "/subscriptions/s1/resourceGroups/rg-a");
const pending = (one: StateResource, type = "creating") => ({ type, resource: one });

test("a creation under way is kept under the id that follows from its inputs", () => {
  const open = resource(DEPLOYMENT, "d", {
    resourceGroupName: "rg-a",
    accountName: "oai",
    deploymentName: "gpt-5.4-ptu",
  });
  const id =
    "/subscriptions/s1/resourceGroups/rg-a/providers/Microsoft.CognitiveServices/accounts/oai/deployments/gpt-5.4-ptu";
  expect(completePendingCreates({ resources: [group], pending_operations: [pending(open)] })).toEqual({
    deployment: { resources: [group, { ...open, id }] },
    kept: [{ urn: open.urn, id }],
    dropped: [],
  });
});

test("updates and deletions under way need nothing: their resources are there", () => {
  const operations = [pending(group, "updating"), pending(group, "deleting")];
  expect(completePendingCreates({ resources: [group], pending_operations: operations })).toEqual({
    deployment: { resources: [group] },
    kept: [],
    dropped: [],
  });
});

test("what exists in the state alone is made again, without a word", () => {
  const component = resource("aoai-fleet:index:Gateway", "gateway", {});
  const random = resource("random:index/randomString:RandomString", "suffix", { length: 5 });
  const operations = [pending(component), pending(random)];
  expect(completePendingCreates({ resources: [group], pending_operations: operations })).toEqual({
    deployment: { resources: [group] },
    kept: [],
    dropped: [],
  });
});

test("what has no id of its own, or would be there twice, is left out with the reason", () => {
  const unknown = resource("azure-native:new:Thing", "thing", {});
  const successor = resource(GROUP, "rg", { resourceGroupName: "rg-b" });
  const result = completePendingCreates({
    resources: [group],
    pending_operations: [pending(unknown), pending(successor)],
  });
  expect(result).toEqual({
    deployment: { resources: [group] },
    kept: [],
    dropped: [
      {
        urn: unknown.urn,
        reason: "`azure-native:new:Thing` has no id that follows from its inputs",
      },
      { urn: group.urn, reason: "it was to replace a resource that is still there" },
    ],
  });
});

test("the very first resource needs a subscription from outside, because the state names none", () => {
  const first = resource(GROUP, "rg", { resourceGroupName: "rg-a" });
  const deployment = { pending_operations: [pending(first)] };
  expect(completePendingCreates(deployment).dropped).toEqual([
    { urn: first.urn, reason: "the state names no subscription yet; set `ARM_SUBSCRIPTION_ID`" },
  ]);
  expect(completePendingCreates(deployment, "s2").kept).toEqual([
    { urn: first.urn, id: "/subscriptions/s2/resourceGroups/rg-a" },
  ]);
});
