#!/usr/bin/env node
// Starts the `fleet` command from its TypeScript sources.
require("./typescript.js");
require("./fleet.ts");
