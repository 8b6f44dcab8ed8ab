"""Calls the server at argv[1] with every client, so that what they send can be recorded; see README.md beside this file."""

import sys

import litellm
from openai import AzureOpenAI, OpenAI

host = sys.argv[1]
model = "gpt-5.4"
messages = [{"role": "user", "content": "hello"}]
tools = [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}]


def step(name):
    """Told to the recorder: what follows belongs to this client."""
    OpenAI(base_url=f"{host}/step/{name}", api_key="-", max_retries=0).models.list()


def sdk(client):
    client.chat.completions.create(model=model, messages=messages, tools=tools)
    list(client.chat.completions.create(model=model, messages=messages, stream=True))
    client.embeddings.create(model="text-embedding-3-large", input="hello")
    client.responses.create(model=model, input="hello")
    list(client.responses.create(model=model, input="hello", stream=True))
    client.responses.input_tokens.count(model=model, input="hello")
    client.models.list()
    client.audio.speech.create(model=model, voice="alloy", input="hello")


step("openai")
sdk(OpenAI(base_url=f"{host}/openai/v1", api_key="KEY", max_retries=0))
step("azure")
azure = AzureOpenAI(azure_endpoint=host, api_key="KEY", api_version="2024-10-21", max_retries=0)
sdk(azure)
azure.audio.transcriptions.create(model=model, file=("a.wav", b"RIFF"))
step("azure with a token")
AzureOpenAI(
    azure_endpoint=host, azure_ad_token_provider=lambda: "TOKEN", api_version="preview", max_retries=0
).chat.completions.create(model=model, messages=messages)

base = {"api_key": "KEY", "num_retries": 0}
step("litellm openai")
openai = {**base, "api_base": f"{host}/openai/v1"}
litellm.completion(model=f"openai/{model}", messages=messages, tools=tools, **openai)
list(litellm.completion(model=f"openai/{model}", messages=messages, stream=True, **openai))
litellm.embedding(model="openai/text-embedding-3-large", input=["hello"], **openai)
litellm.responses(model=f"openai/{model}", input="hello", api_key="KEY", api_base=f"{host}/openai/v1")
step("litellm azure")
classic = {**base, "api_base": host, "api_version": "2024-10-21"}
litellm.completion(model=f"azure/{model}", messages=messages, tools=tools, **classic)
list(litellm.completion(model=f"azure/{model}", messages=messages, stream=True, **classic))
litellm.embedding(model="azure/text-embedding-3-large", input=["hello"], **classic)
litellm.responses(model=f"azure/{model}", input="hello", api_key="KEY", api_base=host, api_version="preview")
