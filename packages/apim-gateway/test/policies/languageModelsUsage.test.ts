import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { CompressedAnswer, expand } from "../../src/policies/languageModels/compression";
import { findUsage } from "../../src/policies/languageModels/findUsage";
import { asksForStream, measurePrompt } from "../../src/policies/languageModels/promptEstimate";
import { StreamedText } from "../../src/policies/languageModels/streamedText";
import { completeUsage } from "../../src/policies/languageModels/usage";
import { UsageFinder } from "../../src/policies/languageModels/usageFinder";

/** What is found when the text arrives in pieces of the given sizes; the last size repeats. */
function found(text: string, ...sizes: number[]) {
  const finder = new UsageFinder();
  const bytes = Buffer.from(text);
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const size = sizes[Math.min(n, sizes.length - 1)] ?? bytes.length;
    finder.feed(bytes.subarray(at, at + size));
    at += size;
  }
  // In memory it is found in another way, which must agree.
  expect(findUsage(text)).toEqual(finder.usage);
  expect(findUsage(bytes)).toEqual(finder.usage);
  return finder.usage;
}

const chatStream = [
  `data: {"id":"1","choices":[{"delta":{"content":"Hi \\"usage\\": {\\"prompt_tokens\\": 9}"}}],"usage":null}`,
  "",
  `: a comment with a "quote`,
  `data: {"id":"1","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":5,"total_tokens":16,"prompt_tokens_details":{"cached_tokens":0,"text":"} \\" {"}}}`,
  "",
  "data: [DONE]",
  "",
  "",
];
const usage = { prompt: 11, completion: 5, total: 16 };

describe("usage in an answer", () => {
  test.each([
    ["line feeds", "\n"],
    ["carriage returns and line feeds", "\r\n"],
  ])("is found in a stream with %s, cut at every byte", (_, end) => {
    const text = chatStream.join(end);
    const length = Buffer.byteLength(text);
    for (let at = 1; at < length; at++) expect(found(text, at, length)).toEqual(usage);
    for (const size of [1, 2, 3, 5, 7]) expect(found(text, size)).toEqual(usage);
  });

  test("is found however a stream is cut", () => {
    const text = chatStream.join("\n");
    void fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sizes) => {
        expect(found(text, ...sizes)).toEqual(usage);
      }),
    );
  });

  test.each([
    ["chat completions", `{"usage":{"prompt_tokens":11,"completion_tokens":5,"total_tokens":16}}`, usage],
    ["spaces", `{ "usage" :\r\n\t{ "prompt_tokens" : 11, "completion_tokens":5,"total_tokens":16}\n}`, usage],
    [
      "embeddings",
      `{"data":[{"embedding":[0.1]}],"usage":{"prompt_tokens":8,"total_tokens":8}}`,
      { prompt: 8, completion: undefined, total: 8 },
    ],
    [
      "Responses",
      `{"output":[],"usage":{"input_tokens":11,"input_tokens_details":{"cached_tokens":2},"output_tokens":5,"total_tokens":16}}`,
      usage,
    ],
    [
      "the last event of Responses",
      `event: response.completed\ndata: {"type":"response.completed","response":{"usage":{"input_tokens":11,"output_tokens":5,"total_tokens":16}}}\n\n`,
      usage,
    ],
    [
      "messages, told in two events",
      `data: {"message":{"usage":{"input_tokens":11,"output_tokens":1}}}\n\ndata: {"usage":{"output_tokens":5}}\n\n`,
      { prompt: 11, completion: 5, total: undefined },
    ],
    [
      "two usages, of which the later counts",
      `{"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}\n{"usage":{"prompt_tokens":11,"completion_tokens":5,"total_tokens":16}}`,
      usage,
    ],
  ])("is read from %s", (_, text, expected) => {
    expect(found(text)).toEqual(expected);
    expect(found(text, 1)).toEqual(expected);
  });

  test.each([
    ["null", `{"usage":null}`],
    ["text of a message", `{"content":"\\"usage\\":{\\"total_tokens\\":5}"}`],
    ["a value of that name", `{"role":"usage","x":{"total_tokens":5}}`],
    ["no object", `{"usage":[{"total_tokens":5}]}`],
    ["no tokens", `{"usage":{"cost":5}}`],
    ["invalid JSON", `{"usage":{total_tokens:5}}`],
    ["an end in the middle", `{"usage":{"total_tokens":5`],
    ["negative tokens", `{"usage":{"total_tokens":-5}}`],
    ["tokens in text", `{"usage":{"total_tokens":"5"}}`],
    ["an object beyond any usage", `{"usage":{"x":"${"y".repeat(20_000)}","total_tokens":5}}`],
    ["nothing", ""],
  ])("is not read from %s", (_, text) => {
    expect(found(text)).toBeUndefined();
    expect(found(text, 1)).toBeUndefined();
  });

  test("is found behind what looked like it", () => {
    const real = `"usage":{"total_tokens":16}`;
    for (const before of [`"usag"`, `"us"usage"`, `"usage"`, `"usage":`, `"usage":{"x":1},`, `"usage":null,`])
      for (const size of [1, 4, 1000]) expect(found(before + real, size)?.total).toBe(16);
  });

  test("is found after a line of megabytes, of which nothing is kept", () => {
    const finder = new UsageFinder();
    const chunk = Buffer.from(`"x${"y".repeat(65_533)}"`);
    for (let n = 0; n < 100; n++) finder.feed(chunk);
    finder.feed(Buffer.from(`"usage":{"total_tokens":7}`));
    expect(finder.usage?.total).toBe(7);
  });

  test("does not depend on a chunk after it has passed", () => {
    const finder = new UsageFinder();
    const chunk = Buffer.from(`"usage":{"total_tok`);
    finder.feed(chunk);
    chunk.fill(0);
    finder.feed(Buffer.from(`ens":7}`));
    expect(finder.usage?.total).toBe(7);
  });

  test.each([
    [{ prompt: 11, completion: 5, total: 16 }, [11, 5, 16]],
    [{ prompt: 11, completion: 5, total: undefined }, [11, 5, 16]],
    [{ prompt: 8, completion: undefined, total: 8 }, [8, 0, 8]],
    [{ prompt: undefined, completion: undefined, total: 8 }, [8, 0, 8]],
    [{ prompt: undefined, completion: 5, total: undefined }, [0, 5, 5]],
  ])("%j is completed to %j", (told, [promptTokens, completionTokens, totalTokens]) => {
    expect(completeUsage(told)).toEqual({ promptTokens, completionTokens, totalTokens });
  });
});

describe("text in a stream", () => {
  function characters(text: string, size = 1000) {
    const streamed = new StreamedText();
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) streamed.feed(bytes.subarray(at, at + size));
    streamed.end();
    return streamed.characters;
  }

  test.each([
    [
      "chat completions",
      `data: {"model":"m","choices":[{"delta":{"role":"assistant","content":"Hello"}}]}\n\ndata: {"choices":[{"delta":{"content":" wörld"}}]}\n\ndata: [DONE]\n\n`,
      11,
    ],
    ["completions", `data: {"choices":[{"text":"four"}]}\n\n`, 4],
    [
      "calls of tools",
      `data: {"delta":{"tool_calls":[{"function":{"name":"f","arguments":"{\\"a\\":1}"}}]}}\n\n`,
      7,
    ],
    [
      "Responses, whose finished text is not counted again",
      `data: {"type":"response.output_text.delta","delta":"abc"}\n\ndata: {"type":"response.output_text.done","text":"abc"}\n\ndata: {"type":"response.completed","response":{"output":[{"content":[{"text":"abc"}]}]}}\n\n`,
      3,
    ],
    ["invalid lines", `data: {"content":"abc\ndata: {"content":"de"}\r\n\r\n`, 2],
    ["an event without an end of line", `data: {"content":"abc"}`, 3],
  ])("is counted in %s", (_, text, expected) => {
    expect(characters(text)).toBe(expected);
    expect(characters(text, 1)).toBe(expected);
    expect(characters(text, 3)).toBe(expected);
  });
});

describe("a prompt", () => {
  test.each([
    ["messages", { messages: [{ role: "user", content: "Hello" }] }, { characters: 9, images: 0, tokens: 0 }],
    [
      "parts with images",
      {
        messages: [
          {
            content: [
              { type: "text", text: "What?" },
              { type: "image_url", image_url: { url: "data:…" } },
            ],
          },
        ],
      },
      { characters: 5, images: 1, tokens: 0 },
    ],
    ["a completion's prompt", { prompt: ["ab", "c"] }, { characters: 3, images: 0, tokens: 0 }],
    ["embeddings", { input: ["ab", "cde"] }, { characters: 5, images: 0, tokens: 0 }],
    ["embeddings of tokens", { input: [[1, 2, 3]] }, { characters: 0, images: 0, tokens: 3 }],
    [
      "Responses",
      {
        instructions: "Be",
        input: [{ role: "user", content: [{ type: "input_text", text: "Hi" }, { type: "input_image" }] }],
      },
      { characters: 8, images: 1, tokens: 0 },
    ],
    ["tools", { tools: [{ a: 1 }] }, { characters: 9, images: 0, tokens: 0 }],
    ["nothing that is known", { other: "text" }, { characters: 0, images: 0, tokens: 0 }],
    ["null", null, { characters: 0, images: 0, tokens: 0 }],
  ])("is measured in %s", (_, body, expected) => {
    expect(measurePrompt(JSON.stringify(body))).toEqual(expected);
  });

  test("is as long as the body where that is not JSON", () => {
    expect(measurePrompt("{oh")).toEqual({ characters: 3, images: 0, tokens: 0 });
  });

  test("that is nested without end is measured to a depth", () => {
    const nested = `{"input":${"[".repeat(5000)}"x"${"]".repeat(5000)}}`;
    expect(measurePrompt(nested).characters).toBe(0);
  });

  test.each([
    [`{"stream":true}`, true],
    [`{"stream" : true}`, true],
    [`{"stream_options":{},"stream":true}`, true],
    [`{"x":{"stream":{}},"stream":true}`, true],
    [`{"stream":false}`, false],
    [`{"content":"\\"stream\\":true"}`, false],
    [`{}`, false],
  ])("%s asks for a stream: %p", (body, expected) => {
    expect(asksForStream(body)).toBe(expected);
    expect(asksForStream(Buffer.from(body))).toBe(expected);
  });
});

describe("a compressed answer", () => {
  test("is expanded, also when it was cut off", () => {
    const compressed = gzipSync("hello ".repeat(1000));
    expect(expand(compressed, "gzip")).toHaveLength(6000);
    expect(expand(compressed.subarray(0, compressed.length - 9), "GZIP")?.length).toBeGreaterThan(0);
  });

  test("tells nothing when it is broken, of an unknown kind, or too large to keep", () => {
    expect(expand(Buffer.from("no gzip"), "gzip")).toBeUndefined();
    expect(expand(Buffer.from("x"), "zstd2")).toBeUndefined();
    const large = new CompressedAnswer("gzip");
    for (let n = 0; n < 20; n++) large.feed(Buffer.alloc(65_536));
    expect(large.expand()).toBeUndefined();
  });
});

test.each([
  ["12", 12],
  ["12.9", 12],
  ["1.2e1", 12],
  ["3E1", 30],
  ["9007199254740991", 9_007_199_254_740_991],
  ["0", 0],
  ["-1", undefined],
  ['"12"', undefined],
  ["null", undefined],
])("a number of tokens written as %s", (written, tokens) => {
  const usage = findUsage(`{"usage":{"prompt_tokens":7,"completion_tokens": ${written} }}`);
  expect(usage).toEqual({ prompt: 7, completion: tokens, total: undefined });
});
