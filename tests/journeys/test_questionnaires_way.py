"""A questionnaire's way: sent, answered on a phone by somebody without an account, half now and half later, and judged."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from holger.jobs.services import deliver_due
from holger.suppliers.models import Sending
from holger.suppliers.tests.factories import make_short, make_supplier
from tests.browser import leave
from tests.cast import Cast, actor_of
from tests.mailbox import text_of

expect.set_options(timeout=20_000)  # a busy machine may take its time; what is waited for comes or does not

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
PDF = b"%PDF-1.7\n%a report of a restore\n"
METTE = "mette@supplier.example"


def test_sent_answered_by_halves_judged_replied_to_and_concluded(
    server: str,
    cast: Cast,
    settings: Any,
    letters: Path,
    page: Page,
    browser: Browser,
    signed_in: Any,
    accessible: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.BASE_URL = server
    make_short(actor_of(cast.anna))
    make_supplier(cast.kronborg, "Bornholm Hosting")
    base = f"{server}/o/kronborg/"
    signed_in(cast.anna)
    send(page, base, accessible)

    theirs = browser.new_context(viewport=PHONE, locale="en-GB")
    phone = theirs.new_page()
    open_the_link(phone, letters, accessible)
    first_half(phone, accessible, tmp_path)
    phone.close()
    leave(page)
    monkeypatch.setenv("HOLGER_NOW", "2026-11-25T09:00:00Z")
    phone = theirs.new_page()
    second_half(phone, server, accessible)

    signed_in(cast.anna)
    judge(page, base, accessible)
    open_the_link(phone, letters, accessible)
    reply(phone, accessible)
    conclude(page, base, accessible)
    theirs.close()


def sending() -> Sending:
    return Sending.objects.get()


def newest_link(folder: Path) -> str:
    deliver_due()
    import email
    from email.policy import default as modern

    found = [email.message_from_bytes(path.read_bytes(), policy=modern) for path in sorted(folder.glob("*.eml"))]
    mine = [text_of(message) for message in found if METTE in str(message["To"])]
    links = [each[0] for text in mine if (each := re.search(r"http\S+/portal/link/\S+", text))]
    return [link for link in links if link not in USED][-1]


USED: list[str] = []


def send(page: Page, base: str, accessible: Any) -> None:
    page.goto(f"{base}questionnaires/sent/new/?supplier=SU-1")
    page.get_by_label("Name of the person who gets it").fill("Mette Holm")
    page.get_by_label("E-mail").fill(METTE)
    accessible(page)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("It is on its way.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bornholm Hosting: ")
    accessible(page)


def open_the_link(phone: Page, letters: Path, accessible: Any) -> None:
    link = newest_link(letters)
    USED.append(link)
    phone.goto(link)
    phone.goto(link)  # a mail scanner was there before
    accessible(phone)
    phone.get_by_role("button", name="Open the questionnaire").click()
    phone.wait_for_url(re.compile(r"/portal/[0-9a-f-]{36}/$"))


def first_half(phone: Page, accessible: Any, tmp_path: Path) -> None:
    expect(phone.get_by_text("0 of", exact=False).first).to_be_visible()
    accessible(phone)
    phone.get_by_role("link", name="First").click()
    phone.get_by_role("radio", name="Yes", exact=True).check()
    phone.get_by_label("Comment").fill("Every night.")
    file = tmp_path / "restore.pdf"
    file.write_bytes(PDF)
    phone.get_by_label("Attach files").set_input_files(str(file))
    accessible(phone)
    phone.get_by_role("button", name="Save and go on").click()
    expect(phone.get_by_text("bring more questions")).to_be_visible()
    expect(phone.get_by_role("link", name="restore.pdf")).to_be_visible()
    expect(phone.locator("#q-q2")).to_contain_text("Tested?")
    phone.set_viewport_size(NARROW)
    accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    phone.set_viewport_size(PHONE)


def second_half(phone: Page, server: str, accessible: Any) -> None:
    """Another day, in the same browser: it is where it was left."""
    phone.goto(f"{server}/portal/{sending().pk}/")
    phone.get_by_role("link", name="First").click()
    expect(phone.get_by_label("Comment").first).to_have_value("Every night.")
    phone.locator("#q-q2").get_by_role("radio", name="No", exact=True).check()
    phone.get_by_role("button", name="Save and go on").click()
    expect(phone.get_by_text("Section 2 of 2")).to_be_visible()
    phone.get_by_label("Answer, hours").fill("36")
    phone.locator("#value-q4").fill("Mette Holm, at any hour")
    phone.get_by_role("button", name="Save and go on").click()
    expect(phone.get_by_text("4 of 4 answered").first).to_be_visible()
    phone.get_by_role("link", name="Hand in").click()
    phone.get_by_label("Your title").fill("Chief security officer")
    accessible(phone)
    phone.get_by_role("button", name="Hand in").click()
    expect(phone.get_by_text("Thank you. It is handed in.")).to_be_visible()
    accessible(phone)


def judge(page: Page, base: str, accessible: Any) -> None:
    page.goto(base + sending().path)
    expect(page.get_by_text("Handed in by").first).to_be_visible()
    expect(page.get_by_role("link", name="restore.pdf").first).to_be_visible()
    accessible(page)
    before = points(page)
    page.locator("#q-q4").get_by_role("link", name="Judge").click()
    page.get_by_label("Points").fill("100")
    page.get_by_label("Judgement").fill("Somebody can be reached.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The judgement is kept.")).to_be_visible()
    # Yes of weight 3, no, and 36 hours of 24 to 72: 375 of 500. Judged text brings another hundred: 475 of 600.
    assert (before, points(page)) == (75, 79)
    page.locator("#q-q2").get_by_role("link", name="Finding").click()
    page.get_by_label("What is wrong").fill("The restore is not tested.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The finding is kept.")).to_be_visible()


def points(page: Page) -> int:
    found = re.search(r"(\d+) of 100 points", page.get_by_text("of 100 points").first.inner_text())
    assert found is not None
    return int(found[1])


def reply(phone: Page, accessible: Any) -> None:
    expect(phone.get_by_text("The restore is not tested.")).to_be_visible()
    accessible(phone)
    phone.get_by_label("What have you done").fill("Tested on 1 December, and every month from now on.")
    phone.get_by_role("button", name="Send the reply").click()
    expect(phone.get_by_text("Your reply is sent.")).to_be_visible()


def conclude(page: Page, base: str, accessible: Any) -> None:
    page.goto(base + sending().path)
    expect(page.get_by_text("Tested on 1 December").first).to_be_visible()
    page.locator("#findings").get_by_role("link", name="Close").click()
    page.get_by_label("Note").fill("The report was seen.")
    page.locator("main form").get_by_role("button", name="Close", exact=True).last.click()
    expect(page.get_by_text("The finding is closed.")).to_be_visible()
    page.get_by_role("link", name="Conclude").click()
    page.get_by_role("radio", name="Approved", exact=True).check()
    accessible(page)
    page.locator("main").get_by_role("button", name="Conclude").click()
    expect(page.get_by_text("It is concluded.")).to_be_visible()
    accessible(page)
    assert sending().verdict == "good"
