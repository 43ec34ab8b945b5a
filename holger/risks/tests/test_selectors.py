"""What each of them sees, and that the database agrees with the rules."""

from datetime import timedelta

import pytest

from holger.assets.tests.factories import make_asset, make_dependency, make_process
from holger.core import dates
from holger.risks import selectors, services
from holger.risks.models import Risk
from holger.risks.models.risk import STATUS_NAMES
from holger.risks.rules import acceptance
from holger.risks.selectors.risks import STATUSES
from holger.risks.tests.factories import install, make_risk
from tests.cast import actor_of, make_person
from tests.duties import duties_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(cast):
    actor = actor_of(cast.anna)
    install(actor)
    return actor


@pytest.fixture
def olga(cast):
    return actor_of(cast.olga)


def in_days(days):
    return dates.today() + timedelta(days=days)


def test_readers_see_all_contributors_their_own_and_strangers_none(cast, anna):
    own_asset = make_risk(anna, make_asset(cast.kronborg, owner=cast.bo))
    deputy = make_risk(anna, make_asset(cast.kronborg, deputy=cast.bo))
    own_risk = make_risk(anna, owner=cast.bo)
    work = make_risk(anna)
    services.action_add(actor=anna, risk=work, title="Patch it", owner=cast.bo)
    other = make_risk(anna)
    for person in (cast.anna, cast.olga, cast.karen, cast.carl):
        assert selectors.risks_for(actor_of(person)).count() == 5
    bo = actor_of(cast.bo)
    seen = set(selectors.risks_for(bo))
    assert seen == {own_asset, deputy, own_risk, work}
    assert seen == {risk for risk in Risk.objects.all() if bo.may("risks.view", risk)}
    assert other not in seen
    assert not selectors.risks_for(actor_of(cast.emil))
    assert not selectors.risks_for(actor_of(cast.dorte))


def test_a_role_in_a_unit_sees_that_unit(cast, anna):
    inside = make_risk(anna, make_asset(cast.kronborg, unit=cast.production))
    make_risk(anna)
    head = make_person(cast.kronborg, "Hans Holm", "security_officer", only_in=cast.production)
    assert list(selectors.risks_for(actor_of(head))) == [inside]


def one_in_each_status(anna, olga):
    services.risk_create(actor=anna, asset=make_risk(anna).asset, title="To assess")
    treated = make_risk(anna)
    services.action_add(actor=anna, risk=treated, title="Patch it")
    waiting, accepted, expired, closed = (make_risk(anna) for _ in range(4))
    decision = {"reason": "Cheaper", "expires_on": in_days(30)}
    olga_person = selectors.acceptors_of(anna, selectors.method_for(anna).rules, waiting).get()
    services.risk_request_acceptance(actor=anna, risk=waiting, approver=olga_person, **decision)
    services.risk_accept(actor=olga, risk=accepted, **decision)
    services.risk_accept(actor=olga, risk=expired, **decision)
    Risk.objects.filter(pk=expired.pk).update(accepted_until=in_days(-1))
    services.risk_close(actor=anna, risk=closed, reason="Retired")
    make_risk(anna, current_c=1, current_i=1, current_a=1)


def test_the_database_and_the_rule_agree_on_where_a_risk_stands(anna, olga):
    one_in_each_status(anna, olga)
    today = dates.today()
    found = {}
    for status in STATUSES:
        for risk in Risk.objects.filter(selectors.in_status(status, today)):
            assert found.setdefault(risk.pk, status) == status
            assert acceptance.status(risk, today) == status
    assert len(found) == Risk.objects.count()
    assert set(found.values()) == set(STATUSES) == set(STATUS_NAMES)


def test_the_sentence_above_the_picture(anna, olga):
    one_in_each_status(anna, olga)
    totals = selectors.totals(selectors.open_risks(anna))
    assert (totals.total, totals.over, totals.without_plan, totals.to_assess) == (7, 5, 3, 1)


def test_counts_of_the_picture_add_up(anna):
    for consequence in (1, 3, 5):
        for likelihood in (1, 3, 5):
            make_risk(
                anna,
                title=f"{consequence}{likelihood}",
                current_c=consequence,
                current_i=1,
                current_a=1,
                current_likelihood=likelihood,
            )
    services.risk_create(actor=anna, asset=Risk.objects.first().asset, title="Not scored")
    method = selectors.method_for(anna).rules
    heat = selectors.heat(method, selectors.open_risks(anna))
    cells = [cell for _level, row in heat.rows for cell in row]
    assert sum(cell.count for cell in cells) == sum(count for _band, count in heat.bands) == 9
    assert (heat.total, heat.unplaced) == (10, 1)
    for cell in cells:
        assert (
            selectors.open_risks(anna)
            .filter(current_consequence=cell.consequence, current_likelihood=cell.likelihood)
            .count()
            == cell.count
        )
    assert selectors.heat(method, selectors.open_risks(anna), dimension="i").rows[2][1][0].count == 3


def test_the_line_of_appetite_parts_what_is_over_from_what_is_not(anna):
    method = selectors.method_for(anna).rules
    heat = selectors.heat(method, selectors.open_risks(anna))
    rows = {level.level: cells for level, cells in heat.rows}
    assert [rows[5][1].line_left, rows[4][2].line_left, rows[3][3].line_left, rows[2][4].line_left] == [True] * 4
    assert not any(cell.line_left or cell.line_below for cell in rows[1])


def test_the_trend_follows_the_rounds(cast, anna):
    risk = make_risk(anna)
    for title, likelihood in (("Spring", 3), ("Autumn", 1)):
        services.risk_assess(actor=anna, risk=risk, current_likelihood=likelihood)
        services.round_freeze(actor=anna, held=services.round_open(actor=anna, title=title))
    found = selectors.trend(anna)
    assert [(each.round.title, each.counts["high"], each.counts["ok"], each.over) for each in found] == [
        ("Spring", 1, 0, 1),
        ("Autumn", 0, 1, 0),
    ]
    assert [row.current_score for row in selectors.snapshots_of_risk(anna, risk)] == [12, 4]
    assert not selectors.rounds_for(actor_of(cast.dorte))
    assert selectors.trend(actor_of(cast.bo))[0].total == 0


def test_a_contributor_sees_the_score_of_own_assets_only(cast, anna):
    from holger.assets.selectors import assets_for
    from holger.risks.panels import annotate_worst

    own = make_asset(cast.kronborg, "Own", owner=cast.bo)
    other = make_asset(cast.kronborg, "Other")
    make_risk(anna, own)
    make_risk(anna, other)
    seen = {row.title: row.worst for row in annotate_worst(assets_for(actor_of(cast.bo)), actor_of(cast.bo))}
    assert seen == {"Own": 12, "Other": None}


def test_scores_follow_the_map(cast, anna):
    from holger.assets.services import asset_archive, asset_restore, dependency_add, dependency_remove

    process, system = make_process(cast.kronborg), make_asset(cast.kronborg)
    make_risk(anna, system)
    tie = dependency_add(actor=anna, source=process, target=system)
    assert selectors.score_of(anna, process).score == 12
    dependency_remove(actor=anna, dependency=tie)
    assert selectors.score_of(anna, process) is None
    make_dependency(process, system)
    services.scores_rebuild(organisation_id=cast.kronborg.id)
    asset_archive(actor=anna, asset=system)
    assert selectors.score_of(anna, process) is None
    asset_restore(actor=anna, asset=system)
    assert selectors.score_of(anna, process).driven_by == system


def test_the_journey_tells_how_far_it_is(anna, olga):
    from holger.risks import panels

    one_in_each_status(anna, olga)
    assert (panels.risks_progress(anna).done, panels.risks_progress(anna).total) == (6, 7)
    assert (panels.treatment_progress(anna).done, panels.treatment_progress(anna).total) == (2, 5)


def test_what_waits_for_a_person(cast, anna, olga):
    risk = make_risk(anna, make_asset(cast.kronborg, owner=cast.bo))
    services.action_add(actor=anna, risk=risk, title="Patch it", owner=cast.bo, due=in_days(-3))
    services.risk_edit(actor=anna, risk=risk, next_review=in_days(-1), owner=cast.bo)
    services.round_open(actor=anna, title="Autumn 2026")
    assert [duty.verb for duty in duties_of(cast.bo, "risks")] == ["Open", "Review", "Assess"]
    assert duties_of(cast.emil) == []


def test_search_finds_by_reference_asset_and_either_language(cast, anna):
    from holger.risks import panels
    from holger.risks.tests.factories import threat

    services.risk_create(actor=anna, asset=make_asset(cast.kronborg, "Payroll"), threat=threat(anna))
    for text in ("R-1", "ransomware", "krypterer", "payroll"):
        assert [hit.reference for hit in panels.search(anna, text, 5)] == ["R-1"]
    assert not panels.search(actor_of(cast.dorte), "R-1", 5)
    assert [hit.reference for hit in panels.search_threats(anna, "brand", 5)] == ["T28"]
