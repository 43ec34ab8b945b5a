"""In a real browser, through a provider that is not ours."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Page, expect

from holger.organisation.models import Person
from holger.sso.models import Provider
from holger.sso.tests.conftest import make_provider
from tests.cast import PASSWORD, Cast


@pytest.fixture
def mock() -> Iterator[str]:
    """The address of a provider with one employee, and one whose address it has not verified."""
    people = (
        User(sub="grete", claims={"email": "grete@kronborg.example", "email_verified": True, "name": "Grete Hansen"}),
        User(sub="loke", claims={"email": "loke@kronborg.example", "email_verified": False, "name": "Loke"}),
        User(sub="anna-at-work", claims={"email": "a.holm@kronborg.example", "email_verified": True}),
    )
    with run_server_in_thread(user_claims=people, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def without_network(page: Page) -> None:
    """The provider's own page asks for a style sheet from elsewhere."""
    page.route("https://cdn.jsdelivr.net/**", lambda route: route.fulfill(body="", content_type="text/css"))


@pytest.fixture
def at_home(server: str, settings: Any, cast: Cast, mock: str) -> Provider:
    settings.BASE_URL = server
    return make_provider(cast.kronborg, mock, listed=True)


def at_the_provider(page: Page, mock: str, who: str) -> None:
    page.wait_for_url(f"{mock}/**")
    page.locator("input[name=sub]").fill(who)
    page.get_by_role("button", name="Authorize", exact=True).click()


def test_somebody_new_comes_in_by_the_organisations_address(
    server: str, page: Page, mock: str, at_home: Provider, accessible: Callable[..., None]
) -> None:
    page.goto(f"{server}/account/login/")
    page.get_by_role("link", name="Sign in with your organisation").click()
    accessible(page)
    page.get_by_label("Your organisation's address").fill("kronborg")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue with Entra ID").click()
    at_the_provider(page, mock, "grete")
    page.wait_for_url(f"{server}/o/kronborg/**")
    person = Person.objects.get(email="grete@kronborg.example")
    assert person.user and not person.user.has_usable_password()


def test_who_is_not_verified_reads_why(
    server: str, page: Page, mock: str, at_home: Provider, accessible: Callable[..., None], complaints: list[str]
) -> None:
    page.goto(f"{server}/sso/kronborg/{at_home.key}/")
    accessible(page)
    page.get_by_role("button", name="Continue with Entra ID").click()
    at_the_provider(page, mock, "loke")
    expect(page.get_by_role("alert")).to_contain_text("does not say that the e-mail address is verified")
    accessible(page)
    complaints.clear()  # the browser remarks on the answer 403


def test_an_owner_sets_up_tries_out_and_links(
    server: str,
    page: Page,
    mock: str,
    cast: Cast,
    settings: Any,
    accessible: Callable[..., None],
) -> None:
    settings.BASE_URL = server
    page.goto(f"{server}/account/login/?next=/o/kronborg/settings/sign-on/")
    page.get_by_label("E-mail").fill(cast.olga.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    accessible(page)
    page.get_by_role("link", name="New provider (OpenID Connect)").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.locator("#id_name").fill("Work")
    page.get_by_label("Discovery address").fill(mock)
    page.get_by_label("Client ID").fill("holger")
    page.get_by_label("Client secret").fill("open sesame")
    accessible(page)
    page.get_by_role("button", name="Save").click()
    accessible(page)
    page.get_by_role("button", name="Try it out").click()
    expect(page.get_by_text("All is well")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Back", exact=True).click()
    page.get_by_role("button", name="Put in use").click()
    expect(page.locator(".h-badges")).to_contain_text("In use")
    page.goto(f"{server}/o/kronborg/sign-on/")
    page.get_by_role("button", name="Link").click()
    at_the_provider(page, mock, "olga-at-work")
    page.wait_for_url(f"{server}/o/kronborg/sign-on/")
    expect(page.get_by_text("Linked since")).to_be_visible()
    accessible(page)
