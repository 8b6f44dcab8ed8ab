import { execFileSync } from "node:child_process";
import * as path from "node:path";
import { median } from "./median";

const hook = path.resolve(__dirname, "../../../tools/typescript.js");

/** Milliseconds to read and compile a folder in a new process, from when the code is loaded; the median of five. */
export function loadAndCompile(dir: string): number {
  const script = `
    const { checkFolder } = require(${JSON.stringify(path.resolve(__dirname, "../src/gateway/checkFolder.ts"))});
    const from = performance.now();
    const { configuration } = checkFolder(${JSON.stringify(dir)});
    if (configuration === undefined) throw new Error("the folder cannot be used");
    console.log(performance.now() - from);`;
  const times = Array.from({ length: 5 }, () =>
    Number(execFileSync(process.execPath, ["-r", hook, "-e", script], { encoding: "utf8" })),
  );
  return median(times);
}
