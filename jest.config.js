// An Output in a template literal throws instead of deploying its warning text.
process.env.PULUMI_ERROR_OUTPUT_STRING = "true";

/** @type {import("jest").Config} */
module.exports = {
  roots: ["<rootDir>/test", "<rootDir>/packages/apim-gateway/test"],
  globalSetup: "<rootDir>/test/prepare.ts",
  testEnvironment: "node",
  transform: {
    "\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
};
