"""Snippets: how to ask an endpoint from a shell or a program, ready to be copied."""

import json
import shlex
from collections.abc import Mapping


def curl(url: str, text: str, categories: int) -> str:
    """A shell command that asks the endpoint at `url` for all categories of a message."""
    body = json.dumps(_request([text], categories))
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

{_PRINTED}"""


def aws_cli(name: str, settings: Mapping[str, str], text: str, categories: int) -> str:
    """A shell command that asks the endpoint of that name on SageMaker; it needs the AWS CLI.

    settings: of the platform, as the catalogue names them.
    """
    words = [
        *("aws", "sagemaker-runtime", "invoke-endpoint"),
        *(("--profile", settings["profile"]) if settings.get("profile") else ()),
        *("--region", settings["region"], "--endpoint-name", name),
        *("--content-type", "application/json", "--cli-binary-format", "raw-in-base64-out"),
        *("--body", json.dumps(_request([text], categories)), "/dev/stdout"),
    ]
    return shlex.join(words)


def boto3(name: str, settings: Mapping[str, str], text: str, categories: int) -> str:
    """A program that asks it, as `python` does; it needs boto3."""
    session = f"profile_name={settings['profile']!r}" if settings.get("profile") else ""
    return f"""\
import json

import boto3

messages = [{text!r}]
body = {{"instances": messages, "configuration": {{"k": {categories + 1}}}}}
runtime = boto3.Session({session}).client("sagemaker-runtime", region_name={settings["region"]!r})
response = runtime.invoke_endpoint(
    EndpointName={name!r}, ContentType="application/json", Body=json.dumps(body)
)
answers = json.load(response["Body"])

{_PRINTED}"""


_PRINTED = """\
for message, answer in zip(messages, answers):
    print(message)
    for label, probability in zip(answer["label"], answer["prob"]):
        print(f"  {label.removeprefix('__label__')}: {probability:.3f}")
"""


def _request(texts: list[str], categories: int) -> dict[str, object]:
    return {"instances": texts, "configuration": {"k": categories + 1}}
