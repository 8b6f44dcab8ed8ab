#!/usr/bin/env node
// Starts the `fleet` command from its TypeScript sources. This file is read by every Node there is, so that an old one
// says what is wrong: nothing newer than ES5 here.
var wanted = require("../package.json").engines.node.match(/\d+/g).map(Number);
var found = process.versions.node.split(".").map(Number);
var fault;
if (found[0] < wanted[0] || (found[0] === wanted[0] && found[1] < wanted[1]))
  fault = [
    "This is Node",
    process.versions.node,
    "and aoai-fleet needs",
    wanted.join("."),
    "or newer: https://nodejs.org",
  ];
else
  try {
    require("../tools/typescript.js");
  } catch (error) {
    if (error.code !== "MODULE_NOT_FOUND") throw error;
    fault = ["The packages of the project are not installed: run `npm ci` in its folder, once."];
  }
if (fault === undefined) require("./fleet.ts");
else {
  process.stderr.write(fault.join(" ").concat("\n"));
  process.exitCode = 1;
}
