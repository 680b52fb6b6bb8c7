"""Values against shapes of the service's model, in the service's words."""

from typing import Any

import pytest
from botocore.model import ServiceModel

from tests.aws_double.validation import problems, refusal
from tests.aws_double.wire import service_model

SHAPES: dict[str, Any] = {
    "Name": {"type": "string", "min": 2, "max": 4, "pattern": "[a-z]+"},
    "Word": {"type": "string", "pattern": r"[\p{L}\p{Z}]*"},
    "Text": {
        "type": "string",
        "pattern": r"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF]*",
    },
    "Kind": {"type": "string", "enum": ["A", "B"]},
    "Count": {"type": "integer", "min": 1, "max": 3},
    "Share": {"type": "float", "min": 0},
    "Flag": {"type": "boolean"},
    "Moment": {"type": "timestamp"},
    "Bytes": {"type": "blob"},
    "Names": {"type": "list", "member": {"shape": "Name"}, "max": 2},
    "Map": {"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Count"}, "max": 1},
    "Inner": {"type": "structure", "members": {"Count": {"shape": "Count"}}},
    "One": {
        "type": "structure",
        "union": True,
        "members": {"Name": {"shape": "Name"}, "Kind": {"shape": "Kind"}},
    },
}
SHAPES["Whole"] = {
    "type": "structure",
    "required": ["Name"],
    "members": {name: {"shape": name} for name in SHAPES},
}  # fmt: skip
MODEL = ServiceModel({"metadata": {}, "operations": {}, "shapes": SHAPES}, "test")


def found(value: Any) -> tuple[str, ...]:
    return problems(MODEL.shape_for("Whole"), value)


@pytest.mark.parametrize(
    "value",
    [
        {"Name": "abcd"},
        {"Name": "ab", "Word": "é 字", "Kind": "A", "Count": 3, "Share": 1, "Flag": False},
        {"Name": "ab", "Moment": 1.5, "Bytes": "eA==", "Names": ["ab"], "Map": {"ab": 1}},
        {"Name": "ab", "Inner": {"Count": 1}, "One": {"Kind": "B"}, "Kind": None},
        {"Name": "ab", "Text": "a\U0001f600"},
    ],
)
def test_what_fits(value: Any) -> None:
    assert found(value) == ()


@pytest.mark.parametrize(
    ("value", "place", "rule"),
    [
        ({}, "name", "Member must not be null"),
        ({"Name": "a"}, "name", "length greater than or equal to 2"),
        ({"Name": "abcde"}, "name", "length less than or equal to 4"),
        ({"Name": "AB"}, "name", "expression pattern: [a-z]+"),
        ({"Name": "ab\n"}, "name", "expression pattern"),
        ({"Word": "a1"}, "word", "expression pattern"),
        ({"Text": "\x00"}, "text", "expression pattern"),
        ({"Kind": "C"}, "kind", "enum value set: [A, B]"),
        ({"Count": 0}, "count", "value greater than or equal to 1"),
        ({"Count": 4}, "count", "value less than or equal to 3"),
        ({"Count": True}, "count", "of type integer"),
        ({"Count": 1.0}, "count", "of type integer"),
        ({"Count": "1"}, "count", "of type integer"),
        ({"Share": float("nan")}, "share", "greater than or equal to 0"),
        ({"Flag": "true"}, "flag", "boolean"),
        ({"Moment": "today"}, "moment", "timestamp"),
        ({"Bytes": 1}, "bytes", "blob"),
        ({"Names": ["ab", "A"]}, "names.2.member", "length greater"),
        ({"Names": ["ab", "ab", "ab"]}, "names", "length less than or equal to 2"),
        ({"Names": "ab"}, "names", "list"),
        ({"Map": {"A": 1}}, "map", "Map keys must satisfy constraint"),
        ({"Map": {"ab": 9}}, "map.ab.member", "less than or equal to 3"),
        ({"Map": []}, "map", "map"),
        ({"Inner": {"Count": 9}}, "inner.count", "less than or equal to 3"),
        ({"Inner": "x"}, "inner", "structure"),
        ({"Other": 1}, "other", "unknown"),
        ({"One": {}}, "one", "Exactly one"),
        ({"One": {"Name": "ab", "Kind": "A"}}, "one", "Exactly one"),
    ],
)
def test_what_does_not_fit(value: dict[str, Any], place: str, rule: str) -> None:
    first, *_ = found({"Name": "ab", **value} if value else value)
    assert f"at '{place}' failed to satisfy constraint" in first
    assert rule in first


def test_the_words_of_the_service() -> None:
    told = refusal(found({"Name": "AB", "Count": 0}))
    assert told == (
        "2 validation errors detected: Value 'AB' at 'name' failed to satisfy constraint: Member"
        " must satisfy regular expression pattern: [a-z]+; Value '0' at 'count' failed to satisfy"
        " constraint: Member must have value greater than or equal to 1"
    )


def test_every_pattern_of_sagemaker_can_be_read() -> None:
    model = service_model("sagemaker")
    shapes = [model.shape_for(name) for name in model.shape_names]
    strings = [shape for shape in shapes if shape.type_name == "string"]
    assert sum("pattern" in shape.metadata for shape in strings) > 400
    for shape in strings:
        problems(shape, "a")
