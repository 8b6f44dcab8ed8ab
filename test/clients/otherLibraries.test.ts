import { createAzure } from "@ai-sdk/azure";
import { createOpenAI } from "@ai-sdk/openai";
import { HumanMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { AzureChatOpenAI, ChatOpenAI, OpenAIEmbeddings } from "@langchain/openai";
import { tool as aiTool, embed, generateText, stepCountIs, streamText } from "ai";
import { z } from "zod";
import { clientFleet } from "./clientFleet";

const fleet = clientFleet();

const model = "gpt-5.4";
const answer = "from gpt-5.4-ptu";
const paths = () => fleet.accounts.calls.map(({ path }) => path);

describe("LangChain", () => {
  const openai = (fields: object = {}) =>
    new ChatOpenAI({
      model,
      apiKey: fleet.key("checkout"),
      configuration: { baseURL: `${fleet.url}/openai/v1` },
      maxRetries: 0,
      ...fields,
    });
  const azure = () =>
    new AzureChatOpenAI({
      azureOpenAIApiKey: fleet.key("checkout"),
      azureOpenAIEndpoint: fleet.url,
      azureOpenAIApiDeploymentName: model,
      azureOpenAIApiVersion: "2024-10-21",
      maxRetries: 0,
    });

  test.each([
    ["ChatOpenAI", openai, "/openai/v1/chat/completions"],
    ["AzureChatOpenAI", azure, "/openai/deployments/gpt-5.4-ptu/chat/completions"],
  ] as const)("%s chats, whole and streamed", async (_, client, path) => {
    expect((await client().invoke([new HumanMessage("hello")])).text).toBe(answer);
    let streamed = "";
    for await (const chunk of await client().stream("hello")) streamed += chunk.text;
    expect(streamed).toBe(answer);
    expect(paths()).toEqual([path, path]);
  });

  test("ChatOpenAI calls tools", async () => {
    const weather = tool(() => "rain", {
      name: "weather",
      description: "of a city",
      schema: z.object({ city: z.string() }),
    });
    const { tool_calls } = await openai().bindTools([weather]).invoke("weather in Oslo?");
    expect(tool_calls?.map(({ name, args }) => [name, args])).toEqual([["weather", { city: "Oslo" }]]);
  });

  test("ChatOpenAI has responses", async () => {
    expect((await openai({ useResponsesApi: true }).invoke("hello")).text).toBe(answer);
    expect(paths()).toEqual(["/openai/v1/responses"]);
  });

  test("OpenAIEmbeddings embeds", async () => {
    const embeddings = new OpenAIEmbeddings({
      model: "text-embedding-3-large",
      apiKey: fleet.key("checkout"),
      configuration: { baseURL: `${fleet.url}/openai/v1` },
      encodingFormat: "float",
      maxRetries: 0,
    });
    expect(await embeddings.embedQuery("hello")).toEqual([0.5, 1]);
  });
});

describe("the AI SDK", () => {
  const openai = () => createOpenAI({ baseURL: `${fleet.url}/openai/v1`, apiKey: fleet.key("checkout") });
  const azure = (options: object = {}) =>
    createAzure({ baseURL: `${fleet.url}/openai/v1`, apiKey: fleet.key("checkout"), ...options });
  // Its own default version, `v1`, is none of the deployments' interface.
  const byDeployment = () => azure({ baseURL: `${fleet.url}/openai`, useDeploymentBasedUrls: true });

  test.each([
    ["openai", () => openai()(model), "/openai/v1/responses"],
    ["openai.chat", () => openai().chat(model), "/openai/v1/chat/completions"],
    ["azure", () => azure()(model), "/openai/v1/responses"],
    ["azure.chat", () => azure().chat(model), "/openai/v1/chat/completions"],
    [
      "azure.chat by deployment",
      () => byDeployment().chat(model),
      "/openai/deployments/gpt-5.4-ptu/chat/completions",
    ],
  ] as const)("%s makes text, whole and streamed", async (_, of, path) => {
    expect((await generateText({ model: of(), prompt: "hello", maxRetries: 0 })).text).toBe(answer);
    const { textStream } = streamText({ model: of(), prompt: "hello", maxRetries: 0 });
    let streamed = "";
    for await (const part of textStream) streamed += part;
    expect(streamed).toBe(answer);
    expect(paths()).toEqual([path, path]);
  });

  test("goes on with what a tool gave", async () => {
    const { text } = await generateText({
      model: openai().chat(model),
      prompt: "weather in Oslo?",
      tools: {
        weather: aiTool({
          description: "of a city",
          inputSchema: z.object({ city: z.string() }),
          execute: async () => "rain",
        }),
      },
      stopWhen: stepCountIs(3),
      maxRetries: 0,
    });
    expect(text).toBe(answer);
  });

  test("embeds", async () => {
    const { embedding } = await embed({
      model: openai().embedding("text-embedding-3-large"),
      value: "hello",
      maxRetries: 0,
    });
    expect(embedding).toEqual([0.5, 1]);
  });
});
