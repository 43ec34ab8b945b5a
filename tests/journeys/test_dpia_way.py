"""New cameras: screened, assessed, advised upon, sent back once, and decided; on paper as it was decided on."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from holger.privacy import library
from holger.privacy.models import Activity, Dpia, DpiaStatus, DpiaVersion
from holger.privacy.tests.factories import make_activity
from tests.browser import follow
from tests.cast import Cast

expect.set_options(timeout=20_000)  # a busy machine may take its time; what is waited for comes or does not

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
ANSWER = "Fourteen cameras at gates and corridors. Pictures are kept for 30 days."


def test_from_screening_to_decision(
    server: str, cast: Cast, page: Page, signed_in: Any, accessible: Any, tmp_path: Path
) -> None:
    base = f"{server}/o/kronborg/"
    activity = make_activity(cast.kronborg, "Cameras", owner=cast.karen)
    page.set_viewport_size(PHONE)
    signed_in(cast.karen)
    screen(page, base + activity.path, accessible)
    page.set_viewport_size(DESK)
    begin(page, activity, accessible)
    here = base + Dpia.objects.get().path
    write(page, here, accessible)
    advise_and_send(page, here)

    signed_in(cast.anna)
    send_back(page, here)
    signed_in(cast.karen)
    page.goto(here)
    expect(page.get_by_text("Who sees the pictures?").first).to_be_visible()
    page.get_by_role("button", name="Send for a decision").click()
    expect(page.get_by_text("It is sent for a decision.")).to_be_visible()

    signed_in(cast.anna)
    approve(page, here, accessible)
    on_paper(page, here, tmp_path)
    signed_in(cast.karen)
    page.goto(base + activity.path)
    expect(page.locator("#panel-dpia")).to_contain_text("DPIA-1")


def screen(page: Page, activity: str, accessible: Any) -> None:
    """On a phone, beside whoever hangs the cameras up."""
    page.goto(activity)
    follow(page, page.get_by_role("link", name="Screen it"))
    for _group, criterion in library.assessment().criteria:
        said = "yes" if criterion.key in ("public-monitoring", "monitoring", "scale") else "no"
        page.locator(f"[name={criterion.key}][value={said}]").check()
    page.locator("[name=needed][value=yes]").check()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    accessible(page)
    page.locator("main form button.btn-primary").click()
    expect(page.get_by_text("The screening is kept.")).to_be_visible()
    accessible(page)


def begin(page: Page, activity: Activity, accessible: Any) -> None:
    follow(page, page.get_by_role("link", name="Begin an assessment"))
    expect(page.get_by_label("Title")).to_have_value(activity.title)
    accessible(page)
    page.locator("main form button.btn-primary").click()
    expect(page.get_by_text("The assessment is begun.")).to_be_visible()
    accessible(page)


def write(page: Page, here: str, accessible: Any) -> None:
    """Section by section; until all that is asked is answered it cannot be sent."""
    page.get_by_role("button", name="Send for a decision").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cameras")
    assert Dpia.objects.get().status == DpiaStatus.DRAFT
    sections = [section for section in library.assessment().sections if section.key != "advice"]
    for section in sections:
        page.goto(f"{here}sections/{section.key}/")
        for question in section.questions:
            if question.required:
                page.locator(f"[name={question.key}]").fill(f"{ANSWER} ({question.key})")
        if section is sections[0]:
            accessible(page)
        page.locator("main form button.btn-primary").click()
        page.wait_for_url(here)
    accessible(page)


def advise_and_send(page: Page, here: str) -> None:
    follow(page, page.get_by_role("link", name="Give an opinion"))
    page.get_by_label("What do you advise?").fill("Blur what can be seen of the street.")
    page.locator("main form button.btn-primary").click()
    expect(page.get_by_text("Your opinion stands in the assessment.")).to_be_visible()
    page.get_by_role("button", name="Send for a decision").click()
    expect(page.get_by_text("It is sent for a decision.")).to_be_visible()
    expect(page.get_by_role("link", name="Approve", exact=True)).to_have_count(0)


def send_back(page: Page, here: str) -> None:
    page.goto(here)
    follow(page, page.get_by_role("link", name="Send back"))
    page.get_by_label("Why").fill("Who sees the pictures?")
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(here)
    assert Dpia.objects.get().status == DpiaStatus.DRAFT


def approve(page: Page, here: str, accessible: Any) -> None:
    page.goto(here)
    follow(page, page.get_by_role("link", name="Approve", exact=True))
    page.get_by_label("On what conditions").fill("The camera at the gate is blurred.")
    accessible(page)
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(here)
    expect(page.get_by_text("Approved").first).to_be_visible()
    expect(page.get_by_text("The camera at the gate is blurred.").first).to_be_visible()
    accessible(page)
    assert DpiaVersion.objects.get().number == 1


def on_paper(page: Page, here: str, folder: Path) -> None:
    with page.expect_download() as download:
        page.evaluate(f"location.href = '{here}report/?form=pdf&language=da&version=1'")
    path = folder / "dpia.pdf"
    download.value.save_as(path)
    text = " ".join(sheet.extract_text() for sheet in PdfReader(path).pages)
    assert "Konsekvensanalyse" in text and "Blur what can be seen of the street." in text
    assert "The camera at the gate is blurred." in text
