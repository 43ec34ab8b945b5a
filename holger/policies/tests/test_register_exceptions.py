"""Exceptions as a spreadsheet: new ones are asked for, what was decided stays, out and in again unchanged."""

import pytest

from holger.assets.tests.factories import make_asset
from holger.core.errors import RuleBroken
from holger.exchange import services as exchange
from holger.exchange.exporting import export_file
from holger.exchange.registers import register_for
from holger.policies import services
from holger.policies.models import ExceptionStatus, PolicyException
from holger.policies.tests.factories import make_policy
from holger.risks.tests.factories import make_risk

pytestmark = pytest.mark.django_db
HEAD = "Nr.;Politik;Undtagelse;Begrundelse;Kompenserende foranstaltning;Gælder fra;Gælder til;Ansvarlig;Godkendes af\n"
ROW = "EXC-7;POL-1;Måle-pc'er i hal 2;Kan ikke opdateres;Eget net;01-12-2026;01-06-2027;Bo Lind;Olga Krogh\n"


@pytest.fixture
def policy(cast):
    return make_policy(cast.kronborg)


def run_of(actor, sheet):
    return exchange.run_start(actor=actor, kind="policy-exceptions", filename="exc.csv", content=sheet.encode())


def problems(actor, sheet):
    return {(each.row, each.target) for each in exchange.plan_of(actor=actor, run=run_of(actor, sheet)).problems}


def exported(actor):
    return export_file(actor, register_for("policy-exceptions"), "csv").read().decode("utf-8-sig")


def test_what_is_new_is_asked_for_and_taken_back(cast, anna, policy):
    run = run_of(anna, HEAD + ROW)
    exchange.run_apply(actor=anna, run=run)
    made = PolicyException.objects.get()
    assert (made.reference, made.number, made.policy, made.status) == ("EXC-7", 7, policy, ExceptionStatus.ASKED)
    assert (made.owner, made.approver, made.asker) == (cast.bo, cast.olga, cast.anna)
    assert made.measure == "Eget net"
    exchange.run_undo(actor=anna, run=run)
    assert not PolicyException.objects.exists()


def test_the_count_goes_on_behind_what_a_file_told(cast, anna, policy):
    exchange.run_apply(actor=anna, run=run_of(anna, HEAD + ROW))
    exchange.run_apply(actor=anna, run=run_of(anna, HEAD + ROW.replace("EXC-7", "").replace("hal 2", "hal 3")))
    assert sorted(PolicyException.objects.values_list("reference", flat=True)) == ["EXC-7", "EXC-8"]


def test_what_was_decided_stands_in_the_way_of_undoing(cast, anna, actor_of, policy):
    run = run_of(anna, HEAD + ROW)
    exchange.run_apply(actor=anna, run=run)
    services.exception_approve(actor=actor_of(cast.olga), exception=PolicyException.objects.get())
    with pytest.raises(RuleBroken):
        exchange.run_undo(actor=anna, run=run)
    assert PolicyException.objects.get().status == ExceptionStatus.APPROVED


def test_what_goes_out_comes_back_unchanged(cast, anna, actor_of, policy):
    exchange.run_apply(actor=anna, run=run_of(anna, HEAD + ROW))
    made = PolicyException.objects.get()
    risk = make_risk(anna, make_asset(cast.kronborg, "Payroll"))
    PolicyException.objects.update(risk=risk, why="Line one\n\n  line two; “so”")
    services.exception_approve(actor=actor_of(cast.olga), exception=made, answer="Go on")
    said = exported(anna)
    assert "EXC-7" in said and "Go on" in said and "Approved" in said
    plan = exchange.plan_of(actor=anna, run=run_of(anna, said))
    assert not plan.problems
    assert not plan.may_apply


def test_others_answer_and_decide_by_a_file_and_back(cast, anna, policy):
    exchange.run_apply(actor=anna, run=run_of(anna, HEAD + ROW))
    run = run_of(anna, "Nr.;Ansvarlig\nEXC-7;Karen Bech\n")
    exchange.run_apply(actor=anna, run=run)
    assert PolicyException.objects.get().owner == cast.karen
    exchange.run_undo(actor=anna, run=run)
    assert PolicyException.objects.get().owner == cast.bo


def test_what_was_asked_for_is_not_written_over(cast, anna, actor_of, policy):
    exchange.run_apply(actor=anna, run=run_of(anna, HEAD + ROW))
    longer = HEAD + ROW.replace("01-06-2027", "01-08-2027").replace("Eget net", "Intet")
    assert problems(anna, longer) == {(2, "ends"), (2, "measure")}
    services.exception_approve(actor=actor_of(cast.olga), exception=PolicyException.objects.get())
    assert problems(anna, HEAD + ROW.replace("Olga Krogh", "Anna Holm")) == {(2, "approver")}


def test_rules_are_told_in_the_dry_run(cast, anna, policy):
    assert problems(anna, HEAD + ROW.replace("01-06-2027", "01-06-2029")) == {(2, "ends")}
    assert problems(anna, HEAD + ROW.replace("Olga Krogh", "Anna Holm")) == {(2, "approver")}
    assert problems(anna, HEAD + ROW.replace("Olga Krogh", "Emil Vang")) == {(2, "approver")}
    assert problems(anna, HEAD + ROW.replace("Eget net", "")) == {(2, "measure")}


def test_what_is_anothers_is_refused_where_it_is_named(cast, anna, policy):
    make_policy(cast.rosenborg, "Theirs")
    assert problems(anna, HEAD + ROW.replace("POL-1", "Theirs")) == {(2, "policy")}
    assert problems(anna, HEAD + ROW.replace("Bo Lind", cast.dorte.email)) == {(2, "owner")}
    assert problems(anna, HEAD + ROW.replace("Olga Krogh", cast.dorte.name)) == {(2, "approver")}
