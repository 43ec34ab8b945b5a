"""Scoring, treating, accepting and freezing risks, told as stories about people."""

from copy import deepcopy
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from holger.assets.tests.factories import make_asset, make_dependency, make_process
from holger.core import dates
from holger.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from holger.history.models import Event
from holger.organisation.models import Person
from holger.risks import selectors, services
from holger.risks.models import Acceptance, AssetScore, Method, Risk, Round, Snapshot, Threat
from holger.risks.tests.factories import install, make_risk, threat
from tests.cast import actor_of, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(cast):
    actor = actor_of(cast.anna)
    install(actor)
    return actor


@pytest.fixture
def olga(cast):
    return actor_of(cast.olga)


@pytest.fixture
def system(cast):
    return make_asset(cast.kronborg, owner=cast.bo, unit=cast.production)


def in_days(days):
    return dates.today() + timedelta(days=days)


def told(action):
    return Event.objects.filter(action=action).order_by("seq")


# The library and the method


def test_a_new_organisation_has_threats_and_a_method(cast, anna):
    assert Threat.objects.filter(organisation=cast.kronborg).count() == 42
    assert services.library_install(actor=anna) == 0
    assert Method.objects.filter(organisation=cast.kronborg).count() == 1
    assert not Threat.objects.filter(organisation=cast.rosenborg).exists()


def test_only_who_runs_the_method_may_change_it(cast, anna):
    with pytest.raises(NotAllowed):
        services.method_draft(actor=actor_of(cast.bo))
    draft = services.method_draft(actor=anna)
    with pytest.raises(NotAllowed):
        services.method_change(actor=actor_of(cast.carl), method=draft, title="Mine")
    with pytest.raises(NotFound):
        services.method_change(actor=actor_of(cast.dorte), method=draft, title="Mine")


def test_a_method_in_force_is_not_changed(anna):
    current = Method.objects.get()
    with pytest.raises(RuleBroken):
        services.method_change(actor=anna, method=current, title="Other")


def test_there_is_one_draft_at_a_time_and_it_must_hold(anna):
    draft = services.method_draft(actor=anna)
    assert draft.number == 2
    broken = deepcopy(draft.definition)
    broken["matrix"].pop()
    with pytest.raises(ValidationError):
        services.method_change(actor=anna, method=draft, definition=broken)
    with pytest.raises(ValidationError), transaction.atomic():
        services.method_draft(actor=anna)
    services.method_discard(actor=anna, method=draft)
    assert services.method_draft(actor=anna, preset="four").rules.size == 4


def test_a_new_method_scores_every_risk_anew(anna, olga):
    risk = make_risk(anna)
    services.risk_accept(actor=olga, risk=risk, reason="For now", expires_on=in_days(30))
    draft = services.method_draft(actor=anna)
    definition = deepcopy(draft.definition)
    for cell in definition["matrix"]:
        cell["score"] *= 2
    services.method_change(actor=anna, method=draft, definition=definition, title="Doubled")
    preview = selectors.preview_of(anna, draft)
    assert preview.before == {"high": 1}
    assert preview.acceptances == 1

    assert services.method_put_in_force(actor=anna, method=draft) == 0
    risk.refresh_from_db()
    assert (risk.current_score, risk.current_band, risk.method_number) == (24, "high", 2)
    assert risk.accepted_until is None
    assert Acceptance.objects.get().status == "void"
    assert AssetScore.objects.get().score == 24
    assert told("risk.rescored").get().changes["current_score"] == [12, 24]


def test_levels_move_when_the_scale_changes_size(anna):
    risk = make_risk(anna, current_c=5, current_likelihood=5)
    assert risk.current_score == 25
    draft = services.method_draft(actor=anna, preset="four")
    preview = selectors.preview_of(anna, draft)
    assert preview.resized
    services.method_put_in_force(actor=anna, method=draft)
    risk.refresh_from_db()
    assert (risk.current_c, risk.current_likelihood, risk.current_score) == (4, 4, 16)


# Scenarios


def test_threats_are_proposed_and_added_once(cast, anna, system):
    bo = actor_of(cast.bo)
    proposed = selectors.threats_proposed(bo, system)
    assert {"T01", "T17", "T18"} <= {one.reference for one in proposed}
    assert "T28" not in {one.reference for one in proposed}
    made = services.risks_add_from_threats(actor=bo, asset=system, threats=proposed[:3])
    again = services.risks_add_from_threats(actor=bo, asset=system, threats=proposed[:4])
    assert (len(made), len(again)) == (3, 1)
    assert len(selectors.threats_missing(bo, system)) == len(proposed) - 4
    assert made[0].owner_id == cast.bo.id
    assert made[0].unit_id == cast.production.id
    assert told("risk.created").count() == 4


def test_a_stranger_adds_nothing(cast, anna, system):
    dorte = actor_of(cast.dorte)
    install(dorte)
    with pytest.raises(NotFound):
        services.risks_add_from_threats(actor=dorte, asset=system, threats=[])
    with pytest.raises(NotFound):
        services.risk_create(actor=anna, asset=system, threat=threat(dorte))
    with pytest.raises(NotFound):
        services.risk_create(actor=anna, asset=system, title="Fire", owner=cast.dorte)


def test_an_assessment_keeps_both_scores_and_shows_the_worst(anna, system):
    risk = services.risk_create(actor=anna, asset=system, threat=threat(anna))
    assert risk.title == "Ransomware encrypts systems and data"
    assert risk.assessed_at is None
    services.risk_assess(actor=anna, risk=risk, current_c=2, current_i=2, current_a=5, current_dc=4)
    services.risk_assess(actor=anna, risk=risk, current_likelihood=2, reason="Backups are tested")
    assert (risk.current_score, risk.current_band, risk.over_appetite) == (10, "high", True)
    assert (risk.current_consequence, risk.current_subjects) == (5, 4)
    assert risk.assessed_at is not None
    assert told("risk.assessed").last().changes["current_score"] == [None, 10]


def test_personal_data_asks_for_the_data_subjects_too(cast, anna):
    system = make_asset(cast.kronborg, "Payroll", personal_data="special")
    risk = make_risk(anna, system, hits="c")
    assert risk.assessed_at is None
    services.risk_assess(actor=actor_of(cast.karen), risk=risk, current_dc=5)
    assert risk.assessed_at is not None
    assert risk.current_score == 15


def test_the_dpo_scores_the_data_subjects_and_nothing_else(cast, anna):
    risk = make_risk(anna)
    karen = actor_of(cast.karen)
    services.risk_assess(actor=karen, risk=risk, current_dc=5)
    with pytest.raises(NotAllowed):
        services.risk_assess(actor=karen, risk=risk, current_c=1)
    with pytest.raises(NotAllowed):
        services.risk_assess(actor=actor_of(cast.carl), risk=risk, current_dc=1)


@pytest.mark.parametrize("levels", [{"current_c": 6}, {"current_likelihood": 0}, {"target_a": -1}])
def test_levels_are_those_of_the_method(anna, levels):
    risk = make_risk(anna)
    with pytest.raises(RuleBroken) as refused:
        services.risk_assess(actor=anna, risk=risk, **levels)
    assert refused.value.field in levels


def test_a_target_takes_what_it_lacks_from_the_current_stage(anna):
    risk = make_risk(anna)
    services.risk_assess(actor=anna, risk=risk, target_likelihood=1)
    assert (risk.target_c, risk.target_a, risk.target_score) == (4, 3, 4)
    assert risk.inherent_score is None


def test_two_people_assess_at_once_and_the_second_is_told(anna):
    risk = make_risk(anna)
    mine, theirs = Risk.objects.get(pk=risk.pk), Risk.objects.get(pk=risk.pk)
    services.risk_assess(actor=anna, risk=theirs, version=theirs.version, current_c=5)
    with pytest.raises(Conflict) as conflict:
        services.risk_assess(actor=anna, risk=mine, version=mine.version, current_c=1)
    assert conflict.value.current.current_c == 5


def test_a_narrower_threat_drops_the_levels_it_no_longer_hits(anna):
    risk = make_risk(anna)
    services.risk_edit(actor=anna, risk=risk, hits="a")
    assert (risk.current_c, risk.current_i, risk.current_a, risk.current_score) == (None, None, 3, 9)


def test_contributors_edit_what_they_answer_for(cast, anna, system):
    bo = actor_of(cast.bo)
    own, other = make_risk(anna, system), make_risk(anna)
    services.risk_edit(actor=bo, risk=own, weakness="Old client")
    with pytest.raises(NotAllowed):
        services.risk_edit(actor=bo, risk=other, weakness="None of mine")
    services.action_add(actor=anna, risk=other, title="Patch it", owner=cast.bo)
    services.risk_edit(actor=bo, risk=Risk.objects.get(pk=other.pk), weakness="Now mine")


def test_a_closed_risk_counts_nowhere_and_is_not_changed(anna, system):
    risk = make_risk(anna, system)
    with pytest.raises(RuleBroken):
        services.risk_close(actor=anna, risk=risk, reason=" ")
    services.risk_close(actor=anna, risk=risk, reason="Retired")
    assert not AssetScore.objects.exists()
    with pytest.raises(RuleBroken):
        services.risk_assess(actor=anna, risk=risk, current_c=1)
    services.risk_reopen(actor=anna, risk=risk)
    assert AssetScore.objects.get().score == 12


def test_many_risks_get_one_owner(cast, anna):
    risks = [make_risk(anna), make_risk(anna, title="Fire")]
    assert services.risks_edit_many(actor=anna, risks=risks, owner=cast.bo) == 2
    assert services.risks_edit_many(actor=anna, risks=Risk.objects.all(), owner=cast.bo) == 0
    with pytest.raises(NotAllowed):
        services.risks_edit_many(actor=actor_of(cast.carl), risks=risks, treatment="reduce")


# Acceptance


def test_management_accepts_a_high_risk_and_the_officer_may_not(cast, anna, olga):
    risk = make_risk(anna)
    with pytest.raises(RuleBroken, match="Your role may not"):
        services.risk_accept(actor=anna, risk=risk, reason="Cheaper", expires_on=in_days(30))
    services.risk_accept(actor=olga, risk=risk, reason="Cheaper", expires_on=in_days(30))
    assert risk.accepted_until == in_days(30)
    assert risk.treatment == "accept"
    assert Acceptance.objects.get().decided_by == cast.olga.name
    with pytest.raises(NotAllowed):
        services.risk_accept(actor=actor_of(cast.carl), risk=risk, reason="Why not", expires_on=in_days(30))


def test_a_critical_risk_is_accepted_by_nobody(anna, olga):
    risk = make_risk(anna, current_c=5, current_likelihood=4)
    with pytest.raises(RuleBroken, match="must be treated, not accepted"):
        services.risk_accept(actor=olga, risk=risk, reason="Cheaper", expires_on=in_days(30))


def test_an_owner_accepts_own_low_risks_only(cast, anna, system):
    bo = actor_of(cast.bo)
    risk = make_risk(anna, system, current_c=1, current_i=1, current_a=1)
    services.risk_accept(actor=bo, risk=risk, reason="Small", expires_on=in_days(90))
    others = make_risk(anna, system, title="Fire", owner=cast.anna, current_c=1, current_i=1, current_a=1)
    with pytest.raises(RuleBroken):
        services.risk_accept(actor=bo, risk=others, reason="Small", expires_on=in_days(90))


@pytest.mark.parametrize(("days", "field"), [(0, "expires_on"), (366, "expires_on"), (271, "expires_on")])
def test_an_acceptance_ends(anna, olga, days, field):
    with pytest.raises(RuleBroken) as refused:
        services.risk_accept(actor=olga, risk=make_risk(anna), reason="Cheaper", expires_on=in_days(days))
    assert refused.value.field == field


@pytest.mark.parametrize("change", [{"current_likelihood": 2}, {"current_i": 3}, {"target_likelihood": 1}])
def test_an_acceptance_falls_when_the_risk_changes(anna, olga, change):
    risk = make_risk(anna)
    services.risk_accept(actor=olga, risk=risk, reason="Cheaper", expires_on=in_days(30))
    services.risk_assess(actor=anna, risk=risk, reason="Same as before")
    assert risk.accepted_until is not None
    services.risk_assess(actor=anna, risk=risk, **change)
    assert Risk.objects.get().accepted_until is None
    assert Acceptance.objects.get().status == "void"
    assert told("risk.acceptance_void").count() == 1


def test_asked_and_declined(cast, anna, olga):
    risk = make_risk(anna)
    with pytest.raises(RuleBroken) as refused:
        services.risk_request_acceptance(
            actor=anna, risk=risk, approver=cast.bo, reason="Cheaper", expires_on=in_days(30)
        )
    assert refused.value.field == "approver"
    services.risk_request_acceptance(
        actor=anna, risk=risk, approver=cast.olga, reason="Cheaper", expires_on=in_days(30)
    )
    assert [one.risk for one in selectors.awaiting(olga)] == [risk]
    assert not selectors.awaiting(anna)
    services.acceptance_decline(actor=olga, risk=risk, answer="Buy the spare part")
    assert not Risk.objects.get().acceptance_asked
    with pytest.raises(RuleBroken, match="decided already"):
        services.acceptance_decline(actor=olga, risk=risk, answer="Again")


def test_a_role_in_a_unit_accepts_there_only(cast, anna, system):
    head = make_person(cast.kronborg, "Hans Holm", "owner", only_in=cast.production)
    inside, outside = make_risk(anna, system), make_risk(anna)
    services.risk_accept(actor=actor_of(head), risk=inside, reason="Ours", expires_on=in_days(30))
    with pytest.raises(NotAllowed):
        services.risk_accept(actor=actor_of(head), risk=outside, reason="Not ours", expires_on=in_days(30))
    method = selectors.method_for(anna).rules
    assert head in selectors.acceptors_of(anna, method, inside)
    assert set(selectors.acceptors_of(anna, method, outside)) == {cast.olga}


def test_no_program_is_asked_to_accept(cast, anna):
    risk, program = make_risk(anna), make_person(cast.kronborg, "Synchronisation", "owner")
    Person.objects.filter(pk=program.pk).update(is_service=True, email="", user=None)
    program.refresh_from_db()
    assert set(selectors.acceptors_of(anna, selectors.method_for(anna).rules, risk)) == {cast.olga}
    with pytest.raises(RuleBroken, match="may not accept"):
        services.risk_request_acceptance(
            actor=anna, risk=risk, approver=program, reason="Cheaper", expires_on=in_days(30)
        )


def test_who_acts_can_withdraw(anna, olga):
    risk = make_risk(anna)
    services.risk_accept(actor=olga, risk=risk, reason="Cheaper", expires_on=in_days(30))
    services.acceptance_withdraw(actor=anna, risk=risk)
    assert risk.accepted_until is None
    assert Acceptance.objects.get().status == "withdrawn"


# Treatment


def test_actions_are_counted_on_the_risk(cast, anna):
    risk = make_risk(anna)
    action = services.action_add(actor=anna, risk=risk, title="Patch it", owner=cast.bo, due=in_days(10))
    assert risk.actions_open == 1
    services.action_done(actor=actor_of(cast.bo), action=action)
    assert Risk.objects.get().actions_open == 0
    services.action_reopen(actor=anna, action=action)
    services.action_remove(actor=anna, action=action)
    assert Risk.objects.get().actions_open == 0
    with pytest.raises(NotFound):
        services.action_add(actor=anna, risk=risk, title="Patch it", owner=cast.dorte)


# Rounds


def test_a_frozen_round_never_changes(cast, anna):
    make_risk(anna)
    services.risk_create(actor=anna, asset=make_asset(cast.kronborg, "New"), title="Not assessed")
    held = services.round_open(actor=anna, title="Autumn 2026", participants=[cast.bo, cast.karen])
    with pytest.raises(ValidationError), transaction.atomic():
        services.round_open(actor=anna, title="Another")
    assert services.round_freeze(actor=anna, held=held) == 1
    with pytest.raises(RuleBroken):
        services.round_freeze(actor=anna, held=held)
    snapshot = Snapshot.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        Snapshot.objects.filter(pk=snapshot.pk).update(current_score=1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM risks_snapshot")


def test_one_system_is_frozen_first(cast, anna, system):
    risk = make_risk(anna, system)
    held = services.round_open(actor=anna, title="Autumn 2026")
    bo = actor_of(cast.bo)
    assert services.risks_freeze(actor=bo, held=held, risks=[risk]) == 1
    services.risk_assess(actor=anna, risk=risk, current_likelihood=1)
    other = services.risk_create(actor=anna, asset=system, title="Not assessed")
    with pytest.raises(RuleBroken):
        services.risks_freeze(actor=bo, held=held, risks=[other])
    assert services.round_freeze(actor=anna, held=held) == 1
    assert Snapshot.objects.get().current_score == 12
    with pytest.raises(NotAllowed):
        services.round_open(actor=bo, title="Mine")


def test_whoever_only_reads_does_not_confirm(anna, cast):
    risk = make_risk(anna)
    before = risk.confirmed_at
    with pytest.raises(NotAllowed):
        services.risk_confirm(actor=actor_of(cast.carl), risks=[risk])
    risk.refresh_from_db()
    assert risk.confirmed_at == before


def test_as_last_round_counts_as_assessed(anna):
    risk = make_risk(anna)
    held = services.round_open(actor=anna, title="Spring 2027")
    assert selectors.round_progress(anna, held).done == 0
    assert services.risk_confirm(actor=anna, risks=[risk]) == 1
    assert selectors.round_progress(anna, held).done == 1


def test_a_stranger_touches_no_round(cast, anna):
    held = services.round_open(actor=anna, title="Ours")
    with pytest.raises(NotFound):
        services.round_freeze(actor=actor_of(cast.dorte), held=held)
    assert Round.objects.get().is_open


# The score of a system


def test_what_depends_on_a_risky_system_inherits_its_score(cast, anna, system):
    process = make_process(cast.kronborg)
    make_dependency(process, system)
    make_risk(anna, system)
    scores = {row.asset_id: row for row in AssetScore.objects.all()}
    assert scores[system.id].score == 12
    assert scores[process.id].score == 12
    assert scores[process.id].driven_by_id == system.id
    assert scores[process.id].own_score is None

    make_risk(anna, process, title="Key person missing", current_c=5, current_likelihood=3)
    row = AssetScore.objects.get(asset=process)
    assert (row.score, row.driven_by_id, row.own_score) == (15, None, 15)


def test_a_risk_that_is_not_the_worst_shows_when_the_worst_is_gone(cast, anna, system):
    process = make_process(cast.kronborg)
    make_dependency(process, system)
    worst, other = make_risk(anna, system), make_risk(anna, system, title="Theft", current_c=2, current_likelihood=2)

    def found():
        return [AssetScore.objects.get(asset=asset).score for asset in (system, process)]

    assert found() == [12, 12]
    services.risk_assess(actor=anna, risk=other, current_likelihood=3)
    assert found() == [12, 12]
    services.risk_close(actor=anna, risk=worst, reason="The system is gone.")
    assert found() == [9, 9]


def test_scores_worked_out_anew_are_the_same(cast, anna):
    chain = [make_asset(cast.kronborg, f"System {n}") for n in range(6)]
    for upper, lower in pairwise(chain):
        make_dependency(upper, lower)
    make_dependency(chain[5], chain[0])
    make_risk(anna, chain[3])
    make_risk(anna, chain[5], current_c=5, current_likelihood=2)

    def found():
        return sorted(AssetScore.objects.values_list("asset__title", "score", "own_score", "driven_by__title"))

    kept = found()
    services.scores_rebuild(organisation_id=cast.kronborg.id)
    assert found() == kept
    assert {score for _title, score, _own, _by in kept} == {12}


@pytest.mark.parametrize("seed", range(4))
def test_scores_that_follow_each_change_are_those_worked_out_anew(cast, anna, seed):
    chance = Random(seed)
    map_ = [make_asset(cast.kronborg, f"System {n}") for n in range(7)]
    for upper, lower in chance.sample([(one, other) for one in map_ for other in map_ if one != other], 12):
        make_dependency(upper, lower)
    risks = []

    def found():
        return list(AssetScore.objects.order_by("asset").values_list("asset", "score", "own_risk", "driven_by"))

    for step in range(25):
        deed = chance.choice(["create", "create", "assess", "close"]) if risks else "create"
        levels = {"current_c": chance.randint(1, 5), "current_likelihood": chance.randint(1, 5)}
        if deed == "create":
            risks.append(make_risk(anna, chance.choice(map_), title=f"Risk {step}", **levels))
        elif deed == "assess":
            services.risk_assess(actor=anna, risk=chance.choice(risks), **levels)
        else:
            services.risk_close(actor=anna, risk=risks.pop(chance.randrange(len(risks))), reason="It is gone.")
        kept = found()
        services.scores_rebuild(organisation_id=cast.kronborg.id)
        assert found() == kept, (step, deed)


def test_a_change_that_reaches_far_gives_the_same_scores(cast, anna, monkeypatch):
    system, processes = make_asset(cast.kronborg), [make_process(cast.kronborg, f"Process {n}") for n in range(4)]
    for process in processes:
        make_dependency(process, system)
    monkeypatch.setattr("holger.risks.services.scores.WIDE", 3)
    make_risk(anna, system)
    assert {row.score for row in AssetScore.objects.all()} == {12}
    assert AssetScore.objects.count() == 5
