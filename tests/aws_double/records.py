"""What SageMaker remembers of a thing: the answer to Describe, its tags, and lists of them."""

import base64
import copy
import json
import math
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.aws_double.account import now
from tests.aws_double.errors import invalid

PAGE = 10
"""How many AWS lists when unasked."""


@dataclass
class Record:
    """One thing. `facts` are the members of its Describe answer."""

    name: str
    arn: str
    facts: dict[str, Any]
    tags: dict[str, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.facts.setdefault("CreationTime", now())

    def update(self, **facts: Any) -> None:
        """Change these; None takes one away."""
        with self._lock:
            for name, value in facts.items():
                if value is None:
                    self.facts.pop(name, None)
                else:
                    self.facts[name] = value
            if "LastModifiedTime" in self.facts:
                self.facts["LastModifiedTime"] = now()

    def seen(self) -> dict[str, Any]:
        """The facts, for who does not change what is in them."""
        with self._lock:
            return dict(self.facts)

    def described(self) -> dict[str, Any]:
        """A copy of the facts."""
        with self._lock:
            return copy.deepcopy(self.facts)


class Shelf(dict[str, Record]):
    """The things of one kind, by name. Take `lock` for what must not be interrupted."""

    def __init__(self) -> None:
        super().__init__()
        self.lock = threading.RLock()


def tags_of(parameters: Mapping[str, Any]) -> dict[str, str]:
    """The tags of a Create request."""
    return {tag["Key"]: tag["Value"] for tag in parameters.get("Tags") or []}


def tag_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """As AWS lists them."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def page(
    records: Sequence[Record],
    request: Mapping[str, Any],
    *,
    answer: str,
    members: Sequence[str],
    status: str | None = None,
    newest_first: bool = True,
) -> dict[str, Any]:
    """The answer to a List request: filtered, sorted, cut to a page.

    answer: the member that holds the summaries. members: of a summary, where it has them. status:
    the member that StatusEquals and a sort by Status are about.
    """
    sort = {"Name": "", "CreationTime": "CreationTime", "Status": status}.get(
        request.get("SortBy", "CreationTime"), request.get("SortBy")
    )
    order = request.get("SortOrder", "Descending" if newest_first else "Ascending")
    facts = [(record.name, record.seen()) for record in records]
    wanted = [one for one in facts if _matches(*one, request, status)]
    placed = sorted(
        ((_position(name, fact, sort), fact) for name, fact in wanted),
        key=lambda one: one[0],
        reverse=order == "Descending",
    )
    asked = {k: str(v) for k, v in request.items() if k not in ("NextToken", "MaxResults")}
    if token := request.get("NextToken"):
        last = _position_of(token, asked)
        placed = [
            one for one in placed if (one[0] < last if order == "Descending" else one[0] > last)
        ]
    size = request.get("MaxResults", PAGE)
    summaries = [{m: fact[m] for m in members if m in fact} for _, fact in placed[:size]]
    more = {"NextToken": _token(placed[size - 1][0], asked)} if len(placed) > size else {}
    return {answer: summaries, **more}


def _matches(
    name: str, fact: Mapping[str, Any], request: Mapping[str, Any], status: str | None
) -> bool:
    if request.get("NameContains", "").lower() not in name.lower():
        return False
    if status and request.get("StatusEquals", fact[status]) != fact[status]:
        return False
    for member in ("CreationTime", "LastModifiedTime"):
        at = fact.get(member, fact["CreationTime"]).timestamp()
        if not request.get(f"{member}After", 0) <= at:
            return False
        if not at <= request.get(f"{member}Before", math.inf):
            return False
    return True


def _position(name: str, fact: Mapping[str, Any], sort: str | None) -> tuple[str, str]:
    value = fact.get(sort, "") if sort else ""
    return (value.isoformat() if isinstance(value, datetime) else str(value), name)


def _token(position: tuple[str, str], asked: Mapping[str, str]) -> str:
    return base64.urlsafe_b64encode(json.dumps([position, asked]).encode()).decode()


def _position_of(token: str, asked: Mapping[str, str]) -> tuple[str, str]:
    try:
        (value, name), given = json.loads(base64.urlsafe_b64decode(token))
    except ValueError:
        raise invalid("Invalid NextToken") from None
    if given != asked:
        raise invalid("The NextToken was given for a request with other parameters")
    return (value, name)
