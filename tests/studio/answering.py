"""A workspace whose endpoints answer without a model: a message is as toxic as it is long."""

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest

from backend.errors import NotFound, Unavailable
from backend.ledger.ledger import Ledger
from backend.platforms.base import Reply
from backend.studio.endpoint import endpoints
from backend.studio.workspace import Workspace
from tests.studio.memory_platform import MemoryPlatform

THRESHOLDS = {"toxic": 0.5, "insult": 0.8}


def chance(text: str) -> float:
    """What an endpoint says of a text: 0.1 a character, at most 1."""
    return min(len(text) / 10, 1.0)


@dataclass(eq=False)
class AnsweringPlatform(MemoryPlatform):
    """`go` holds every answer back until a test sets it; `busy` counts 429s still to come."""

    go: threading.Event = field(default_factory=threading.Event)
    busy: int = 0
    broken: frozenset[str] = frozenset()
    asked: list[tuple[str, list[str]]] = field(default_factory=list)

    def invoke(self, name: str, body: bytes, *, content_type: str, accept: str) -> Reply:
        request = json.loads(body)
        self.asked.append((name, request["instances"]))
        if name in self.broken:
            raise Unavailable(f"The endpoint {name!r} cannot be reached.")
        assert self.go.wait(60)
        if self.busy > 0:
            self.busy -= 1
            return Reply(429, "application/json", b"{}")
        details = {"raw": {}, "text": "", "model": "m", "normaliser": "1"}
        answers = [
            {
                "label": [f"__label__{c}" for c in (*THRESHOLDS, "none")],
                "prob": [chance(t), chance(t) / 2, 1 - chance(t)],
                "details": details,
            }
            for t in request["instances"]
        ]
        return Reply(200, "application/json", json.dumps(answers).encode())


def answering(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Workspace, AnsweringPlatform]:
    """A workspace in which every endpoint but one called "gone" has a model."""

    def model_of(_: Workspace, name: str) -> SimpleNamespace:
        if name == "gone":
            raise NotFound("There is no endpoint 'gone'.")
        return SimpleNamespace(thresholds=THRESHOLDS, categories=tuple(THRESHOLDS))

    monkeypatch.setattr(endpoints, "model_of", model_of)
    platform = AnsweringPlatform(folder / "platform")
    platform.go.set()
    return Workspace(platform, Ledger(folder / "ledger.sqlite3"), folder), platform
