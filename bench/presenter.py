"""Messages that a presenter might type, held against what a model made of the sample says.

They were written by someone who had not read the generator of the sample. `--unread` takes the
second half, which nobody looks at but to report.
"""

import argparse
import csv
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from backend.studio import demo
from backend.studio.endpoint import endpoints
from backend.studio.message import messages
from backend.studio.work import runs
from backend.studio.workspace import open_workspace

FOLDER = Path(__file__).parents[1] / "tests" / "data"
MESSAGES = FOLDER / "presenter_messages.csv"
UNREAD = FOLDER / "presenter_messages_unread.csv"

SPECIFIC_FIRST = ("severe_toxic", "threat", "identity_hate", "insult", "obscene", "toxic")
CLEAN = "clean"


@dataclass(frozen=True)
class Expected:
    """A message and the categories that a person gave it."""

    text: str
    categories: frozenset[str]

    @property
    def kind(self) -> str:
        """Its most specific category, or clean."""
        return next((name for name in SPECIFIC_FIRST if name in self.categories), CLEAN)

    def is_right(self, caught: Set[str]) -> bool:
        """A clean message is right when nothing is caught, another when its kind is."""
        return self.kind in caught if self.categories else not caught


def read(path: Path) -> list[Expected]:
    """The messages of a file in Kaggle's shape."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        Expected(row["comment_text"], frozenset(c for c in SPECIFIC_FIRST if row[c] == "1"))
        for row in rows
    ]


def right_by_kind(
    expected: Sequence[Expected], caught: Sequence[Set[str]]
) -> Mapping[str, tuple[int, int]]:
    """By kind, how many messages are right, of how many."""
    right, of = Counter[str](), Counter[str]()
    for message, found in zip(expected, caught, strict=True):
        of[message.kind] += 1
        right[message.kind] += message.is_right(found)
    return {kind: (right[kind], of[kind]) for kind in (*SPECIFIC_FIRST, CLEAN) if of[kind]}


def main() -> None:
    """Run the guided demo in a folder of its own and say how many messages come out right."""
    parser = argparse.ArgumentParser(prog="python -m bench.presenter", description=__doc__)
    parser.add_argument("--unread", action="store_true")
    expected = read(UNREAD if parser.parse_args().unread else MESSAGES)
    with tempfile.TemporaryDirectory(prefix="moderation-studio-bench-") as folder:
        workspace = open_workspace(Path(folder))
        try:
            demo.start(workspace)
            runs.wait(workspace, demo.NAME)
            caught = [
                {c.category for c in messages.score(workspace, demo.NAME, m.text).verdict.caught}
                for m in expected
            ]
        finally:
            for endpoint in endpoints.listing(workspace):
                endpoints.delete(workspace, endpoint.name)
    found = right_by_kind(expected, caught)
    for kind, (right, of) in found.items():
        print(f"{kind:<14} {right:>2} of {of}")
    print(f"{'all':<14} {sum(r for r, _ in found.values()):>2} of {len(expected)}")


if __name__ == "__main__":
    main()
