"""Which IAM actions the calls in Python files need, as the double has them."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import botocore.session
from botocore import xform_name

from tests.aws_double.actions import action_of

_SERVICES = (
    "sagemaker",
    "sagemaker-runtime",
    "s3",
    "logs",
    "cloudwatch",
    "iam",
    "service-quotas",
    "pricing",
    "resourcegroupstaggingapi",
    "sts",
)
_TRANSFERS = {  # boto3's own, and what it calls
    "create_transfer_manager": {"s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload"},
}


@cache
def _methods() -> Mapping[str, set[str]]:
    """The actions of each method of a client, by its name. Those of one word are left out: they
    are names of much else, and none is used."""
    session = botocore.session.get_session()
    found = dict(_TRANSFERS)
    for service in _SERVICES:
        for operation in session.get_service_model(service).operation_names:
            method, action = xform_name(operation), action_of(service, operation)
            if action and "_" in method:
                found[method] = found.get(method, set()) | {action}
    return found


def called(sources: Iterable[Path]) -> set[str]:
    """The actions of all methods of clients that are called, or named (as for a paginator)."""
    names = {name for tree in map(_parsed, sources) for name in _names(tree)}
    return {action for name in names for action in _methods().get(name, ())}


def composed(sources: Iterable[Path]) -> set[str]:
    """The actions of all methods whose name an f-string may make, such as `f"{verb}_endpoint"`."""
    patterns = [pattern for tree in map(_parsed, sources) for pattern in _patterns(tree)]
    return {
        action
        for name, actions in _methods().items()
        if any(pattern.fullmatch(name) for pattern in patterns)
        for action in actions
    }


def _parsed(source: Path) -> ast.AST:
    return ast.parse(source.read_text(encoding="utf-8"))


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _patterns(tree: ast.AST) -> Iterator[re.Pattern[str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z_]+"
                for part in node.values
            ]
            if "_" in "".join(parts).replace("[a-z_]+", ""):
                yield re.compile("".join(parts))
