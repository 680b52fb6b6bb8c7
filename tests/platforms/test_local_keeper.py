"""The keeper and what its workers tell it, whatever that is."""

import os
import subprocess
from pathlib import Path

import pytest

from backend.platforms.base import EndpointSpec
from backend.platforms.local.keeper import Keeper, Worker
from backend.platforms.local.traffic import read_traffic


@pytest.mark.parametrize(
    "line",
    [
        b"no JSON",
        b"[]",
        b'{"answered": {"requests": 1}}',
        b'{"answered": {"requests": 1}, "at": "now"}',
        b'{"answered": {"questions": 1}, "at": 1}',
        b'{"answered": 1, "at": 1}',
    ],
)
def test_a_line_that_is_not_understood_is_passed_over(
    line: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    keeper = Keeper(tmp_path)
    report, said = os.pipe()
    with subprocess.Popen(["true"]) as process:
        spec = EndpointSpec(name="live", package="a/model.tar.gz", memory_mb=1024)
        worker = Worker(1, spec, process, report, 0.0, 0.0)
        os.write(said, line + b'\n{"answered": {"requests": 3}, "at": 61.5}\n')
        keeper._hear(worker)
    keeper._write_traffic()
    keeper._listener.close()
    os.close(report)
    os.close(said)
    traffic = read_traffic(tmp_path, since=0, made_at=0, now=62)
    assert [(period.start, period.requests) for period in traffic.periods] == [(60.0, 3)]
