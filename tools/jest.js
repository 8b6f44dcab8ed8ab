// A worker's young objects get room: simulations and declared worlds make many that are dead soon, and a collector that runs
// four times as often copies them meanwhile. Jest hands the flags of its process to its workers, and has no option for theirs.
const ROOM = "--max-semi-space-size=64";
if (!process.execArgv.includes(ROOM)) process.execArgv.push(ROOM);

/**
 * What the tests of both houses run with: TypeScript, the packages of this repository as their sources, and modules that
 * the files of a worker share. Without `runtime`, and with `node` as environment, each file loads its own.
 *
 * @type {import("jest").Config}
 */
module.exports = {
  testEnvironment: require.resolve("./sharedEnvironment.js"),
  runtime: require.resolve("./sharedRuntime.js"),
  testEnvironmentOptions: { customExportConditions: ["apim-gateway-source", "node", "node-addons"] },
  transform: {
    "\\.ts$": [
      require.resolve("@swc/jest"),
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
};
