"""Unmodified Python libraries against a fleet that runs: each check is one thing that an application does."""

import asyncio
import json

import litellm
from checks import (
    async_azure,
    async_openai,
    azure,
    check,
    embedding,
    expect,
    host,
    in_region,
    key,
    messages,
    model,
    openai,
    run_checks,
    small_key,
    token,
    version,
)
from langchain_openai import (
    AzureChatOpenAI,
    AzureOpenAIEmbeddings,
    ChatOpenAI,
    OpenAIEmbeddings,
)
from openai import (
    APIStatusError,
    AuthenticationError,
    AzureOpenAI,
    NotFoundError,
    RateLimitError,
)
from pydantic import BaseModel

weather = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "of a city",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}


class City(BaseModel):
    name: str
    people: int


def sdk(name, client):
    @check(f"{name}: a chat, with what it used")
    def _():
        answer = client().chat.completions.create(model=model, messages=messages)
        expect(answer.choices[0].message.content and answer.usage.completion_tokens > 0, answer)

    @check(f"{name}: a tool is called, and its result is answered")
    def _():
        first = client().chat.completions.create(model=model, messages=messages, tools=[weather], tool_choice="required")
        call = first.choices[0].message.tool_calls[0]
        expect(call.function.name == "weather" and "city" in json.loads(call.function.arguments), first)
        result = {"role": "tool", "tool_call_id": call.id, "content": "rain"}
        asked = [*messages, first.choices[0].message.model_dump(exclude_none=True), result]
        second = client().chat.completions.create(model=model, messages=asked, tools=[weather])
        expect(second.choices[0].message.content, second)

    @check(f"{name}: an answer that fits a schema")
    def _():
        answer = client().chat.completions.parse(model=model, messages=messages, response_format=City)
        expect(isinstance(answer.choices[0].message.parsed, City), answer)

    @check(f"{name}: a stream, with what it used at its end")
    def _():
        chunks = list(
            client().chat.completions.create(
                model=model, messages=messages, stream=True, stream_options={"include_usage": True}
            )
        )
        text = "".join(choice.delta.content or "" for chunk in chunks for choice in chunk.choices)
        expect(text and chunks[-1].usage.total_tokens > 0, chunks[-1:])

    @check(f"{name}: vectors of two texts")
    def _():
        answer = client().embeddings.create(model=embedding, input=["hello", "world"])
        expect([len(each.embedding) for each in answer.data] == [3072, 3072], len(answer.data))

    @check(f"{name}: a response, whole and streamed")
    def _():
        answer = client().responses.create(model=model, input="hello", store=False)
        expect(answer.output_text, answer)
        kinds = [event.type for event in client().responses.create(model=model, input="hello", store=False, stream=True)]
        expect(kinds[0] == "response.created" and kinds[-1] == "response.completed", kinds)

    @check(f"{name}: the models that it may call")
    def _():
        names = [each.id for each in client().models.list()]
        expect(model in names, names)

    @check(f"{name}: a wrong key and a model that there is not are the errors that they are")
    def _():
        for options, wanted, error in (
            ({"api_key": "x" * 32}, model, AuthenticationError),
            ({}, "gpt-nobody", NotFoundError),
        ):
            try:
                client(**options).chat.completions.create(model=wanted, messages=messages)
            except error:
                continue
            raise AssertionError(error.__name__)


sdk("OpenAI", openai)
sdk("AzureOpenAI", azure)


@check("OpenAI: one of the models by its name")
def _():
    expect(openai().models.retrieve(model).id == model, model)


def asynchronous(name, client):
    @check(f"{name}: ten chats at once")
    def _():
        async def all_of_them():
            async with client() as each:
                chat = each.chat.completions
                return await asyncio.gather(*(chat.create(model=model, messages=messages) for _ in range(10)))

        answers = asyncio.run(all_of_them())
        expect(all(answer.choices[0].message.content for answer in answers), answers)

    @check(f"{name}: ten streams at once, each with what it used")
    def _():
        async def read(each):
            options = {"stream": True, "stream_options": {"include_usage": True}}
            return [chunk async for chunk in await each.chat.completions.create(model=model, messages=messages, **options)]

        async def all_of_them():
            async with client() as each:
                return await asyncio.gather(*(read(each) for _ in range(10)))

        for chunks in asyncio.run(all_of_them()):
            text = "".join(choice.delta.content or "" for chunk in chunks for choice in chunk.choices)
            expect(text and chunks[-1].usage.total_tokens > 0, chunks[-1:])


asynchronous("AsyncOpenAI", async_openai)
asynchronous("AsyncAzureOpenAI", async_azure)


@check("OpenAI: a stored response in its region is read, continued and deleted")
def _():
    client = in_region()
    first = client.responses.create(model=model, input="hello")
    expect(client.responses.retrieve(first.id).output_text == first.output_text, first)
    expect([each.content[0].text for each in client.responses.input_items.list(first.id)] == ["hello"], first.id)
    second = client.responses.create(model=model, input="and then?", previous_response_id=first.id)
    expect(second.previous_response_id == first.id, second)
    client.responses.delete(first.id)
    try:
        client.responses.retrieve(first.id)
    except NotFoundError:
        return
    raise AssertionError("It is still there.")


@check("OpenAI: a stored response is streamed, continued as a stream, and both are read as they were said")
def _():
    client, before = in_region(), None
    for text in ("hello", "and then?"):
        with client.responses.stream(model=model, input=text, previous_response_id=before) as stream:
            said = "".join(event.delta for event in stream if event.type == "response.output_text.delta")
            final = stream.get_final_response()
        kept = client.responses.retrieve(final.id)
        expect(said and kept.output_text == said == final.output_text, (said, kept))
        expect(kept.previous_response_id == before, kept)
        before = final.id


@check("OpenAI: a follow-up without a region is told where it belongs")
def _():
    try:
        openai().responses.create(model=model, input="and then?", previous_response_id="resp_1")
    except APIStatusError as error:
        expect(error.status_code == 400 and "/regions/" in str(error), error)
        return
    raise AssertionError("It was answered.")


@check("AzureOpenAI: a provider of tokens of Microsoft Entra ID")
def _():
    client = AzureOpenAI(
        azure_endpoint=host, api_version=version, azure_ad_token_provider=lambda: token, max_retries=0
    )
    expect(client.chat.completions.create(model=model, messages=messages).choices[0].message.content, "")


@check("OpenAI: a provider of tokens as its key")
def _():
    answer = openai(api_key=lambda: token).chat.completions.create(model=model, messages=messages)
    expect(answer.choices[0].message.content, answer)


@check("OpenAI: what exceeds its consumer's limit is a RateLimitError that says when to come again")
def _():
    client = openai(api_key=small_key)
    try:
        for _ in range(100):
            client.chat.completions.create(model=model, messages=messages)
    except RateLimitError as error:
        expect(0 < int(error.response.headers["retry-after"]) <= 60, error.response.headers)
        return
    raise AssertionError("No limit was met.")


def chain(name, chat, embeddings):
    @check(f"{name}: chats, whole and streamed")
    def _():
        expect(chat().invoke("hello").text, "")
        expect("".join(chunk.text for chunk in chat().stream("hello")), "")

    @check(f"{name}: calls a tool")
    def _():
        answer = chat().bind_tools([weather], tool_choice="required").invoke("Oslo?")
        expect([call["name"] for call in answer.tool_calls] == ["weather"], answer)

    @check(f"{name}: answers in a schema")
    def _():
        expect(isinstance(chat().with_structured_output(City).invoke("Oslo?"), City), "")

    @check(f"{name}: embeds")
    def _():
        expect([len(each) for each in embeddings().embed_documents(["hello"])] == [3072], "")


usual = {"model": model, "api_key": key, "max_retries": 0}
# Counting tokens beforehand would ask a server on the internet for the tables.
counted = {"model": embedding, "api_key": key, "check_embedding_ctx_length": False}
chain(
    "LangChain, OpenAI",
    lambda: ChatOpenAI(base_url=f"{host}/openai/v1", **usual),
    lambda: OpenAIEmbeddings(base_url=f"{host}/openai/v1", **counted),
)
chain(
    "LangChain, AzureOpenAI",
    lambda: AzureChatOpenAI(azure_endpoint=host, api_version=version, azure_deployment=model, **usual),
    lambda: AzureOpenAIEmbeddings(azure_endpoint=host, api_version=version, **counted),
)


@check("LangChain, OpenAI: responses")
def _():
    chat = ChatOpenAI(base_url=f"{host}/openai/v1", use_responses_api=True, store=False, **usual)
    expect(chat.invoke("hello").text, "")


def lite(name, prefix, options):
    base = {"api_key": key, "num_retries": 0, **options}

    @check(f"{name}: chats, whole and streamed")
    def _():
        asked = {"model": f"{prefix}/{model}", "messages": messages, **base}
        expect(litellm.completion(**asked).choices[0].message.content, "")
        text = "".join(chunk.choices[0].delta.content or "" for chunk in litellm.completion(stream=True, **asked) if chunk.choices)
        expect(text, "")

    @check(f"{name}: calls a tool")
    def _():
        answer = litellm.completion(
            model=f"{prefix}/{model}", messages=messages, tools=[weather], tool_choice="required", **base
        )
        expect(answer.choices[0].message.tool_calls[0].function.name == "weather", answer)

    @check(f"{name}: embeds")
    def _():
        answer = litellm.embedding(model=f"{prefix}/{embedding}", input=["hello"], **base)
        expect(len(answer.data[0]["embedding"]) == 3072, "")


lite("LiteLLM, openai", "openai", {"api_base": f"{host}/openai/v1"})
lite("LiteLLM, azure", "azure", {"api_base": host, "api_version": version})

run_checks()
