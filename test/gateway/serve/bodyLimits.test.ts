import { type ServedFolder, serveFolder } from "apim-gateway";
import { type Accounts, startAccounts } from "./accounts";
import { stackWorld } from "./stackWorld";

jest.setTimeout(60_000);

let world: Awaited<ReturnType<typeof stackWorld>>;
let accounts: Accounts;
let gateway: ServedFolder;

beforeAll(async () => {
  world = await stackWorld("dev");
  accounts = await startAccounts();
  gateway = await serveFolder(world.dir, {
    port: 0,
    backends: new Map([["*", accounts.origin]]),
  });
});
afterAll(async () => {
  await gateway.close(0);
  await accounts.close();
  world.remove();
});

async function send(body: string) {
  const response = await fetch(`${gateway.url}/openai/v1/chat/completions`, {
    method: "POST",
    headers: { "api-key": world.key("playground"), "Content-Type": "application/json" },
    body,
  });
  const { error } = (await response.json()) as { error?: { code: string; message: string } };
  return [response.status, error?.code, error?.message];
}

const chat = (content: string) =>
  `{"messages": [{"role": "user", "content": ${content}}], "model": "gpt-5.4"}`;

const tooLarge = [413, "request_too_large", expect.stringContaining("this gateway reads at most 2097152")];

test("what a v2 tier buffers passes with the model last, and more is too large: not a limit of the consumer", async () => {
  expect(await send(chat(`"${"word ".repeat(400_000)}"`))).toEqual([200, undefined, undefined]);
  expect(await send(chat(`"${"word ".repeat(3_400_000)}"`))).toEqual(tooLarge);
});

test("a body with more quotes than the gateway looks at is too large, and no fault of ours", async () => {
  expect(await send(chat(`"${'\\"'.repeat(1_000_000)}"`))).toEqual([200, undefined, undefined]);
  expect(await send(chat(`"${'\\"'.repeat(1_250_000)}"`))).toEqual(tooLarge);
  expect(await send(chat(`[${'"a", '.repeat(3_400_000)}"a"]`))).toEqual(tooLarge);
});

test("a body that is nested too deep is told so, and not that it is no JSON", async () => {
  for (const depth of [200, 100_000])
    expect(await send(chat(`${"[".repeat(depth)}${"]".repeat(depth)}`))).toEqual([
      400,
      "invalid_json",
      "The body is nested too deep.",
    ]);
  expect(await send("{")).toEqual([400, "invalid_json", "The body is not a JSON object in UTF-8."]);
  expect(await send('["MaxDepth of 1"]')).toEqual([
    400,
    "invalid_json",
    "The body is not a JSON object in UTF-8.",
  ]);
});
