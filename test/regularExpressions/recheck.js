// Judges the patterns of its input, in a process of its own: within Jest it takes many times as long.

process.env.RECHECK_SYNC_BACKEND = "pure"; // JavaScript, the same on every system
const { readFileSync } = require("node:fs");
const { checkSync } = require("recheck");

const verdicts = JSON.parse(readFileSync(0, "utf8")).map(({ source, flags }) => {
  // Steps are counted; a slow machine must not look like a slow pattern, and an attack is not tried out on it.
  const limits = { timeout: 200_000, attackTimeout: 60_000, recallTimeout: -1 };
  const found = checkSync(source, flags, limits);
  if (found.status === "safe") return null;
  return found.status === "unknown"
    ? `cannot be judged (${found.error.kind})`
    : `takes ${found.complexity.type} time, as with ${found.attack.pattern}`;
});
process.stdout.write(JSON.stringify(verdicts));
