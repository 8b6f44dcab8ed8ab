import { join } from "node:path";
import { runScenario } from "../../src/testing";

jest.setTimeout(30_000);

// What is true in virtual time is true over sockets; these take a few seconds together.
test.each([
  "passing/one-way.scenario.yaml",
  "passing/token.scenario.yaml",
  "passing/whole/orders.scenario.yaml",
  "passing/leaves.scenario.yaml",
  "../../examples/streaming/stream.scenario.yaml",
  "../../examples/everything-down/down.scenario.yaml",
])("%s passes over sockets too", async (file) => {
  const { outcome, failures, problems } = await runScenario(join(__dirname, file), { real: true });
  expect([outcome, failures, problems]).toEqual(["passed", [], []]);
});

test.each(["not-known", "body-lost", "broken-off", "not-fetched"])(
  "%s fails over sockets for the same reason",
  async (name) => {
    const file = join(__dirname, `rules/${name}.scenario.yaml`);
    const virtual = await runScenario(file);
    const real = await runScenario(file, { real: true });
    expect(real.failures).toEqual(virtual.failures);
    const calls = (story: readonly string[]) =>
      story.map((line) => /(?:forward|send)-request +(\S+) +(.*)/.exec(line)?.slice(1));
    expect(calls(real.story)).toEqual(calls(virtual.story));
  },
);
