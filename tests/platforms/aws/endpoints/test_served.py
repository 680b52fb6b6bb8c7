"""The package as the container takes it."""

import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from backend.artefacts import archive
from backend.errors import InvalidInput
from backend.platforms.aws.endpoints.served import ServedPackages, repack
from backend.platforms.aws.files.storage import Storage
from tests import tiny
from tests.platforms.endpoint_conformance import other_code


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With code of another time, and a list of what pip would install."""
    folder = tmp_path_factory.mktemp("tiny")
    tiny.package(folder, code=other_code())
    (folder / "package" / "code" / "requirements.txt").write_text("fasttext")
    archive.pack_folder(folder / "with-requirements.tar.gz", folder / "package")
    return folder / "with-requirements.tar.gz"


@pytest.fixture
def compiled(tmp_path: Path) -> Mapping[str, Path]:
    module = tmp_path / "module.so"
    module.write_bytes(b"compiled")
    return {"fasttext_pybind.so": module, "fasttext/__init__.py": module}


def contents(packed: Path) -> dict[str, bytes]:
    with tarfile.open(packed) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]


def test_the_compiled_files_are_added_and_all_else_stays(
    package: Path, compiled: Mapping[str, Path], tmp_path: Path
) -> None:
    repack(package, compiled, tmp_path / "served.tar.gz")
    before, after = contents(package), contents(tmp_path / "served.tar.gz")
    added = {"code/fasttext_pybind.so", "code/fasttext/__init__.py"}
    assert set(after) == set(before) - {"code/requirements.txt"} | added
    assert all(after[name] == before[name] for name in set(after) & set(before))
    assert all(after[name] == b"compiled" for name in added)
    assert after["code/backend/text/normaliser.py"] == other_code()["backend/text/normaliser.py"]


def test_the_same_package_gives_the_same_bytes(
    package: Path, compiled: Mapping[str, Path], tmp_path: Path
) -> None:
    again = dict(reversed(list(compiled.items())))
    repack(package, compiled, tmp_path / "one.tar.gz")
    repack(package, again, tmp_path / "two.tar.gz")
    assert (tmp_path / "one.tar.gz").read_bytes() == (tmp_path / "two.tar.gz").read_bytes()


def test_what_is_no_archive_leaves_nothing(
    package: Path, compiled: Mapping[str, Path], tmp_path: Path
) -> None:
    folder = tmp_path / "served"
    folder.mkdir()
    short = tmp_path / "short.tar.gz"
    short.write_bytes(package.read_bytes()[:-100])
    with pytest.raises(InvalidInput):
        repack(short, compiled, folder / "served.tar.gz")
    assert list(folder.iterdir()) == []


def test_each_owner_has_its_own_which_is_deleted_whole(
    storage: Storage, shared: Path, package: Path
) -> None:
    packages = ServedPackages(storage, shared / "wheels")
    first = packages.send(package, "one-1")
    kept = list(storage.listing("served"))
    assert storage.key(first.uri) in [file.key for file in kept]
    assert first.mb == pytest.approx(max(file.mb for file in kept))
    assert packages.send(package, "one-2", first) == first
    assert list(storage.listing("served")) == kept
    second = packages.send(package, "two-1")
    assert second.uri != first.uri
    assert second.sha256 == first.sha256
    packages.remove({first.uri, "s3://elsewhere/served/model.tar.gz"})
    assert not set(storage.listing("served")) & set(kept)
    assert storage.fetch(second.uri).is_file()


@pytest.mark.parametrize(("algorithm", "added"), [("linear", False), ("fasttext", True)])
def test_only_what_needs_fasttext_is_given_it(
    storage: Storage, shared: Path, tmp_path: Path, algorithm: str, added: bool
) -> None:
    package = tiny.package(tmp_path / "tiny", model_bytes=b"model", algorithm=algorithm)
    served = ServedPackages(storage, shared / "wheels").send(package, "one-1")
    sent = contents(storage.fetch(served.uri))
    assert any(name.startswith("code/fasttext") for name in sent) == added
    assert set(contents(package)) <= set(sent)


def test_a_package_made_again_is_sent_again(
    storage: Storage, shared: Path, package: Path, tmp_path: Path
) -> None:
    packages = ServedPackages(storage, shared / "wheels")
    first = packages.send(package, "one-1")
    other = tiny.package(tmp_path / "other", model_bytes=b"another model")
    assert packages.send(other, "one-2", first).uri != first.uri
