"""From a framework that was chosen to controls that are there: what is proposed, and what accepting it does."""

from dataclasses import replace

import pytest
from django.utils import translation

from holger.controls import library, selectors, services
from holger.controls.models import Control, Link, Reading
from holger.controls.rules.proposing import Why
from holger.controls.signals import control_changed
from holger.controls.tests.factories import make_control
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.core.permissions import Role
from holger.frameworks import services as frameworks
from holger.frameworks.models import Framework, Scope
from holger.frameworks.tests.factories import bring, line, other, requirement, scope, standing
from holger.history.models import Event
from holger.organisation import services as organisation
from tests.cast import actor_of, make_person, make_unit
from tests.work import counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def cis(anna) -> Scope:
    return scope(frameworks.framework_adopt(actor=anna, key="cis-8.1"))


@pytest.fixture
def iso(anna) -> Scope:
    return scope(frameworks.framework_adopt(actor=anna, key="iso27001-2022"))


def proposal(actor, at: Scope, key: str):
    found = selectors.proposed(actor, at)
    return found, next(each for each in found.proposals if each.key == key)


def linked(control: Control) -> dict[str, str]:
    rows = Link.objects.filter(control=control).order_by("requirement__framework__number", "requirement__place")
    return dict(rows.values_list("requirement__code", "strength"))


def aimed(actor, at: Scope, *groups: str) -> Scope:
    return frameworks.scope_edit(actor=actor, scope=at, ambition=list(groups))


# What is proposed


def test_what_is_chosen_decides_what_is_proposed(anna, cis):
    found = selectors.proposed(anna, cis)
    expected = [e.key for e in library.catalogue().entries if any(a.framework == "cis-8.1" for a in e.answers)]
    assert [each.key for each in found.proposals] == expected
    assert {each.why for each in found.proposals} == {Why.OPEN}
    assert {answer.key for each in found.proposals for answer in each.answers} == set(found.requirements)


def test_a_lower_ambition_proposes_less(anna, cis):
    before = len(selectors.proposed(anna, cis).proposals)
    aimed(anna, cis, "ig1")
    found = selectors.proposed(anna, cis)
    assert len(found.requirements) == 56 and 25 < len(found.proposals) < before
    assert {answer.key for each in found.proposals for answer in each.answers} == set(found.requirements)


def test_what_does_not_apply_is_proposed_nothing_for(anna, cis):
    frameworks.standings_exclude(actor=anna, standings=[standing(cis.framework, "9.5")], reason="No domain")
    assert "mail-domain" not in {each.key for each in selectors.proposed(anna, cis).proposals}


def test_it_says_what_it_answers_in_every_framework_that_is_wanted(anna, cis, iso):
    aimed(anna, cis, "ig1")
    found, mfa = proposal(anna, iso, "mfa-external")
    told = [(found.requirements[answer.key].code, answer.strength, answer.here) for answer in mfa.answers]
    assert told == [("A.8.5", "whole", True), ("6.3", "whole", False), ("6.4", "whole", False)]
    assert found.requirements[mfa.answers[0].key].framework == iso.framework


def test_texts_are_in_the_readers_language(anna, cis):
    found, backup = proposal(anna, cis, "backup")
    assert found.title(backup) == "Backup that runs by itself and is watched"
    with translation.override("da"):
        assert found.title(backup) == "Backup, der kører af sig selv og holdes øje med"
        assert "mindst en gang om dagen" in found.about(backup)


def test_requirements_of_ones_own_are_proposed_by_themselves_and_told_as_they_are_met(anna, iso):
    told = line("7", asks={"en": "Lock it."}, small={"en": "Buy a lock.", "da": "Køb en lås."})
    house = bring(anna, replace(other(), requirements=(told, line("8"))))
    found = selectors.proposed(anna, scope(house))
    first, second = found.proposals
    assert found.title(first) == "Requirement 7" and found.about(first) == "Buy a lock."
    assert found.about(second) == "" and first.entry is None and first.why == Why.OPEN
    frameworks.mapping_add(
        actor=anna,
        source=requirement(house, "8"),
        target=requirement(iso.framework, "A.8.13"),
        relation="equal",
    )
    found = selectors.proposed(anna, scope(house))
    assert [each.key.split(":")[0] for each in found.proposals] == ["backup", "offline-backup", "restore-test", "own"]
    assert [(a.strength, a.here, a.through) for a in found.proposals[0].answers][:1] == [("whole", True, True)]


def test_a_unit_is_not_helped_by_what_another_unit_does(cast, anna, cis):
    plant, office = make_unit(cast.kronborg, "Plant"), make_unit(cast.kronborg, "Office")
    here = frameworks.scope_add(actor=anna, framework=cis.framework, unit=plant)
    services.proposals_accept(actor=anna, scope=here, keys=["backup"])
    assert Control.objects.get().unit == plant
    there = frameworks.scope_add(actor=anna, framework=cis.framework, unit=office)
    assert proposal(anna, there, "backup")[1].why == Why.OPEN
    assert proposal(anna, cis, "backup")[1].there is not None
    make_control(anna, "Locks", library_id="patching")
    assert proposal(anna, there, "patching")[1].there is not None, "what the whole organisation does helps everywhere"


def test_bo_sees_no_controls_but_his_own_and_a_stranger_sees_nothing(cast, anna, cis):
    services.proposals_accept(actor=anna, scope=cis, keys=["backup"])
    assert selectors.proposed(actor_of(cast.bo), cis).proposals == []
    stranger = selectors.proposed(actor_of(cast.dorte), cis)
    assert (stranger.proposals, stranger.requirements, stranger.controls) == ([], {}, {})


def test_it_asks_the_database_as_often_whatever_there_is(anna, cis, django_assert_num_queries):
    with django_assert_num_queries(6):
        selectors.proposed(anna, cis)
    services.starters_accept(actor=anna, scope=cis)
    with django_assert_num_queries(6):
        selectors.proposed(anna, cis)


# Accepting


def test_anna_accepts_two_and_they_are_the_organisations_own(cast, anna, cis, iso):
    frameworks.standings_include(actor=anna, standings=[standing(cis.framework, "6.3")], drivers=["law"])
    with translation.override("da"):
        done = services.proposals_accept(actor=anna, scope=cis, keys=["backup", "mfa-external"], owner=cast.bo)
    mfa, backup = done.made
    assert [control.reference for control in done.made] == ["F-1", "F-2"]
    mfa.refresh_from_db()
    assert mfa.title == "Flerfaktorlogin på alt, der kan nås udefra" and "passkey" in mfa.description
    assert (mfa.kind, mfa.function, mfa.every) == ("technical", "preventive", "P3M")
    assert (mfa.library_id, mfa.owner, mfa.status, mfa.drivers) == ("mfa-external", cast.bo, "planned", ["law"])
    assert linked(mfa) == {"6.3": "whole", "6.4": "whole", "A.8.5": "whole"}
    assert linked(backup) == {"11.2": "whole", "A.8.13": "whole"}
    assert done.links == 5 and done.completed == []
    assert Reading.objects.filter(control=mfa).get().status == "planned"


def test_who_sees_all_and_manages_one_unit_completes_nothing_outside_it(cast, anna, cis):
    services.proposals_accept(actor=anna, scope=cis, keys=["backup"])
    iso = scope(frameworks.framework_adopt(actor=anna, key="iso27001-2022"))
    both = make_person(cast.kronborg, "Bea Juhl", Role.AUDITOR)
    organisation.role_give(actor=actor_of(cast.olga), person=both, role="security_officer", unit=cast.production)
    with pytest.raises(NotAllowed):
        services.proposals_accept(actor=actor_of(both), scope=iso, keys=["backup"])
    assert linked(Control.objects.get()) == {"11.2": "whole"}


def test_the_maturity_aimed_at_is_the_scopes(anna, cis):
    frameworks.scope_edit(actor=anna, scope=cis, target=4)
    (made,) = services.proposals_accept(actor=anna, scope=cis, keys=["backup"]).made
    assert made.target == 4


def test_the_history_tells_of_each_once(anna, cis):
    services.proposals_accept(actor=anna, scope=cis, keys=["backup", "mfa-external"])
    first, second = Event.objects.filter(action="control.created").order_by("seq")
    assert first.subject_label.startswith("F-1 Multi-factor")
    told = first.changes
    assert told["title"] == [None, "Multi-factor sign-in on everything reachable from outside"]
    reference = cis.framework.reference
    assert [line.split(" ")[:2] for line in told["requirements"][1]] == [[reference, "6.3"], [reference, "6.4"]]
    assert "owner" not in told and second.changes["every"] == [None, "P1D"]


def test_those_above_hear_of_it_once(anna, cis):
    heard = []

    def hear(sender, actor, controls, changes, **kwargs):
        heard.append(([control.reference for control in controls], sorted(changes)))

    control_changed.connect(hear)
    services.proposals_accept(actor=anna, scope=cis, keys=["backup", "mfa-external"])
    services.proposals_accept(actor=anna, scope=cis, keys=["backup"])
    control_changed.disconnect(hear)
    assert heard == [(["F-1", "F-2"], ["requirements", "status", "title"])]


def test_accepting_again_changes_nothing(anna, cis):
    services.proposals_accept(actor=anna, scope=cis, keys=["backup"])
    events = Event.objects.count()
    done = services.proposals_accept(actor=anna, scope=cis, keys=["backup"])
    assert (done.made, done.completed, done.links) == ([], [], 0)
    assert (Control.objects.count(), Link.objects.count(), Event.objects.count()) == (1, 1, events)


def test_a_control_that_is_there_only_answers_more(anna, cis):
    services.proposals_accept(actor=anna, scope=cis, keys=["backup"])
    Control.objects.update(title="Our own backup", status="implemented")
    iso = scope(frameworks.framework_adopt(actor=anna, key="iso27001-2022"))
    assert proposal(anna, iso, "backup")[1].why == Why.LINKS
    done = services.proposals_accept(actor=anna, scope=iso, keys=["backup"])
    (control,) = Control.objects.all()
    assert (done.made, done.completed, done.links) == ([], [control], 1)
    assert (control.title, control.status, control.version) == ("Our own backup", "implemented", 1)
    assert linked(control) == {"11.2": "whole", "A.8.13": "whole"}
    (event,) = Event.objects.filter(action="control.requirement_added")
    assert event.changes == {"requirements": [None, [f"{iso.framework.reference} A.8.13 Information backup"]]}
    assert Reading.objects.count() == 1
    assert proposal(anna, iso, "backup")[1].why == Why.HAVE


def test_a_control_made_by_hand_is_known_again(anna, cis):
    make_control(anna, "Copies", requirements=[requirement(cis.framework, "11.2")])
    found, backup = proposal(anna, cis, "backup")
    assert found.controls[backup.there].title == "Copies" and backup.why == Why.HAVE


def test_a_control_that_was_put_away_is_proposed_again(anna, cis):
    (made,) = services.proposals_accept(actor=anna, scope=cis, keys=["backup"]).made
    services.control_archive(actor=anna, control=made)
    assert proposal(anna, cis, "backup")[1].why == Why.OPEN
    (again,) = services.proposals_accept(actor=anna, scope=cis, keys=["backup"]).made
    assert again.reference == "F-2"


def test_a_requirement_of_ones_own_becomes_a_control(anna):
    long = "x" * 150 + " " + "y" * 150
    house = bring(anna, replace(other(), requirements=(replace(line("7"), title={"en": long}),)))
    (own,) = selectors.proposed(anna, scope(house)).proposals
    (made,) = services.proposals_accept(actor=anna, scope=scope(house), keys=[own.key]).made
    assert made.title == "x" * 150 + " …" and made.library_id == "" and linked(made) == {"7": "whole"}
    assert selectors.proposed(anna, scope(house)).proposals[0].why == Why.HAVE


def test_all_essentials_at_once(anna, cis):
    aimed(anna, cis, "ig1")
    done = services.starters_accept(actor=anna, scope=cis)
    assert {control.library_id for control in done.made} == {
        each.key for each in selectors.proposed(anna, cis).proposals if each.starter
    }
    assert services.starters_accept(actor=anna, scope=cis).made == []


def test_many_with_many_links_are_little_work(anna, iso):
    for key in ("cis-8.1", "nis2", "gdpr", "nist-csf-2.0"):
        frameworks.framework_adopt(actor=anna, key=key)
    keys = [each.key for each in selectors.proposed(anna, iso).proposals]
    with counted() as work:
        done = services.proposals_accept(actor=anna, scope=iso, keys=keys)
    assert len(done.made) > 130 and done.links > 1_000
    assert work.steps < 650_000
    assert Event.objects.filter(action="control.created").count() == len(done.made)


# Who may


def test_what_is_not_proposed_is_refused(anna, cis):
    with pytest.raises(RuleBroken, match="“own:nothing” is not proposed here"):
        services.proposals_accept(actor=anna, scope=cis, keys=["backup", "own:nothing"])
    assert not Control.objects.exists()


def test_carl_may_not(cast, cis):
    for service, more in ((services.proposals_accept, {"keys": ["backup"]}), (services.starters_accept, {})):
        with pytest.raises(NotAllowed):
            service(actor=actor_of(cast.carl), scope=cis, **more)


def test_bo_makes_only_his_own(cast, anna, cis):
    bo = actor_of(cast.bo)
    frameworks.scope_edit(actor=anna, scope=cis, owner=cast.bo)
    with pytest.raises(RuleBroken) as refused:
        services.proposals_accept(actor=bo, scope=cis, keys=["backup"])
    assert refused.value.field == "owner"
    (made,) = services.proposals_accept(actor=bo, scope=cis, keys=["backup"], owner=cast.bo).made
    assert made.owner == cast.bo


def test_a_units_officer_makes_controls_for_the_unit_only(cast, anna, cis):
    plant = make_unit(cast.kronborg, "Plant")
    petra = actor_of(make_person(cast.kronborg, "Petra Lund", Role.SECURITY_OFFICER, only_in=plant))
    here = frameworks.scope_add(actor=anna, framework=cis.framework, unit=plant)
    (made,) = services.proposals_accept(actor=petra, scope=here, keys=["backup"]).made
    assert made.unit == plant
    with pytest.raises(RuleBroken):
        services.proposals_accept(actor=petra, scope=cis, keys=["backup"])


def test_nothing_of_another_organisations_is_taken(cast, anna, cis):
    dorte = actor_of(cast.dorte)
    theirs = scope(frameworks.framework_adopt(actor=dorte, key="cis-8.1"))
    with pytest.raises(NotFound):
        services.proposals_accept(actor=anna, scope=theirs, keys=["backup"])
    with pytest.raises(NotFound):
        services.proposals_accept(actor=anna, scope=cis, keys=["backup"], owner=cast.dorte)
    with pytest.raises(NotFound):
        services.starters_accept(actor=anna, scope=theirs)


# For threats


def test_what_answers_a_threat(anna, iso):
    found = selectors.proposed_for(anna, ["8.13", "A.5.30"])
    assert found.controls == [] and [entry.key for entry in found.entries[:2]] == ["recovery-plan", "backup"]
    assert {"backup", "offline-backup", "restore-test", "recovery-plan"} <= {entry.key for entry in found.entries}
    services.proposals_accept(actor=anna, scope=iso, keys=["backup"])
    by_hand = make_control(anna, "Tapes", requirements=[requirement(iso.framework, "A.8.13")])
    found = selectors.proposed_for(anna, ["8.13", "8.7"])
    assert [control.title for control in found.controls] == ["Backup that runs by itself and is watched", by_hand.title]
    assert "backup" not in {entry.key for entry in found.entries}


def test_what_answers_a_threat_is_known_without_the_framework(anna):
    make_control(anna, "Copies", library_id="backup")
    found = selectors.proposed_for(anna, ["8.13"])
    assert [control.title for control in found.controls] == ["Copies"]
    assert not Framework.objects.exists()


def test_a_stranger_sees_only_the_catalogue(cast, anna):
    make_control(anna, "Copies", library_id="backup")
    found = selectors.proposed_for(actor_of(cast.dorte), ["8.13"])
    assert found.controls == [] and "backup" in {entry.key for entry in found.entries}
    assert selectors.proposed_for(anna, ["99.9"]).entries == []
