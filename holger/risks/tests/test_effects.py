"""Controls that work on risks: Anna and Bo link them, targets go along, and nothing moves silently."""

import pytest
from django.db.models import ProtectedError

from holger.assets.tests.factories import make_asset
from holger.controls import services as controls
from holger.controls.models import Control
from holger.controls.tests.factories import make_control
from holger.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from holger.core.permissions import Role
from holger.history.models import Event
from holger.risks import selectors, services
from holger.risks.models import Effect, Risk
from holger.risks.tests.factories import install, make_risk, threat
from tests.cast import actor_of, make_person
from tests.duties import duties_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(cast):
    actor = actor_of(cast.anna)
    install(actor)
    return actor


@pytest.fixture
def system(cast):
    return make_asset(cast.kronborg, owner=cast.bo, unit=cast.production)


@pytest.fixture
def risk(anna, system):
    """Without controls 4 x 5 = 20, now 4 x 3 = 12, and no target yet."""
    return make_risk(anna, system, inherent_likelihood=5)


def edr(anna, **answers):
    return make_control(anna, "EDR on servers", **{"status": "planned", **answers})


def in_place(anna, **answers):
    return edr(anna, status="implemented", **answers)


def fresh(risk):
    return Risk.objects.select_related("asset", "threat").get(pk=risk.pk)


def told(action):
    return Event.objects.filter(action=action).order_by("seq").last().changes


# The target


def test_a_planned_control_explains_the_target(anna, risk):
    effect = services.effect_add(actor=anna, risk=risk, control=edr(anna), likelihood=2)
    risk = fresh(risk)
    assert (effect.counted, effect.points) == (False, 12 - 4)
    assert (risk.current_score, risk.target_score, risk.target_likelihood, risk.target_c) == (12, 4, 1, 4)
    assert told("risk.control_added")["control"] == [None, "F-1 EDR on servers"]
    assert told("risk.control_added")["target_score"] == [None, 4]


def test_the_target_goes_along_with_what_is_linked_changed_and_removed(anna, risk):
    first = services.effect_add(actor=anna, risk=risk, control=edr(anna), likelihood=1)
    other = services.effect_add(actor=anna, risk=risk, control=make_control(anna, "Offline backup"), consequence=2)
    assert (fresh(risk).target_likelihood, fresh(risk).target_c) == (2, 2)
    services.effect_edit(actor=anna, effect=other, consequence=1, note="From spring")
    assert fresh(risk).target_c == 3
    services.effect_remove(actor=anna, effect=first)
    assert (fresh(risk).target_likelihood, fresh(risk).target_c) == (3, 3)
    assert told("risk.control_removed")["control"] == ["F-1 EDR on servers", None]


def test_several_controls_at_once_come_to_the_same(anna, risk):
    new = [{"control": edr(anna), "likelihood": 1}, {"control": make_control(anna, "Backup"), "consequence": 2}]
    added = services.effects_add(actor=anna, risk=risk, new=new)
    assert [effect.points for effect in added] == [12 - 8, 12 - 6]
    assert (fresh(risk).target_likelihood, fresh(risk).target_c) == (2, 2)
    assert Event.objects.filter(action="risk.control_added").count() == 2
    assert told("risk.control_added")["target_score"] == [None, 4]
    with pytest.raises(RuleBroken, match="there already"):
        services.effects_add(actor=anna, risk=risk, new=[{"control": make_control(anna, "Log")}, new[0]])
    assert Effect.objects.count() == 2
    assert services.effects_add(actor=anna, risk=risk, new=[]) == []


def test_a_target_set_by_hand_stays(anna, risk):
    services.risk_assess(actor=anna, risk=risk, target_likelihood=1)
    services.effect_add(actor=anna, risk=risk, control=edr(anna), likelihood=1)
    assert fresh(risk).target_likelihood == 1
    services.risk_use_controls(actor=anna, risk=fresh(risk))
    assert (fresh(risk).target_likelihood, fresh(risk).target_score) == (2, 8)


def test_only_controls_that_count_for_the_target_can_be_used(anna, risk):
    services.effect_add(actor=anna, risk=risk, control=in_place(anna), likelihood=2)
    with pytest.raises(RuleBroken, match="No control counts"):
        services.risk_use_controls(actor=anna, risk=fresh(risk))


def test_a_control_in_place_explains_how_it_is_now(anna, risk):
    effect = services.effect_add(actor=anna, risk=risk, control=in_place(anna), likelihood=2)
    assert effect.counted
    assert fresh(risk).target_score is None
    assert Effect.objects.get().points == 20 - 12


def test_an_acceptance_holds_only_for_the_target_as_it_was(cast, anna, risk):
    from holger.core import dates

    olga = actor_of(cast.olga)
    until = dates.today().replace(year=dates.today().year + 1) - dates.today().resolution * 300
    services.risk_accept(actor=olga, risk=risk, reason="For now", expires_on=until)
    services.effect_add(actor=anna, risk=risk, control=edr(anna))
    assert fresh(risk).accepted_until == until
    services.effect_edit(actor=anna, effect=fresh_effect(), likelihood=1)
    assert fresh(risk).accepted_until is None


def fresh_effect():
    return Effect.objects.select_related("risk", "control").get()


# Coming into place


def test_a_control_that_comes_into_place_moves_nothing_and_asks_for_a_new_look(cast, anna, risk):
    control = edr(anna)
    services.effect_add(actor=anna, risk=risk, control=control, likelihood=1)
    before = fresh(risk)
    controls.control_edit(actor=anna, control=control, status="implemented")
    after = fresh(risk)
    assert (after.version, after.current_score, after.target_score) == (before.version, 12, 8)
    (duty,) = [duty for duty in duties_of(cast.bo, "risks") if duty.icon == "refresh"]
    assert duty.title == "Assess Ransomware again"
    assert duty.reason.startswith("F-1 EDR on servers is in place since ")
    assert duties_of(cast.olga, "risks") == []

    services.risk_assess(actor=actor_of(cast.bo), risk=after, current_likelihood=2)
    assert Effect.objects.get().counted
    assert told("risk.assessed")["counted"] == [[], ["F-1 EDR on servers"]]
    assert (fresh(risk).current_score, fresh(risk).target_score) == (8, 8)
    assert duties_of(cast.bo, "risks") == []


def test_levels_that_still_hold_count_it_too(cast, anna, risk):
    control = edr(anna)
    services.effect_add(actor=anna, risk=risk, control=control, likelihood=1)
    controls.control_edit(actor=anna, control=control, status="implemented")
    assert services.risk_confirm(actor=anna, risks=[fresh(risk)]) == 1
    assert Effect.objects.get().counted
    assert (fresh(risk).current_score, fresh(risk).target_score) == (12, 12)


def test_a_control_that_falls_away_asks_too(cast, anna, risk):
    control = in_place(anna)
    services.effect_add(actor=anna, risk=risk, control=control, likelihood=2)
    controls.control_edit(actor=anna, control=control, status="partly")
    (duty,) = duties_of(cast.bo, "risks")
    assert "is not in place since" in duty.reason
    controls.control_archive(actor=anna, control=control)
    (duty,) = duties_of(cast.bo, "risks")
    assert "is archived since" in duty.reason
    services.risk_assess(actor=anna, risk=fresh(risk), current_likelihood=5)
    assert not Effect.objects.get().counted
    assert duties_of(cast.bo, "risks") == []


def test_whoever_scores_only_the_data_subjects_counts_no_controls(cast, anna, risk):
    control = edr(anna)
    services.effect_add(actor=anna, risk=risk, control=control, likelihood=1)
    controls.control_edit(actor=anna, control=control, status="implemented")
    services.risk_assess(actor=actor_of(cast.karen), risk=fresh(risk), current_dc=2)
    assert not Effect.objects.get().counted
    assert fresh(risk).target_dc == 2


def test_a_control_without_effect_asks_for_nothing(cast, anna, risk):
    control = edr(anna)
    services.effect_add(actor=anna, risk=risk, control=control)
    controls.control_edit(actor=anna, control=control, status="implemented")
    assert duties_of(cast.bo, "risks") == []
    services.risk_assess(actor=anna, risk=fresh(risk), current_likelihood=2)
    assert Effect.objects.get().counted


@pytest.mark.parametrize("status", ["planned", "implemented"])
@pytest.mark.parametrize("counted", [True, False])
@pytest.mark.parametrize("archived", [True, False])
@pytest.mark.parametrize("likelihood", [0, 1])
def test_the_database_and_the_object_agree_on_what_is_outdated(anna, risk, status, counted, archived, likelihood):
    control = in_place(anna)
    services.effect_add(actor=anna, risk=risk, control=control, likelihood=likelihood, counted=counted)
    controls.control_edit(actor=anna, control=control, status=status)
    if archived:
        controls.control_archive(actor=anna, control=control)
    effect = fresh_effect()
    assert selectors.effects_for(anna).filter(selectors.outdated()).exists() == effect.is_outdated
    assert selectors.risks_for(anna).filter(selectors.to_look_at_again(anna)).exists() == effect.is_outdated


# What is refused


def test_what_is_not_linked(cast, anna, risk):
    control = edr(anna)
    services.effect_add(actor=anna, risk=risk, control=control)
    with pytest.raises(RuleBroken, match="there already"):
        services.effect_add(actor=anna, risk=risk, control=control)
    with pytest.raises(RuleBroken, match="0 to 4"):
        services.effect_add(actor=anna, risk=risk, control=make_control(anna), likelihood=5)
    with pytest.raises(RuleBroken, match="not in place"):
        services.effect_edit(actor=anna, effect=fresh_effect(), counted=True)
    with pytest.raises(ValueError, match="points"):
        services.effect_edit(actor=anna, effect=fresh_effect(), points=3)
    gone = make_control(anna, "Gone")
    controls.control_archive(actor=anna, control=gone)
    with pytest.raises(RuleBroken, match="archived"):
        services.effect_add(actor=anna, risk=risk, control=gone)
    with pytest.raises(NotFound):
        services.effect_add(actor=anna, risk=risk, control=make_control(actor_of(cast.dorte)))
    with pytest.raises(NotAllowed):
        services.effect_add(actor=actor_of(cast.carl), risk=risk, control=gone)
    services.risk_close(actor=anna, risk=fresh(risk), reason="Gone")
    for act in (
        lambda: services.effect_add(actor=anna, risk=fresh(risk), control=make_control(anna)),
        lambda: services.effect_edit(actor=anna, effect=fresh_effect(), likelihood=1),
        lambda: services.effect_remove(actor=anna, effect=fresh_effect()),
        lambda: services.risk_use_controls(actor=anna, risk=fresh(risk)),
    ):
        with pytest.raises(RuleBroken, match="closed"):
            act()


def test_a_control_that_works_on_risks_is_not_deleted_under_them(anna, risk):
    control = edr(anna)
    services.effect_add(actor=anna, risk=risk, control=control)
    with pytest.raises(ProtectedError):
        control.delete()


def test_two_at_once_are_told(anna, risk):
    stale = fresh(risk)
    services.risk_assess(actor=anna, risk=fresh(risk), current_likelihood=2)
    with pytest.raises(Conflict):
        services.effect_add(actor=anna, risk=stale, control=edr(anna), likelihood=1)


# New controls


def test_a_new_control_belongs_to_whoever_owns_the_risk(cast, anna, risk):
    effect = services.effect_add_new(actor=anna, risk=risk, title=" Offline backup ", status="planned", likelihood=1)
    assert (effect.control.title, effect.control.owner, effect.control.unit) == (
        "Offline backup", cast.bo, cast.production,
    )  # fmt: skip
    assert fresh(risk).target_score == 8


def test_who_may_only_make_controls_of_their_own_gets_it(cast, anna, risk):
    services.risk_edit(actor=anna, risk=risk, owner=cast.anna)
    effect = services.effect_add_new(actor=actor_of(cast.bo), risk=fresh(risk), title="Checklist")
    assert (effect.control.owner, effect.control.status, effect.counted) == (cast.bo, "implemented", True)


# Points


def test_a_reduction_is_what_all_open_risks_lose_by_the_control_alone(anna, risk, system):
    control, second = edr(anna), make_risk(anna, system, title="Flood", current_likelihood=5)
    services.effect_add(actor=anna, risk=risk, control=control, likelihood=1)
    services.effect_add(actor=anna, risk=second, control=control, likelihood=2)
    assert reduction(control) == 4 + 8
    services.risk_assess(actor=anna, risk=fresh(second), current_likelihood=3)
    assert reduction(control) == 4 + 8
    services.risk_assess(actor=anna, risk=fresh(second), current_c=2, current_a=1)
    assert reduction(control) == 4 + 4
    services.risk_close(actor=anna, risk=fresh(second), reason="Sold")
    assert reduction(control) == 4
    services.risk_reopen(actor=anna, risk=fresh(second))
    services.risk_archive(actor=anna, risk=fresh(risk))
    assert reduction(control) == 4
    services.risk_restore(actor=anna, risk=fresh(risk))
    controls.control_archive(actor=anna, control=Control.objects.get())
    assert reduction(control) == 0
    controls.control_restore(actor=anna, control=Control.objects.get())
    assert reduction(control) == 8
    for effect in Effect.objects.select_related("risk", "control"):
        services.effect_remove(actor=anna, effect=effect)
    assert reduction(control) == 0


def reduction(control):
    control.refresh_from_db()
    return control.reduction


def test_working_out_everything_anew_comes_to_the_same(anna, risk, system):
    made = [make_control(anna, title, status=status) for title, status in STORY]
    risks = [risk, *(make_risk(anna, system, title=f"Risk {n}", current_likelihood=n) for n in range(1, 5))]
    for n, each in enumerate(risks):
        for control in made[n % 2 :: 2]:
            services.effect_add(actor=anna, risk=each, control=control, likelihood=n % 3, consequence=n % 2)
    controls.control_edit(actor=anna, control=made[0], status="implemented")
    services.risk_assess(actor=anna, risk=fresh(risks[2]), current_likelihood=1)
    services.risk_edit(actor=anna, risk=fresh(risks[3]), hits="ia")
    services.risk_confirm(actor=anna, risks=[fresh(risks[4])])
    services.risk_close(actor=anna, risk=fresh(risks[1]), reason="Gone")
    kept = state()
    assert any(points for _pk, points in kept[0])
    services.points_rebuild(organisation_id=anna.organisation_id)
    assert state() == kept
    Effect.objects.update(points=99)
    Control.objects.update(reduction=99)
    services.points_rebuild(organisation_id=anna.organisation_id)
    assert state() == kept


STORY = [("EDR", "planned"), ("Backup", "implemented"), ("Training", "partly"), ("Fire alarm", "planned")]


def state():
    effects = Effect.objects.order_by("pk").values_list("pk", "points")
    return list(effects), list(Control.objects.order_by("pk").values_list("pk", "reduction"))


# A method of another size


def test_effects_and_targets_fit_a_smaller_scale(anna, risk):
    services.effect_add(actor=anna, risk=risk, control=edr(anna), likelihood=4)
    services.risk_assess(actor=anna, risk=fresh(risk), current_likelihood=5)
    assert fresh(risk).target_likelihood == 1
    draft = services.method_draft(actor=anna, preset="four")
    services.method_put_in_force(actor=anna, method=draft)
    assert Effect.objects.get().likelihood == 3
    assert (fresh(risk).current_likelihood, fresh(risk).target_likelihood) == (4, 1)
    kept = state()
    services.points_rebuild(organisation_id=anna.organisation_id)
    assert state() == kept


# Who sees what


def test_everybody_sees_the_effects_on_what_they_see(cast, anna, risk):
    services.effect_add(actor=anna, risk=risk, control=edr(anna), likelihood=1)
    for person in (cast.anna, cast.bo, cast.carl, cast.karen):
        assert selectors.effects_for(actor_of(person)).count() == 1
    outsider = make_person(cast.kronborg, "Ole Vig", Role.CONTRIBUTOR)
    for person in (cast.emil, cast.dorte, outsider):
        assert not selectors.effects_for(actor_of(person)).exists()


def test_a_control_out_of_reach_is_named_but_not_opened(cast, anna, risk):
    services.effect_add(actor=anna, risk=risk, control=edr(anna), likelihood=1)
    effects = selectors.effects_on(actor_of(cast.bo), risk)
    assert [effect.control.title for effect in effects] == ["EDR on servers"]
    assert selectors.visible_controls(actor_of(cast.bo), effects) == frozenset()
    assert len(selectors.visible_controls(anna, effects)) == 1


def test_controls_that_answer_what_the_threat_calls_for_are_proposed(cast, anna, system):
    from holger.frameworks.models import Requirement
    from holger.frameworks.services import framework_adopt

    framework = framework_adopt(actor=anna, key="iso27001-2022")
    backup = Requirement.objects.get(framework=framework, code="A.8.13")
    control = make_control(anna, "Nightly backup", requirements=[backup])
    make_control(anna, "Fire alarm", requirements=[Requirement.objects.get(framework=framework, code="A.7.8")])
    risk = make_risk(anna, system, threat=threat(anna), title="")
    (proposal,) = selectors.proposals(anna, risk)
    assert (proposal.control, list(proposal.answers)) == (control, ["A.8.13"])
    services.effect_add(actor=anna, risk=risk, control=control)
    assert selectors.proposals(anna, risk) == []


def test_a_control_is_known_by_reference_and_title(cast, anna):
    control = edr(anna)
    for text in ("F-1", "f-1", "EDR on servers", "edr ON servers", "F-1 EDR on servers"):
        assert selectors.control_named(anna, text) == control
    for text in ("F-2", "EDR", "F-1 something else", "", "F-1 "[:2]):
        assert selectors.control_named(anna, text) is None
    assert selectors.control_named(actor_of(cast.dorte), "F-1") is None
