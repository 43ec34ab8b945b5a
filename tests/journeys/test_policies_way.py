"""From a ready policy to the proof that it was read: written, reviewed, approved, asked for, confirmed on a phone."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from holger.core import dates
from holger.jobs.services import deliver_due
from holger.policies.models import Policy, Status
from holger.tasks import jobs
from holger.tasks.services import role_holder_set
from tests.cast import Cast, actor_of
from tests.mailbox import mail_of, text_of

expect.set_options(timeout=20_000)  # a busy machine may take its time; what is waited for comes or does not

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
TITLE = "Acceptable use"
REGEL = "Lås skærmen, også når du kun henter kaffe."
RULE = "Lock your screen, even when you only fetch coffee."


@pytest.fixture
def house(cast: Cast, settings: Any, server: str) -> Cast:
    """Kronborg knows who holds which role, and Emil reads Danish."""
    settings.BASE_URL = server
    role_holder_set(actor=actor_of(cast.anna), role="security_officer", person=cast.anna, deputy=None)
    assert cast.emil.user is not None
    cast.emil.user.language = "da"
    cast.emil.user.save()
    return cast


def test_from_a_ready_policy_to_the_proof(
    server: str, house: Cast, letters: Path, page: Page, signed_in: Any, accessible: Any, tmp_path: Path
) -> None:
    base = f"{server}/o/kronborg/"
    signed_in(house.anna)
    take_a_ready_one(page, base, accessible)
    ask_for_review(page, "Is it short enough?")
    signed_in(house.karen)
    want_a_change(page, base, accessible)
    signed_in(house.anna)
    change_it(page, base, accessible)
    ask_for_review(page, "Better?")
    signed_in(house.karen)
    see_what_changed(page, base, accessible)
    signed_in(house.anna)
    send_it(page, base)
    signed_in(house.olga)
    approve_it(page, base, accessible)

    signed_in(house.anna)
    ask_everybody(page, base, accessible)
    page.set_viewport_size(PHONE)
    signed_in(house.emil)
    confirm_on_a_phone(page, base, accessible)
    page.set_viewport_size({"width": 1280, "height": 900})
    signed_in(house.anna)
    see_who_is_missing(page, base, accessible)
    nudge(page, house, letters)
    prove_it(page, base, tmp_path)


def the_policy() -> Policy:
    return Policy.objects.get(title_en=TITLE)


def take_a_ready_one(page: Page, base: str, accessible: Any) -> None:
    page.goto(f"{base}policies/")
    accessible(page)
    page.get_by_role("link", name="Ready policies").first.click()
    offer = page.locator("li.h-offer", has_text=TITLE).first
    expect(offer).to_contain_text("For everybody")
    accessible(page)
    offer.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", name="Purpose")).to_be_visible()
    expect(page.get_by_text("Kronborg A/S").first).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Take it as a draft").click()
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    accessible(page)


def ask_for_review(page: Page, question: str) -> None:
    page.get_by_role("link", name=re.compile("Ask for review")).first.click()
    page.get_by_label(re.compile("Karen Bech")).check()
    page.get_by_label("What to look at").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("They are told by mail.")).to_be_visible()


def want_a_change(page: Page, base: str, accessible: Any) -> None:
    """She says it beside the paragraph, and sends the draft back."""
    page.goto(f"{base}{the_policy().path}review/?language=en")
    expect(page.get_by_text("Is it short enough?")).to_be_visible()
    accessible(page)
    block = page.locator(".p-block").nth(1)
    block.get_by_text("Remark", exact=False).first.click()
    block.get_by_label("Remark", exact=True).fill("Say what to do at the desk.")
    block.get_by_role("button", name="Say it").click()
    expect(page.get_by_text("Say what to do at the desk.")).to_be_visible()
    page.get_by_label("Must be changed").check()
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("Thank you.")).to_be_visible()


def change_it(page: Page, base: str, accessible: Any) -> None:
    """With a preview beside it, and saved by itself before anybody presses anything."""
    page.goto(f"{base}{the_policy().path}draft/en/")
    body = page.get_by_label("Text", exact=True)
    body.fill(body.input_value() + f"\n\n## At the desk\n\n{RULE}\n")
    expect(page.locator("#preview").get_by_role("heading", name="At the desk")).to_be_visible()
    expect(page.locator("#saving")).to_contain_text("Saved")
    accessible(page)
    page.get_by_role("button", name="Save and close").click()
    page.goto(f"{base}{the_policy().path}draft/da/")
    body.fill(body.input_value() + f"\n\n## Ved skrivebordet\n\n{REGEL}\n")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="It says the same now").click()
    expect(page.get_by_role("button", name="It says the same now")).to_have_count(0)
    page.goto(f"{base}{the_policy().path}")


def see_what_changed(page: Page, base: str, accessible: Any) -> None:
    page.goto(f"{base}{the_policy().path}review/?language=en")
    since = page.locator("section", has=page.get_by_role("heading", name="Changed since your last round"))
    expect(since.locator(".is-added", has_text="At the desk")).to_be_visible()
    accessible(page)
    page.get_by_label("Good as it stands").check()
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("Thank you.")).to_be_visible()


def send_it(page: Page, base: str) -> None:
    page.goto(f"{base}{the_policy().path}send/")
    approver = page.get_by_label("Approver")
    approver.select_option(approver.locator("option", has_text="Olga").get_attribute("value"))
    page.get_by_role("button", name="Freeze and send").click()
    expect(page.get_by_text("It is frozen and sent.")).to_be_visible()


def approve_it(page: Page, base: str, accessible: Any) -> None:
    """What is signed is what is shown; it holds at once, and whom it is for are asked to confirm it."""
    page.goto(f"{base}{the_policy().path}approve/")
    expect(page.get_by_text(RULE).first).to_be_visible()
    accessible(page)
    page.get_by_label("I have read it").check()
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_text("It is approved.", exact=True)).to_be_visible()
    assert the_policy().versions.get().status == Status.IN_FORCE


def ask_everybody(page: Page, base: str, accessible: Any) -> None:
    page.goto(f"{base}campaigns/new/")
    page.get_by_label("Title in Danish").fill("Læs reglerne")
    page.get_by_label("Title in English").fill("Read the rules")
    page.get_by_label(re.compile(TITLE)).check()
    accessible(page)
    page.get_by_label("Title in English").press("Enter")  # saves, though another button comes first
    expect(page.get_by_role("heading", name="Read the rules", level=1)).to_be_visible()
    page.get_by_role("button", name="Begin now").click()
    expect(page.get_by_text("have confirmed").first).to_be_visible()
    accessible(page)


def confirm_on_a_phone(page: Page, base: str, accessible: Any) -> None:
    """In Danish, without a word of compliance: what to read, what it means, one button, and done."""
    page.goto(base)
    expect(page).to_have_url(f"{base}my/")
    expect(page.get_by_role("heading", name=re.compile("Læs og bekræft"))).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    accessible(page)
    page.get_by_role("link", name=re.compile("acceptabel brug")).click()
    expect(page.get_by_role("heading", name="Det betyder for dig")).to_be_visible()
    accessible(page)
    expect(page.get_by_text(REGEL)).to_be_visible()
    button = page.get_by_role("button", name="Jeg har læst og forstået")
    box = button.bounding_box()
    assert box is not None and box["height"] >= 44
    button.click()
    expect(page.get_by_text("Du er ajour", exact=True)).to_be_visible()
    accessible(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def see_who_is_missing(page: Page, base: str, accessible: Any) -> None:
    page.goto(f"{base}readings/people/")
    expect(page.get_by_role("row", name=re.compile("Emil Vang")).first).to_be_visible()
    accessible(page)
    page.goto(f"{base}campaigns/")
    page.get_by_role("link", name="Read the rules").first.click()
    expect(page.get_by_text(re.compile(r"1 of \d+ have confirmed")).first).to_be_visible()
    accessible(page)
    page.get_by_role("link", name=re.compile("are missing")).first.click()
    expect(page.get_by_role("row", name=re.compile("Bo Lind")).first).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Emil Vang"))).to_have_count(0)
    accessible(page)
    page.go_back()


def nudge(page: Page, house: Cast, letters: Path) -> None:
    """One click, and a mail leads Bo to the text; no one is asked twice a day."""
    page.get_by_role("button", name=re.compile("Remind")).first.click()
    expect(page.get_by_text(re.compile(r"\d+ people are reminded"))).to_be_visible()
    jobs.reminders(house.kronborg.pk)
    while deliver_due():
        pass
    found = [text_of(message) for message in mail_of(letters, house.bo)]
    assert any(TITLE in text for text in found), found
    assert not any("acceptabel brug" in text_of(message) for message in mail_of(letters, house.emil)[1:])


def prove_it(page: Page, base: str, tmp_path: Path) -> None:
    policy = the_policy()
    page.goto(f"{base}{policy.path}v1.0/proof/")
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("Download")).first.click()
    path = tmp_path / "proof.pdf"
    download.value.save_as(path)
    text = " ".join(page.extract_text() for page in PdfReader(path).pages)
    assert "Emil Vang" in text and "Bo Lind" in text
    assert str(dates.today().year) in text
