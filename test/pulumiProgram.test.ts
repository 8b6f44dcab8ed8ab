import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { load } from "js-yaml";

const root = path.resolve(__dirname, "..");
const { runtime } = load(readFileSync(path.join(root, "Pulumi.yaml"), "utf8")) as {
  readonly runtime: { readonly options: { readonly tsconfig: string; readonly nodeargs: string } };
};

/** What `pulumi up` does before it declares anything, with the compiler that Pulumi brings. */
const program = `
const { register } = require("@pulumi/pulumi/vendor/ts-node@7.0.1/index.js");
register({ compiler: require.resolve("typescript"), transpileOnly: true, project: "${runtime.options.tsconfig}" });
const { loadTopology } = require("./infra/topology/load.ts");
const { planRouting } = require("./infra/routing/planRouting.ts");
const { renderPolicies } = require("./infra/rendering/renderPolicies.ts");
const { value } = loadTopology("stacks/dev.yaml");
console.log(renderPolicies(value, planRouting(value)).apis.length, "APIs");
const loaded = Object.keys(require.cache).filter((file) => file.includes("apim-gateway/"));
console.log(loaded.every((file) => file.endsWith(".ts")) ? "from sources" : loaded.join());
`;

test("Pulumi loads the program and the gateway's parts in it from their sources, without a build", () => {
  const args = [...runtime.options.nodeargs.split(" "), "-e", program];
  expect(execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" })).toMatch(
    /^\d+ APIs\nfrom sources\n$/,
  );
});
