"""A course taken on a phone, failed and then passed; and what waits for somebody on their first day."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from holger.core import dates
from holger.core.permissions import Role
from holger.organisation import jobs
from holger.organisation.models import Person
from holger.policies.tests.factories import make_policy
from holger.tasks.models import Task
from holger.training import services
from holger.training.models import Attempt, Course
from tests.browser import follow
from tests.cast import Cast, actor_of, make_person

expect.set_options(timeout=20_000)  # a busy machine may take its time; what is waited for comes or does not

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


def reads_danish(person: Person) -> None:
    assert person.user is not None
    person.user.language = "da"
    person.user.save()


def test_a_course_is_failed_and_then_passed(
    server: str, cast: Cast, page: Page, signed_in: Any, accessible: Any, tmp_path: Path
) -> None:
    base = f"{server}/o/kronborg/"
    reads_danish(cast.emil)
    signed_in(cast.anna)
    take_on_a_ready_course(page, base, accessible)

    page.set_viewport_size(PHONE)
    signed_in(cast.emil)
    read_the_pages(page, base, accessible)
    answer(page, accessible, right=False)
    expect(page.get_by_role("heading", name="Ikke helt endnu")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Prøv igen").click()
    answer(page, accessible, right=True)
    expect(page.get_by_role("heading", name=re.compile("Bestået"))).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    have_the_certificate(page, tmp_path)

    page.set_viewport_size(DESK)
    signed_in(cast.anna)
    see_that_it_is_passed_and_nothing_more(page, base, accessible)


def take_on_a_ready_course(page: Page, base: str, accessible: Any) -> None:
    page.goto(f"{base}courses/")
    accessible(page)
    page.goto(f"{base}courses/ready/")
    accessible(page)
    page.get_by_role("button", name=re.compile("Take on Phishing")).click()
    expect(page.get_by_role("heading", level=1, name=re.compile("Phishing"))).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("link", name="Give it", exact=True).first.click()
    accessible(page)
    page.get_by_role("button", name="Give it", exact=True).click()
    expect(page.get_by_role("heading", level=1, name=re.compile("Phishing"))).to_be_visible()


def read_the_pages(page: Page, base: str, accessible: Any) -> None:
    page.goto(base)
    expect(page.get_by_role("heading", name=re.compile("Kurser"))).to_be_visible()
    page.get_by_role("link", name=re.compile("[Pp]hishing")).first.click()
    accessible(page)
    follow(page, page.get_by_role("link", name="Begynd at læse"))
    accessible(page)
    while (onward := page.get_by_role("link", name="Næste")).count():
        follow(page, onward)
    page.get_by_role("link", name="Til spørgsmålene").click()
    accessible(page)
    page.get_by_role("button", name="Begynd").click()


def answer(page: Page, accessible: Any, *, right: bool) -> None:
    """Each question as it stands there: rightly or wrongly, by the wording that the course was published with."""
    expect(page.locator("fieldset.e-ask").first).to_be_visible()
    accessible(page)
    attempt = Attempt.objects.select_related("edition").latest("begun_at")
    by_key = {each["key"]: each for each in attempt.edition.content["questions"]}
    for key in attempt.drawn:
        question = by_key[key]
        asked = page.locator("fieldset.e-ask", has_text=question["text"]["da"])
        (put_in_order if question["kind"] == "order" else tick)(asked, question["options"], right)
    page.get_by_role("button", name="Send mine svar").click()


def tick(asked: Locator, options: list[dict[str, Any]], right: bool) -> None:
    for option in options:
        if option["right"] == right:
            asked.get_by_label(option["text"]["da"], exact=True).check()
            if not right:
                return


def put_in_order(asked: Locator, options: list[dict[str, Any]], right: bool) -> None:
    for rank, option in enumerate(options if right else options[::-1], start=1):
        asked.locator("label", has_text=option["text"]["da"]).get_by_role("combobox").select_option(str(rank))


def have_the_certificate(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("[Kk]ursusbevis")).first.click()
    path = tmp_path / "certificate.pdf"
    download.value.save_as(path)
    text = " ".join(page.extract_text() for page in PdfReader(path).pages)
    assert "Emil Vang" in text


def see_that_it_is_passed_and_nothing_more(page: Page, base: str, accessible: Any) -> None:
    course = Course.objects.get()
    page.goto(f"{base}courses/{course.reference}/results/")
    expect(page.get_by_text(re.compile("have passed"))).to_be_visible()
    accessible(page)
    told = page.locator("main").inner_text()
    question = Attempt.objects.latest("begun_at").edition.content["questions"][0]
    assert question["text"]["en"] not in told


# The first day


@pytest.fixture
def tomorrow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    def move() -> None:
        monkeypatch.setenv("HOLGER_NOW", f"{dates.today() + timedelta(days=1)}T08:00:00Z")

    cache.clear()
    yield move
    cache.clear()


def test_the_first_day_brings_what_applies(
    server: str, cast: Cast, page: Page, signed_in: Any, accessible: Any, tomorrow: Any
) -> None:
    """Nothing before it; then the policy, the course of the starter pack, and a task for whoever leads them."""
    anna = actor_of(cast.anna)
    make_policy(cast.kronborg, danish=True, confirm=True)
    course = services.course_adopt(actor=anna, key="phishing")
    services.course_publish(actor=anna, course=course)
    new = make_person(
        cast.kronborg, "Nina Ny", Role.EMPLOYEE, manager=cast.bo, starts_on=dates.today() + timedelta(days=1)
    )
    reads_danish(new)
    jobs.comings(cast.kronborg.pk)
    tomorrow()
    jobs.comings(cast.kronborg.pk)
    page.set_viewport_size(PHONE)
    signed_in(new)
    page.goto(f"{server}/o/kronborg/")
    expect(page.get_by_role("heading", name="Læs og bekræft (1)")).to_be_visible()
    expect(page.get_by_role("heading", name="Kurser (1)")).to_be_visible()
    accessible(page)
    assert Task.objects.filter(owner=cast.bo, title__contains="Nina Ny").exists()
