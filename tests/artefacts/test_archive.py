import io
import os
import tarfile
from pathlib import Path

import pytest

from backend.artefacts.archive import pack, pack_folder, unpack
from backend.errors import InvalidInput


def test_the_same_content_makes_the_same_bytes(tmp_path: Path) -> None:
    archives = []
    for number in (1, 2):
        folder = tmp_path / f"source{number}"
        (folder / "code").mkdir(parents=True)
        for name in ("b", "a", "code/c"):
            (folder / name).write_text(name)
            os.utime(folder / name, (number, number))
            (folder / name).chmod(0o600 + number)
        archives.append(tmp_path / f"{number}.tar.gz")
        pack_folder(archives[-1], folder)
    assert archives[0].read_bytes() == archives[1].read_bytes()


def test_what_was_packed_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "model").write_bytes(b"\0" * 1000)
    pack(tmp_path / "a.tar.gz", {"deep/model.bin": tmp_path / "model"})
    unpack(tmp_path / "a.tar.gz", tmp_path / "out")
    files = [p.relative_to(tmp_path / "out") for p in (tmp_path / "out").rglob("*") if p.is_file()]
    assert files == [Path("deep/model.bin")]
    assert (tmp_path / "out/deep/model.bin").read_bytes() == b"\0" * 1000


def _archive(path: Path, member: tarfile.TarInfo, content: bytes = b"") -> Path:
    member.size = len(content)
    with tarfile.open(path, "w:gz") as tar:
        tar.addfile(member, io.BytesIO(content))
    return path


def test_a_member_that_would_leave_the_folder_is_refused(tmp_path: Path) -> None:
    link = tarfile.TarInfo("link")
    link.type, link.linkname = tarfile.SYMTYPE, "../../outside"
    for member in (tarfile.TarInfo("../escaped"), tarfile.TarInfo("a/../../escaped"), link):
        archive = _archive(tmp_path / "bad.tar.gz", member, b"")
        with pytest.raises(InvalidInput):
            unpack(archive, tmp_path / "out")
        assert [p.name for p in tmp_path.iterdir()] == ["bad.tar.gz"]


@pytest.mark.parametrize("damage", ["cut", "flip", "text", "empty"])
def test_a_damaged_archive_is_refused_and_leaves_nothing(tmp_path: Path, damage: str) -> None:
    archive = tmp_path / "a.tar.gz"
    (tmp_path / "model").write_bytes(os.urandom(100_000))
    pack(archive, {"model.bin": tmp_path / "model"})
    whole = archive.read_bytes()
    half = len(whole) // 2
    archive.write_bytes(
        {
            "cut": whole[:half],
            "flip": whole[:half] + bytes([whole[half] ^ 255]) + whole[half + 1 :],
            "text": b"no archive",
            "empty": b"",
        }[damage]
    )
    with pytest.raises(InvalidInput):
        unpack(archive, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.tar.gz", "model"]
