import subprocess
import sys
from pathlib import Path

from backend.artefacts.archive import pack, unpack
from backend.artefacts.package import job_code

IMPORT_ALL = """
import importlib, pathlib, sys
names = [".".join(p.with_suffix("").parts).removesuffix(".__init__") for p in
         (q.relative_to(sys.argv[1]) for q in pathlib.Path(sys.argv[1]).rglob("*.py"))]
for name in names:
    module = importlib.import_module(name)
    assert module.__file__.startswith(sys.argv[1]), module.__file__
print(len(names))
"""


def test_the_code_in_a_package_stands_by_itself(tmp_path: Path) -> None:
    pack(tmp_path / "code.tar.gz", job_code())
    unpack(tmp_path / "code.tar.gz", tmp_path / "code")
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, str(tmp_path / "code")],
        cwd=tmp_path,  # `-c` looks there first
        env={"PYTHONPATH": str(tmp_path / "code")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == len(job_code())


def test_the_package_holds_nothing_of_the_desk() -> None:
    rooms = {Path(name).parts[1] for name in job_code()}
    assert "serve.py" in rooms
    assert not rooms & {"studio", "platforms", "ledger", "cli", "__main__.py"}
