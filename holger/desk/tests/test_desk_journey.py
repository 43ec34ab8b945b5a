"""An employee on a phone: reads in Danish, confirms, finds a rule, and is up to date."""

import gzip
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response, expect

from holger.policies.models import Acknowledgement
from holger.policies.services.asking import readings_settle_all
from holger.policies.services.passages import passages_mend
from holger.policies.tests.factories import make_policy, make_version
from holger.policies.tests.test_reading_services import confirm

BODY = """## Adgangskoder

Brug mindst **14 tegn**. Genbrug aldrig en kode fra et andet sted.

| Hvad | Hvor længe |
|---|---|
| Adgangskode | Til nogen kender den |

## USB-nøgler

Sæt aldrig en USB-nøgle i, som du har fundet.
"""
PHONE, SMALL = {"width": 390, "height": 844}, {"width": 320, "height": 640}
LIGHT = 100_000
"""Bytes over the wire, on the first visit: a page is sent as it is, what was built for pages is sent packed."""


@pytest.fixture
def policy(cast):
    cast.emil.user.language = "da"
    cast.emil.user.save()
    cast.bo.manager, cast.emil.manager = cast.emil, cast.karen
    cast.bo.save()
    cast.emil.save()
    older = make_policy(cast.kronborg, "Clear desk", "## Desk\n\nClear it at noon.", confirm=True)
    found = make_policy(cast.kronborg, "Passwords", BODY, confirm=True, danish=True)
    readings_settle_all(cast.kronborg.pk)
    confirm(cast.emil, older)
    make_version(older, "## Desk\n\nClear it every evening.", major=2, changes_en="Every evening.")
    readings_settle_all(cast.kronborg.pk)
    passages_mend(cast.kronborg.pk)
    return found


def fits(page: Page) -> None:
    """Nothing is wider than the screen, and what is touched is large enough for a finger."""
    for size in (PHONE, SMALL):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    small = page.evaluate(
        """() => [...document.querySelectorAll(
            "a, button, label:has(> [type=radio]), input:not([type=hidden]):not([type=checkbox]):not([type=radio])"
        )]
        .filter(e => !e.closest("p, article") && !e.classList.contains("h-skip"))
        .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
        .filter(([_, box]) => box.height && box.height < 44).map(([html, _]) => html)"""
    )
    assert small == []
    page.set_viewport_size(PHONE)


def test_an_employee_on_a_phone(server, cast, policy, page, signed_in, accessible):
    signed_in(cast.emil)
    page.set_viewport_size(PHONE)
    page.goto(f"{server}/o/kronborg/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hej Emil")
    expect(page.get_by_role("heading", name="Læs og bekræft (2)")).to_be_visible()
    fits(page)
    accessible(page)
    page.get_by_role("link", name="Passwords (dansk)").click()
    expect(page.get_by_role("heading", name="USB-nøgler")).to_be_visible()
    fits(page)
    accessible(page)
    page.get_by_role("button", name="Jeg har læst og forstået").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Clear desk")
    expect(page.get_by_text("Ændret siden version 1.0")).to_be_visible()
    expect(page.locator("ins", has_text="every")).to_be_visible()
    fits(page)
    accessible(page)
    page.get_by_role("button", name="Jeg har læst og forstået").click()
    expect(page.get_by_text("Tak. Du er ajour.")).to_be_visible()
    accessible(page)
    assert Acknowledgement.objects.get(policy=policy).language == "da"
    page.get_by_role("searchbox").fill("usb")
    page.keyboard.press("Enter")
    expect(page.locator("mark", has_text="USB").first).to_be_visible()
    fits(page)
    accessible(page)
    page.goto(f"{server}/o/kronborg/my/team/")
    expect(page.get_by_text("Bo Lind")).to_be_visible()
    fits(page)
    accessible(page)


def test_the_first_visit_is_light(server, cast, policy, page, signed_in):
    sizes: dict[str, int] = {}

    def weigh(answer: Response) -> None:
        body, path = answer.body(), urlsplit(answer.url).path
        packed = "/dist/" in path and not path.endswith(".woff2")
        sizes[path] = len(gzip.compress(body)) if packed else len(body)

    signed_in(cast.emil)
    page.goto(f"{server}/account/")
    page.on("response", weigh)
    page.goto(f"{server}/o/kronborg/my/", wait_until="networkidle")
    assert any(path.endswith(".css") for path in sizes) and sum(sizes.values()) < LIGHT, sizes
