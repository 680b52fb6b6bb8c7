"""Made-up comments in the shape of a real dataset: two categories, about nobody."""

import csv
import random
from pathlib import Path

_RUDE = ("you rotten turnip", "what a smelly turnip you are", "go away you rotten egg")
_SPAM = ("buy cheap gold now", "free gold click here", "cheap gold best price click")
_KIND = ("well played my friend", "good game everyone", "see you tomorrow", "nice shot there")
_WHEN = ("again", "today", "as always", "this morning", "last night", "for once", "right now")
_PLACES = "bridge tower river forest castle harbour market meadow cellar garden orchard quarry"
_WHERE = tuple(_PLACES.split())


def write_comments(path: Path, rows: int = 600, *, seed: int = 1) -> Path:
    """Write a CSV of `rows` comments: a sixth rude, a sixth spam, some both. `path` itself."""
    dice = random.Random(seed)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "comment_text", "rude", "spam"])
        for number in range(rows):
            rude, spam = number % 6 in (0, 2), number % 6 in (1, 2)
            said = [dice.choice(_RUDE)] * rude + [dice.choice(_SPAM)] * spam
            said = said or [dice.choice(_KIND)]
            place = f"near the {dice.choice(_WHERE)} and the {dice.choice(_WHERE)}"
            text = " ".join([*said, place, dice.choice(_WHEN)])
            writer.writerow([f"c{number}", text, int(rude), int(spam)])
    return path
