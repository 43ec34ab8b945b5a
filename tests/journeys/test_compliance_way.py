"""From two frameworks to a signed Statement of Applicability: the way of the first weeks, in a real browser."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from holger.controls.models import Control, GapRound, PlanItem, Statement
from holger.risks.models import Effect, Risk
from holger.risks.tests.factories import install, make_risk
from tests.cast import PASSWORD, Cast, actor_of

expect.set_options(timeout=20_000)  # a busy machine may take its time; what is waited for comes or does not

pytestmark = [pytest.mark.journey, pytest.mark.long, pytest.mark.django_db(transaction=True)]

ISO, NIS2 = "ISO/IEC 27001:2022", "NIS2 and the Danish NIS 2 act"
PAGES = (
    "plan/", "plan/board/", "plan/board/?by=owner", "plan/progress/", "plan/PL-1/", "plan/new/", "statements/",
    "statements/FW-1/1/", "statements/FW-1/1/versions/", "statements/FW-1/1/v1/", "statements/FW-1/1/compare/",
)  # fmt: skip
ANSWERS = "323122313232"
"""By key, on the answering screen: 1 met, 2 partly, 3 not."""


def test_from_two_frameworks_to_a_signed_statement(
    server: str, cast: Cast, page: Page, signed_in: Any, accessible: Any, complaints: list[str], tmp_path: Path
) -> None:
    anna = actor_of(cast.anna)
    install(anna)
    risk = make_risk(anna, inherent_likelihood=5)
    base = f"{server}/o/kronborg/"
    signed_in(cast.anna)

    choose(page, base)
    answer_twelve(page, base, accessible)
    plan_the_gaps(page, base, accessible)
    accept_proposed(page, base, accessible)
    bring_the_risk_down(page, f"{base}{risk.path}", accessible)
    leave_one_out(page, base)
    draft_and_send(page, base, accessible)
    signed_in(cast.olga)
    sign(page, base, accessible)
    for path in PAGES:
        page.goto(base + path)
        accessible(page)
    assert complaints == []
    for language, words in (("da", "SoA-dokument"), ("en", "Statement of Applicability")):
        text = paper(page, base, language, tmp_path)
        assert words in text
        assert "We write no code" in text
        assert Statement.objects.get().digest[:12] in re.sub(r"\s", "", text)


def choose(page: Page, base: str) -> None:
    for title in (ISO, NIS2):
        page.goto(f"{base}frameworks/library/")
        page.get_by_role("button", name=f"Choose {title}").click()
        expect(page.get_by_text(f"{title} is chosen")).to_be_visible()


def answer_twelve(page: Page, base: str, accessible: Any) -> None:
    page.goto(f"{base}frameworks/FW-1/")
    page.get_by_role("link", name="Start a gap round").first.click()
    page.get_by_label("Title").fill("Where do we stand?")
    page.get_by_role("button", name="Open the round").click()
    page.get_by_role("link", name="Begin").click()
    for count, key in enumerate(ANSWERS, 1):
        page.wait_for_load_state("networkidle")  # keys are heard once the scripts are there
        page.keyboard.press(key)
        expect(page.get_by_role("radio").nth(int(key) - 1)).to_be_checked()
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("is saved")).to_be_visible()
        expect(page.locator(".h-gapbar .h-num").first).to_have_text(f"{count} of 123")
    accessible(page)
    held = GapRound.objects.get()
    assert held.answers.exclude(answered_at=None).count() == len(ANSWERS)


def plan_the_gaps(page: Page, base: str, accessible: Any) -> None:
    page.goto(f"{base}plan/from-gaps/?framework=FW-1&tick=not")
    for box in page.locator("input[name=gap]").all()[:3]:
        box.check()
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="This is what will be made")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Make the plan").first.click()
    expect(page.get_by_text("plan items are made.")).to_be_visible()
    assert PlanItem.objects.count() >= 1


def accept_proposed(page: Page, base: str, accessible: Any) -> None:
    page.goto(f"{base}controls/proposals/?framework=FW-1")
    page.get_by_role("link", name="The essentials").click()
    accessible(page)
    ticked = page.locator("input[name=take]:checked").count()
    assert ticked > 10
    page.get_by_role("button", name="Accept what is chosen").click()
    expect(page.get_by_text(f"{ticked} controls added")).to_be_visible()
    made = Control.objects.filter(links__requirement__framework__key="nis2").distinct()
    assert made.count() > 5  # one set answers both frameworks


def bring_the_risk_down(page: Page, address: str, accessible: Any) -> None:
    page.goto(address)
    before = Risk.objects.get().target_score
    for control in Control.objects.order_by("number")[:2]:
        page.get_by_role("link", name="Add a control").click()
        choose_control(page, control)
        page.get_by_label("Takes off the likelihood").select_option("1")
        page.locator("main form button.btn-primary").click()
        expect(page.locator("#controls")).to_contain_text(control.title)
    assert Effect.objects.count() == 2
    after = Risk.objects.get().target_score
    assert after is not None
    assert before is None or after < before
    assert after < (Risk.objects.get().current_score or 0)
    expect(page.locator("#controls .h-way")).to_contain_text("Target")
    accessible(page)


def choose_control(page: Page, control: Control) -> None:
    page.locator("select[name=control]").evaluate(
        "(select, [id, text]) => { const pick = select.tomselect; pick.addOption({id, text}); pick.setValue(id) }",
        [str(control.pk), str(control)],
    )


def leave_one_out(page: Page, base: str) -> None:
    page.goto(f"{base}frameworks/FW-1/r/A.8.28/choose/")
    page.get_by_label("It is left out").check()
    page.get_by_label("Reason").fill("We write no code")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("We write no code").first).to_be_visible()


def draft_and_send(page: Page, base: str, accessible: Any) -> None:
    page.goto(f"{base}statements/FW-1/1/")
    page.get_by_role("button", name="Draft v1").click()
    expect(page.get_by_text("v1 is drafted.")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Send v1 for approval").click()
    page.get_by_label("Approver").select_option(label="Olga Krogh, CEO")
    accessible(page)
    page.get_by_role("button", name="Freeze and send").click()
    expect(page.get_by_text("It is frozen and sent.")).to_be_visible()


def sign(page: Page, base: str, accessible: Any) -> None:
    page.goto(f"{base}statements/FW-1/1/approve/")
    if page.locator("input[type=password]").count():
        page.locator("input[type=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
    page.get_by_label("I have read it, and approve it as it stands.").check()
    accessible(page)
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_text("It is approved and in force.")).to_be_visible()


def paper(page: Page, base: str, language: str, folder: Path) -> str:
    page.goto(f"{base}statements/FW-1/1/v1/report/")
    page.locator(f"input[name=language][value={language}]").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    path = folder / f"soa-{language}.pdf"
    download.value.save_as(path)
    return "\n".join(sheet.extract_text() for sheet in PdfReader(path).pages)
