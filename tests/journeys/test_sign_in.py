"""Ways in, in a real browser: a passkey from beginning to end, an app with its codes, and an organisation that demands one."""

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect

from holger.organisation.models import Organisation
from tests.cast import PASSWORD, Cast

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def _forget_attempts() -> None:
    cache.clear()


@pytest.fixture
def finger(context: BrowserContext, page: Page) -> None:
    """A device that makes passkeys and says yes."""
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def sign_in(page: Page, server: str, email: str) -> None:
    page.goto(f"{server}/account/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm(page: Page) -> None:
    """Answer the page that asks whether it is still the same person."""
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def sign_out(page: Page, server: str) -> None:
    page.goto(f"{server}/account/")
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_passkey_is_made_and_signs_in_alone(
    server: str, cast: Cast, page: Page, accessible: Any, finger: None
) -> None:
    sign_in(page, server, "bo@kronborg.example")
    expect(page).to_have_url(f"{server}/o/kronborg/")
    page.goto(f"{server}/account/")
    accessible(page)
    page.get_by_role("link", name="Add a passkey").click()
    accessible(page)
    confirm(page)
    accessible(page)
    page.get_by_label("What do you call it?").fill("Laptop")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Keep these recovery codes")).to_be_visible()
    expect(page.locator(".h-codes li")).to_have_count(10)
    accessible(page)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("link", name="Rename Laptop")).to_be_visible()

    sign_out(page, server)
    accessible(page)
    page.goto(f"{server}/o/kronborg/people/")
    page.get_by_role("button", name="Use your passkey").click()
    expect(page).to_have_url(f"{server}/o/kronborg/people/")

    # It also shows that one is still the same, and comes first for whoever came in with it.
    page.goto(f"{server}/account/factors/webauthn/add/")
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("heading", name="New passkey")).to_be_visible()
    page.goto(f"{server}/account/")
    page.get_by_role("link", name="Remove Laptop").click()
    accessible(page)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    expect(page.get_by_role("link", name="Rename Laptop")).to_have_count(0)


def test_an_app_is_set_up_where_the_organisation_demands_it(
    server: str, cast: Cast, page: Page, accessible: Any
) -> None:
    Organisation.objects.filter(pk=cast.kronborg.pk).update(factor_demand="everybody")
    sign_in(page, server, "anna@kronborg.example")
    page.goto(f"{server}/o/kronborg/people/")
    expect(page.get_by_role("heading", name="One more lock on the door")).to_be_visible()
    expect(page.get_by_text("Kronborg A/S asks")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Authenticator app").click()
    confirm(page)
    page.get_by_text("I cannot scan it").click()
    secret = page.locator(".h-secret").inner_text()
    accessible(page)
    page.get_by_label("Six digits").fill(code(secret, 0))
    page.get_by_role("button", name="Turn it on").click()
    page.get_by_role("link", name="I have kept them").click()
    expect(page).to_have_url(f"{server}/o/kronborg/people/")

    sign_out(page, server)
    sign_in(page, server, "anna@kronborg.example")
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    accessible(page)
    page.get_by_label("Code").fill(code(secret, 1))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{server}/o/kronborg/")


def code(secret: str, step: int) -> str:
    """The app's code now, or (1) the one it shows half a minute from now: each is good once."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1 + step]))


def test_the_owner_demands_a_factor_and_is_asked_who_is_there(
    server: str, cast: Cast, page: Page, accessible: Any
) -> None:
    sign_in(page, server, "olga@kronborg.example")
    page.goto(f"{server}/o/kronborg/settings/")
    page.get_by_role("link", name="Security").first.click()
    confirm(page)
    accessible(page)
    page.get_by_label("Those with certain roles").check()
    page.get_by_label("Security officer").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. It holds from now on.")).to_be_visible()
    assert Organisation.objects.get(pk=cast.kronborg.pk).factor_roles == ["security_officer"]


def test_what_was_sent_is_there_after_showing_who_one_is(
    server: str, cast: Cast, page: Page, accessible: Any, context: BrowserContext
) -> None:
    sign_in(page, server, "olga@kronborg.example")
    page.goto(f"{server}/o/kronborg/people/PE-2/roles/new/")
    confirm(page)
    page.get_by_label("Role").select_option("auditor")
    forget_that_it_was_shown(context, server)
    page.get_by_role("button", name="Give the role").click()
    confirm(page)
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("The role is given.")).to_be_visible()


def forget_that_it_was_shown(context: BrowserContext, server: str) -> None:
    """As if ten minutes had passed."""
    from importlib import import_module

    from django.conf import settings

    (cookie,) = [one for one in context.cookies(server) if one["name"] == settings.SESSION_COOKIE_NAME]
    session = import_module(settings.SESSION_ENGINE).SessionStore(cookie["value"])
    session["confirmed"] = 0
    session.save()
