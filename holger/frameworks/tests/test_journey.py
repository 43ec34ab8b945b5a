"""The room in a real browser: chosen from the library, answered, left out with a reason; open to everybody."""

import pytest
from playwright.sync_api import expect

from holger.frameworks import selectors, services
from holger.frameworks.models import Framework, Standing
from tests.cast import actor_of


@pytest.fixture
def anna(server, cast):
    return actor_of(cast.anna)


def standing(actor, key, code):
    rows = selectors.standings_for(actor).select_related("scope__framework", "requirement__framework")
    return rows.get(scope__framework__key=key, requirement__code=code)


def test_from_the_library_to_what_may_be_claimed(server, cast, page, signed_in, accessible, complaints):
    signed_in(cast.anna)
    base = f"{server}/o/kronborg/frameworks/"
    page.goto(base)
    page.get_by_role("link", name="Choose a framework").click()
    for title in ("ISO/IEC 27001:2022", "NIS2 and the Danish NIS 2 act"):
        page.goto(f"{base}library/")
        page.get_by_role("button", name=f"Choose {title}").click()
        expect(page.get_by_text(f"{title} is chosen")).to_be_visible()
    page.goto(f"{base}FW-1/requirements/?section=A.5")
    page.get_by_role("link", name="Threat intelligence").click()
    page.get_by_role("link", name="Answer", exact=True).click()
    accessible(page)
    page.get_by_label("Met", exact=True).check()
    page.get_by_label("3 Written down and followed").check()
    page.get_by_label("Remark").fill("Warnings are read every Monday")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The answer is saved.")).to_be_visible()
    found = Standing.objects.get(requirement__framework__key="iso27001-2022", requirement__code="A.5.7")
    assert (found.answer, found.maturity, found.answered_by) == ("met", 3, "Anna Holm")
    page.goto(f"{base}FW-2/requirements/?state=through")
    expect(page.get_by_text("Through mapping").first).to_be_visible()
    page.get_by_role("link", name="Policies on risk analysis").click()
    expect(page.get_by_role("row", name="A.5.7 Threat intelligence")).to_contain_text("Met")
    page.goto(f"{server}/o/kronborg/")
    card = page.locator("section", has=page.get_by_role("heading", name="How far are you?"))
    expect(card).to_contain_text("1 met")
    expect(card).to_contain_text("through mapping")


def test_many_are_left_out_with_one_reason(server, cast, anna, page, signed_in, complaints):
    services.framework_adopt(actor=anna, key="iso27001-2022")
    signed_in(cast.anna)
    page.goto(f"{server}/o/kronborg/frameworks/FW-1/requirements/?q=development")
    for box in page.locator("input[name=row]").all():
        box.check()
    count = page.locator("input[name=row]").count()
    page.get_by_role("button", name="Leave out").click()
    page.get_by_label("Why do they not apply?").fill("We buy standard systems and develop nothing")
    page.locator(".h-dropform").get_by_role("button", name="Leave out").click()
    expect(page.get_by_text(f"{count} changed.")).to_be_visible()
    assert Standing.objects.filter(applicable=False, reason__startswith="We buy").count() == count > 1
    page.goto(f"{server}/o/kronborg/frameworks/FW-1/requirements/?q=development&state=out")
    expect(page.locator("input[name=row]")).to_have_count(count)


@pytest.mark.parametrize(
    "path", ["", "library/", "FW-1/", "FW-1/requirements/", "FW-1/r/A.5.7/", "FW-2/r/21(2)(a)/", "FW-1/r/A.5.7/choose/",
             "FW-2/compare/FW-1/", "FW-3/scopes/1/", "new/", "FW-1/r/A.5.7/map/"]
)  # fmt: skip
def test_nothing_stands_in_the_way(server, cast, anna, page, signed_in, accessible, path):
    for key in ("iso27001-2022", "nis2", "cis-8.1"):
        services.framework_adopt(actor=anna, key=key)
    for code, answer in (("A.5.7", "met"), ("A.5.8", "partly"), ("A.5.9", "not")):
        services.standing_answer(actor=anna, standing=standing(anna, "iso27001-2022", code), answer=answer, maturity=2)
    signed_in(cast.anna)
    page.goto(f"{server}/o/kronborg/frameworks/{path}")
    accessible(page)
    assert Framework.objects.count() == 3
