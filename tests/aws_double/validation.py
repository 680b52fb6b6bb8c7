"""Whether a value fits a shape of botocore's service model, as the services themselves check it.

botocore checks types, what is required and the minima only. The service also knows maxima,
patterns and enums: those are in the model too, and are read here.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import regex  # type: ignore[import-untyped]
from botocore.model import Shape

_NUMBERS: dict[str, tuple[type, ...]] = {
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "timestamp": (int, float, datetime),
}
_JAVA_SURROGATES = r"\uD800\uDC00-\uDBFF\uDFFF"  # how Java writes all beyond the first 2^16


def problems(shape: Shape, value: Any) -> tuple[str, ...]:
    """What is wrong with `value`, each in the service's words; empty when it fits.

    Values are those of the JSON protocol; times may also be `datetime`s, and blobs bytes.
    """
    return tuple(_walk(shape, value, ""))


def refusal(found: Sequence[str]) -> str:
    """The message of the ValidationException for these problems."""
    noun = "error" if len(found) == 1 else "errors"
    return f"{len(found)} validation {noun} detected: {'; '.join(found)}"


def _walk(shape: Shape, value: Any, place: str) -> Iterator[str]:
    match shape.type_name:
        case "structure":
            yield from _structure(shape, value, place)
        case "list":
            yield from _list(shape, value, place)
        case "map":
            yield from _map(shape, value, place)
        case "string":
            yield from _string(shape, value, place)
        case "boolean":
            if not isinstance(value, bool):
                yield _wrong(value, place, "Member must be a boolean")
        case "blob":
            if not isinstance(value, bytes | str):
                yield _wrong(value, place, "Member must be a blob")
        case number:
            yield from _number(shape, value, place, _NUMBERS[number])


def _structure(shape: Shape, value: Any, place: str) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield _wrong(value, place, "Member must be a structure")
        return
    for name in shape.required_members:
        if value.get(name) is None:
            yield _wrong(None, _join(place, name), "Member must not be null")
    for name, member in value.items():
        if name not in shape.members:
            yield _wrong(member, _join(place, name), f"Member is unknown to {shape.name}")
        elif member is not None:
            yield from _walk(shape.members[name], member, _join(place, name))
    given = [name for name, member in value.items() if member is not None]
    if getattr(shape, "is_tagged_union", False) and len(given) != 1:
        yield _wrong(given, place, "Exactly one member of the union must be set")


def _list(shape: Shape, value: Any, place: str) -> Iterator[str]:
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        yield _wrong(value, place, "Member must be a list")
        return
    yield from _length(shape, value, place)
    for number, member in enumerate(value, 1):
        yield from _walk(shape.member, member, f"{place}.{number}.member")


def _map(shape: Shape, value: Any, place: str) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield _wrong(value, place, "Member must be a map")
        return
    yield from _length(shape, value, place)
    for key, member in value.items():
        if any(True for _ in _walk(shape.key, key, "")):
            keys = "; ".join(_rules(shape.key))
            yield _wrong(value, place, f"Map keys must satisfy constraint: [{keys}]")
        yield from _walk(shape.value, member, f"{place}.{key}.member")


def _string(shape: Shape, value: Any, place: str) -> Iterator[str]:
    if not isinstance(value, str):
        if not shape.serialization.get("jsonvalue"):
            yield _wrong(value, place, "Member must be a string")
        return
    yield from _length(shape, value, place)
    pattern = shape.metadata.get("pattern")
    if pattern is not None and not _compiled(pattern).fullmatch(value):
        rule = f"Member must satisfy regular expression pattern: {pattern}"
        yield _wrong(value, place, rule)
    enum = shape.metadata.get("enum")
    if enum and value not in enum:
        yield _wrong(value, place, f"Member must satisfy enum value set: [{', '.join(enum)}]")


def _number(shape: Shape, value: Any, place: str, types: tuple[type, ...]) -> Iterator[str]:
    if isinstance(value, bool) or not isinstance(value, types):
        yield _wrong(value, place, f"Member must be of type {shape.type_name}")
        return
    if isinstance(value, datetime):
        return
    low, high = shape.metadata.get("min", -math.inf), shape.metadata.get("max", math.inf)
    if not value >= low:
        yield _wrong(value, place, f"Member must have value greater than or equal to {low}")
    if not value <= high:
        yield _wrong(value, place, f"Member must have value less than or equal to {high}")


def _length(shape: Shape, value: Any, place: str) -> Iterator[str]:
    low, high = shape.metadata.get("min", 0), shape.metadata.get("max", math.inf)
    if len(value) < low:
        yield _wrong(value, place, f"Member must have length greater than or equal to {low}")
    if len(value) > high:
        yield _wrong(value, place, f"Member must have length less than or equal to {high}")


def _rules(shape: Shape) -> Iterator[str]:
    known = shape.metadata
    if "max" in known:
        yield f"Member must have length less than or equal to {known['max']}"
    if "min" in known:
        yield f"Member must have length greater than or equal to {known['min']}"
    if "pattern" in known:
        yield f"Member must satisfy regular expression pattern: {known['pattern']}"
    if known.get("enum"):
        yield f"Member must satisfy enum value set: [{', '.join(known['enum'])}]"


@cache
def _compiled(pattern: str) -> Any:
    # `regex` knows \p{L} as Java does, which the standard library does not.
    return regex.compile(pattern.replace(_JAVA_SURROGATES, r"\U00010000-\U0010FFFF"))


def _join(place: str, name: str) -> str:
    name = name[:1].lower() + name[1:]
    return f"{place}.{name}" if place else name


def _wrong(value: Any, place: str, rule: str) -> str:
    shown = "null" if value is None else f"'{value}'"
    return f"Value {shown} at '{place}' failed to satisfy constraint: {rule}"
