"""What each check needs: where the fleet is, its keys, and how a check is told."""

import json
import os
import sys

from openai import AsyncAzureOpenAI, AsyncOpenAI, AzureOpenAI, OpenAI

host, key, small_key, token, region = (
    os.environ[f"FLEET_{name}"] for name in ("URL", "KEY", "SMALL_KEY", "TOKEN", "REGION")
)
model, embedding, version = "gpt-5.4", "text-embedding-3-large", "2024-10-21"
messages = [{"role": "user", "content": "What is the weather in Oslo?"}]

checks = {}


def check(name):
    def keep(function):
        checks[name] = function
        return function

    return keep


def expect(condition, seen):
    if not condition:
        raise AssertionError(repr(seen))


def run_checks():
    """Runs those whose names begin with an argument, or all; prints a line of JSON for each: its name, what went wrong or null."""
    for name, run in checks.items():
        if len(sys.argv) > 1 and not any(name.startswith(start) for start in sys.argv[1:]):
            continue
        try:
            run()
            fault = None
        except Exception as error:
            fault = f"{type(error).__name__}: {error}"[:2000]
        print(json.dumps({"check": name, "fault": fault}), flush=True)


def openai(kind=OpenAI, **options):
    return kind(base_url=f"{host}/openai/v1", **{"api_key": key, "max_retries": 0, **options})


def azure(kind=AzureOpenAI, **options):
    return kind(azure_endpoint=host, api_version=version, **{"api_key": key, "max_retries": 0, **options})


def async_openai():
    return openai(AsyncOpenAI)


def async_azure():
    return azure(AsyncAzureOpenAI)


def in_region(**options):
    return OpenAI(base_url=f"{host}/regions/{region}/openai/v1", api_key=key, max_retries=0, **options)
