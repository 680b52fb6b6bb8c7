"""Message sets: messages a person keeps, to ask them of any endpoint at once."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backend.errors import Conflict, InvalidInput, NotFound
from backend.studio.workspace import Workspace

MOST_SETS = 50
MOST_MESSAGES = 200
LONGEST_MESSAGE = 2_000  # characters
LONGEST_NAME = 60

_SETTING = "message_sets"


@dataclass(frozen=True, kw_only=True)
class MessageSet:
    """Messages under a name. saved_at: seconds since the epoch."""

    name: str
    messages: tuple[str, ...]
    saved_at: float


def lines(text: str) -> tuple[str, ...]:
    """The messages of pasted text: its lines without the blanks around them; none is empty."""
    return tuple(line for raw in text.splitlines() if (line := raw.strip()))


def listing(workspace: Workspace) -> tuple[MessageSet, ...]:
    """All that were saved, by name."""
    kept = workspace.ledger.setting(_SETTING, {}, shared=True)
    return tuple(_read(name, kept[name]) for name in sorted(kept, key=str.casefold))


def get(workspace: Workspace, name: str) -> MessageSet:
    """The set of that name. Raises NotFound."""
    kept = workspace.ledger.setting(_SETTING, {}, shared=True)
    if name not in kept:
        raise NotFound("There is no message set of that name.", "Choose another.")
    return _read(name, kept[name])


def save(workspace: Workspace, name: str, messages: Sequence[str]) -> MessageSet:
    """Keep messages under a new name. Raises InvalidInput over the limits, Conflict if taken."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise InvalidInput(
            f"A message set needs a name of 1 to {LONGEST_NAME} characters.", "Name it shortly."
        )
    if not messages:
        raise InvalidInput("There is no message in it.", "Write one on each line.")
    if len(messages) > MOST_MESSAGES:
        raise InvalidInput(
            f"That is {len(messages):,} messages; a set has at most {MOST_MESSAGES}.",
            "Leave some out, or score them under Many.",
        )
    for number, message in enumerate(messages, start=1):
        if len(message) > LONGEST_MESSAGE:
            raise InvalidInput(
                f"Message {number} has {len(message):,} characters;"
                f" one in a set has at most {LONGEST_MESSAGE:,}.",
                "Shorten it.",
            )

    def add(kept: Any) -> dict[str, Any]:
        kept = kept or {}
        if name in kept:
            raise Conflict("There is a message set of that name.", "Choose another name.")
        if len(kept) >= MOST_SETS:
            raise InvalidInput(f"There are {MOST_SETS} message sets already.", "Delete one first.")
        return {**kept, name: {"messages": list(messages), "saved_at": time.time()}}

    return _read(name, workspace.ledger.change(_SETTING, add, shared=True)[name])


def delete(workspace: Workspace, name: str) -> None:
    """Forget a set. Returns silently if there is none."""
    workspace.ledger.change(
        _SETTING,
        lambda kept: {other: kept[other] for other in kept or {} if other != name},
        shared=True,
    )


def _read(name: str, kept: dict[str, Any]) -> MessageSet:
    return MessageSet(name=name, messages=tuple(kept["messages"]), saved_at=kept["saved_at"])
