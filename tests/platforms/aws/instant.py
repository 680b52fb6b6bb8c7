"""Containers for the double that start at once and hold no model: for what happens around them.

`double.url` is real, and so is all that is asked of it; only what is inside an endpoint is not.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from backend.artefacts.package import CODE, MODEL
from tests.tiny import TOXIC

BROKEN = b"turnip" * 1000
WORDS = "model.bin is no fastText classifier. Train the model again."
SCORES = b'[{"label": ["__label__toxic"], "prob": [0.9]}]'


class InstantServer:
    """Answers 200 with SCORES, or the status that the body names (`b"418"`) with the body."""

    port = 0

    def __init__(self, root: Path, log: Callable[[str], None]) -> None:
        model = root / "model"
        assert (model / CODE / "backend" / "serve.py").is_file()
        self.sick = (model / MODEL).read_bytes() == BROKEN
        self._log = log

    def poll(self) -> int | None:
        return None

    def ping(self) -> bool:
        if self.sick:
            self._log(f"2026-11-22 10:00:00 worker {WORDS}")
        self._log(f'127.0.0.1 - - "GET /ping HTTP/1.1" {500 if self.sick else 200} 0')
        return not self.sick

    def invoke(self, body: bytes, content_type: str, accept: str) -> tuple[int, str, bytes]:
        assert TOXIC.encode() not in body
        self.asked = (content_type, accept)
        if body[:3].isdigit():
            return int(body[:3]), "application/json", body[4:]
        return 200, "application/json", SCORES

    def memory_mb(self) -> float:
        return 512.0

    def stop(self) -> None:
        return None


def start_server(
    environment: Mapping[str, str], root: Path, log: Callable[[str], None]
) -> InstantServer:
    """As `tests.aws_double.containers.start_server`."""
    return InstantServer(root, log)
