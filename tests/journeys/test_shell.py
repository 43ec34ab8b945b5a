"""What every page shares, used by mouse and keyboard in a real browser: lists, pickers, palette, forms, themes."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from holger.assets import services
from holger.assets.models import Asset
from tests.cast import Cast, actor_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def assets(server: str, cast: Cast, page: Page, signed_in: Any) -> str:
    """The list of assets, with six in it, open to Anna."""
    anna = actor_of(cast.anna)
    for kind, title in (("server", "Mail"), ("server", "Files"), ("database", "Orders"), ("network", "Factory")):
        services.asset_create(actor=anna, type=kind, title=title)
    services.asset_create(actor=anna, type="application", title="Payroll", owner=cast.bo)
    services.asset_create(actor=anna, type="application", title="Webshop")
    signed_in(cast.anna)
    address = f"{server}/o/kronborg/assets/"
    page.goto(address)
    expect(page.locator("#tabs .h-count").first).to_have_text("6")
    return address


def rows(page: Page) -> Any:
    return page.locator("#results tbody tr")


def test_a_list_is_searched_filtered_and_sorted_without_leaving_the_page(
    assets: str, page: Page, accessible: Any
) -> None:
    page.keyboard.press("/")
    page.keyboard.type("fi")
    expect(rows(page)).to_have_count(1)
    expect(page).to_have_url(f"{assets}?q=fi")
    expect(page.get_by_placeholder("Search in the list")).to_be_focused()
    expect(page.locator("#announced")).to_have_text("1–1 of 1")
    page.get_by_placeholder("Search in the list").fill("")
    expect(rows(page)).to_have_count(6)

    page.locator("#filter-type summary").click()
    page.get_by_label("Server").check()
    accessible(page)
    page.locator("h1").click()  # leaving the menu applies what was chosen
    expect(rows(page)).to_have_count(2)
    expect(page).to_have_url(f"{assets}?type=server")
    page.get_by_role("link", name="Name", exact=True).click()
    expect(page).to_have_url(f"{assets}?type=server&sort=title")
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Name")
    page.go_back()
    expect(page).to_have_url(f"{assets}?type=server")
    expect(rows(page)).to_have_count(2)
    page.get_by_role("link", name="Remove the filter Type").click()
    expect(rows(page)).to_have_count(6)


def test_a_view_is_saved_and_removed(assets: str, page: Page) -> None:
    page.get_by_placeholder("Search in the list").fill("mail")
    expect(rows(page)).to_have_count(1)
    page.locator("summary", has_text="Save view").click()
    page.get_by_label("Name of the view").fill("Post")
    page.get_by_role("button", name="Save view").click()
    expect(page.locator("#tabs a[aria-current=page]")).to_have_text(re.compile("Post"))
    expect(rows(page)).to_have_count(1)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Remove view").click()
    expect(page.locator("#tabs")).not_to_contain_text("Post")


def test_many_rows_are_changed_at_once(assets: str, cast: Cast, page: Page, accessible: Any) -> None:
    rows(page).nth(0).get_by_role("checkbox").check()
    rows(page).nth(1).get_by_role("checkbox").check()
    expect(page.locator(".h-bulk")).to_contain_text("2 selected")
    page.locator(".h-bulk button", has_text="owner").click()
    picker = page.locator(".h-bulk .ts-control input")
    picker.click()
    picker.press_sequentially("bo l")
    page.locator(".ts-dropdown .option", has_text="Bo Lind").click()
    accessible(page)
    page.locator(".h-bulk .h-dropform .btn-primary").click()
    expect(page.get_by_role("status").filter(has_text="2 changed.")).to_be_visible()
    assert Asset.objects.filter(owner=cast.bo).count() == 3


def test_the_palette_finds_and_opens(assets: str, page: Page, accessible: Any) -> None:
    page.keyboard.press("Control+k")
    expect(page.locator("#palette [aria-selected=true]")).to_have_text("Overview")
    page.keyboard.type("payr")
    expect(page.locator("#palette [aria-selected=true]")).to_contain_text("Payroll")
    accessible(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Payroll", level=1)).to_be_visible()
    page.wait_for_load_state()  # the heading is there before the script that listens for keys
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


def test_unsaved_changes_are_not_left_by_mistake(assets: str, page: Page, accessible: Any) -> None:
    page.get_by_role("link", name="Payroll").click()
    page.get_by_role("link", name="Edit", exact=True).first.click()
    page.get_by_label("Name").fill("")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("link", name="Overview").click()
    expect(page.get_by_label("Name")).to_have_value("")
    assert asked == ["beforeunload"]


def test_an_error_leads_to_its_field(assets: str, page: Page, complaints: list[str], accessible: Any) -> None:
    page.get_by_role("link", name="New asset").click()
    expect(page.get_by_role("heading", name="New asset")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text("One thing to correct")
    expect(page.get_by_label("Name")).to_be_focused()
    accessible(page)
    complaints.clear()  # the browser tells of the answer 422


def test_language_and_theme_are_changed_where_one_stands(assets: str, page: Page) -> None:
    page.goto(f"{assets}?q=mail")
    page.get_by_role("button", name=re.compile("Dansk")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aktiver")
    expect(page).to_have_url(f"{assets}?q=mail")
    page.locator(".h-head summary[title=Udseende]").click()
    page.get_by_role("button", name="Mørkt").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_whoever_was_signed_out_gets_the_sign_in_page(assets: str, page: Page, context: BrowserContext) -> None:
    context.clear_cookies()
    page.get_by_placeholder("Search in the list").fill("mail")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(page.locator("#results")).to_have_count(0)


def test_the_main_paths_work_without_script(assets: str, page: Page) -> None:
    browser = page.context.browser
    assert browser is not None
    plain = browser.new_context(
        java_script_enabled=False, storage_state=page.context.storage_state(), locale="en-GB"
    ).new_page()
    plain.goto(assets)
    plain.locator("#filter-type summary").click()
    plain.get_by_label("Server").check()
    plain.locator("#filter-type button").click()
    expect(rows(plain)).to_have_count(2)
    rows(plain).nth(0).get_by_role("checkbox").check()
    plain.locator(".h-bulk button", has_text="owner").click()
    plain.locator(".h-bulk select").select_option(label="Bo Lind")
    plain.locator(".h-bulk .h-dropform .btn-primary").click()
    expect(plain.get_by_role("status").filter(has_text="1 changed.")).to_be_visible()
    plain.goto(assets.replace("assets/", "find/?q=payroll"))
    expect(plain.get_by_role("link", name="Payroll")).to_be_visible()
    plain.context.close()


def test_a_phone_shows_the_menu_and_the_rows_as_cards(assets: str, page: Page, accessible: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.locator("#menu")).to_be_hidden()
    page.get_by_role("button", name="Open menu").click()
    expect(page.locator("#menu")).to_be_visible()
    accessible(page)
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert rows(page).first.evaluate("row => getComputedStyle(row).display") == "block"


def test_the_tab_that_is_open_is_in_sight_on_a_phone(assets: str, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(assets.replace("assets/", "history/"))
    expect(page.get_by_role("navigation", name="Settings").get_by_role("link", name="History")).to_be_in_viewport(
        ratio=1
    )
    assert page.evaluate("scrollY") == 0
