import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { resourceProviders } from "../../infra/resourceProviders";
import { type Clock, serverClock } from "../../local/azure/clock";
import { Fleet, type Outcome } from "./harness";

jest.setTimeout(600_000);

/** A private fleet with a gateway in its network. */
const topology = readFileSync(join(__dirname, "foreign.yaml"), "utf8");
const providers = [...resourceProviders];

let hours = 0;
const clock: Clock = { now: () => new Date(Date.now() + hours * 3_600_000), wait: serverClock.wait };

let fleet: Fleet;
beforeAll(async () => {
  fleet = await Fleet.create({
    stack: "dev",
    topology,
    azure: { settings: { providers: [], roles: ["Contributor"] } },
  });
});
afterAll(() => fleet.stop());

/** What Azure refused, each code once. A refusal is told in Azure's words, without a stack trace. */
function codesOf({ code, output, messages }: Outcome): string[] {
  expect(code).not.toBe(0);
  expect(output).not.toMatch(/^\s+at .*\.(ts|js):/m);
  return [
    ...new Set(
      messages.flatMap((message) =>
        [.../Code="(\w+)"/g[Symbol.matchAll](message)].map(([, name = ""]) => name),
      ),
    ),
  ].sort();
}

test("in a subscription that is new, Azure names the providers that must be registered", async () => {
  const up = await fleet.up();
  expect(codesOf(up)).toEqual(["MissingSubscriptionRegistration"]);
  expect(up.messages.join("\n")).toContain("not registered to use namespace 'Microsoft.");
  // A second try reads what the first could not make.
  expect(codesOf(await fleet.up())).toEqual(["MissingSubscriptionRegistration"]);
});

const roles: ["Contributor", "Role Based Access Control Administrator"] = [
  "Contributor",
  "Role Based Access Control Administrator",
];

test("without the right to give roles the update ends where the gateway's identity gets one", async () => {
  await fleet.restartAzure({ settings: { providers, roles: ["Contributor"] } });
  const up = await fleet.up();
  expect(codesOf(up)).toEqual(["AuthorizationFailed"]);
  expect(up.messages.join("\n")).toContain("'Microsoft.Authorization/roleAssignments/write'");
});

test("without a free address it ends at the endpoints", async () => {
  await fleet.restartAzure({ settings: { providers, roles, faults: ["full-subnet"] } });
  expect(codesOf(await fleet.up())).toEqual(["SubnetIsFull"]);
});

test("a policy of the landing zone that gives endpoints their zone group takes the place of the fleet's", async () => {
  await fleet.restartAzure({ settings: { providers, roles, faults: ["zone-group"] } });
  expect(codesOf(await fleet.up())).toEqual(["MoreThanOnePrivateDnsZoneGroupPerPrivateEndpointNotAllowed"]);
});

test("with the policy's group removed the next `up` makes what is missing, and there is nothing left to do", async () => {
  const [group = ""] = fleet.idsInAzure().filter((id) => id.endsWith("/deployedByPolicy"));
  fleet.azure.world.remove(group);
  await fleet.restartAzure({ settings: { providers } });
  expect(await fleet.up()).toMatchObject({ code: 0, messages: [] });
  expect(await fleet.idsInState()).toEqual(fleet.idsInAzure());
  expect(await fleet.up()).toMatchObject({ code: 0, changes: [] });
  expect(await fleet.refresh()).toMatchObject({ code: 0, changes: [] });
});

test("a subnet that keeps its gateway's link is deleted by the next `destroy`, an hour later", async () => {
  await fleet.restartAzure({ settings: { providers, faults: ["association-link"] }, clock });
  expect(codesOf(await fleet.destroy())).toEqual(["InUseSubnetCannotBeDeleted"]);
  expect(codesOf(await fleet.destroy())).toEqual(["InUseSubnetCannotBeDeleted"]);
  hours = 1;
  expect(await fleet.destroy()).toMatchObject({ code: 0, messages: [] });
  expect(fleet.idsInAzure()).toEqual([]);
});

test("the commands of README's rehearsal end as it says", () => {
  const root = resolve(__dirname, "../..");
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const commands = readme.split("\n").filter((line) => line.startsWith("./fleet pulumi --state /tmp/new "));
  const state = mkdtempSync(join(tmpdir(), "fleet-first-day-"));
  try {
    const ended = commands.map((line) => {
      const [command = "", says = ""] = line.split("#");
      const args = command.replace("/tmp/new", state).trim().split(/\s+/).slice(1);
      const { status, stdout } = spawnSync(process.execPath, ["cli/main.js", ...args], {
        cwd: root,
        encoding: "utf8",
        maxBuffer: 2 ** 26,
      });
      return [says.trim(), status === 0 ? "done" : [...new Set(stdout.match(/(?<=Code=")\w+/g))].join(", ")];
    });
    expect(ended).toHaveLength(3);
    for (const [says, was] of ended) expect(was).toBe(says);
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
});
