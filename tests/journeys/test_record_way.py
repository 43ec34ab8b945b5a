"""The record: begun from what is ready, filled in by a manager on a phone, seen through, and handed out on paper in Danish."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from holger.privacy.models import Activity, Status
from tests.browser import follow
from tests.cast import Cast

expect.set_options(timeout=20_000)  # a busy machine may take its time; what is waited for comes or does not

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PHONE, NARROW, DESK = {"width": 390, "height": 844}, {"width": 320, "height": 640}, {"width": 1280, "height": 900}
NEXT = "Save and go on"


def test_from_a_template_to_the_record_on_paper(
    server: str, cast: Cast, page: Page, signed_in: Any, accessible: Any, tmp_path: Path
) -> None:
    base = f"{server}/o/kronborg/"
    page.set_viewport_size(DESK)
    signed_in(cast.karen)
    take(page, base, accessible)

    signed_in(cast.bo)
    page.set_viewport_size(PHONE)
    be_asked(page, base, accessible)

    signed_in(cast.karen)
    page.set_viewport_size(DESK)
    see_it_through(page, base, accessible)
    on_paper(page, base, tmp_path)


def take(page: Page, base: str, accessible: Any) -> None:
    """Payroll, as nearly everybody has it, checked and taken into the record."""
    page.goto(f"{base}privacy/activities/")
    expect(page.locator("#results").get_by_text("No processing activities yet")).to_be_visible()
    accessible(page)
    page.goto(f"{base}privacy/activities/ready/")
    accessible(page)
    page.locator("[name=take][value=payroll]").check()
    page.get_by_role("button", name="Take what is chosen").click()
    expect(page.get_by_text("1 draft is made.")).to_be_visible()
    payroll = Activity.objects.get()
    assert payroll.status == Status.DRAFT and payroll.complete > 50
    expect(page.get_by_text("Still missing:").first).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Take into the record").click()
    expect(page.get_by_text("In the record").first).to_be_visible()


def be_asked(page: Page, base: str, accessible: Any) -> None:
    """The manager knows the work and not the law: nine screens, half now and half another day."""
    page.goto(f"{base}privacy/activities/guide/")
    page.get_by_label("What do you call it?").fill("Shift plans")
    page.get_by_label("What do you use the data for?").fill("Plan who works when")
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.set_viewport_size(PHONE)
    accessible(page)
    page.get_by_role("button", name=NEXT, exact=True).click()
    expect(page.get_by_text("Screen 2 of 9")).to_be_visible()
    page.get_by_label("Employees", exact=True).check()
    page.get_by_label("About how many people?").fill("120")
    accessible(page)
    page.get_by_role("button", name="Save and go on another day").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Shift plans")
    expect(page.get_by_text("Still missing:").first).to_be_visible()
    accessible(page)

    plans = Activity.objects.get(title="Shift plans")
    page.goto(f"{base}{plans.path}guide/data/")
    page.get_by_label("Ordinary data").fill("Name, shift, telephone")
    page.get_by_role("button", name=NEXT, exact=True).click()
    page.get_by_label("Where the data comes from").fill("The employees themselves")
    page.get_by_role("button", name=NEXT, exact=True).click()
    expect(page.get_by_text("Screen 5 of 9")).to_be_visible()
    page.get_by_role("button", name=NEXT, exact=True).click()
    page.get_by_label("Who gets the data?").fill("The foremen")
    page.get_by_label(re.compile("outside the EU/EEA")).first.check()
    accessible(page)
    page.get_by_role("button", name=NEXT, exact=True).click()
    page.get_by_label("What is deleted, and when?").fill("Plans: after 12 months")
    page.get_by_role("button", name=NEXT, exact=True).click()
    page.locator("[name=measures]").first.check()
    page.get_by_role("button", name=NEXT, exact=True).click()
    expect(page.get_by_role("button", name="Send it in")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Send it in").click()
    expect(page.get_by_text("It is sent to whoever keeps the record.")).to_be_visible()
    page.goto(f"{base}{plans.path}guide/what/")
    expect(page.get_by_text("There is nothing here to do any more.")).to_be_visible()


def see_it_through(page: Page, base: str, accessible: Any) -> None:
    plans = Activity.objects.get(title="Shift plans")
    page.goto(base + plans.path)
    expect(page.get_by_text("Draft, sent in").first).to_be_visible()
    expect(page.get_by_text("Still missing:").first).to_contain_text("Legal basis")
    follow(page, page.get_by_role("link", name="Fill it in"))
    page.locator("[name=grounds]").first.check()
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(base + plans.path)
    page.get_by_role("button", name="Take into the record").click()
    expect(page.get_by_text("In the record").first).to_be_visible()
    accessible(page)
    plans.refresh_from_db()
    assert plans.status == Status.CURRENT


def on_paper(page: Page, base: str, folder: Path) -> None:
    page.goto(f"{base}privacy/record/")
    expect(page.get_by_text("2 processing activities")).to_be_visible()
    page.get_by_role("radio", name="Dansk").check()
    with page.expect_download() as download:
        page.locator("main form button.btn-primary").click()
    path = folder / "record.pdf"
    download.value.save_as(path)
    text = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(path).pages).split())
    assert "Fortegnelse" in text and "Kronborg A/S" in text
    assert "Shift plans" in text and "Plans: after 12 months" in text
    assert "Som dataansvarlig (art. 30, stk. 1)" in text
