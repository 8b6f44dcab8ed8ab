/**
 * What the tests of both houses run with: TypeScript, and the packages of this repository as their sources.
 *
 * @type {import("jest").Config}
 */
module.exports = {
  testEnvironment: "node",
  testEnvironmentOptions: { customExportConditions: ["apim-gateway-source", "node", "node-addons"] },
  transform: {
    "\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
};
