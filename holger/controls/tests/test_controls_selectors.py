"""Who sees which controls, links and readings, what search finds, and that sums are those that a plain count gives."""

import random
from datetime import timedelta

import pytest

from holger.controls import selectors, services
from holger.controls.models import Control, Link, Status
from holger.controls.rules.controls import is_overdue
from holger.controls.rules.coverage import STATES, answered
from holger.controls.tests.factories import make_control
from holger.core import dates
from holger.core.permissions import Role
from holger.frameworks import services as frameworks
from holger.frameworks.models import Requirement
from holger.frameworks.tests.factories import requirement, scope, standing
from tests.cast import actor_of, make_person

pytestmark = pytest.mark.django_db


def test_readers_see_all_contributors_their_own_and_strangers_none(cast, anna, rules):
    line = requirement(rules, "1.1")
    make_control(anna, "Lock the doors", requirements=[line], owner=cast.bo)
    make_control(anna, "Watch the doors", requirements=[line], unit=cast.production)
    pia = make_person(cast.kronborg, "Pia Lund", Role.SECURITY_OFFICER, only_in=cast.production)
    seen = dict.fromkeys((cast.anna, cast.olga, cast.karen, cast.carl), 2)
    seen |= {cast.bo: 1, pia: 1, cast.emil: 0, cast.dorte: 0}
    for person, count in seen.items():
        actor = actor_of(person)
        for rows in (
            selectors.controls_for(actor),
            selectors.links_for(actor),
            selectors.readings_for(actor),
            selectors.pickable(actor),
            selectors.search(actor, "doors", 10),
        ):
            assert len(rows) == count


def test_what_is_put_away_answers_nothing(anna, rules, others):
    control = make_control(anna, requirements=[requirement(rules, "1.1"), requirement(others, "A")])
    assert selectors.links_for(anna).count() == 2
    frameworks.framework_archive(actor=anna, framework=others)
    assert selectors.links_for(anna).count() == 1
    services.control_archive(actor=anna, control=control)
    assert selectors.links_for(anna).count() == 0
    assert selectors.links_of(anna, control).count() == 1
    assert selectors.controls_for(anna).count() == 1
    assert not selectors.pickable(anna)
    assert not selectors.search(anna, "F-1", 10)


def test_search_finds_by_reference_first_and_by_words(anna):
    for title in ("F-2 is not its number", "Back up every night", "Up and back"):
        make_control(anna, title)
    assert [hit.reference for hit in selectors.search(anna, "f-2", 10)] == ["F-2", "F-1"]
    assert [hit.reference for hit in selectors.search(anna, "back up", 10)] == ["F-2", "F-3"]
    assert selectors.search(anna, " ", 10) == []


# Coverage


def test_coverage_is_what_a_plain_count_gives(cast, anna, rules, others):
    chance = random.Random(7)
    lines = list(Requirement.objects.filter(assessable=True).select_related("framework"))
    for number in range(20):
        control = make_control(anna, f"Control {number}", status=chance.choice(Status.values))
        for line in chance.sample(lines, k=2):
            services.link_add(actor=anna, control=control, requirement=line, strength=chance.choice(("whole", "part")))
        if number % 7 == 0:
            services.control_archive(actor=anna, control=control)
    standing(rules, "1.2").scope.standings.filter(requirement__code="1.2").update(applicable=False, reason="No.")
    found = selectors.coverage(anna)
    for framework in (rules, others):
        where = scope(framework)
        expected = dict.fromkeys(STATES, 0)
        for line in lines:
            if line.framework_id != framework.pk or (framework == rules and line.code == "1.2"):
                continue
            links = Link.objects.filter(requirement=line, control__archived_at=None)
            expected[answered(links.values_list("strength", "control__status")).state] += 1
        assert {state: getattr(found[where.pk], state) for state in STATES} == expected


def test_coverage_is_worked_out_in_few_questions(anna, rules, others, django_assert_num_queries):
    make_control(anna, requirements=[requirement(rules, "1.1")])
    with django_assert_num_queries(3):
        selectors.coverage(anna)


def test_each_sees_the_coverage_of_what_they_see(cast, anna, rules):
    frameworks.scope_add(actor=anna, framework=rules, unit=cast.production, owner=cast.bo)
    make_control(anna, "Hers", status="implemented", requirements=[requirement(rules, "1.1")])
    make_control(anna, "His", owner=cast.bo, requirements=[requirement(rules, "1.2")])
    whole = selectors.coverage(anna)[scope(rules).pk]
    assert (whole.in_place, whole.planned, whole.none) == (1, 1, 2)
    (his,) = selectors.coverage(actor_of(cast.bo)).values()
    assert (his.in_place, his.planned, his.none) == (0, 1, 3)
    assert selectors.coverage(actor_of(cast.dorte)) == {}
    assert selectors.coverage(actor_of(cast.emil)) == {}


def test_totals_count_what_is_not_put_away(cast, anna):
    today = dates.today()
    for status in ("planned", "implemented"):
        make_control(anna, status=status, due=today - timedelta(days=1))
    make_control(anna, status="planned", due=today)
    services.control_archive(actor=anna, control=make_control(anna))
    found = selectors.totals(anna, today)
    assert found.by_status == {"planned": 2, "started": 0, "partly": 0, "implemented": 1}
    assert (found.total, found.overdue) == (3, 1)
    for control in Control.objects.filter(archived_at=None):
        late = Control.objects.filter(selectors.overdue(today), pk=control.pk).exists()
        assert late is is_overdue(control.status, control.due, today)


# What a control reaches


def tie(actor, source, target, relation="equal"):
    frameworks.mapping_add(actor=actor, source=source, target=target, relation=relation)


def test_a_control_reaches_on_through_mappings_from_either_end(anna, rules, others):
    control = make_control(anna, requirements=[requirement(rules, "1.1"), requirement(rules, "1.2")])
    tie(anna, requirement(rules, "1.1"), requirement(others, "A"), "subset")
    tie(anna, requirement(others, "A"), requirement(rules, "1.2"))
    tie(anna, requirement(others, "B"), requirement(rules, "1.2"), "superset")
    tie(anna, requirement(rules, "1"), requirement(others, "C"))  # a heading is not answered
    first, second = selectors.reach(anna, control)
    assert ([link.requirement.code for link in first.links], list(first.reached)) == (["1.1", "1.2"], [])
    assert list(second.links) == []
    told = {one.requirement.code: sorted(way.relation for way in one.ways) for one in second.reached}
    assert told == {"A": ["equal", "subset"], "B": ["subset"]}
    services.link_add(actor=anna, control=control, requirement=requirement(others, "A"))
    _first, second = selectors.reach(anna, control)
    assert [link.requirement.code for link in second.links] == ["A"]
    assert [one.requirement.code for one in second.reached] == ["B"]


def test_mappings_lead_from_a_requirement_to_controls_of_others(anna, rules, others):
    line = requirement(rules, "1.1")
    both = make_control(anna, "Both", requirements=[line, requirement(others, "A")])
    only = make_control(anna, "Only there", requirements=[requirement(others, "A")])
    assert list(selectors.leads(anna, line)) == []
    tie(anna, line, requirement(others, "A"), "subset")
    (lead,) = selectors.leads(anna, line)
    assert (lead.link.control, lead.relation) == (only, "superset")
    assert list(selectors.leads(anna, requirement(others, "A"))) == []  # whatever answers it there answers it here too
    services.control_archive(actor=anna, control=only)
    assert list(selectors.leads(anna, line)) == []
    assert both.links.count() == 2
