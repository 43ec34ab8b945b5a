"""From a report on a phone to a closed case: decided, notified in time and late, corrected, learned from; and what only a few may know."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from holger.core import dates
from holger.evidence.models import Evidence
from holger.incidents import jobs
from holger.incidents.models import Correction, Incident, Moment, SentNotice, Status
from holger.jobs.services import deliver_due
from holger.tasks import jobs as wheel
from holger.tasks.models import Notice, Task
from tests.cast import Cast
from tests.clock import BEGUN, Move
from tests.mailbox import mail_of, text_of

expect.set_options(timeout=20_000)  # a busy machine may take its time; what is waited for comes or does not

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
CASE = "Ransomware on the file server"


@pytest.fixture
def house(after: Move, cast: Cast, settings: Any, server: str) -> Cast:
    settings.BASE_URL = server
    assert cast.emil.user is not None
    cast.emil.user.language = "da"
    cast.emil.user.save()
    return cast


def test_from_a_report_to_what_was_learned(
    server: str,
    house: Cast,
    after: Move,
    letters: Path,
    page: Page,
    signed_in: Any,
    accessible: Any,
    complaints: list[str],
) -> None:
    base = f"{server}/o/kronborg/"
    signed_in(house.emil)
    page.set_viewport_size(PHONE)
    report(page, base, accessible)

    page.set_viewport_size(DESK)
    signed_in(house.anna)
    take_on(page, base, accessible)
    case = f"{base}incidents/{Incident.objects.get().reference}/"
    after(timedelta(minutes=40))
    aware = dates.now() - timedelta(minutes=10)
    become_aware(page, case, aware)
    decide(page, case, accessible)

    after(timedelta(hours=20))
    be_reminded(house, letters, re.compile("75 % of the time is gone: Early warning"))
    after(timedelta(hours=26))
    be_reminded(house, letters, re.compile("Overdue: Early warning"))
    signed_in(house.anna)
    page.goto(case)
    expect(page.get_by_text("Overdue").first).to_be_visible()
    accessible(page)
    correct_the_start(page, case, aware + timedelta(minutes=80), accessible, complaints)
    send_the_warning(page, case, accessible)

    after(timedelta(hours=60))
    signed_in(house.anna)
    send(page, case, "nis2-notification", "VIRK-2")
    after(timedelta(days=5))
    signed_in(house.anna)
    work_it_off(page, case)
    send(page, case, "nis2-final", "VIRK-3")
    learn(page, case, accessible)


def report(page: Page, base: str, accessible: Any) -> None:
    page.goto(f"{base}my/report/")
    page.get_by_label("Hvad er der sket?").fill("Filerne har fået mærkelige navne, og skærmen beder om penge.")
    page.get_by_text("Virus eller låste filer").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text(re.compile("Træk netkablet ud")).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    accessible(page)


def take_on(page: Page, base: str, accessible: Any) -> None:
    page.goto(f"{base}incidents/triage/")
    page.get_by_role("link", name=re.compile("Filerne har fået")).click()
    page.get_by_label("Title").fill(CASE)
    page.get_by_label("Impact").select_option("large")
    page.get_by_label("Urgency").select_option("now")
    page.get_by_role("button", name="Take on").click()
    expect(page.get_by_role("heading", level=1, name=re.compile(CASE))).to_be_visible()
    expect(page.get_by_text("Critical").first).to_be_visible()
    accessible(page)


def become_aware(page: Page, case: str, at: datetime, reason: str = "") -> None:
    page.goto(f"{case}moments/aware/")
    tell_when(page, at)
    page.get_by_label("How do you know?").fill("The alarm, and the files themselves.")
    if reason:
        page.get_by_label("Why is the time changed?").fill(reason)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1, name=re.compile(CASE))).to_be_visible()


def tell_when(page: Page, at: datetime) -> None:
    """By the clock on the wall where Kronborg is."""
    page.locator("[name=at]").fill(f"{at.astimezone(ZoneInfo('Europe/Copenhagen')):%Y-%m-%dT%H:%M}")


def decide(page: Page, case: str, accessible: Any) -> None:
    """Both are yes, and the clocks of both laws run."""
    page.goto(f"{case}decide/significant/")
    accessible(page)
    for question in ("significant", "personal_data"):
        page.goto(f"{case}decide/{question}/")
        page.get_by_role("radio", name="Yes", exact=True).check()
        page.get_by_label("Why").fill("Production stands still, and payroll lay on the server.")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", level=1, name=re.compile(CASE))).to_be_visible()
    for law in ("Early warning under NIS2", "Notification of a personal data breach"):
        expect(page.get_by_text(re.compile(law, re.I)).first).to_be_attached()


def be_reminded(house: Cast, letters: Path, said: re.Pattern[str]) -> None:
    """In the app, and by mail: each mark once."""
    jobs.clocks(house.kronborg.pk)
    assert jobs.clocks(house.kronborg.pk) == ""
    titles = list(Notice.objects.filter(person=house.anna).values_list("title", flat=True))
    assert any(said.search(title) for title in titles), titles
    wheel.reminders(house.kronborg.pk)
    deliver_due()
    told = "\n".join(f"{mail['Subject']}\n{text_of(mail)}" for mail in mail_of(letters, house.anna))
    assert said.search(told), told


def correct_the_start(page: Page, case: str, at: datetime, accessible: Any, complaints: list[str]) -> None:
    """One was aware an hour later than was written first. The old time stays, and the clocks follow."""
    page.goto(f"{case}moments/aware/")
    tell_when(page, at)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("One thing to correct")
    accessible(page)
    complaints.clear()  # the browser tells of the answer 422
    become_aware(page, case, at, "The log of the alarm says so.")
    first, then = Moment.objects.filter(point="aware").order_by("entered_at")
    assert then.at - first.at == timedelta(minutes=80)


def send_the_warning(page: Page, case: str, accessible: Any) -> None:
    """Copied from its sheet in the authority's order, and written down as sent: late, so the reason is asked for."""
    page.goto(f"{case}sheets/nis2-early-warning/")
    accessible(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy all").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Filerne har fået mærkelige navne" in copied
    send(page, case, "nis2-early-warning", "VIRK-1", late="The start was put right afterwards.")
    notice = SentNotice.objects.get(receipt="VIRK-1")
    assert notice.late_reason
    assert len(notice.digest) == 64


def send(page: Page, case: str, sheet: str, receipt: str, late: str = "") -> None:
    page.goto(f"{case}sheets/{sheet}/sent/")
    page.get_by_label("Receipt number").fill(receipt)
    if late:
        page.get_by_label("Why is it late?").fill(late)
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text(receipt).first).to_be_visible()


def work_it_off(page: Page, case: str) -> None:
    for step in ("contain", "recover"):
        page.goto(f"{case}step/{step}/")
        page.locator(".h-formfoot button.btn-primary").click()
        expect(page.get_by_role("heading", level=1, name=re.compile(CASE))).to_be_visible()
    assert Incident.objects.get().status == Status.RECOVERED


def learn(page: Page, case: str, accessible: Any) -> None:
    """A task asks for the meeting; what comes of it becomes tasks of its own."""
    meeting = Task.objects.get(about_id=Incident.objects.get().pk)
    assert 0 < (meeting.due - (BEGUN + timedelta(days=5)).date()).days <= 14
    page.goto(f"{case}evaluation/")
    accessible(page)
    page.get_by_label("Root cause").fill("The copies lay on the same network.")
    page.get_by_label("What we learned").fill("Keep one copy offline.")
    page.get_by_role("button", name="Save and finish").click()
    expect(page.get_by_role("heading", level=1, name=re.compile(CASE))).to_be_visible()
    meeting.refresh_from_db()
    assert meeting.status == "done"
    page.goto(f"{case}corrections/new/")
    page.get_by_label("What is done").fill("Keep a copy offline")
    page.get_by_label("Due").fill("2027-03-30")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Keep a copy offline").first).to_be_visible()
    assert Task.objects.filter(pk=Correction.objects.get().task_id).exists()


def test_an_exercise_leaves_a_report_and_counts_nowhere(
    server: str, house: Cast, page: Page, signed_in: Any, accessible: Any
) -> None:
    base = f"{server}/o/kronborg/"
    signed_in(house.anna)
    page.goto(f"{base}incidents/exercises/ransomware-friday/")
    accessible(page)
    page.get_by_role("button", name="Begin the exercise").click()
    expect(page.get_by_text(re.compile("exercise", re.I)).first).to_be_visible()
    drill = Incident.objects.get(drill=True)
    page.goto(f"{base}incidents/{drill.reference}/drill/")
    accessible(page)
    page.goto(f"{base}incidents/{drill.reference}/drill/finish/")
    for field in page.locator("main form textarea:visible").all():
        field.fill("We called the right people.")
    page.locator(".h-formfoot button.btn-primary").click()
    page.wait_for_load_state()
    drill.refresh_from_db()
    assert drill.status == Status.CLOSED
    assert Evidence.objects.filter(content_type="application/pdf").count() == 1
    page.goto(f"{base}incidents/")
    expect(page.get_by_text(drill.title)).to_have_count(0)


def test_what_only_a_few_may_know_is_not_there_for_others(
    server: str, house: Cast, page: Page, signed_in: Any, accessible: Any
) -> None:
    base = f"{server}/o/kronborg/"
    signed_in(house.anna)
    page.goto(f"{base}incidents/new/")
    page.get_by_label("In one line").fill("Kingfisher sells drawings")
    page.locator(".h-formfoot button.btn-primary").click()
    expect(page.get_by_role("heading", level=1, name=re.compile("Kingfisher"))).to_be_visible()
    made = Incident.objects.get()
    page.goto(f"{base}{made.path}restrict/")
    page.get_by_label("Why").fill("It is about a colleague.")
    page.locator(".h-formfoot button.btn-primary").click()
    expect(page.get_by_role("heading", level=1, name=re.compile("Kingfisher"))).to_be_visible()
    accessible(page)

    for colleague in (house.olga, house.carl, house.karen):
        signed_in(colleague)
        for path in (
            "",
            "incidents/",
            "incidents/?q=Kingfisher",
            "incidents/statistics/",
            "incidents/clocks/",
            "work/",
        ):
            page.goto(f"{base}{path}")
            expect(page.get_by_role("main")).to_be_visible()
            expect(page.get_by_text("Kingfisher sells drawings")).to_have_count(0)
            assert made.reference not in page.get_by_role("main").inner_text()
        answer = page.request.get(f"{base}{made.path}")
        assert answer.status == 404
        exported = page.request.get(f"{base}incidents/?export=csv")
        assert "Kingfisher" not in exported.text()
