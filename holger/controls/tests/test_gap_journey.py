"""Gap rounds in a real browser: a workshop by keyboard, one without scripts, and pages that are open to everybody."""

import pytest
from playwright.sync_api import expect

from holger.controls import services
from holger.controls.models import GapRound
from holger.controls.tests.factories import JOINED, gap_row, open_round
from holger.frameworks import services as frameworks
from holger.frameworks.models import Scope
from holger.frameworks.tests.factories import bring
from tests.cast import actor_of


@pytest.fixture
def anna(server, cast):
    return actor_of(cast.anna)


def test_a_workshop_by_keyboard(server, cast, anna, page, signed_in, accessible, complaints):
    bring(anna)
    signed_in(cast.anna)
    page.goto(f"{server}/o/kronborg/frameworks/FW-1/")
    page.get_by_role("link", name="Start a gap round").first.click()
    page.get_by_label("Title").fill("Gap 2026")
    accessible(page)
    page.get_by_role("button", name="Open the round").click()
    page.get_by_role("link", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1.1")
    page.keyboard.press("2")
    expect(page.get_by_role("radio", name="Partly met")).to_be_checked()
    page.keyboard.press("m")
    page.keyboard.press("2")
    expect(page.get_by_label("2 Done by habit")).to_be_checked()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("3 Written down and followed")).to_be_checked()
    page.keyboard.press("r")
    page.keyboard.type("1 of 3 doors")
    accessible(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("1.1 is saved: Partly met.")).to_be_visible()
    held = GapRound.objects.get()
    row = gap_row(held, "1.1")
    assert (row.answer, row.maturity, row.remark) == ("partly", 3, "1 of 3 doors")
    page.keyboard.press("s")
    expect(page.get_by_text("1.2 is left for later.")).to_be_visible()
    page.keyboard.press("p")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1.2")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2.1")
    expect(page.get_by_label("Why does it not apply?")).to_be_hidden()
    page.keyboard.press("4")
    page.keyboard.type("No workshop")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2.1(a)/b")
    assert gap_row(held, "2.1").reason == "No workshop"
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Maturity up and down")
    accessible(page)


@pytest.mark.parametrize(
    "path", ["", "new/", "G-1/", "G-2/", "G-2/answers/", "G-2/answer/A.5.8/", "G-2/compare/G-1/", "G-2/close/"]
)
def test_nothing_stands_in_the_way(server, cast, anna, page, signed_in, accessible, path):
    frameworks.framework_adopt(actor=anna, key="iso27001-2022")
    scope = Scope.objects.select_related("framework", "unit").get()
    for title in ("Spring", "Autumn"):
        held = services.gap_round_open(actor=anna, scope=scope, title=title)
        rows = held.answers.select_related(*JOINED).order_by("place")
        for row, said in zip(rows, ("met", "partly", "not"), strict=False):
            services.gap_answer(actor=anna, row=row, answer=said, maturity=2)
        if title == "Spring":
            services.gap_round_close(actor=anna, gap_round=held, conclusion="Begin with access.")
    services.gap_ask(actor=anna, rows=[gap_row(held, "A.5.8")], person=cast.bo)
    signed_in(cast.anna)
    page.goto(f"{server}/o/kronborg/gaps/{path}")
    accessible(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_it_works_without_scripts(server, cast, anna, browser, signed_in, page):
    held = open_round(anna, bring(anna))
    signed_in(cast.anna)
    still = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    plain = still.new_page()
    plain.goto(f"{server}/o/kronborg/gaps/G-1/answer/?show=todo")
    plain.get_by_role("radio", name="Met", exact=True).check(force=True)
    plain.get_by_role("button", name="Save and go on").click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("1.2")
    plain.get_by_role("button", name="Skip").click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("2.1")
    assert (gap_row(held, "1.1").answer, gap_row(held, "1.2").skipped) == ("met", True)
    still.close()
