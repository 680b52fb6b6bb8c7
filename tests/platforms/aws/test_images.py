"""The containers' images: what the SDK knows, asked once for each machine."""

import sys
from pathlib import Path

import pytest

from backend.errors import NotSupported
from backend.platforms.aws.images import BLAZINGTEXT, SKLEARN, Images
from tests.aws_double.images import known


def test_the_sdk_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {}
    for region in ("us-east-1", "eu-west-1"):
        for name in (SKLEARN, BLAZINGTEXT):
            uri = Images(region, tmp_path).uri(name)
            assert known(region)[uri] == name
            told[region, name] = uri
    with pytest.raises(NotSupported, match="Choose another region"):
        Images("mars-north-1", tmp_path).uri(SKLEARN)
    monkeypatch.setitem(sys.modules, "sagemaker.core", None)  # cannot be imported
    for (region, name), uri in told.items():
        assert Images(region, tmp_path).uri(name) == uri


@pytest.mark.parametrize("damage", [b"", b"[]", b"{}"])
def test_a_damaged_answer_is_asked_for_again(tmp_path: Path, damage: bytes) -> None:
    kept = Images.place(tmp_path, SKLEARN, "eu-west-1")
    kept.write_bytes(damage)
    assert known("eu-west-1")[Images("eu-west-1", tmp_path).uri(SKLEARN)] == SKLEARN
