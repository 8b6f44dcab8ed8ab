#!/usr/bin/env node
// Starts the `fleet` command from its TypeScript sources.
require("../tools/typescript.js");
require("./fleet.ts");
