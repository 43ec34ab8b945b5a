"""Making, seeing and revoking a token in the browser, and reading what can be asked for."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from holger.api.tests.programs import Program
from tests.cast import Cast

OTHERS = "document.querySelectorAll('section:not(:has(#assets_create))').forEach(each => each.remove())"
pytestmark = pytest.mark.django_db(transaction=True)


def test_anna_makes_a_token_and_revokes_it(
    server: str, cast: Cast, page: Page, signed_in: Any, accessible: Any
) -> None:
    Program(cast.bo, {"assets": "read", "risks": "write"})
    signed_in(cast.anna)
    page.goto(f"{server}/o/kronborg/settings/api/")
    expect(page.get_by_role("cell", name="Bo Lind").first).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="New token").first.click()
    accessible(page)
    page.get_by_label("Name").fill("Night job")
    page.get_by_label("Everything").select_option("read")
    page.get_by_role("button", name="Create token").click()
    secret = page.get_by_label("Token", exact=True).input_value()
    accessible(page)
    program = Program(None)
    program.secret = secret
    assert program.get("/me").json()["token"] == "Night job"
    page.get_by_role("link", name="I have copied it").click()
    page.get_by_role("link", name="Revoke Night job").click()
    accessible(page)
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("The token is revoked.")).to_be_visible()
    assert program.get("/me").status_code == 401


def test_what_can_be_asked_for_is_read_without_signing_in(server: str, cast: Cast, page: Page, accessible: Any) -> None:
    page.goto(f"{server}/api/v1/docs")
    expect(page.get_by_role("heading", name="holger API")).to_be_visible()
    page.locator("#assets_create > summary").click()
    expect(page.locator("#assets_create")).to_contain_text("assets.create")
    page.evaluate(OTHERS)  # the chapters are made alike, and looking at all of them takes a minute
    accessible(page)
