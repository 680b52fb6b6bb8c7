"""How numbers, times and names are said, the same on every page. Pure text."""

import re
from collections.abc import Sequence
from datetime import datetime

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&@^=\"'/%])")


def plain(text: str) -> str:
    """`text` with every mark of Markdown escaped, on one line: it shows as it was written."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def category(name: str) -> str:
    """A category as people read it: identity_hate is "identity hate"."""
    return name.replace("_", " ")


def joined(parts: Sequence[str], word: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """ "1 row", "15,725 rows"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def percent(share: float) -> str:
    """A share of 0 to 1: "82 %", and what is neither nothing nor all never looks so."""
    if 0 < share < 0.005:
        return "< 1 %"
    if 0.995 < share < 1:
        return "> 99 %"
    return f"{share * 100:.0f} %"


def megabytes(mb: float) -> str:
    """ "< 0.1 MB", "0.4 MB", "26 MB", "1,024 MB"."""
    if mb < 0.05:
        return "< 0.1 MB"
    return f"{mb:.1f} MB" if mb < 10 else f"{mb:,.0f} MB"


def disk(mb: float) -> str:
    """Room on a disk, from MB of 10^6 bytes: "26 MB", "3.4 GB", "80 GB"."""
    gb = mb / 1000
    if gb < 1:
        return megabytes(mb)
    return f"{gb:.1f} GB" if gb < 10 else f"{gb:,.0f} GB"


def duration(seconds: float) -> str:
    """ "0.4 ms", "12 ms", "3.2 s", "4 s", "45 s", "2 min 5 s", "1 h 4 min"."""
    if seconds < 0.0995:
        milliseconds = seconds * 1000
        return f"{milliseconds:.1f} ms" if milliseconds < 9.95 else f"{milliseconds:.0f} ms"
    if seconds < 9.95:
        return f"{seconds:.1f}".removesuffix(".0") + " s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s" if whole % 60 else f"{whole // 60} min"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def ago(at: float, now: float) -> str:
    """How long before `now` (both seconds since the epoch): "just now", "2 min ago"."""
    seconds = max(0.0, now - at)
    if seconds < 10:
        return "just now"
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min"), (1, "s")):
        if seconds >= size:
            return f"{int(seconds // size)} {unit} ago"
    return "just now"


def moment(at: float) -> datetime:
    """Seconds since the epoch as a moment in this machine's own time."""
    return datetime.fromtimestamp(at).astimezone()


def clock(at: float) -> str:
    """A moment in this machine's own time: "14:05:09" today, "22 Nov 2026, 14:05" otherwise."""
    then = moment(at)
    if then.date() == datetime.now().astimezone().date():
        return f"{then:%H:%M:%S}"
    return f"{then:%-d %b %Y, %H:%M}"


def where(far: bool) -> str:
    """Where work runs, for the middle of a sentence."""
    return "in your account" if far else "on this machine"


def dollars(usd: float) -> str:
    """About how many US dollars, with enough digits not to look like nothing."""
    if usd < 0.0001:
        return "nothing" if usd == 0 else "less than $0.0001"
    return f"about ${usd:.2f}" if usd >= 0.01 else f"about ${usd:.4f}"
