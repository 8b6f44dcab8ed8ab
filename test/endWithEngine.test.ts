import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";

const root = path.resolve(__dirname, "..");

/** As the SDK does: whatever goes wrong is told on standard error, also that standard error is gone. */
const program = (guarded: boolean) => `
process.on("uncaughtException", (error) => console.error(String(error)));
${guarded ? `require("./infra/endWithEngine.ts").endWithEngine();` : ""}
console.log("ready");
setInterval(() => { throw new Error("the engine does not answer") }, 20);
`;

/** The exit code of a program whose reader goes; `undefined` when it still runs after two seconds. */
async function afterReaderLeft(guarded: boolean): Promise<number | undefined> {
  const child = spawn(process.execPath, ["-r", "./tools/typescript.js", "-e", program(guarded)], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  await once(child.stdout, "data");
  child.stdout.destroy();
  child.stderr.destroy();
  const ended = once(child, "exit").then(([code]) => code as number);
  const late = new Promise<undefined>((done) => setTimeout(() => done(undefined), 2000).unref());
  const code = await Promise.race([ended, late]);
  child.kill("SIGKILL");
  return code;
}

test("a program whose words nobody reads any more ends", async () => {
  expect(await afterReaderLeft(true)).toBe(1);
});

test("without that it goes on for ever", async () => {
  expect(await afterReaderLeft(false)).toBeUndefined();
});
