/** What is asked of a streamed chat completion where the fleet says `includeUsage`. */
import { chat, scenarioList, sent, v1 } from "./scenario";

const { list, scenario } = scenarioList();
export const usage = list;

const streams: readonly (readonly [what: string, body: string, forwarded: string])[] = [
  [
    "is added",
    '{"model":"gpt-5.4","stream":true}',
    '{"stream_options":{"include_usage":true},"model":"gpt-5.4-ptu","stream":true}',
  ],
  [
    "joins other options",
    '{"stream":true,"stream_options": {"x":1},"model":"gpt-5.4"}',
    '{"stream":true,"stream_options": {"include_usage":true,"x":1},"model":"gpt-5.4-ptu"}',
  ],
  [
    "joins empty options",
    '{"stream":true,"stream_options":{ },"model":"gpt-5.4"}',
    '{"stream":true,"stream_options":{ "include_usage":true},"model":"gpt-5.4-ptu"}',
  ],
  [
    "stays as the caller set it",
    '{"stream":true,"stream_options":{"include_usage":false},"model":"gpt-5.4"}',
    '{"stream":true,"stream_options":{"include_usage":false},"model":"gpt-5.4-ptu"}',
  ],
  [
    "is not added without a stream",
    '{"stream":false,"model":"gpt-5.4"}',
    '{"stream":false,"model":"gpt-5.4-ptu"}',
  ],
];
for (const [what, body, forwarded] of streams) {
  scenario(`include_usage ${what}`, [{ ...v1, body }], (result) => expect(sent(result)).toEqual([forwarded]));
}

scenario(
  "include_usage is for chat completions only",
  [{ ...v1, operation: "responses", body: '{"model":"gpt-5.4","stream":true}' }],
  (result) => {
    expect(sent(result)).toEqual(['{"model":"gpt-5.4-ptu","stream":true}']);
  },
);

scenario(
  "include_usage is added on the azure surface too",
  [{ ...chat, body: '{"stream":true}' }],
  (result) => {
    expect(sent(result)).toEqual(['{"stream_options":{"include_usage":true},"stream":true}']);
  },
);
