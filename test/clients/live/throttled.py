"""Unmodified Python libraries where all are full: what a 429 is to them, and that they come again when it says so."""

import litellm
from checks import azure, check, expect, host, key, messages, model, openai, run_checks, version
from langchain_openai import ChatOpenAI
from openai import RateLimitError

# More tries than are needed: each waits for as long as the answer before it said.
TRIES = 6


def sdk(name, client):
    @check(f"told: {name}")
    def _():
        try:
            client().chat.completions.create(model=model, messages=messages)
        except RateLimitError as error:
            expect(0 < int(error.response.headers["retry-after"]) <= 60, error.response.headers)
            return
        raise AssertionError("It was answered.")

    @check(f"asked again: {name}")
    def _():
        chat = client(max_retries=TRIES).chat.completions
        raw = chat.with_raw_response.create(model=model, messages=messages)
        expect(raw.retries_taken > 0 and raw.parse().choices[0].message.content, raw.retries_taken)


sdk("OpenAI", openai)
sdk("AzureOpenAI", azure)


def chain(tries):
    return ChatOpenAI(base_url=f"{host}/openai/v1", model=model, api_key=key, max_retries=tries)


@check("told: LangChain")
def _():
    try:
        chain(0).invoke("hello")
    except RateLimitError:
        return
    raise AssertionError("It was answered.")


@check("asked again: LangChain")
def _():
    expect(chain(TRIES).invoke("hello").text, "")


def lite(name, **options):
    asked = {"messages": messages, "api_key": key, **options}

    @check(f"told: {name}")
    def _():
        try:
            litellm.completion(max_retries=0, **asked)
        except litellm.RateLimitError:
            return
        raise AssertionError("It was answered.")

    # The number is its own: of what it is given, `azure/` takes no notice.
    @check(f"asked again: {name}")
    def _():
        expect(litellm.completion(**asked).choices[0].message.content, "")


lite("LiteLLM, openai", model=f"openai/{model}", api_base=f"{host}/openai/v1")
lite("LiteLLM, azure", model=f"azure/{model}", api_base=host, api_version=version)

run_checks()
