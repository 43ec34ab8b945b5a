"""A contract that renews itself: written down, told of half a year before, three months before and at last, and decided."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from holger.jobs.services import deliver_due
from holger.suppliers.jobs import contracts as jobs
from holger.suppliers.models import Contract
from holger.suppliers.tests.factories import make_supplier
from holger.tasks import jobs as wheel
from holger.tasks.models import Notice
from tests.browser import follow
from tests.cast import Cast
from tests.mailbox import mail_of, text_of

expect.set_options(timeout=20_000)  # a busy machine may take its time; what is waited for comes or does not

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
Move = Callable[[str], None]


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Move:
    """``on("2027-03-01")``: it is nine in the morning of that day, by the clock that demos are moved by."""

    def move(day: str) -> None:
        moment = datetime.fromisoformat(f"{day}T08:00:00").replace(tzinfo=UTC)
        monkeypatch.setenv("HOLGER_NOW", f"{moment:%Y-%m-%dT%H:%M:%SZ}")
        cache.clear()

    move("2026-12-01")
    return move


def test_the_notice_date_is_told_of_in_time(
    server: str, cast: Cast, on: Move, settings: Any, letters: Path, page: Page, signed_in: Any, accessible: Any
) -> None:
    settings.BASE_URL = server
    base = f"{server}/o/kronborg/"
    supplier = make_supplier(cast.kronborg, "Bornholm Hosting", owner=cast.anna)
    page.set_viewport_size(DESK)
    signed_in(cast.anna)
    write_down(page, base + supplier.path, accessible)
    contract = Contract.objects.get()
    assert f"{contract.notice_by} {contract.exit_ends}" == "2027-09-30 2027-12-31"

    on("2027-03-22")
    assert jobs.reminders(cast.kronborg.pk) == ""  # 192 days are left
    for day, after, left in (
        ("2027-04-05", "2027-04-06", 178),
        ("2027-07-05", "2027-07-06", 87),
        ("2027-08-31",) * 2 + (30,),
    ):
        on(day)
        be_told(cast, left)
        on(after)  # by mail the next morning; the last time at once
        be_written_to(cast, letters, left)

    signed_in(cast.anna)
    page.set_viewport_size(PHONE)
    page.goto(f"{base}contracts/calendar/")
    expect(page.get_by_text("Give notice, or let it renew itself")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    accessible(page)
    page.set_viewport_size(DESK)
    decide(page, base + contract.path, accessible)

    on("2027-09-20")
    assert jobs.reminders(cast.kronborg.pk) == ""  # decided: nobody is told any more
    on("2028-01-10")
    assert jobs.reminders(cast.kronborg.pk).startswith("1 contract")
    contract.refresh_from_db()
    assert str(contract.notice_by) == "2028-09-30"


def write_down(page: Page, supplier: str, accessible: Any) -> None:
    page.goto(supplier)
    follow(page, page.get_by_role("link", name="New contract"))
    page.get_by_label("Title").fill("Operation of the ERP system")
    page.get_by_label("Starts").fill("2024-01-01")
    page.get_by_label("At the end of a term it").select_option(label="Renews itself")
    page.get_by_label("First term ends").fill("2026-12-31")
    page.get_by_label("Renewed for months at a time").fill("12")
    page.get_by_label("Notice period").fill("3")
    page.get_by_label("Value per year").fill("480000")
    accessible(page)
    page.locator("main form button.btn-primary").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Operation of the ERP system")
    if page.get_by_role("link", name="Take into force").count():
        follow(page, page.get_by_role("link", name="Take into force"))
        page.locator("main form button.btn-primary").click()
    expect(page.get_by_text("In force").first).to_be_visible()
    expect(page.locator("#decision")).to_contain_text("30 Sep 2027")
    page.locator("#decision summary").click()
    accessible(page)


def said_of(left: int) -> re.Pattern[str]:
    return re.compile(rf"is 30 Sep(tember)? 2027, in {left} days")


def be_told(cast: Cast, left: int) -> None:
    """Once, whichever of the days it is that the mark was passed on."""
    assert jobs.reminders(cast.kronborg.pk) == "1 notice"
    assert jobs.reminders(cast.kronborg.pk) == ""
    titles = list(Notice.objects.filter(person=cast.anna).values_list("title", flat=True))
    assert any(said_of(left).search(title) for title in titles), titles


def be_written_to(cast: Cast, folder: Path, left: int) -> None:
    wheel.reminders(cast.kronborg.pk)
    deliver_due()
    told = "\n".join(f"{mail['Subject']}\n{text_of(mail)}" for mail in mail_of(folder, cast.anna))
    assert said_of(left).search(re.sub(r"\s+", " ", told)), told


def decide(page: Page, here: str, accessible: Any) -> None:
    page.goto(here)
    follow(page, page.get_by_role("link", name="Decide to keep it"))
    page.get_by_label(re.compile("Why|Reason")).fill("They run it well, and moving costs more.")
    accessible(page)
    page.locator("main form button.btn-primary").click()
    expect(page.locator("#decision")).to_contain_text("Decided: it is kept")
    accessible(page)
