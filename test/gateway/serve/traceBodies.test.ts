import { serveFolder } from "apim-gateway";
import { startAccounts } from "./accounts";
import { stackWorld } from "./stackWorld";

jest.setTimeout(60_000);

test("a trace of the fleet's policies tells the way of a prompt, and not the prompt", async () => {
  const world = await stackWorld("prod");
  const accounts = await startAccounts();
  const gateway = await serveFolder(world.dir, {
    port: 0,
    backends: new Map([["*", accounts.origin]]),
  });
  try {
    for (const [path, stream] of [
      ["/openai/v1/chat/completions", false],
      ["/openai/v1/chat/completions", true],
      ["/openai/deployments/gpt-5.4/chat/completions?api-version=2024-10-21", true],
    ]) {
      const answer = await fetch(`${gateway.url}${path}`, {
        method: "POST",
        headers: {
          "api-key": world.key("checkout"),
          "Content-Type": "application/json",
          "Ocp-Apim-Trace": "true",
        },
        body: JSON.stringify({
          messages: [{ role: "user", content: 'zQ said "hello" of a person' }],
          stream,
          user: "zQ somebody",
          model: "gpt-5.4",
        }),
      });
      expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining("gpt-5.4-ptu")]);
      const location = `${gateway.url}${answer.headers.get("ocp-apim-trace-location")}`;
      const told = async (address: string) => {
        for (;;) {
          const found = await fetch(address);
          if (found.status === 200) return found.text();
        }
      };
      expect(await told(`${location}?bodies=show`)).toMatch(/zQ said/);
      const text = await told(location);
      expect(text).not.toMatch(/zQ|from gpt/i);
      const { attempts, policies } = JSON.parse(text) as {
        attempts: { at: number }[];
        policies: { policy: string; at: number; duration: number }[];
      };
      expect(policies.length).toBeGreaterThan(20);
      // One clock for both: the call lies in its policy's turn.
      const caller = policies.find(({ policy }) => policy === "forward-request");
      expect(attempts).toHaveLength(1);
      expect(attempts[0]?.at).toBeGreaterThanOrEqual(caller?.at ?? Number.NaN);
      expect(text).toContain("gpt-5.4");
    }
  } finally {
    await gateway.close(0);
    await accounts.close();
    world.remove();
  }
});
