import { Transform } from "node:stream";
import { Body } from "../../messages/body";

/** A body whose chunks come in pieces of at least `size` bytes, as a buffering gateway passes them on. */
export function gathered(body: Body, size: number): Body {
  if (body.inMemory) return body;
  let held: Buffer[] = [];
  let length = 0;
  const gather = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      held.push(chunk);
      length += chunk.length;
      if (length < size) return done();
      const whole = Buffer.concat(held);
      held = [];
      length = 0;
      done(null, whole);
    },
    flush(done) {
      done(null, length === 0 ? undefined : Buffer.concat(held));
    },
  });
  const source = body.sendable as NodeJS.ReadableStream & { destroy(error?: Error): void };
  source.on("error", (error) => gather.destroy(error));
  gather.on("close", () => source.destroy());
  source.pipe(gather);
  return Body.arriving(gather);
}
