"""The policies as a spreadsheet: in, out unchanged, and back again."""

import pytest

from holger.core.errors import RuleBroken
from holger.exchange import services as exchange
from holger.exchange.exporting import export_file
from holger.exchange.registers import register_for
from holger.policies import services
from holger.policies.models import Policy, PolicyText, PolicyVersion, Status
from holger.policies.tests.factories import make_policy

pytestmark = pytest.mark.django_db
SHEET = """Nr.;Titel;Title;Type;Ansvarlig;Skal bekræftes;Revideres hver
POL-10;Acceptabel brug;Acceptable use;Politik;Bo Lind;ja;12
POL-11;Procedure for backup;;Procedure;;nej;24
"""


def run_of(actor, sheet):
    return exchange.run_start(actor=actor, kind="policies", filename="policies.csv", content=sheet.encode())


def test_a_danish_sheet_becomes_drafts(cast, anna):
    run = run_of(anna, SHEET)
    exchange.run_apply(actor=anna, run=run)
    first, second = Policy.objects.order_by("number")
    assert (first.reference, first.owner, first.confirm, first.review_months) == ("POL-10", cast.bo, True, 12)
    assert (second.type, second.title_da, second.review_months) == ("procedure", "Procedure for backup", 24)
    assert [version.status for version in PolicyVersion.objects.all()] == [Status.DRAFT] * 2
    assert {text.title for text in PolicyText.objects.all()} == {"Acceptabel brug", "Procedure for backup"}
    exchange.run_undo(actor=anna, run=run)
    assert not Policy.objects.exists()


def test_what_was_written_since_stands_in_the_way_of_undoing(cast, anna):
    run = run_of(anna, SHEET)
    exchange.run_apply(actor=anna, run=run)
    services.text_save(actor=anna, policy=Policy.objects.get(reference="POL-10"), language="da", body="Lås skærmen.")
    with pytest.raises(RuleBroken):
        exchange.run_undo(actor=anna, run=run)
    assert Policy.objects.count() == 2


def test_what_goes_out_comes_back_unchanged(cast, anna):
    make_policy(cast.kronborg, "Acceptable use", danish=True, owner=cast.bo)
    make_policy(cast.kronborg, "Backup", status=Status.DRAFT)
    said = export_file(anna, register_for("policies"), "csv").read().decode("utf-8-sig")
    assert "Acceptable use (dansk)" in said and "1.0" in said
    run = run_of(anna, said)
    plan = exchange.plan_of(actor=anna, run=run)
    assert not plan.problems
    assert not plan.may_apply


def test_a_policy_needs_a_title_and_a_sensible_interval(cast, anna):
    plan = exchange.plan_of(actor=anna, run=run_of(anna, "Nr.;Titel;Title;Revideres hver\nPOL-1;;;12\nPOL-2;To;;90\n"))
    assert {(problem.row, problem.target) for problem in plan.problems} >= {(3, "review_months")}
    assert any(problem.row == 2 for problem in plan.problems)
