import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planReport } from "../../cli/commands/plan";
import { renderReport } from "../../cli/commands/render";
import { validateReport } from "../../cli/commands/validate";
import { changedEnvironments } from "../../cli/comment/folders";
import type { PlanRequest } from "../../cli/plan/request";

const root = join(__dirname, "..", "..");
const policy = (department: string) => `<?xml version="1.0"?>\r
<fragment>\r
  <check-header name="x-department" failed-check-httpcode="403" failed-check-error-message="no" ignore-case="true">\r
    <value>${department}</value>\r
  </check-header>\r
</fragment>\r
`;

let folder: string;
/** A checkout whose dev stack has a policy of its own, beside the stacks. */
function checkout(name: string, text: string): string {
  const dir = join(folder, name);
  mkdirSync(join(dir, "company"), { recursive: true });
  cpSync(join(root, "stacks"), join(dir, "stacks"), { recursive: true });
  const dev = join(dir, "stacks/dev.yaml");
  const yaml = readFileSync(dev, "utf8");
  writeFileSync(
    dev,
    yaml.replace("\nnetwork:", "  policies: { inbound: ../company/policy.xml }\n\nnetwork:"),
  );
  writeFileSync(join(dir, "company/policy.xml"), text);
  return dir;
}
let before: string;
let after: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fleet-company-"));
  before = checkout("before", policy("claims"));
  after = checkout("after", policy("sales"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const dev = (dir: string) => join(dir, "stacks/dev.yaml");
const plan = (request: Partial<PlanRequest> & { file: string }) =>
  planReport({ today: "2026-11-30", format: "text", width: 100, colour: false, ...request });

test("the golden policies hold a company's policy as it is, included where it runs, and change in one file with it", () => {
  const golden = (dir: string, check = false) =>
    renderReport(
      { file: undefined, out: undefined, golden: true, check, colour: false },
      { stacks: join(dir, "stacks"), goldens: join(folder, "golden") },
    );
  expect(golden(before).out).toMatch(/_shared: (\d+) policies, \1 new, .*\n.*dev: (\d+) policies, \2 new/);
  const [fragment, v1] = ["fragments/aoai-company-inbound.xml", "apis/v1.xml"].map((file) =>
    readFileSync(join(folder, "golden/dev", file), "utf8"),
  );
  expect(
    fragment,
  ).toBe(`<!-- Generated from ../company/policy.xml for dev. Do not edit: change that file and run \`npm run golden\`. -->
<fragment>
  <check-header name="x-department" failed-check-httpcode="403" failed-check-error-message="no" ignore-case="true">
    <value>claims</value>
  </check-header>
</fragment>
`);
  const order = [...(v1 ?? "").matchAll(/include-fragment fragment-id="aoai-([a-z-]+)"/g)].map(
    ([, id]) => id,
  );
  expect(order.slice(order.indexOf("consumers"), order.indexOf("consumers") + 2)).toEqual([
    "consumers",
    "company-inbound",
  ]);
  expect(order.filter((id) => id === "company-inbound").length).toBe(1);
  expect(golden(after, true).err).toContain("dev/fragments/aoai-company-inbound.xml: changed\nRun");
  expect(golden(after).out).toMatch(/dev: \d+ policies, 0 new, 1 changed, 0 removed/);
});

test("the plan shows it, and a difference of two plans says that its text is another", () => {
  expect(plan({ file: dev(before) }).out).toContain(
    "\nPolicies of your own\n  inbound, before routing: ../company/policy.xml, 6 lines, sha256 ",
  );
  expect(plan({ file: dev(before), format: "md" }).out).toContain("inbound, before routing: ");
  expect(JSON.parse(plan({ file: dev(before), format: "json" }).out).policies).toEqual([
    {
      place: "before",
      key: "gateway.policies.inbound",
      name: "../company/policy.xml",
      text: policy("claims"),
    },
  ]);
  expect(plan({ file: dev(before), newFile: dev(after) }).out).toMatch(
    /^Routing is unchanged\.\n\nSettings that differ:\n! the company's own policy inbound before is another: ".*, 6 lines, sha256\s+[0-9a-f]{12}"\s→\s+".*, 6 lines, sha256 [0-9a-f]{12}"\s+\(.*dev\.yaml:\d+\)\n$/,
  );
  expect(plan({ file: dev(before), newFile: dev(before) }).out).toMatch(/^No change/);
});

test("an old file without its policies is told how to come by them", () => {
  cpSync(dev(before), join(folder, "old.yaml"));
  const { code, err } = plan({ file: join(folder, "old.yaml"), newFile: dev(after) });
  expect([code, err]).toEqual([
    1,
    expect.stringContaining("`git worktree add /tmp/before HEAD` has all of it as it was committed last."),
  ]);
});

test("its environment's preview is made when only the policy changes", () => {
  expect(changedEnvironments(before, after)).toEqual(["dev"]);
  expect(changedEnvironments(before, before)).toEqual([]);
});

test("validate shows the line of the policy with a caret below the place", () => {
  const broken = checkout("broken", "<fragment>\n  <set-headr />\n</fragment>\n");
  const { code, out } = validateReport({
    files: [dev(broken)],
    folder: "",
    format: "text",
    strict: false,
    colour: false,
    today: "2026-11-30",
  });
  expect([code, out]).toEqual([
    1,
    expect.stringContaining(
      "policy.xml:2:3  error  gateway.policies.inbound  [unknown-policy]\n  2 |   <set-headr />\n    |   ^\n",
    ),
  ]);
  expect(plan({ file: dev(broken) }).err).toContain("policy.xml:2:3  error");
});
