#!/usr/bin/env node
// In its repository the command is its sources, without a build step, so that a build that is old is never what runs.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

if (existsSync(join(__dirname, "../src/cli/main.ts"))) {
  require("../../../tools/typescript.js");
  require("../src/cli/main.ts");
} else require("../dist/cli/main.js");
