import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { PassThrough, type Readable } from "node:stream";
import { Body, createGateway, Headers, virtualEnvironment } from "apim-gateway";
import { makeStackWorld, type StackWorld } from "../../local/simulation/stackWorld";

let dir: string;
let world: StackWorld;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "fleet-stream-"));
  world = await makeStackWorld(resolve(__dirname, "../../stacks/prod.yaml"), dir);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A streamed chat through prod's policies, from an account that has sent one event and is still writing. */
async function streamed(target: string): Promise<{ first: string; source: PassThrough; rest: Readable }> {
  const source = new PassThrough();
  const gateway = createGateway({
    configuration: world.configuration,
    environment: virtualEnvironment({ seed: 1 }),
    transport: async () => ({
      status: 200,
      reason: "OK",
      headers: Headers.of({ "Content-Type": "text/event-stream", "apim-request-id": "1" }),
      body: Body.arriving(source),
    }),
  });
  source.write("data: one\n\n");
  const body = JSON.stringify({ model: "gpt-5.4", stream: true, messages: [] });
  const answer = await gateway.handle({
    method: "POST",
    scheme: "https",
    host: "gateway.example",
    port: 443,
    target,
    headers: Headers.of({ "api-key": world.key("checkout"), "Content-Type": "application/json" }),
    body: Body.arrived(Buffer.from(body)),
    ipAddress: "203.0.113.9",
    onAbort: () => {},
  });
  expect(answer.status).toBe(200);
  const rest = answer.body?.sendable as Readable;
  const first = await new Promise<Buffer>((found) => rest.once("data", found));
  return { first: first.toString(), source, rest };
}

test.each(["/openai/deployments/gpt-5.4/chat/completions", "/openai/v1/chat/completions"])(
  "what an account streams reaches the caller while it is still writing: %s",
  async (target) => {
    const { first, source, rest } = await streamed(target);
    expect(first).toBe("data: one\n\n");
    const ended = new Promise((done) => rest.once("end", done));
    source.end("data: [DONE]\n\n");
    await ended;
  },
);
