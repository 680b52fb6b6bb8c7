"""Take the README's pictures from a real run: `python docs/pictures.py`.

Starts the app on a workspace of its own, runs the guided demo in it, saves home.png and try.png
beside this file, and leaves nothing else.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from backend.studio import demo
from backend.studio.workspace import FOLDER_VARIABLE, open_workspace

HERE = Path(__file__).parent
MESSAGE = "you are such an idiot, uninstall the game"
WIDTH = 1280
PATIENCE = 120_000  # ms


def main() -> None:
    """Make both pictures."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder, "workspace")
        try:
            with served(workspace) as address, sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=shutil.which("chromium"), args=["--no-sandbox"]
                )
                page = browser.new_page(viewport={"width": WIDTH, "height": 940})
                page.set_default_timeout(PATIENCE)
                page.goto(address)
                page.get_by_role("button", name="Run the guided demo").click()
                page.get_by_text("the endpoint is live").wait_for()
                save(page, "home.png")
                page.get_by_role("link", name="Try messages on the demo's endpoint").click()
                box = page.get_by_label("Message", exact=True)
                box.fill(MESSAGE)
                box.press("Enter")
                page.get_by_text("Answered in").wait_for()
                page.get_by_role("heading", name="Try messages").click()
                save(page, "try.png")
                browser.close()
        finally:
            demo.clear(open_workspace(workspace))


def save(page: Page, name: str) -> None:
    """A picture of the page as it stands, in few colours: small enough for a repository."""
    time.sleep(2)  # charts and spinners come to rest
    place = HERE / name
    page.screenshot(path=place)
    Image.open(place).convert("RGB").quantize(256).save(place, optimize=True)


@contextmanager
def served(workspace: Path) -> Iterator[str]:
    """The app on a free port, healthy; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "app/Home.py", "--server.port", str(port)]
    server = subprocess.Popen(
        command, cwd=HERE.parent, env={**os.environ, FOLDER_VARIABLE: str(workspace)}
    )
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()  # noqa: S310
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(20)


if __name__ == "__main__":
    main()
