"""A campaign in a real browser: planned, begun, followed up, and open to everybody's eyes."""

import pytest
from playwright.sync_api import expect

from holger.policies.services.asking import readings_settle_all
from holger.policies.tests.factories import make_policy
from holger.policies.tests.test_reading_services import confirm
from holger.tasks.models import Notice


@pytest.fixture
def policies(cast):
    found = [make_policy(cast.kronborg, title, confirm=True, danish=True) for title in ("Acceptable use", "Clear desk")]
    readings_settle_all(cast.kronborg.pk)
    return found


def test_a_campaign(server, cast, policies, page, signed_in, accessible):
    signed_in(cast.anna)
    page.goto(f"{server}/o/kronborg/campaigns/")
    page.get_by_role("link", name="New campaign").first.click()
    page.get_by_label("Title in English").fill("Autumn")
    page.get_by_label("POL-1 Acceptable use").check()
    page.get_by_label("POL-2 Clear desk").check()
    accessible(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Begin now").click()
    expect(page.get_by_text("0 of 12 have confirmed.")).to_be_visible()
    for person in (cast.anna, cast.emil):
        confirm(person, policies[0])
    page.reload()
    expect(page.get_by_text("2 of 12 have confirmed.")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Remind all who are missing").click()
    expect(page.get_by_text("6 people are reminded.")).to_be_visible()
    assert Notice.objects.filter(kind="nudge").count() == 6
    page.get_by_role("link", name="10 are missing").click()
    expect(page.get_by_role("row")).to_have_count(11)
    accessible(page)
    page.goto(f"{server}/o/kronborg/readings/people/")
    expect(page.get_by_role("row", name="Emil Vang")).to_contain_text("Confirmed")
    accessible(page)
