"""An owner sees that something went wrong, tries again, and watches a job to its end."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from holger.jobs import services
from holger.jobs.models import Job, Mail, State
from holger.jobs.tests import kit
from holger.jobs.work.worker import Worker
from tests.cast import Cast, actor_of


def test_a_failed_job_is_tried_again_and_watched(
    server: str, cast: Cast, page: Page, signed_in: Callable[[Any], None], accessible: Callable[..., None]
) -> None:
    job = services.enqueue(actor=actor_of(cast.anna), job=kit.note, text="hello")
    mail = services.mail_put(
        organisation_id=cast.kronborg.id, recipient="bo@kronborg.example", subject="Hello Bo", body="Hello"
    )
    Mail.objects.filter(pk=mail.pk).update(state=State.FAILED, error="550 no such user", attempts=1, sealed=b"x")
    Job.objects.filter(pk=job.pk).update(state=State.FAILED, words="ValueError: Flood.")
    signed_in(cast.olga)
    page.goto(f"{server}/o/kronborg/settings/work/")
    expect(page.get_by_text("No worker runs")).to_be_visible()
    expect(page.get_by_text("550 no such user")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Try again Note something").click()
    expect(page.get_by_text("It is tried again now.")).to_be_visible()
    page.get_by_role("link", name="Note something").click()
    expect(page.get_by_text("as soon as a worker is free")).to_be_visible()
    accessible(page)
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING, percent=40, words="Two of five.")
    expect(page.get_by_text("Two of five.")).to_be_visible()  # the page has asked again by itself
    Job.objects.filter(pk=job.pk).update(state=State.WAITING)
    Worker().until_empty()
    expect(page.get_by_text("Noted hello.")).to_be_visible()
    expect(page.locator("#progress")).not_to_have_attribute("hx-get", "")
