/** What is read from a body, and what is sent instead. */
import { busy, ptu, scenarioList, sent, v1 } from "./scenario";

const { list, scenario } = scenarioList();
export const bodies = list;

scenario(
  "v1 names the deployment of each attempt in the body and leaves every other byte",
  [
    {
      ...v1,
      body: '{ "metadata":{"model":"gpt-5.1"}, "model" :\n "GPT-5.1","messages":[{"content":"2024-01-01T00:00:00.000Z \\"model\\": \\"gpt-5.1\\" 1.0"}],"n":1.0 }',
      answers: { [`${ptu}-v1`]: [busy()] },
    },
  ],
  (result) => {
    const body = (model: string) =>
      `{ "metadata":{"model":"gpt-5.1"}, "model":"${model}","messages":[{"content":"2024-01-01T00:00:00.000Z \\"model\\": \\"gpt-5.1\\" 1.0"}],"n":1.0 }`;
    expect(sent(result)).toEqual([body("gpt-5.1-ptu"), body("gpt-5.1-ptu"), body("gpt-5.1-payg")]);
  },
);

scenario(
  "v1 reads a model whose key is written with escapes",
  [{ ...v1, body: '{"mod\\u0065l":"gpt-5.1","messages":[]}' }],
  (result) => {
    expect(sent(result)).toEqual(['{"model":"gpt-5.1-ptu","messages":[]}']);
  },
);

scenario(
  "v1 takes the last of two models, as JSON readers do",
  [{ ...v1, body: '{"model":"gpt-5.6-luna","model":"gpt-5.1"}' }],
  (result) => {
    expect(sent(result)).toEqual(['{"model":"gpt-5.6-luna","model":"gpt-5.1-ptu"}']);
  },
);

const streams: readonly (readonly [what: string, body: string, forwarded: string])[] = [
  [
    "is added",
    '{"model":"gpt-5.1","stream":true}',
    '{"stream_options":{"include_usage":true},"model":"gpt-5.1-ptu","stream":true}',
  ],
  [
    "joins other options",
    '{"stream":true,"stream_options": {"x":1},"model":"gpt-5.1"}',
    '{"stream":true,"stream_options": {"include_usage":true,"x":1},"model":"gpt-5.1-ptu"}',
  ],
  [
    "joins empty options",
    '{"stream":true,"stream_options":{ },"model":"gpt-5.1"}',
    '{"stream":true,"stream_options":{ "include_usage":true},"model":"gpt-5.1-ptu"}',
  ],
  [
    "stays as the caller set it",
    '{"stream":true,"stream_options":{"include_usage":false},"model":"gpt-5.1"}',
    '{"stream":true,"stream_options":{"include_usage":false},"model":"gpt-5.1-ptu"}',
  ],
  [
    "is not added without a stream",
    '{"stream":false,"model":"gpt-5.1"}',
    '{"stream":false,"model":"gpt-5.1-ptu"}',
  ],
];
for (const [what, body, forwarded] of streams) {
  scenario(`include_usage ${what}`, [{ ...v1, body }], (result) => expect(sent(result)).toEqual([forwarded]));
}

scenario(
  "include_usage is for chat completions only",
  [{ ...v1, operation: "responses", body: '{"model":"gpt-5.1","stream":true}' }],
  (result) => {
    expect(sent(result)).toEqual(['{"model":"gpt-5.1-ptu","stream":true}']);
  },
);
