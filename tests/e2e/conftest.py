"""The real server on a workspace of its own, and a real browser to look at it with."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as BrowserError

from backend.studio.workspace import open_workspace
from tests.workspaces import put_away

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    system = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        try:
            found = playwright.chromium.launch(executable_path=system, args=["--no-sandbox"])
        except BrowserError:
            pytest.skip("no Chromium: install the system's, or run `playwright install chromium`")
        yield found
        found.close()


@dataclass(frozen=True)
class Server:
    address: str
    workspace: Path
    log: Path


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    workspace, log = tmp_path / "workspace", tmp_path / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", "app/Home.py", "--server.port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "MODERATION_STUDIO_WORKSPACE": str(workspace)},
        )
    try:
        _wait_for_health(f"http://{HOST}:{port}/_stcore/health", process)
        yield Server(f"http://{HOST}:{port}", workspace, log)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        put_away(open_workspace(workspace))


def _wait_for_health(address: str, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(address, timeout=2) as reply:
                if reply.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server did not become healthy")
