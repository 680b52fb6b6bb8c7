"""Snippets: how to ask an endpoint from a shell or a program, ready to be copied."""

import json
import shlex


def curl(url: str, text: str, categories: int) -> str:
    """A shell command that asks the endpoint at `url` for all categories of a message."""
    body = json.dumps({"instances": [text], "configuration": {"k": categories + 1}})
    return f"curl -s {shlex.quote(url)} -H 'Content-Type: application/json' -d {shlex.quote(body)}"


def python(url: str, text: str, categories: int) -> str:
    """A program that does the same and prints a line for each label and its probability.

    It needs Python 3 and nothing else.
    """
    return f"""\
import json
from urllib.request import Request, urlopen

messages = [{text!r}]
body = {{"instances": messages, "configuration": {{"k": {categories + 1}}}}}
request = Request(
    {url!r},
    data=json.dumps(body).encode(),
    headers={{"Content-Type": "application/json"}},
)
with urlopen(request, timeout=75) as response:
    answers = json.load(response)

for message, answer in zip(messages, answers):
    print(message)
    for label, probability in zip(answer["label"], answer["prob"]):
        print(f"  {{label.removeprefix('__label__')}}: {{probability:.3f}}")
"""
