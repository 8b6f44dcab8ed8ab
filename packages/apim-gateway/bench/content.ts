/** What the benches of the gateway send: a chat completion of about a kilobyte. */
export const chatPath = "/openai/deployments/gpt-5.4/chat/completions?api-version=2024-10-21";
export const chatBody = JSON.stringify({
  messages: [{ role: "user", content: "Summarise what the policies of this fleet do. ".repeat(19) }],
});

/** What an account answers: about one and a half kilobytes, with usage. */
export const completion = JSON.stringify({
  id: "chatcmpl-1",
  object: "chat.completion",
  model: "gpt-5.4",
  choices: [
    {
      index: 0,
      finish_reason: "stop",
      message: { role: "assistant", content: "They route, limit and count. ".repeat(42) },
    },
  ],
  usage: { prompt_tokens: 190, completion_tokens: 210, total_tokens: 400 },
});
