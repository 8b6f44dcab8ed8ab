import * as fs from "node:fs";
import * as path from "node:path";
import { makeStackWorld, type StackWorld } from "../../local/simulation/stackWorld";

const root = path.resolve(__dirname, "../..");

/** Prod's world in a folder of its own, with limits of consumers so high that none is reached. */
export async function benchWorld(folder: string): Promise<StackWorld> {
  const yaml = fs.readFileSync(path.join(root, "stacks/prod.yaml"), "utf8");
  const file = path.join(folder, "prod.yaml");
  fs.writeFileSync(file, yaml.replace(/tokensPerMinute: \d+/g, "tokensPerMinute: 1000000000"));
  return makeStackWorld(file, path.join(folder, "world"));
}

/** What every bench of the gateway sends: a chat completion of about a kilobyte. */
export const chatPath = "/openai/deployments/gpt-4.1/chat/completions?api-version=2024-10-21";
export const chatBody = JSON.stringify({
  messages: [{ role: "user", content: "Summarise what the policies of this fleet do. ".repeat(19) }],
});

/** What an account answers: about one and a half kilobytes, with usage. */
export const completion = JSON.stringify({
  id: "chatcmpl-1",
  object: "chat.completion",
  model: "gpt-4.1",
  choices: [
    {
      index: 0,
      finish_reason: "stop",
      message: { role: "assistant", content: "They route, limit and count. ".repeat(42) },
    },
  ],
  usage: { prompt_tokens: 190, completion_tokens: 210, total_tokens: 400 },
});
