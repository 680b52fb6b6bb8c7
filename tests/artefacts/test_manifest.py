from pathlib import Path

import pytest

from backend.artefacts.manifest import FILE_NAME, Manifest, library_versions, read_manifest
from backend.errors import InvalidInput

MANIFEST = Manifest(
    kind="lines",
    program="backend.preprocess",
    categories=("toxic", "spam"),
    seed=7,
    inputs={"train.csv": "0" * 64},
    counts={"rows": 3},
)


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    MANIFEST.write(tmp_path)
    assert read_manifest(tmp_path, "lines") == MANIFEST


def test_the_same_manifest_has_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        MANIFEST.write(tmp_path / name)
    assert (tmp_path / "a" / FILE_NAME).read_bytes() == (tmp_path / "b" / FILE_NAME).read_bytes()


def test_another_kind_is_refused(tmp_path: Path) -> None:
    MANIFEST.write(tmp_path)
    with pytest.raises(InvalidInput, match="lines where a package"):
        read_manifest(tmp_path, "package")


@pytest.mark.parametrize(
    "content", [None, "", "{", "[]", "{}", '{"format": 99}', '{"format": 1, "kind": "lines"}']
)
def test_what_is_no_manifest_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / FILE_NAME).write_text(content)
    with pytest.raises(InvalidInput):
        read_manifest(tmp_path, "lines")


def test_versions_name_what_is_installed() -> None:
    versions = library_versions("numpy", "no-such-library")
    assert set(versions) == {"python", "numpy"}
