import { getResource, ofType, recordStack } from "./fleets";

const withFiles = (word: string) => (yaml: string) =>
  `stateful: ${word}\n${yaml.replace("tokensPerMinute: 20000 }", `tokensPerMinute: 20000, stateful: ${word} }`)}`;

test.each(["none", "responses"])("`%s` needs no role of its own", async (word) => {
  const recording = await recordStack("dev", withFiles(word));
  expect(ofType(recording, "RoleDefinition")).toEqual([]);
  expect(ofType(recording, "RoleAssignment").filter(({ name }) => name.includes("stateful"))).toEqual([]);
});

test("`none` has no regional API, and no backend of an account", async () => {
  const recording = await recordStack("dev", withFiles("none"));
  const names = recording.resources.map(({ name }) => name);
  expect(names.filter((name) => name.includes("regional"))).toEqual([]);
  const usual = await recordStack("dev");
  expect(usual.resources.map(({ name }) => name).filter((name) => name.includes("regional"))).not.toEqual([]);
});

test("`files` declares one role, with data actions alone, and gives it in each account", async () => {
  const recording = await recordStack("dev", withFiles("files"));
  const role = getResource(recording, "RoleDefinition", "hub-stateful-role");
  expect(role.inputs).toMatchObject({
    roleName: expect.stringMatching(/^role-aoai-dev-stateful-/),
    roleType: "CustomRole",
    assignableScopes: [role.inputs.scope],
    permissions: [
      {
        actions: [],
        notActions: [],
        dataActions: [
          "files/write",
          "files/delete",
          "uploads/*",
          "batch-jobs/write",
          "batches/cancel/action",
        ].map((action) => `Microsoft.CognitiveServices/accounts/OpenAI/${action}`),
        notDataActions: [],
      },
    ],
  });
  const given = ofType(recording, "RoleAssignment").filter(({ name }) => name.includes("stateful"));
  expect(given.map(({ name }) => name)).toEqual([
    "region-francecentral-account-stateful-role",
    "region-swedencentral-account-stateful-role",
  ]);
  for (const { dependsOn, inputDependencies } of given)
    expect([dependsOn, inputDependencies.roleDefinitionId]).toEqual([dependsOn, ["hub-stateful-role"]]);
});

test("callers get through to an account when both roles are there", async () => {
  const recording = await recordStack("dev", withFiles("all"));
  const backends = ofType(recording, "Backend").filter(({ name }) => name.includes("regional"));
  expect(backends).toHaveLength(2);
  for (const { dependsOn } of backends)
    expect(dependsOn.filter((name) => name.endsWith("-role"))).toEqual([
      expect.stringMatching(/-account-role$/),
      expect.stringMatching(/-account-stateful-role$/),
    ]);
});
