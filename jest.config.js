// An Output in a template literal throws instead of deploying its warning text.
process.env.PULUMI_ERROR_OUTPUT_STRING = "true";
// Retirements and the age of the data are judged by this day, here and in every process that a test starts.
process.env.FLEET_TODAY = "2026-11-30";

const shared = require("./tools/jest.js");

// The engine's tests judge by the data of today, which no other file of their process may have loaded otherwise.
const { runtime: _, ...usual } = { ...shared, testEnvironment: "node" };

/** @type {import("jest").Config} */
module.exports = {
  // Half of them is one on two cores, which is what a machine of CI has.
  maxWorkers: "100%",
  // What the files of a worker share grows with them; a new worker loads it again.
  workerIdleMemoryLimit: "1500MB",
  // Far more than any test needs: a busy machine must not fail what is right.
  testTimeout: 60_000,
  projects: [
    {
      ...shared,
      displayName: "fleet",
      roots: ["<rootDir>/test"],
      testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/engine/"],
      // What Azure offered on one day: the rules are judged by it, and a refresh of the data changes no test.
      moduleNameMapper: { "/data/catalogue\\.json$": "<rootDir>/test/topology/catalogue.json" },
    },
    // Apart from the others, since it is prepared for minutes where there is no engine yet.
    {
      ...usual,
      displayName: "engine",
      roots: ["<rootDir>/test/engine"],
      runner: "<rootDir>/tools/engineRunner.js",
      globalSetup: "<rootDir>/test/prepare.ts",
    },
    "<rootDir>/packages/apim-gateway",
  ],
};
