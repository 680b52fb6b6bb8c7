"""The app on a free port of this machine, for whoever drives it with a browser."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright
from playwright.sync_api import Error as BrowserError

from backend.studio.workspace import FOLDER_VARIABLE

HOST = "127.0.0.1"
_ROOT = Path(__file__).parents[1]
_HEALTHY_SECONDS = 60.0


@contextmanager
def served(workspace: Path, log: Path, port: int | None = None) -> Iterator[str]:
    """Serve the workspace on `port`, or a free one; its address once it is healthy.

    log: where what the server prints goes. Raises RuntimeError when it does not become healthy.
    """
    port = port or _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app/Home.py", "--server.port", str(port)]
    with log.open("ab") as out:
        server = subprocess.Popen(
            command,
            cwd=_ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, FOLDER_VARIABLE: str(workspace)},
        )
    try:
        _wait_for_health(f"http://{HOST}:{port}/_stcore/health", server)
        yield f"http://{HOST}:{port}"
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def launch_browser(playwright: Playwright) -> Browser | None:
    """The system's Chromium, else Playwright's own; None where there is neither."""
    system = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        return playwright.chromium.launch(executable_path=system, args=["--no-sandbox"])
    except BrowserError:
        return None


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
        return port


def _wait_for_health(address: str, server: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + _HEALTHY_SECONDS
    while time.monotonic() < give_up:
        if server.poll() is not None:
            raise RuntimeError("the server ended")
        try:
            with urllib.request.urlopen(address, timeout=2) as reply:  # noqa: S310
                if reply.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not become healthy")
