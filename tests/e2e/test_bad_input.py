"""What goes wrong, as a person sees it: in words, with what to do, and nothing lost."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from app.components.error_box import DEFECT
from backend.artefacts.manifest import FILE_NAME
from backend.datasets.files import DatasetFiles
from backend.platforms.base import JobState
from backend.studio.data import datasets
from backend.studio.endpoint import endpoints
from backend.studio.message import messages
from backend.studio.work import jobs, runs
from backend.studio.workspace import LEDGER_FILE, open_workspace
from bench.served import served
from tests.comments import write_comments
from tests.e2e.conftest import Server
from tests.e2e.looking import heading, settled, witnessed
from tests.e2e.worlds import (
    DATASET,
    LINES,
    MODELS,
    SMALL,
)

pytestmark = [pytest.mark.xdist_group("garden"), pytest.mark.timeout(300)]

HEAD = "id,comment_text,rude\n"
GOOD = "a,you turnip,1\nb,you egg,1\nc,well played,0\nd,good game,0\n"
BUSY = "as many messages as it may at once"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)
STRAY = f"{HEAD}{GOOD}e,fine,2\n".encode()


def _open(page: Page, server: Server, path: str, title: str) -> None:
    page.goto(f"{server.address}/{path}")
    heading(page, title)
    settled(page)


def _told(page: Page, what: str, remedy: str = "") -> None:
    """The box says it, and nothing on the page is a defect or a traceback."""
    box = page.get_by_test_id("stMain").get_by_test_id("stAlert").filter(has_text=what).first
    expect(box).to_be_visible()
    if remedy:
        expect(box).to_contain_text(remedy)
    _whole(page)


def _whole(page: Page) -> None:
    text = page.get_by_test_id("stMain").inner_text()
    assert DEFECT not in text
    assert "Traceback" not in text
    assert page.get_by_test_id("stException").count() == 0


def _typed(page: Page, label: str | re.Pattern[str], text: str) -> None:
    box = page.get_by_role("textbox", name=label).first
    box.fill(text)
    box.press("Enter")
    settled(page)


def test_files_by_path(page: Page, empty: Server, tmp_path: Path) -> None:
    _open(page, empty, "process", "Process")
    page.get_by_text("Files on this machine").click()
    picture, stray = tmp_path / "picture.csv", tmp_path / "stray.csv"
    picture.write_bytes(PICTURE)
    stray.write_bytes(STRAY)
    for path, what, remedy in (
        (picture, "is not a text file", "export it as CSV"),
        (stray, "where only 0 or 1 can stand", ""),
        (tmp_path / "nowhere.csv", "There is no file", "Check the path."),
    ):
        _typed(page, "Path of training rows", str(path))
        page.get_by_role("button", name="Add the dataset").click()
        _told(page, what, remedy)

    good = tmp_path / "good.csv"
    good.write_text(HEAD + GOOD)
    _typed(page, "Path of training rows", str(good))
    page.get_by_text("Test rows and reference ids").click()
    _typed(page, "Path of test comments", str(good))
    page.get_by_role("button", name="Add the dataset").click()
    _told(page, "There are test", "or leave both out")
    _typed(page, "Path of test comments", "")
    for name in ("../outside", "<b>bold</b>"):
        _typed(page, "Name of the dataset", name)
        page.get_by_role("button", name="Add the dataset").click()
        _told(page, "cannot be a", "Use small letters")
    # What was typed is still there, and once it is right it is taken.
    _typed(page, "Name of the dataset", "good")
    page.get_by_role("button", name="Add the dataset").click()
    expect(page.get_by_role("button", name="Start processing")).to_be_visible()
    workspace = open_workspace(empty.workspace)
    assert [dataset.name for dataset in datasets.listing(workspace)] == ["good"]
    drafts = empty.workspace / "drafts"
    assert not drafts.exists() or list(drafts.iterdir()) == []


def test_uploads(page: Page, garden: Server, tmp_path: Path) -> None:
    _open(page, garden, "process", "Process")
    page.get_by_text("Add a dataset", exact=True).click()
    before = datasets.listing(open_workspace(garden.workspace))
    for name, content, what, remedy in (
        ("picture", PICTURE, "is not a text file", "export it as CSV"),
        ("stray", STRAY, "where only 0 or 1 can stand", ""),
    ):
        file = tmp_path / f"{name}.csv"
        file.write_bytes(content)
        page.locator("input[type=file]").first.set_input_files(file)
        expect(page.get_by_role("textbox", name="Name of the dataset")).to_have_value(file.stem)
        page.get_by_role("button", name="Add the dataset").click()
        _told(page, what, remedy)
    taken = tmp_path / "taken.csv"
    taken.write_text(HEAD + GOOD)
    page.locator("input[type=file]").first.set_input_files(taken)
    expect(page.get_by_role("textbox", name="Name of the dataset")).to_have_value("taken")
    _typed(page, "Name of the dataset", DATASET)
    page.get_by_role("button", name="Add the dataset").click()
    _told(page, DATASET)
    assert datasets.listing(open_workspace(garden.workspace)) == before


def _number(page: Page, label: str, typed: str) -> None:
    box = page.get_by_label(label, exact=True).first
    box.fill(typed)
    box.press("Enter")
    settled(page)


def _says(page: Page, what: str | re.Pattern[str]) -> None:
    expect(page.get_by_test_id("stMain").get_by_text(what).first).to_be_visible()
    _whole(page)


def test_the_training_form(page: Page, garden: Server) -> None:
    _open(page, garden, f"train?lines={LINES}", "Train")
    page.get_by_text("fastText", exact=True).click()
    settled(page)
    start = page.get_by_role("button", name="Start training").first  # a stale one may still follow
    before = open_workspace(garden.workspace).ledger.run_names()
    for label, wrong, right in (("Vector size", "999", "12"), ("Epochs", "0", "5")):
        _number(page, label, wrong)
        _says(page, f"{label} cannot be {wrong}.")
        expect(start).to_be_disabled()
        _number(page, label, right)
        expect(start).to_be_enabled()
    for name, what in (
        ("Big Name", "cannot be"),
        ("../outside", "cannot be"),
        ("x" * 80, "cannot be"),
        (next(iter(MODELS)), next(iter(MODELS))),
    ):
        _typed(page, re.compile("^Name of the (model|run)"), name)
        _says(page, re.compile(rf"{re.escape(what)}.*(Use|Choose)|already", re.DOTALL))
        expect(start).to_be_disabled()
    assert open_workspace(garden.workspace).ledger.run_names() == before


def test_what_memory_cannot_hold(page: Page, garden: Server) -> None:
    workspace = open_workspace(garden.workspace)
    _open(page, garden, f"train?lines={LINES}", "Train")
    start = page.get_by_role("button", name="Start training").first  # a stale one may still follow
    page.get_by_text("fastText", exact=True).click()
    page.get_by_text("More settings").click()
    _number(page, "Buckets", "4000000")
    _number(page, "Vector size", "300")
    _told(page, "Training needs about", "Choose fewer buckets or a smaller vector size.")
    expect(start).to_be_disabled()
    _number(page, "Vector size", "8")
    _number(page, "Buckets", "1000")
    expect(start).to_be_enabled()

    # A model that needs more than the least memory of an endpoint, as BlazingText's defaults make.
    runs.train(
        workspace,
        name="large",
        lines=LINES,
        algorithm="fasttext",
        size=workspace.platform.sizes()[0].name,
        hyperparameters=SMALL,
    )
    assert runs.wait(workspace, "large").state is runs.RunState.COMPLETED
    output = jobs.get(workspace, "large-evaluate").output
    assert output is not None
    manifest = workspace.platform.fetch(output) / FILE_NAME
    record = json.loads(manifest.read_text())
    record["details"]["serving_mb"] = 1104
    manifest.write_text(json.dumps(record))
    _open(page, garden, "endpoints?model=large", "Endpoints")
    deploy = page.get_by_role("button", name="Deploy", exact=True)
    expect(deploy).to_be_enabled()
    page.get_by_role("combobox", name="Memory").first.click()
    page.get_by_role("option", name="1,024 MB, too small").click()
    settled(page)
    _says(page, re.compile("1,104 MB"))
    expect(deploy).to_be_disabled()


def test_what_goes_while_a_form_shows_it(page: Page, garden: Server, tmp_path: Path) -> None:
    workspace = open_workspace(garden.workspace)
    datasets.add(workspace, "fleeting", DatasetFiles(write_comments(tmp_path / "c.csv", 120)))
    size = workspace.platform.sizes()[0].name
    runs.process(workspace, name="brief", dataset="fleeting", size=size)
    assert runs.wait(workspace, "brief").state is runs.RunState.COMPLETED
    _open(page, garden, "train?lines=brief-process", "Train")
    workspace.platform.remove_job("brief-process")
    page.get_by_role("button", name="Start training").click()
    _told(page, "brief-process")
    _open(page, garden, "process?dataset=fleeting", "Process")
    datasets.remove(workspace, "fleeting")
    page.get_by_role("button", name="Start processing").click()
    _told(page, "There is no dataset 'fleeting'")


def test_a_link_to_what_is_gone(page: Page, garden: Server) -> None:
    _open(page, garden, "models?model=gone", "Models")
    _told(page, "There is no model gone any more.")


def test_a_page_that_is_not_there(browser: Browser, garden: Server) -> None:
    with witnessed(browser) as (page, _):  # Streamlit complains of it in the console, too
        page.goto(f"{garden.address}/nowhere")
        expect(page.get_by_role("dialog")).to_contain_text("does not seem to exist")
        heading(page, "Moderation Studio")


def test_a_killed_job_says_so(page: Page, garden: Server) -> None:
    workspace = open_workspace(garden.workspace)
    runs.train(
        workspace,
        name="killed",
        lines=LINES,
        algorithm="fasttext",
        size=workspace.platform.sizes()[0].name,
        hyperparameters={**SMALL, "epochs": "200", "vector_dim": "300", "threads": "1"},
    )
    training = _process("backend.train", "killed-train")
    training.suspend()  # it could end before the page is there
    _open(page, garden, "jobs?job=killed-train", "Jobs")
    training.kill()
    _told(page, "It was killed (signal 9)")
    assert jobs.get(workspace, "killed-train").state is JobState.FAILED


def _process(module: str, job: str) -> psutil.Process:
    """The process that runs the module for a job or an endpoint, once there is one."""
    for _ in range(200):
        for process in psutil.process_iter(["cmdline", "cwd"]):
            line = process.info["cmdline"] or []
            if module in line and f"/{job}/" in f"{process.info['cwd']}/ {' '.join(line)}":
                return process
        time.sleep(0.05)
    raise AssertionError(f"nothing runs {module} for {job}")


def _ask(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name="Message").first
    box.fill(text)
    box.press("Enter")


def test_a_busy_endpoint(page: Page, garden: Server) -> None:
    workspace = open_workspace(garden.workspace)
    endpoints.deploy(workspace, name="narrow", model=next(iter(MODELS)), concurrency=1)
    messages.score(workspace, "narrow", "awake")
    _open(page, garden, "try_messages?endpoint=narrow", "Try messages")
    url = workspace.platform.endpoint("narrow").url
    assert url is not None
    with _crowded(url, messages.request_body(["gg wp"] * 40_000, 1)):
        for words in ("good game", "well played", "see you tomorrow"):
            _ask(page, f"{words} my friend")
            answered = page.get_by_text(f"The model read: {words} my friend")
            expect(answered.or_(page.get_by_text(BUSY)).first).to_be_visible()
            if not answered.is_visible():  # or it came in between two of the others
                break
        _told(page, BUSY, "Try again in a moment")
    _ask(page, "nice shot my friend")
    _says(page, "Nothing to flag")
    endpoints.delete(workspace, "narrow")


@contextlib.contextmanager
def _crowded(url: str, body: bytes) -> Iterator[None]:
    """Others ask without end: no sooner has one an answer than the next is at it."""
    enough, begun = threading.Event(), threading.Event()

    def ask() -> None:
        while not enough.is_set():
            request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
            try:
                with urllib.request.urlopen(request, timeout=60):
                    pass
            except urllib.error.HTTPError as refused:
                if refused.code != 429:
                    raise
                begun.set()

    with ThreadPoolExecutor(3) as pool:
        asking = [pool.submit(ask) for _ in range(3)]
        try:
            assert begun.wait(30)
            yield
        finally:
            enough.set()
    for one in asking:
        one.result()


def test_what_befalls_an_endpoint(page: Page, garden: Server) -> None:
    workspace = open_workspace(garden.workspace)
    endpoints.deploy(workspace, name="fleeting", model=next(iter(MODELS)))
    messages.score(workspace, "fleeting", "awake")
    _open(page, garden, "try_messages?endpoint=fleeting", "Try messages")
    _ask(page, "well played my friend")
    _says(page, "Nothing to flag")

    # Its worker dies: it is started again, and the next message is answered.
    _process("backend.serve", "fleeting").kill()
    _ask(page, "see you tomorrow my friend")
    _says(page, "Nothing to flag")

    # It is deleted in another tab.
    endpoints.delete(workspace, "fleeting")
    _open(page, garden, "try_messages?endpoint=fleeting", "Try messages")
    _told(page, "There is no endpoint fleeting any more.")
    _ask(page, "good game")
    _says(page, "Nothing to flag")


# The disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root can mount a small disk, where the system allows it")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def _remount(disk: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=True)


def test_what_befalls_the_workspace(page: Page, small_disk: Path, tmp_path: Path) -> None:
    """Whatever was wrong with it, what comes after its mending is as if nothing had been."""
    workspace, ledger = small_disk / "workspace", small_disk / "workspace" / LEDGER_FILE
    comments = write_comments(tmp_path / "comments.csv", 6000)
    with served(workspace, tmp_path / "server.log") as address:
        _remount(small_disk, "ro")
        page.goto(address)
        _told(page, "cannot be a workspace", "Choose a folder that can be written to.")
        _remount(small_disk, "rw")

        workspace.mkdir()
        ledger.write_bytes(b"no ledger" * 1000)
        page.reload()
        _told(page, "cannot be read", "Move it away")
        ledger.unlink()
        page.reload()
        expect(page.get_by_role("button", name="Run the guided demo")).to_be_visible()

        others = small_disk / "others"
        _fill(others)
        page.reload()
        _told(page, "The ledger cannot be written", "Free some disk space")
        os.truncate(others, others.stat().st_size - 300_000)
        page.goto(f"{address}/process")
        page.get_by_text("Files on this machine").click()
        _typed(page, "Path of training rows", str(comments))
        page.get_by_role("button", name="Add the dataset").click()
        _told(page, "No space left", "Make room on the disk.")
        others.unlink()
        page.get_by_role("button", name="Add the dataset").click()
        expect(page.get_by_role("button", name="Start processing")).to_be_visible()
        assert [one.name for one in datasets.listing(open_workspace(workspace))] == ["comments"]
        page.goto("about:blank")  # or it would complain that the server is gone


def _fill(path: Path) -> None:
    """Fill the disk that holds `path`."""
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(2**16))
