"""Writing in a browser: what a crash took is put back; and nobody is shut out from the pages around a policy."""

from datetime import timedelta
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from holger.core import dates
from holger.policies.models import PolicyText, Status
from holger.policies.services.asking import readings_settle_all
from holger.policies.services.exceptions import exception_ask
from holger.policies.tests.factories import make_policy, make_version
from tests.cast import Cast, actor_of

LOST = "Lock your screen, also when you only fetch coffee."


def test_what_a_crash_took_is_put_back(
    server: str, cast: Cast, context: BrowserContext, page: Page, signed_in: Any, complaints: list[str]
) -> None:
    policy = make_policy(cast.kronborg, "Screens", status=Status.DRAFT, owner=cast.anna)
    signed_in(cast.anna)
    address = f"{server}/o/kronborg/{policy.path}draft/en/"
    page.goto(address)
    context.set_offline(True)
    page.get_by_label("Text", exact=True).fill(LOST)
    expect(page.locator("#saving")).to_contain_text("Not saved")
    page.close()
    context.set_offline(False)
    complaints.clear()  # the browser tells of all that did not get through
    assert PolicyText.objects.get().body != LOST

    page = context.new_page()
    page.goto(address)
    body = page.get_by_label("Text", exact=True)
    expect(page.get_by_text("Put it back?")).to_be_visible()
    assert body.input_value() != LOST
    page.get_by_role("button", name="Put it back").click()
    expect(body).to_have_value(LOST)
    expect(page.locator("#preview")).to_contain_text(LOST)
    expect(page.locator("#saving")).to_contain_text("Saved")
    assert PolicyText.objects.get().body == LOST

    page.reload()
    expect(body).to_have_value(LOST)
    expect(page.get_by_text("Put it back?")).to_be_hidden()


def test_the_pages_around_a_policy_are_for_everybody(
    server: str, cast: Cast, page: Page, signed_in: Any, accessible: Any
) -> None:
    policy = make_policy(cast.kronborg, "Screens", confirm=True, danish=True, owner=cast.anna)
    make_version(policy, "## Devices\n\nLock it *always*.", major=2, changes_en="Always.", danish=True)
    readings_settle_all(cast.kronborg.pk)
    exception = exception_ask(
        actor=actor_of(cast.anna),
        policy=policy,
        title="The computers in hall 2",
        why="They measure all night.",
        measure="The door is locked.",
        starts=dates.today(),
        ends=dates.today() + timedelta(days=30),
        owner=cast.anna,
        approver=cast.olga,
    )
    signed_in(cast.anna)
    pages = (
        "policy-exceptions/",
        "policy-exceptions/ask/",
        exception.path,
        f"{policy.path}v1.0/",
        f"{policy.path}compare/",
        f"{policy.path}report/",
        f"{policy.path}v2.0/proof/",
        "policies/approvers/",
        "policies/new/",
        "readings/",
        "campaigns/days/",
        "settings/desk/",
    )
    for path in pages:
        page.goto(f"{server}/o/kronborg/{path}")
        accessible(page)
