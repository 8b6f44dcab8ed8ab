// Jest's own runner under a second path: Jest gives the projects of each runner workers of their own. The engine's tests load
// modules file by file, and in one worker with those that share them (`sharedRuntime.js`) lists of one were none to the other.
module.exports = require("jest-runner");
