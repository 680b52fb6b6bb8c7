"""Take the pictures of README.md and docs/tour.md from a real run: `python -m docs.pictures`.

Starts the app on a workspace of its own, works through it as a person would, on synthetic comments,
saves the pictures beside this file, and leaves nothing else.
"""

import contextlib
import re
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from backend.datasets.sample import write_sample
from backend.studio import demo
from backend.studio.endpoint import endpoints
from backend.studio.work import runs
from backend.studio.work.runs import RunState
from backend.studio.workspace import Workspace, open_workspace
from bench.served import launch_browser, served

HERE = Path(__file__).parent
MESSAGE = "you are such an idiot, uninstall the game"
MODEL, ENDPOINT = "chat-small", "chat"
WIDTH, HEIGHT, PHONE = 1280, 900, (390, 844)
PATIENCE = 180_000  # ms
LARGEST = 150_000  # bytes of a picture


def main() -> None:
    """Make all pictures."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder, "workspace")
        try:
            with (
                served(workspace, Path(folder, "server.log")) as address,
                sync_playwright() as playwright,
            ):
                browser = launch_browser(playwright)
                if browser is None:
                    raise SystemExit("There is no Chromium to take pictures with.")
                take(browser, address, open_workspace(workspace), Path(folder))
                browser.close()
        finally:
            put_away(open_workspace(workspace))


def take(browser: Browser, address: str, workspace: Workspace, folder: Path) -> None:
    """Work through the studio at that address."""
    with opened(browser, address) as page:
        show_demo(page)
        try_one(page)
        explore(page)
        make_a_model(page, workspace)
        compare(page)
        deploy(page)
        trace(page)
        try_two(page, folder)
        use_endpoint(page)
    with opened(browser, address) as page:
        page.get_by_text("the endpoint is live").wait_for()
        save(page, "home", height=1110)
    with opened(browser, address, dark=True) as page:
        page.get_by_text("the endpoint is live").wait_for()
        save(page, "home-dark", height=1110)
    with opened(browser, f"{address}/try_messages?endpoint={ENDPOINT}", size=PHONE) as page:
        ask(page)
        page.get_by_role("heading", name="Try messages").click()
        save(page, "phone", height=PHONE[1])


# The pages, in the order of the tour


def show_demo(page: Page) -> None:
    """Run the guided demo to its end, and stay there."""
    page.get_by_role("button", name="Run the guided demo").click()
    stay = page.get_by_role("button", name="Stay here")
    stay.wait_for()
    save(page, "demo", at=page.get_by_role("heading", name="Guided demo"), height=1128)
    stay.click()


def try_one(page: Page) -> None:
    """One message, one endpoint."""
    go(page, "Try messages")
    ask(page)
    save(page, "try", height=1000)


def explore(page: Page) -> None:
    """The sample, and the rows behind one of its bars."""
    go(page, "Explore dataset")
    bars = page.get_by_label(re.compile("^Rows by category"))
    bars.click(position={"x": 150, "y": 70})
    page.get_by_role("heading", name=re.compile("rows with")).wait_for()
    save(page, "explore", at=page.get_by_role("radiogroup", name="Which rows"), height=1040)


def make_a_model(page: Page, workspace: Workspace) -> None:
    """A second model, of the data that the demo has prepared."""
    go(page, "Process")
    save(page, "process", at=page.get_by_role("heading", name="Clean and split"), height=1010)
    go(page, "Train")
    page.get_by_text("BlazingText", exact=True).click()
    settled(page)
    typed(page, "Epochs", "30")
    typed(page, "Name of the model", MODEL)
    save(page, "train", at=page.get_by_role("heading", name="How to train"), height=1310)
    page.get_by_role("button", name="Start training").click()
    page.get_by_role("button", name="See its evaluation").wait_for()
    if runs.wait(workspace, MODEL).state is not RunState.COMPLETED:
        raise SystemExit("The second model could not be made.")
    settled(page)
    save(page, "jobs", height=1440)


def compare(page: Page) -> None:
    """Both models side by side; the thresholds and the lineage of one."""
    go(page, "Models")
    page.get_by_role("combobox", name="Look at").click()
    page.get_by_role("option", name=demo.NAME, exact=True).click()
    page.keyboard.press("Escape")
    page.get_by_role("heading", name=demo.NAME, exact=True).wait_for()
    save(page, "models", height=970)
    save(page, "curves", at=shown(page), height=720)
    page.get_by_role("radio", name="Thresholds", exact=True).click()
    settled(page)
    for _ in range(12):
        page.get_by_role("slider", name="Toxic").first.press("ArrowLeft")
    page.get_by_text("changed from").wait_for()
    save(page, "thresholds", at=shown(page), height=1095)
    for view in ("Bias", "Skills"):
        page.get_by_role("radio", name=view, exact=True).click()
        settled(page)
        save(page, view.lower(), at=shown(page), height=900)


def shown(page: Page) -> Locator:
    """Where the views of models begin."""
    return page.get_by_text("Show", exact=True)


def deploy(page: Page) -> None:
    """The second model on an endpoint of its own, which changes over and back."""
    go(page, "Endpoints")
    page.get_by_text("Deploy a model", exact=True).click()
    settled(page)
    typed(page, "Name of the endpoint", ENDPOINT)
    page.get_by_role("button", name="Deploy", exact=True).click()
    page.get_by_role("heading", name=ENDPOINT, exact=True).wait_for()
    page.get_by_role("button", name="Change model").click()
    page.get_by_role("button", name="Change over").click()
    back = page.get_by_role("button", name=f"Roll back to {MODEL}")
    back.click()
    page.get_by_text(f"Serves {MODEL}", exact=True).wait_for()
    settled(page)


def trace(page: Page) -> None:
    """From the rows to the endpoint."""
    go(page, "Models")
    page.get_by_role("radio", name="Lineage", exact=True).click()
    save(page, "lineage", at=shown(page), height=700)


def try_two(page: Page, folder: Path) -> None:
    """A message, a set and a file."""
    go(page, "Try messages")
    choose(page, "Endpoint", ENDPOINT)
    choose(page, "Compare with", demo.NAME)
    ask(page)
    save(page, "side-by-side", height=1080)
    page.get_by_role("radio", name="Sets").click()
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_text(re.compile(r"^Of \d+ messages")).wait_for()
    table = page.get_by_role("region", name="The messages of the set")
    table.hover()
    page.mouse.wheel(0, 7 * 35)
    save(page, "set", height=970)
    write_sample(folder / "chat", rows=2_000, seed=11)
    page.get_by_role("radio", name="Many").click()
    page.get_by_role("radio", name="Upload a CSV").click()
    page.locator("input[type=file]").set_input_files(folder / "chat" / "train.csv")
    page.get_by_role("button", name="Score them").click()
    page.get_by_text("How probabilities spread").wait_for()
    save(page, "scored", height=1000)


def use_endpoint(page: Page) -> None:
    """How the endpoint did meanwhile."""
    go(page, "Endpoints")
    choose(page, "Endpoint", ENDPOINT)
    page.get_by_role("button", name="Send a test message").click()
    page.get_by_text(re.compile("answered in|answering took")).wait_for()
    save(page, "endpoints", height=1310)


# Driving a page


@contextlib.contextmanager
def opened(
    browser: Browser, address: str, *, dark: bool = False, size: tuple[int, int] = (WIDTH, HEIGHT)
) -> Iterator[Page]:
    """A page at the address, in a context of its own."""
    context = browser.new_context(
        color_scheme="dark" if dark else "light",
        viewport={"width": size[0], "height": size[1]},
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(address)
    settled(page)
    yield page
    context.close()


def settled(page: Page) -> None:
    """Wait until the page has come to rest."""
    page.wait_for_timeout(300)  # what was just clicked has to reach it
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
        " && !document.querySelector('[data-testid=stMain] [data-testid=stSkeleton]')"
    )


def go(page: Page, title: str) -> None:
    """Open a page by the navigation."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()
    page.get_by_role("heading", name=title, exact=True, level=1).wait_for()
    settled(page)


def choose(page: Page, label: str, option: str) -> None:
    """Choose in a box by its label."""
    page.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()
    settled(page)


def typed(page: Page, label: str, text: str) -> None:
    """Type into a field by its label."""
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.press("Enter")
    settled(page)


def ask(page: Page) -> None:
    """Type the message, and wait for the answer."""
    typed(page, "Message", MESSAGE)
    page.get_by_text("Answered in").first.wait_for()


def save(page: Page, name: str, *, at: Locator | None = None, height: int = HEIGHT) -> None:
    """A picture of the page, or from `at` on, in few colours: small enough for a repository."""
    width = page.viewport_size["width"] if page.viewport_size else WIDTH
    page.set_viewport_size({"width": width, "height": height})
    settled(page)
    if at is None:
        page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 0)")
    else:
        top = at.evaluate("found => found.getBoundingClientRect().top")
        main = page.locator("[data-testid=stMain]")
        main.evaluate("(main, top) => main.scrollBy(0, top - 10)", top)
    page.mouse.move(0, 0)
    page.wait_for_timeout(1500)  # charts and spinners come to rest
    taken = Image.open(BytesIO(page.screenshot())).convert("RGB")
    place = HERE / f"{name}.png"
    reduced(taken).save(place, optimize=True)
    page.set_viewport_size({"width": width, "height": HEIGHT})
    size = place.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{place.name} has {size:,} bytes, of at most {LARGEST:,}.")
    print(f"{place.name}: {size / 1000:.0f} kB")


def reduced(taken: Image.Image) -> Image.Image:
    """The picture in its 256 commonest colours: grounds and bars stay as they are, to the bit."""
    common = sorted(taken.getcolors(taken.width * taken.height) or [], reverse=True)[:256]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _, color in common for part in color])
    return taken.quantize(palette=palette, dither=Image.Dither.NONE)


def put_away(workspace: Workspace) -> None:
    """End what still goes on. (The files go with their folder.)"""
    for run in runs.listing(workspace):
        runs.stop(workspace, run.name)
        runs.wait(workspace, run.name)
    for endpoint in endpoints.listing(workspace):
        endpoints.delete(workspace, endpoint.name)


if __name__ == "__main__":
    main()
