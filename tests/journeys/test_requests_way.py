"""Somebody asks what is known of them: taken in, forgotten past its day, reminded of, answered late with a reason, and let go."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from holger.jobs.services import deliver_due
from holger.privacy.jobs import requests as jobs
from holger.privacy.models import SubjectRequest
from holger.privacy.tests.factories import make_activity
from holger.tasks import jobs as wheel
from holger.tasks.models import Notice
from tests.browser import follow
from tests.cast import Cast
from tests.clock import Move
from tests.mailbox import mail_of, text_of

expect.set_options(timeout=20_000)  # a busy machine may take its time; what is waited for comes or does not

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture
def house(after: Move, cast: Cast, settings: Any, server: str) -> Cast:
    settings.BASE_URL = server
    make_activity(cast.kronborg, "Personnel files")
    return cast


def test_a_request_past_its_day(
    server: str,
    house: Cast,
    after: Move,
    letters: Path,
    page: Page,
    signed_in: Any,
    accessible: Any,
    complaints: list[str],
) -> None:
    base = f"{server}/o/kronborg/privacy/requests/"
    page.set_viewport_size(DESK)
    signed_in(house.karen)
    take_in(page, base, accessible)
    here = f"{base}{SubjectRequest.objects.get().reference}/"
    send_the_receipt(page, here, accessible)

    after(timedelta(days=24))
    be_reminded(house, letters, re.compile("75 % of the time is gone"))
    after(timedelta(days=32))
    be_reminded(house, letters, re.compile("Overdue: answer the data subject", re.IGNORECASE))

    signed_in(house.karen)
    page.set_viewport_size(PHONE)
    page.goto(base)
    expect(page.get_by_text("1 day over").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    accessible(page)
    page.set_viewport_size(DESK)
    answer(page, here, accessible, complaints)

    after(timedelta(days=32 + 800))
    assert jobs.erase(house.kronborg.pk)
    signed_in(house.karen)
    page.goto(here)
    expect(page.get_by_text("Who asked is erased, and so are the letters")).to_be_visible()
    expect(page.get_by_text("Ida Bjerg")).to_have_count(0)


def take_in(page: Page, base: str, accessible: Any) -> None:
    page.goto(base)
    follow(page, page.get_by_role("link", name="New request").first)
    page.get_by_label("What it is about").fill("Former employee wants their file")
    page.get_by_label("Access (article 15)").check()
    page.get_by_label("Name", exact=True).fill("Ida Bjerg")
    page.get_by_label("Where to answer").fill("ida@home.example")
    accessible(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name=re.compile("Former employee"))).to_be_visible()
    expect(page.get_by_text("31 days left").first).to_be_visible()
    accessible(page)


def send_the_receipt(page: Page, here: str, accessible: Any) -> None:
    page.goto(f"{here}letters/receipt/?language=da")
    expect(page.get_by_text("Kære Ida Bjerg")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="It is sent").click()
    expect(page.get_by_text("It stands in the log that the letter was sent.")).to_be_visible()
    page.goto(here)
    page.get_by_role("button", name=re.compile("^Done: Confirm")).click()
    expect(page.get_by_text("Done by Karen").first).to_be_visible()


def be_reminded(house: Cast, letters: Path, said: re.Pattern[str]) -> None:
    """In the app, and by mail: each mark once."""
    jobs.remind(house.kronborg.pk)
    assert jobs.remind(house.kronborg.pk) == ""
    titles = list(Notice.objects.filter(person=house.karen).values_list("title", flat=True))
    assert any(said.search(title) for title in titles), titles
    wheel.reminders(house.kronborg.pk)
    deliver_due()
    told = "\n".join(f"{mail['Subject']}\n{text_of(mail)}" for mail in mail_of(letters, house.karen))
    assert said.search(told), told


def answer(page: Page, here: str, accessible: Any, complaints: list[str]) -> None:
    page.goto(here)
    expect(page.get_by_text("The last day has passed.")).to_be_visible()
    follow(page, page.get_by_role("link", name="Decide"))
    page.get_by_label("Met", exact=True).check()
    page.get_by_label("Decision and reasons").fill("The file is enclosed.")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Decided. Send the answer").first).to_be_visible()
    follow(page, page.get_by_role("link", name="Answer sent, close"))
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_text("Write why it is late").first).to_be_visible()
    accessible(page)
    complaints.clear()  # the browser tells of the answer 422
    page.get_by_label("Why it is late").fill("It lay in a mailbox that nobody reads.")
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_text("Answered late").first).to_be_visible()
    accessible(page)
