"""How quickly the pages answer: `python -m bench.pages`.

Serves two workspaces, an empty one and one with 500 past jobs and 50 models (`--rows` gives it a
large dataset too), and drives a browser over every page. For each: its first load, a change to it
from another page, and what a click on it takes. All are measured in the browser, from the event to
the last change of the page, which has to rest for a while before it counts as settled.

With `--platform aws` the work of the second is in an account: the tests' double of AWS. What the
studio asks of it is counted for each change of the page, by operation.

Machines are noisy: compare figures of one run only.
"""

import argparse
import contextlib
import itertools
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from backend.studio.endpoint import endpoints
from backend.studio.workspace import open_workspace
from bench.crowd import crowd, make_seed
from bench.served import launch_browser, served

PAGE_GOAL, CLICK_GOAL = 1000, 300
ROUNDS = 5
JOBS, MODELS = 500, 50
_PATIENCE, _FIRST_PATIENCE = 30_000, 600_000

# Notes the last thing a person did and the last thing that changed, and whether Streamlit rests.
_WATCH = """
(() => {
  window.acted = 0; window.changed = 0; window.answered = 0;
  const now = () => performance.now();
  for (const kind of ['pointerdown', 'keydown'])
    addEventListener(kind, () => { window.acted = now(); window.answered = 0; }, true);
  const start = () => new MutationObserver((seen) => {
    const ofPage = seen.some((m) => {
      const node = m.target.nodeType === 1 ? m.target : m.target.parentElement;
      return node && !node.closest('[data-testid=stStatusWidget], [data-testid=stSidebar]')
        && m.attributeName !== 'data-test-script-state';
    });
    if (!ofPage) return;
    window.changed = now();
    window.answered ||= now();
  }).observe(document.documentElement,
    {subtree: true, childList: true, attributes: true, characterData: true});
  document.documentElement ? start() : addEventListener('DOMContentLoaded', start);
})()
"""
_QUIET = 400  # ms without a change
_SETTLED = f"""
(title) => {{
  const app = document.querySelector('[data-testid=stApp]');
  const heading = document.querySelector('[data-testid=stMain] h1');
  return app?.dataset.testScriptState === 'notRunning'
    && (!title || heading?.innerText.trim() === title)
    && !document.querySelector('[data-testid=stMain] [data-testid=stSkeleton]')
    && performance.now() - Math.max(window.changed, window.acted) > {_QUIET}
}}
"""
_LISTED = r"""
(least) => [...document.querySelectorAll('[data-testid=stCaptionContainer]')].some((caption) => {
  const said = /^([\d,]+) jobs, /.exec(caption.innerText);
  return said && Number(said[1].replaceAll(',', '')) >= least;
})
"""

Click = Callable[[Page], None]


@dataclass(frozen=True)
class Visit:
    """A page of the app, and a thing that people do on it."""

    title: str
    heading: str
    address: str
    click: str = ""
    act: Click | None = None


def _typed(label: str, text: str) -> Click:
    def act(page: Page) -> None:
        box = page.get_by_label(label, exact=True).first
        box.fill(text)
        box.press("Enter")

    return act


def _button(name: str) -> Click:
    return lambda page: page.get_by_role("button", name=name).first.click()


def _part(name: str) -> Click:
    """One of the parts of a segmented choice."""
    return lambda page: page.get_by_role("radio", name=name, exact=True).first.click()


def _row(place: int) -> Click:
    """Select a row of the first table: a click on the cell that chooses it."""

    def act(page: Page) -> None:
        table = page.get_by_test_id("stDataFrame").first
        table.scroll_into_view_if_needed()
        table.click(position={"x": 16, "y": 16 + 35 * place})

    return act


VISITS = (
    Visit("Home", "Moderation Studio", ""),
    Visit("Explore dataset", "Explore dataset", "explore", "look at insult", _part("insult")),
    Visit("Process", "Process", "process", "change a share", _typed("Validation share, %", "12")),
    Visit("Train", "Train", "train", "change a number", _typed("Epochs", "6")),
    Visit("Jobs", "Jobs", "jobs", "choose a job", _row(3)),
    Visit("Models", "Models", "models", "see thresholds", _part("Thresholds")),
    Visit("Endpoints", "Endpoints", "endpoints", "ask it", _button("Send a test message")),
    Visit("Try messages", "Try messages", "try_messages", "ask", _typed("Message", "you turnip")),
)


@dataclass(frozen=True)
class Figures:
    """Milliseconds: the first load, the changes to the page, the click's first sign and its end.
    asked: of the account, by operation, in all changes together."""

    visit: Visit
    first: float
    changes: Sequence[float]
    signs: Sequence[float]
    ends: Sequence[float]
    asked: Counter[str]


def measure(
    browser: Browser, address: str, asked: Callable[[], Sequence[str]] = lambda: ()
) -> Iterator[Figures]:
    """Visit every page that there is. asked: all that was asked of an account so far."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(_PATIENCE)
    page.add_init_script(_WATCH)
    page.goto(address)
    _rest(page, VISITS[0].heading)
    links = page.get_by_test_id("stSidebarNav").get_by_role("link")
    titles = links.all_inner_texts()
    present = [visit for visit in VISITS if visit.title in titles]
    first = {}
    for visit in present:
        page.goto(f"{address}/{visit.address}")
        _rest(page, visit.heading)
        first[visit.title] = page.evaluate("window.changed")
    changes: dict[str, list[float]] = {visit.title: [] for visit in present}
    counted: dict[str, Counter[str]] = {visit.title: Counter() for visit in present}
    for _ in range(ROUNDS):
        for visit in present[1:] + present[:1]:
            known = len(asked())
            links.get_by_text(visit.title, exact=True).click()
            _rest(page, visit.heading)
            changes[visit.title].append(page.evaluate("window.changed - window.acted"))
            counted[visit.title].update(asked()[known:])
    for visit in present:
        signs: list[float] = []
        ends: list[float] = []
        if visit.act is not None:
            page.goto(f"{address}/{visit.address}")
            _rest(page, visit.heading)
            with contextlib.suppress(BrowserError):  # there is nothing to click
                page.set_default_timeout(2000)
                visit.act(page)
                _rest(page, visit.heading)
                signs.append(page.evaluate("window.answered - window.acted"))
                ends.append(page.evaluate("window.changed - window.acted"))
            page.set_default_timeout(_PATIENCE)
        title = visit.title
        yield Figures(visit, first[title], changes[title], signs, ends, counted[title])
    page.close()


def _rest(page: Page, heading: str) -> None:
    page.wait_for_function(_SETTLED, arg=heading, polling=50)


def show(title: str, found: Sequence[Figures]) -> None:
    """Print a table."""
    print(f"\n{title}, ms (goals: a page change {PAGE_GOAL}, a click {CLICK_GOAL} or a sign)\n")
    print(f"{'':14}{'first load':>11}{'change':>9}{'worst':>8}{'sign':>7}{'settled':>9}  click")
    for one in found:
        median, worst = statistics.median(one.changes), max(one.changes)
        click = f"{one.signs[0]:>7.0f}{one.ends[0]:>9.0f}" if one.ends else f"{'-':>7}{'-':>9}"
        late = (
            "  << slow" if median > PAGE_GOAL or (one.signs and min(one.signs) > CLICK_GOAL) else ""
        )
        print(
            f"{one.visit.title:14}{one.first:>11.0f}{median:>9.0f}{worst:>8.0f}{click}"
            f"  {one.visit.click}{late}"
        )
    if any(one.asked for one in found):
        print("\nAsked of the account at a change, on average:")
        for one in found:
            asked = (f"{name} {count / ROUNDS:.1f}" for name, count in sorted(one.asked.items()))
            print(f"{one.visit.title:14}{one.asked.total() / ROUNDS:>6.1f}  {', '.join(asked)}")


def main() -> None:
    """Measure both workspaces and print their tables."""
    arguments = _arguments()
    with contextlib.ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="moderation-studio-pages-"))
        )
        browser = launch_browser(stack.enter_context(sync_playwright()))
        if browser is None:
            raise SystemExit("There is no Chromium: `make install-tests` finds one.")
        stack.callback(browser.close)
        if arguments.platform == "aws":
            _elsewhere(browser, folder)
            return
        with served(folder / "empty", folder / "log") as address:
            show("An empty workspace", tuple(measure(browser, address)))
        place = arguments.workspace or folder / "full"
        workspace = open_workspace(place)
        if not endpoints.listing(workspace):
            large = folder / "large.csv"
            if arguments.rows:
                write_large(large, arguments.rows)
            make_seed(workspace, large if arguments.rows else None)
            crowd(workspace, models=MODELS, jobs=JOBS)
        try:
            with served(place, folder / "log") as address:
                title = f"{JOBS} past jobs, {MODELS} models"
                show(title, tuple(measure(browser, address)))
        finally:
            if arguments.workspace is None:
                for endpoint in endpoints.listing(workspace):
                    endpoints.delete(workspace, endpoint.name)


def _elsewhere(browser: Browser, folder: Path) -> None:
    from tests.aws_crowd import crowded

    with crowded(folder, models=MODELS, jobs=JOBS) as (workspace, double):

        def asked() -> Sequence[str]:
            return [request.operation for request in double.requests]

        with served(workspace, folder / "log") as address:
            print(f"\nReading the account for the first time: {_read_all(browser, address):.0f} s")
            title = f"{JOBS} past jobs, {MODELS} models in an account"
            show(title, tuple(measure(browser, address, asked)))


def _read_all(browser: Browser, address: str) -> float:
    """Wait until the studio knows all jobs of the account, as on any day but the first; seconds."""
    begun = time.monotonic()
    page = browser.new_page()
    page.goto(f"{address}/jobs")
    page.wait_for_function(_LISTED, arg=JOBS, timeout=_FIRST_PATIENCE)
    page.close()
    return time.monotonic() - begun


def write_large(path: Path, rows: int) -> None:
    """Write a CSV of `rows` made-up comments in three categories."""
    dice = random.Random(1)
    said = [f"{a}{b}" for a in ("ga", "lo", "mi", "ru", "te", "zo") for b in ("n", "rt", "sk", "")]
    with path.open("w", encoding="utf-8") as file:
        file.write("id,comment_text,rude,spam,threat\n")
        for number in range(rows):
            marks = [int(dice.random() < share) for share in (0.1, 0.05, 0.005)]
            words = list(itertools.compress(("rotten", "gold", "beware"), marks))
            words += dice.choices(said, k=dice.randrange(3, 40))
            file.write(f"r{number},{' '.join(words)} {number},{','.join(map(str, marks))}\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("--platform", choices=("local", "aws"), default="local")
    parser.add_argument(
        "--rows", type=int, default=0, help="rows of a large dataset; 0: the sample"
    )
    parser.add_argument(
        "--workspace", type=Path, help="made if need be, and kept for the next time"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
