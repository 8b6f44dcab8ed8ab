import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "..");

/** Ways to have npm run a package by the name `fleet`, which is somebody else's: outside of the folder it would be fetched. */
const FETCHED = /\b(?:npx|npm (?:exec|x)|pnpm dlx|yarn dlx|bunx)(?: -\S+)* fleet\b/;

/** What may say the words, and why. */
const allowed: Readonly<Record<string, string>> = {
  "CHANGELOG.md": "says why the command has another name",
  "test/commandName.test.ts": "looks for them",
};

const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root })
  .toString()
  .split("\n")
  .filter((file) => file !== "" && existsSync(join(root, file)));

test("nothing in the repository tells anybody to run a package by the name `fleet`", () => {
  const found = files.filter((file) => FETCHED.test(readFileSync(join(root, file), "latin1")));
  expect(files.length).toBeGreaterThan(1000);
  expect(found.sort()).toEqual(Object.keys(allowed).sort());
});

test.each(["npx fleet plan", "npx --yes fleet", "npm exec fleet", "npm exec -- fleet"])(
  "`%s` is found",
  (text) => {
    expect(FETCHED.test(text)).toBe(true);
  },
);

test.each(["./fleet plan", "npx aoai-fleet plan", "npx jest fleet", "npm run fleet"])(
  "`%s` is fine",
  (text) => {
    expect(FETCHED.test(text)).toBe(false);
  },
);

test("the bin has a name that is ours", () => {
  const { bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect(Object.keys(bin)).toEqual(["aoai-fleet"]);
});
