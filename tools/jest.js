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
