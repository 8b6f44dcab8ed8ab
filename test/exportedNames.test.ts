import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";

const root = path.resolve(__dirname, "..");
const gateway = "packages/apim-gateway/src/";

/** Names that both houses declare, and why that is well. */
const allowed: Readonly<Record<string, string>> = {
  Gateway: "the instance that runs policies, and the component that deploys the service: no file knows both",
};

/** Files that declare and export a type, an interface, a class or an enum of a name. */
function declarations(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const files = execFileSync("git", ["ls-files", gateway, "infra", "cli", "local"], { cwd: root })
    .toString()
    .split("\n")
    .filter((file) => file.endsWith(".ts") && existsSync(path.join(root, file)));
  for (const file of files) {
    const text = readFileSync(path.join(root, file), "utf8");
    for (const [, name = ""] of text.matchAll(
      /^export (?:declare )?(?:abstract )?(?:interface|type|class|enum) (\w+)/gm,
    ))
      found.set(name, [...(found.get(name) ?? []), file]);
  }
  return found;
}

test("a type that the gateway exports has a name that nothing else has in both houses", () => {
  const all = declarations();
  expect(all.size).toBeGreaterThan(500);
  const twice = [...all].filter(
    ([, files]) => files.length > 1 && files.some((file) => file.startsWith(gateway)),
  );
  const names = twice.map(([name]) => name);
  expect(
    twice.filter(([name]) => !(name in allowed)).map(([name, files]) => `${name}: ${files.join(", ")}`),
  ).toEqual([]);
  expect(Object.keys(allowed).filter((name) => !names.includes(name))).toEqual([]);
});
