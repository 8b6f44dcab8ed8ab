import { createAzure } from "@ai-sdk/azure";
import { createOpenAI } from "@ai-sdk/openai";
import { tool } from "@langchain/core/tools";
import { AzureChatOpenAI, ChatOpenAI, OpenAIEmbeddings } from "@langchain/openai";
import { embed, generateText, streamText } from "ai";
import OpenAI, { AzureOpenAI } from "openai";
import { z } from "zod";
import { type LiveFleet, liveFleet, REGION } from "./liveFleet";

const model = "gpt-5.4";
const messages = [{ role: "user" as const, content: "hello" }];

let fleet: LiveFleet;

const v1 = () => `${fleet.gateway.url}/openai/v1`;
const openai = () => new OpenAI({ baseURL: v1(), apiKey: fleet.key, maxRetries: 0 });
const azure = () =>
  new AzureOpenAI({
    endpoint: fleet.gateway.url,
    apiKey: fleet.key,
    apiVersion: "2024-10-21",
    maxRetries: 0,
  });
const chain = () =>
  new ChatOpenAI({ model, apiKey: fleet.key, configuration: { baseURL: v1() }, maxRetries: 0 });
const azureChain = () =>
  new AzureChatOpenAI({
    azureOpenAIApiKey: fleet.key,
    azureOpenAIEndpoint: fleet.gateway.url,
    azureOpenAIApiDeploymentName: model,
    azureOpenAIApiVersion: "2024-10-21",
    maxRetries: 0,
  });
const vercel = () => createOpenAI({ baseURL: v1(), apiKey: fleet.key });
const azureVercel = () =>
  createAzure({
    baseURL: `${fleet.gateway.url}/openai`,
    apiKey: fleet.key,
    apiVersion: "2024-10-21",
    useDeploymentBasedUrls: true,
  });

/** What each library makes of a chat, whole and streamed, and of a text's vector. */
const libraries = {
  OpenAI: () => sdk(openai()),
  AzureOpenAI: () => sdk(azure()),
  "LangChain, ChatOpenAI": () => langChain(chain()),
  "LangChain, AzureChatOpenAI": () => langChain(azureChain()),
  "AI SDK, OpenAI": () => ai(vercel().chat(model), vercel().embedding("text-embedding-3-large")),
  "AI SDK, OpenAI, responses": () => ai(vercel()(model), vercel().embedding("text-embedding-3-large")),
  "AI SDK, Azure": () => ai(azureVercel().chat(model), azureVercel().embedding("text-embedding-3-large")),
} as const;

interface Made {
  readonly whole: string;
  readonly streamed: string;
  readonly vector: number;
}

async function sdk(client: OpenAI): Promise<Made> {
  const answer = await client.chat.completions.create({ model, messages });
  let streamed = "";
  for await (const chunk of await client.chat.completions.create({ model, messages, stream: true }))
    streamed += chunk.choices[0]?.delta.content ?? "";
  const { data } = await client.embeddings.create({ model: "text-embedding-3-large", input: "hello" });
  return {
    whole: answer.choices[0]?.message.content ?? "",
    streamed,
    vector: data[0]?.embedding.length ?? 0,
  };
}

async function langChain(chat: ChatOpenAI): Promise<Made> {
  const embeddings = new OpenAIEmbeddings({
    model: "text-embedding-3-large",
    apiKey: fleet.key,
    configuration: { baseURL: v1() },
    maxRetries: 0,
  });
  let streamed = "";
  for await (const chunk of await chat.stream("hello")) streamed += chunk.text;
  return {
    whole: (await chat.invoke("hello")).text,
    streamed,
    vector: (await embeddings.embedQuery("hello")).length,
  };
}

type AiModel = Parameters<typeof generateText>[0]["model"];
type AiEmbedding = Parameters<typeof embed>[0]["model"];

async function ai(chat: AiModel, vectors: AiEmbedding): Promise<Made> {
  const how = { model: chat, prompt: "hello", maxRetries: 0 };
  let streamed = "";
  for await (const text of streamText(how).textStream) streamed += text;
  const { embedding } = await embed({ model: vectors, value: "hello", maxRetries: 0 });
  return { whole: (await generateText(how)).text, streamed, vector: embedding.length };
}

const served: Made = {
  whole: expect.stringMatching(/^[A-Z]/),
  streamed: expect.stringMatching(/^[A-Z]/),
  vector: 3072,
};

/** A fleet of its own, which has not learned of the fault before. */
describe.each(["none", "refused", "401", "429", "503"] as const)(
  "its best region has the fault %s",
  (kind) => {
    beforeAll(async () => {
      fleet = await liveFleet();
      if (kind !== "none") fleet.accounts.addFault({ kind, where: REGION, from: Date.now() });
    }, 60_000);
    afterAll(() => fleet?.close());

    test.each(Object.keys(libraries) as (keyof typeof libraries)[])("%s is served", async (name) => {
      expect(await libraries[name]()).toEqual(served);
    });

    test("LangChain calls a tool; OpenAI's token provider opens the fleet", async () => {
      const weather = tool(() => "rain", {
        name: "weather",
        description: "of a city",
        schema: z.object({ city: z.string() }),
      });
      const answer = await chain().bindTools([weather], { tool_choice: "required" }).invoke("Oslo?");
      expect(answer.tool_calls?.map(({ name }) => name)).toEqual(["weather"]);
      const client = new OpenAI({ baseURL: v1(), apiKey: async () => fleet.token, maxRetries: 0 });
      expect((await client.chat.completions.create({ model, messages })).choices).toHaveLength(1);
    });

    test("the fault was met", () => {
      expect(fleet.lost() > 0).toBe(kind !== "none");
    });
  },
);
