"""The room in a real browser: scored by keyboard, told of a conflict in place, open to everybody's eyes and hands."""

import pytest
from playwright.sync_api import expect

from holger.assets.tests.factories import make_asset
from holger.controls.services import control_edit
from holger.controls.tests.factories import make_control
from holger.risks import services
from holger.risks.models import Effect, Risk
from holger.risks.tests.factories import install, make_risk, threat
from tests.cast import actor_of, client_of


@pytest.fixture
def anna(server, cast):
    actor = actor_of(cast.anna)
    install(actor)
    return actor


@pytest.fixture
def system(cast, anna):
    asset = make_asset(cast.kronborg, owner=cast.bo)
    services.risks_add_from_threats(actor=anna, asset=asset, threats=[threat(anna), threat(anna, "T18")])
    return asset


def saved(page):
    page.locator("[data-saved]", has_text="Saved ").wait_for()


def test_a_system_is_scored_by_keyboard(server, cast, system, page, signed_in, accessible, complaints):
    signed_in(cast.bo)
    page.goto(f"{server}/o/kronborg/risks/assess/{system.reference}/")
    accessible(page)
    # The first empty level has the keyboard: C, its data subjects, I, …, and the likelihood.
    page.keyboard.type("4030204")
    page.wait_for_selector("tr.done[data-risk=R-1]")
    saved(page)
    expect(page.locator("tr[data-risk=R-1] [data-score]")).to_contain_text("16")
    risk = Risk.objects.get(reference="R-1")
    assert (risk.current_c, risk.current_dc, risk.current_i, risk.current_a, risk.current_likelihood) == (4, 0, 3, 2, 4)
    assert page.evaluate("document.activeElement.closest('tr').dataset.risk") == "R-2"

    page.keyboard.press("r")
    page.keyboard.type("Seen twice")
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    page.keyboard.type("Code review")
    page.keyboard.press("Enter")
    page.wait_for_selector("tr[data-risk=R-2] [data-controls] .h-badge")
    assert Risk.objects.get(reference="R-2").reason == "Seen twice"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#assess-keys")).to_be_visible()


def test_a_conflict_is_told_in_the_row(server, cast, system, page, signed_in, complaints):
    signed_in(cast.bo)
    page.goto(f"{server}/o/kronborg/risks/assess/{system.reference}/")
    client_of(cast.anna).post("/o/kronborg/risks/R-1/cell/", {"field": "current_c", "value": "2"})
    page.keyboard.press("5")
    note = page.locator("tr.note")
    expect(note).to_contain_text("Somebody else changed this risk")
    complaints.clear()  # the browser tells of every 409
    note.get_by_text("Keep mine").click()
    page.wait_for_selector("tr.note", state="detached")
    saved(page)
    assert Risk.objects.get(reference="R-1").current_c == 5


def test_a_control_that_is_there_is_offered_while_one_writes(server, cast, anna, system, page, signed_in, complaints):
    control = make_control(anna, "Code review", status="implemented")
    signed_in(cast.anna)
    page.goto(f"{server}/o/kronborg/risks/assess/{system.reference}/")
    row = page.locator("tr[data-risk=R-1]")
    row.locator("[data-control]").type("code")
    page.locator("#assess-controls option").first.wait_for(state="attached")
    assert page.locator("#assess-controls option").first.get_attribute("value") == "F-1 Code review"
    row.locator("[data-control]").fill("F-1 Code review")
    page.keyboard.press("Enter")
    row.locator("[data-controls] .h-badge").wait_for()
    assert Effect.objects.get().control == control


def come_into_place(anna, risk):
    """A control that came into place since the risk was scored, and a target that somebody has set by hand."""
    effect = services.effect_add_new(
        actor=anna, risk=risk, title="EDR", status="planned", likelihood=2, note="All of it"
    )
    services.risk_assess(actor=anna, risk=risk, target_likelihood=2)
    control_edit(actor=anna, control=effect.control, status="implemented")


@pytest.mark.parametrize(
    "path", ["risks/", "risks/list/", "risks/R-3/", "risks/R-3/levels/", "risks/method/", "risks/method/2/edit/",
             "risks/rounds/1/", "risks/trend/", "risks/threats/", "risks/assess/", "risks/R-3/controls/", "controls/F-1/"]
)  # fmt: skip
def test_nothing_stands_in_the_way(server, cast, anna, system, page, signed_in, accessible, path):
    risk = make_risk(anna, system, inherent_likelihood=5, target_likelihood=1)
    come_into_place(anna, risk)
    services.action_add(actor=anna, risk=risk, title="Patch it", owner=cast.bo)
    services.round_freeze(actor=anna, held=services.round_open(actor=anna, title="Spring 2026"))
    services.method_draft(actor=anna)
    signed_in(cast.anna)
    page.goto(f"{server}/o/kronborg/{path}")
    accessible(page)
