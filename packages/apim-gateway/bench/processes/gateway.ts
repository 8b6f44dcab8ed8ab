import { serveFolder } from "../../src/serve/serveFolder";

/** `serve` as its users have it. Prints its port, and its memory when asked. */
async function main(): Promise<void> {
  const [dir, origin] = process.argv.slice(2) as [string, string];
  const gateway = await serveFolder(dir, {
    port: 0,
    backends: new Map([["*", origin]]),
    onEvent: (event) => {
      if (event.kind === "defect") throw event.error;
    },
  });
  process.on("message", () => {
    globalThis.gc?.();
    process.send?.({ memory: process.memoryUsage() });
  });
  process.send?.({ port: Number(new URL(gateway.url).port) });
}
void main();
