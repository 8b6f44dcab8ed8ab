/** What is read from a body, and what is sent instead. */
import { busy, chat, code, ptu, regional, scenarioList, sent, v1 } from "./scenario";

const { list, scenario } = scenarioList();
export const bodies = list;

scenario(
  "v1 names the deployment of each attempt in the body and leaves every other byte",
  [
    {
      ...v1,
      body: '{ "metadata":{"model":"gpt-5.4"}, "model" :\n "GPT-5.4","messages":[{"content":"2024-01-01T00:00:00.000Z \\"model\\": \\"gpt-5.4\\" 1.0"}],"n":1.0 }',
      answers: { [`${ptu}-v1`]: [busy()] },
    },
  ],
  (result) => {
    const body = (model: string) =>
      `{ "metadata":{"model":"gpt-5.4"}, "model" :\n "${model}","messages":[{"content":"2024-01-01T00:00:00.000Z \\"model\\": \\"gpt-5.4\\" 1.0"}],"n":1.0 }`;
    expect(sent(result)).toEqual([body("gpt-5.4-ptu"), body("gpt-5.4-payg")]);
  },
);

scenario(
  "v1 changes nothing but the value, however deep other models stand and whatever texts hold",
  [
    {
      ...v1,
      body: ' {"n":12345678901234567890123,"at":"2024-01-01T00:00:00.000Z", "model"\t:\r\n"gpt-5.4" }',
    },
    {
      ...v1,
      body: `{${Array.from({ length: 9 }, (_, n) => `"x${n}":{"model":"a"}`).join()},"model":"gpt-5.4","n":1.10}`,
    },
    {
      ...v1,
      body: '{"user":"model\\":","x\\"model":1,"x":"\\"model\\":\\"y\\"\\\\","model":"gpt\\u002d5.4"}',
    },
    { ...v1, body: '{"list":["model",{"model":"a"},["model"]],"a":"model","model":"gpt-5.4"}' },
  ],
  (plain, nested, texts, lists) => {
    expect(sent(plain)).toEqual([
      ' {"n":12345678901234567890123,"at":"2024-01-01T00:00:00.000Z", "model"\t:\r\n"gpt-5.4-ptu" }',
    ]);
    expect(sent(nested)).toEqual([
      `{${Array.from({ length: 9 }, (_, n) => `"x${n}":{"model":"a"}`).join()},"model":"gpt-5.4-ptu","n":1.10}`,
    ]);
    expect(sent(texts)).toEqual([
      '{"user":"model\\":","x\\"model":1,"x":"\\"model\\":\\"y\\"\\\\","model":"gpt-5.4-ptu"}',
    ]);
    expect(sent(lists)).toEqual([
      '{"list":["model",{"model":"a"},["model"]],"a":"model","model":"gpt-5.4-ptu"}',
    ]);
  },
);

for (const body of [
  '{"model":"gpt-5.6-luna","model":"gpt-5.4"}',
  '{"model":"gpt-5.4","MODEL":"gpt-5.6-luna-payg"}',
  '{"Model":"gpt-5.6-luna-payg","model":"gpt-5.4"}',
  '{"mod\\u0065l":"gpt-5.6-luna-payg","model":"gpt-5.4"}',
  '{"model":"gpt-5.4","\\u004dodel":"gpt-5.6-luna-payg"}',
  '{"\\u006dodel":"gpt-5.4"}',
  '{"model":null,"model":"gpt-5.4"}',
])
  scenario(
    `a model that readers may take otherwise is refused: ${body}`,
    [
      { ...v1, body },
      { ...regional, body },
    ],
    (...results) => {
      expect(results.map((result) => [result.status, code(result), result.calls])).toEqual([
        [400, "ambiguous_model", []],
        [400, "ambiguous_model", []],
      ]);
    },
  );

for (const [body, expected] of [
  ["{'model':'gpt-5.4'}", "ambiguous_model"],
  ['{model:"gpt-5.4"}', "ambiguous_model"],
  ['{"model":/*","background":true,"input":"*/\'gpt-5.4\'}//"}', "ambiguous_model"],
  ['{"model":\'gpt-5.4\',",":1}//":1,"background":true}', "ambiguous_model"],
  ['{"model":"gpt-5.4",\'Model\':"gpt-5.5-payg"}', "ambiguous_model"],
  ['{\'model\':"gpt-5.5-payg","model":"gpt-5.4"}', "ambiguous_model"],
  ['{model:"gpt-5.5-payg","x":{"model":"y"},"model":"gpt-5.4"}', "ambiguous_model"],
  ["{\"model\":'gpt-5.4'}", "ambiguous_model"],
  ['{\'model\':"gpt-5.4","x\\"model":1}', "ambiguous_model"],
  ['{"model":/*x*/"gpt-5.4"}', "ambiguous_model"],
  ['{"model":\u0000"gpt-5.4"}', "ambiguous_model"],
  ['/*"model":"gpt-5.4"*/{"x":1,\'model\':"gpt-5.4"}', "ambiguous_model"],
  ['{"x":{"model":"a"},"y":"~~~~~","\\u006dodel":"gpt-5.4"}', "ambiguous_model"],
] as const)
  scenario(
    `a model that is not written as in plain JSON is refused: ${body}`,
    [
      { ...v1, body },
      { ...regional, body },
    ],
    (...results) => {
      for (const result of results)
        expect([result.status, code(result), result.calls]).toEqual([400, expected, []]);
    },
  );

scenario(
  "what else is no plain JSON is the account's to judge, and passes as it came",
  [
    '/*{*/{"model":"MODEL","stream":true}',
    '{"model":"MODEL"/*,"model":"x"*/}',
    '{"model":"MODEL","n":NaN}',
  ].map((body) => ({ ...v1, body: body.replace("MODEL", "gpt-5.4") })),
  (...results) => {
    expect(results.map(sent)).toEqual([
      ['/*{*/{"model":"gpt-5.4-ptu","stream":true}'],
      ['{"model":"gpt-5.4-ptu"/*,"model":"x"*/}'],
      ['{"model":"gpt-5.4-ptu","n":NaN}'],
    ]);
  },
);

scenario(
  "wherever the one top-level `model` stands, it is the one that is rewritten",
  [
    `{"model":"MODEL","tools":[{"model":"a"}]}`,
    `{"input":[{"model":"a"}],"model":"MODEL"}`,
    `{"input":[{"model":"a"}],"model":"MODEL","tools":[{"type":"image_generation","model":"a"}]}`,
    `{"input":[{"model":"a"}],"model":"MODEL","tools":["${"[".repeat(20)}",{"model":"a"}]}`,
    `{"input":[{"model":"a"}],"model":"MODEL","tools":[{"model":"a"},"${"x{".repeat(2000)}"]}`,
    `{"input":"]}","x":["{"],"model":"MODEL","y":"}"}`,
    `{"~~~~~":"x","model":"MODEL"}`,
    `{"model":"MODEL","n":[1],"x":"\\\\"}`,
  ].map((body) => ({ ...v1, operation: "responses", body: body.replace("MODEL", "gpt-5.4") })),
  (...results) => {
    for (const [index, result] of results.entries())
      expect([index, result.status, sent(result).map((body) => body?.includes('"gpt-5.4-ptu"'))]).toEqual([
        index,
        200,
        [true],
      ]);
    for (const result of results)
      expect(sent(result)[0]?.split('"model":"a"').join("")).toMatch(/"model":"gpt-5.4-ptu"/);
  },
);

scenario(
  "a body in another charset, where the bytes mean something else to others, is refused",
  ["utf-7", "UTF-16", '"iso-8859-1"'].map((charset) => ({
    ...regional,
    headers: { "Content-Type": `application/json; charset=${charset}` },
  })),
  (...results) => {
    expect(results.map((result) => [result.status, code(result)])).toEqual(
      Array(3).fill([400, "invalid_json"]),
    );
  },
);

scenario(
  "UTF-8 by any of its spellings is read",
  ["utf-8", "UTF-8", '"utf-8"'].map((charset) => ({
    ...regional,
    headers: { "Content-Type": `application/json; charset=${charset}` },
  })),
  (...results) => {
    expect(results.map(({ status }) => status)).toEqual([200, 200, 200]);
  },
);

scenario(
  "the regional route refuses a model in another case, which an account may read as one",
  [{ ...regional, body: '{"MODEL":"gpt-5.6-luna-payg","input":"x"}' }],
  (result) => {
    expect([result.status, code(result), result.calls]).toEqual([400, "ambiguous_model", []]);
  },
);

scenario(
  "the options of a stream are the caller's own",
  [
    { ...v1, body: '{"model":"gpt-5.4","stream":true}' },
    { ...chat, body: '{"stream":true}' },
  ],
  (...results) => {
    expect(results.map(sent)).toEqual([['{"model":"gpt-5.4-ptu","stream":true}'], ['{"stream":true}']]);
  },
);
