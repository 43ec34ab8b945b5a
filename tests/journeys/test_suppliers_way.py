"""Anna brings in the list of suppliers that everybody has: the same one three times over, merged, and taken apart again."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from holger.suppliers.models import Merge, Supplier
from holger.suppliers.services import contact_add, link_add
from tests.browser import follow
from tests.cast import Cast, actor_of

expect.set_options(timeout=20_000)  # a busy machine may take its time; what is waited for comes or does not

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
LISTED = """Leverandør;CVR-nr.;Land;Databehandler;Kritikalitet
Bornholm Hosting A/S;25313763;Danmark;ja;4
BORNHOLM HOSTING;;Danmark;nej;
Bornholm  Hosting ApS;;;;
Lønhuset A/S;;Danmark;ja;3
Kantinen ved Sundet;;Danmark;nej;1
"""


def test_three_spellings_become_one_supplier(
    server: str, cast: Cast, page: Page, signed_in: Any, accessible: Any, tmp_path: Path
) -> None:
    base = f"{server}/o/kronborg/"
    signed_in(cast.anna)
    page.goto(f"{base}suppliers/")
    expect(page.locator("#results").get_by_text("No suppliers yet")).to_be_visible()
    accessible(page)
    bring_in(page, tmp_path, accessible)
    first, second, third = Supplier.objects.filter(title__icontains="hosting").order_by("number")
    lean_on(cast, second)

    follow(page, page.get_by_role("link", name="Merge"))
    accessible(page)
    merge_both(page, second, third)
    page.goto(f"{base}suppliers/")
    expect(page.locator("#results tbody tr")).to_have_count(3)
    page.goto(base + first.path)
    expect(page.locator("#panel-contacts")).to_contain_text("The night desk")
    expect(page.get_by_role("link", name="Lønhuset A/S").first).to_be_visible()
    accessible(page)

    page.set_viewport_size(PHONE)
    page.goto(base + second.path)
    expect(page.get_by_text("Merged into").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    accessible(page)
    follow(page, page.get_by_role("link", name="Take them apart"))
    page.get_by_label("Reason").fill("They are two companies after all.")
    page.get_by_role("button", name="Take them apart").or_(page.get_by_role("button", name="Save")).last.click()
    expect(page.get_by_text("They are two again.")).to_be_visible()
    expect(page.locator("#panel-contacts")).to_contain_text("The night desk")


def bring_in(page: Page, folder: Path, accessible: Any) -> None:
    """The file has its headings in Danish, as such lists have; the reader has chosen English."""
    file = folder / "leverandører.csv"
    file.write_text(LISTED, encoding="utf-8")
    follow(page, page.get_by_role("link", name="Import"))
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main form button.btn-primary").click()
    expect(page.locator(".map tbody tr")).to_have_count(5)
    expect(page.locator("button[value=apply]")).to_be_enabled()
    accessible(page)
    page.locator("button[value=apply]").click()
    expect(page.locator(".stp [aria-current=step]")).to_contain_text("4")
    assert Supplier.objects.count() == 5
    page.goto(page.url.split("/import/")[0] + "/suppliers/")
    expect(page.locator("#results tbody tr")).to_have_count(5)


def lean_on(cast: Cast, spelling: Supplier) -> None:
    """Somebody has worked on one of the spellings before anybody saw that it is one of three."""
    anna = actor_of(cast.anna)
    contact_add(actor=anna, supplier=spelling, name="The night desk", phone="+45 70 10 20 30", security=True)
    payroll = Supplier.objects.get(title="Lønhuset A/S")
    link_add(actor=anna, supplier=payroll, sub=spelling, kind="sub_supplier", service="Hosting")


def merge_both(page: Page, *others: Supplier) -> None:
    for other in others:
        into = re.compile(f"^Merge into .*: ?{re.escape(' '.join(other.title.split()))}$")
        page.get_by_role("button", name=into).click()
        expect(page.get_by_text("They are merged.")).to_be_visible()
        page.goto(page.url.split("/suppliers/")[0] + "/suppliers/duplicates/")
    expect(page.get_by_text("No two are alike")).to_be_visible()
    assert Merge.objects.count() == len(others)
