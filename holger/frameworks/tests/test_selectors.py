"""What each of them sees, and that sums and claims are those that a plain count gives."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from django.utils import translation

from holger.core.errors import NotFound
from holger.core.permissions import Role
from holger.frameworks import selectors, services
from holger.frameworks.models import Framework, Mapping, Requirement, Standing
from holger.frameworks.rules.coverage import PART, STRONG
from holger.frameworks.rules.standing import Sums, sums
from holger.frameworks.tests.factories import (
    CODES,
    ESSENTIAL,
    RULES,
    answer,
    bring,
    many,
    other,
    requirement,
    scope,
    standing,
)
from tests.cast import actor_of, make_person, make_unit

pytestmark = pytest.mark.django_db


def tie(actor, rules, code, others, target, relation="equal"):
    ends = {"source": requirement(rules, code), "target": requirement(others, target)}
    return services.mapping_add(actor=actor, relation=relation, **ends)


def claimed(actor, framework, number=1):
    """The claims about a framework's requirements in a scope: id → how strong."""
    found = selectors.claims_everywhere(actor).get(scope(framework, number).pk, {})
    codes = dict(Requirement.objects.filter(framework=framework).values_list("pk", "code"))
    return {codes[key]: claim.strength for key, claim in found.items() if key in codes}


# Who sees what


def test_readers_see_all_contributors_their_own_scopes_and_strangers_none(cast, anna, rules, others):
    services.scope_add(actor=anna, framework=rules, unit=cast.production, owner=cast.bo)
    for person in (cast.anna, cast.olga, cast.karen, cast.carl):
        actor = actor_of(person)
        assert selectors.scopes_for(actor).count() == 3
        assert selectors.standings_for(actor).count() == 4 + 4 + 3
    bo = actor_of(cast.bo)
    assert [row.reference for row in selectors.scopes_for(bo)] == ["FW-1-2"]
    assert set(selectors.standings_for(bo)) == {row for row in Standing.objects.all() if bo.may("frameworks.view", row)}
    assert set(selectors.frameworks_for(bo)) == {rules, others}  # what a framework asks is no secret
    assert selectors.requirements_for(bo).count() == 9
    for person in (cast.emil, cast.dorte):
        actor = actor_of(person)
        for find in (
            selectors.frameworks_for,
            selectors.requirements_for,
            selectors.scopes_for,
            selectors.standings_for,
            selectors.mappings_for,
            selectors.pickable,
            selectors.frameworks_counted,
        ):
            assert not find(actor).exists(), (person, find)
        assert selectors.claims_everywhere(actor) == {}


def test_a_role_in_a_unit_sees_that_unit(cast, anna, rules):
    below = make_unit(cast.kronborg, "Painting", parent=cast.production)
    elsewhere = make_unit(cast.kronborg, "Sales")
    for unit in (cast.production, below, elsewhere):
        services.scope_add(actor=anna, framework=rules, unit=unit)
    ulla = make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production)
    assert [row.number for row in selectors.scopes_for(actor_of(ulla)).order_by("number")] == [2, 3]
    assert selectors.standings_for(actor_of(ulla)).count() == 8


def test_other_rooms_are_told_of_what_ones_own_organisation_has_to_live_up_to(cast, anna, rules, others):
    bring(actor_of(cast.dorte), other("theirs"))
    answer(anna, rules, **{"1.1": "met"})
    told = [(each.framework, each.code, each.met) for each in selectors.asked_of(anna)]
    first = [("rules", code, code == "1.1") for code in CODES]
    assert told == [*first, *(("others", code, False) for code in ("A", "B", "C"))]
    assert [reference for reference, _name in selectors.names_of(anna)] == [rules.reference, others.reference]


def test_what_is_archived_or_left_out_is_seen_nowhere(anna, rules, others):
    tie(anna, rules, "1.1", others, "A")
    tie(anna, rules, "1.2", others, "B")
    services.framework_update(actor=anna, framework=others, written=replace(other(codes=("B", "C")), version=2))
    assert [row.target.code for row in selectors.mappings_for(anna)] == ["B"]
    assert {row.code for row in selectors.pickable(anna)} == {"1", "2", *CODES, "B", "C"}
    services.framework_archive(actor=anna, framework=others)
    assert not selectors.mappings_for(anna).exists()
    assert selectors.standings_for(anna).count() == 4
    assert {row.framework_id for row in selectors.requirements_for(anna)} == {rules.pk}
    assert selectors.frameworks_for(anna).count() == 2


def test_mappings_are_seen_from_either_end(anna, rules, others):
    tie(anna, rules, "1.2", others, "A")
    tie(anna, others, "B", rules, "1.1")
    third = bring(anna, other("thirds"))
    tie(anna, third, "A", rules, "1.1")
    assert selectors.mappings_of(anna, requirement(rules, "1.1")).count() == 2
    for one, two in ((rules, others), (others, rules)):
        found = selectors.mappings_between(anna, one, two)
        assert {(row.source.code, row.target.code) for row in found} == {("1.2", "A"), ("B", "1.1")}
    assert list(selectors.compared_with(anna, rules)) == [others, third]
    assert list(selectors.compared_with(anna, third)) == [rules]
    assert not selectors.mappings_between(anna, others, third).exists()


def test_what_is_said_elsewhere_is_not_told(cast, anna, rules, others):
    dorte = actor_of(cast.dorte)
    theirs, more = bring(dorte), bring(dorte, other())
    tie(dorte, theirs, "1.1", more, "A")
    answer(dorte, more, A="met")
    assert not selectors.compared_with(anna, rules).exists()
    assert not selectors.compared_with(anna, theirs).exists()
    assert not selectors.mappings_between(anna, theirs, more).exists()
    assert not selectors.mappings_of(anna, requirement(theirs, "1.1")).exists()
    assert claimed(anna, rules) == {} and selectors.claims_everywhere(anna) == {}
    assert selectors.sums_of(anna, scope(more)) == Sums()
    assert selectors.by_section(anna, scope(more)) == []
    with pytest.raises(NotFound):
        selectors.written(anna, theirs)


# What may be claimed


@pytest.mark.parametrize(
    ("relation", "said", "strength"),
    [
        ("equal", "met", STRONG),
        ("subset", "met", STRONG),
        ("superset", "met", PART),
        ("intersects", "met", PART),
        ("equal", "partly", PART),
        ("equal", "not", None),
        ("equal", "", None),
    ],
)
def test_a_claim_is_as_strong_as_mapping_and_answer_are(anna, rules, others, relation, said, strength):
    tie(anna, rules, "1.1", others, "A", relation)
    answer(anna, others, A=said)
    assert claimed(anna, rules) == ({"1.1": strength} if strength else {})
    assert claimed(anna, others) == {}


def test_a_claim_goes_both_ways(anna, rules, others):
    tie(anna, rules, "1.1", others, "A", "subset")
    answer(anna, rules, **{"1.1": "met"})
    assert claimed(anna, others) == {"A": PART}  # a part of it is met
    answer(anna, others, A="met")
    assert (claimed(anna, rules), claimed(anna, others)) == ({"1.1": STRONG}, {"A": PART})


def test_a_mapping_to_a_heading_speaks_of_what_lies_below_it(anna, rules, others):
    tie(anna, rules, "1", others, "A", "equal")
    answer(anna, others, A="met")
    assert claimed(anna, rules) == {"1.1": STRONG, "1.2": STRONG}
    answer(anna, others, A="")
    answer(anna, rules, **{"1.1": "met"})
    assert claimed(anna, others) == {"A": PART}  # 1.2 is open
    answer(anna, rules, **{"1.2": "met"})
    assert claimed(anna, others) == {"A": STRONG}
    answer(anna, rules, **{"1.2": ""})
    services.standing_choose(actor=anna, standing=standing(rules, "1.2"), applicable=False, reason="No doors.")
    assert claimed(anna, others) == {"A": STRONG}  # what does not apply is not waited for


def test_what_is_left_out_or_archived_claims_nothing(anna, rules, others):
    tie(anna, rules, "1.1", others, "A")
    tie(anna, rules, "1.2", others, "B")
    answer(anna, others, A="met", B="met")
    services.standing_choose(actor=anna, standing=standing(others, "A"), applicable=False, reason="No doors.")
    assert claimed(anna, rules) == {"1.2": STRONG}
    services.framework_update(actor=anna, framework=others, written=replace(other(codes=("A", "C")), version=2))
    assert claimed(anna, rules) == {}
    services.framework_update(actor=anna, framework=others, written=replace(other(), version=3))
    assert claimed(anna, rules) == {"1.2": STRONG}
    services.framework_archive(actor=anna, framework=others)
    assert claimed(anna, rules) == {}


def test_a_unit_claims_by_its_own_answers_before_the_whole_organisations(cast, anna, rules, others):
    tie(anna, rules, "1.1", others, "A")
    tie(anna, rules, "1.2", others, "B")
    for framework in (rules, others):
        services.scope_add(actor=anna, framework=framework, unit=cast.production)
    answer(anna, others, 1, A="met", B="met")
    assert claimed(anna, rules, 2) == {"1.1": STRONG, "1.2": STRONG}  # what holds everywhere holds there
    answer(anna, others, 2, A="partly", B="not")
    assert claimed(anna, rules, 2) == {"1.1": PART}
    assert claimed(anna, rules, 1) == {"1.1": STRONG, "1.2": STRONG}


def test_a_unit_claims_nothing_for_the_whole_or_for_another(cast, anna, rules, others):
    tie(anna, rules, "1.1", others, "A")
    sales = make_unit(cast.kronborg, "Sales")
    services.scope_add(actor=anna, framework=rules, unit=sales)
    services.scope_add(actor=anna, framework=others, unit=cast.production)
    answer(anna, others, 2, A="met")
    assert (claimed(anna, rules, 1), claimed(anna, rules, 2)) == ({}, {})


def test_one_claims_only_by_answers_that_one_sees(cast, anna, rules, others):
    tie(anna, rules, "1.1", others, "A")
    services.scope_add(actor=anna, framework=rules, unit=cast.production, owner=cast.bo)
    answer(anna, others, A="met")
    assert claimed(anna, rules, 2) == {"1.1": STRONG}
    assert claimed(actor_of(cast.bo), rules, 2) == {}


def test_a_claim_tells_its_ways(anna, rules, others):
    first = tie(anna, rules, "1.1", others, "A", "intersects")
    second = tie(anna, rules, "1.1", others, "B", "subset")
    answer(anna, others, A="partly", B="met")
    claim = selectors.claims_everywhere(anna)[scope(rules).pk][requirement(rules, "1.1").pk]
    assert [(step.mapping, step.answer, step.relation) for step in claim.steps] == [
        (second.pk, "met", "superset"),
        (first.pk, "partly", "intersects"),
    ]


# Sums


@pytest.fixture
def busy(cast, anna):
    """Two frameworks of 130 and 70, in three scopes, with everything that can be answered, decided and claimed."""
    chance = random.Random(7)
    one, two = bring(anna, many(130, "one")), bring(anna, many(70, "two"))
    services.scope_add(actor=anna, framework=one, unit=cast.production, ambition=[ESSENTIAL])
    for row in Standing.objects.all():
        row.answer = chance.choice(("met", "partly", "not", "", "", ""))
        row.applicable = chance.random() > 0.2
        row.reason = "" if row.applicable else "No doors."
        row.save()
    ends = [list(Requirement.objects.filter(framework=each, assessable=True)) for each in (one, two)]
    pairs = {(chance.choice(ends[0]), chance.choice(ends[1])) for _ in range(120)}
    Mapping.objects.bulk_create(
        Mapping(
            organisation=cast.kronborg, source=source, target=target, relation=chance.choice(("equal", "intersects"))
        )
        for source, target in pairs
    )
    return one, two


def counted(rows, claims):
    """What a plain count of these standings gives."""
    return sums((row.answer, row.requirement_id in claims) for row in rows if row.applicable and row.wanted)


def test_sums_are_those_of_a_plain_count(cast, anna, busy):
    claims = selectors.claims_everywhere(anna)
    by_scope = selectors.sums_by_scope(anna, claims)
    assert len(by_scope) == 3
    for row in selectors.scopes_for(anna):
        rows = list(Standing.objects.filter(scope=row).select_related("requirement__section"))
        plain = counted(rows, claims[row.pk])
        assert plain.through > 0
        assert by_scope[row.pk] == selectors.sums_of(anna, row, claims[row.pk]) == plain
        parts = selectors.by_section(anna, row, claims[row.pk])
        assert [part.requirement.code for part in parts] == sorted({r.requirement.section.code for r in rows})
        out = Counter(r.requirement.section.code for r in rows if not (r.applicable and r.wanted))
        for part in parts:
            below = [r for r in rows if r.requirement.section_id == part.requirement.pk]
            assert (part.sums, part.out) == (counted(below, claims[row.pk]), out[part.requirement.code])
        assert sum((part.sums for part in parts), Sums()) == plain


def test_without_claims_what_is_claimed_is_unanswered(anna, busy):
    row = selectors.scopes_for(anna).first()
    bare, claims = selectors.sums_of(anna, row), selectors.claims_everywhere(anna)[row.pk]
    with_claims = selectors.sums_of(anna, row, claims)
    assert bare.through == 0
    assert bare.unanswered == with_claims.unanswered + with_claims.through
    assert bare.percent == with_claims.percent  # a claim counts nothing


def test_a_topmost_requirement_that_can_be_answered_is_its_own_part(anna, others):
    answer(anna, others, A="met", B="not")
    parts = selectors.by_section(anna, scope(others))
    assert [(part.requirement.code, part.sums) for part in parts] == [
        ("A", Sums(met=1)),
        ("B", Sums(not_met=1)),
        ("C", Sums(unanswered=1)),
    ]


def test_frameworks_say_how_many_requirements_can_be_answered(anna, rules, others):
    services.framework_update(actor=anna, framework=others, written=replace(other(codes=("A",)), version=2))
    assert [row.count for row in selectors.frameworks_counted(anna).order_by("number")] == [4, 1]


# The library and the search


def test_a_newer_edition_is_the_librarys_and_only_for_what_came_from_it(anna):
    law = services.framework_adopt(actor=anna, key="nis2")
    assert selectors.newer(law) is None
    law.edition = 0
    assert selectors.newer(law).version == 1
    mine = bring(anna, replace(RULES, key="dora", version=0))
    assert selectors.newer(mine) is None


def test_requirements_are_found_by_id_and_title_in_either_language(cast, anna, rules, others):
    assert [hit.reference for hit in selectors.search_requirements(anna, "1.1", 5)] == ["1.1"]
    assert [hit.reference for hit in selectors.search_requirements(anna, "2.1", 5)] == ["2.1", "2.1(a)/b"]
    assert [hit.reference for hit in selectors.search_requirements(anna, "krav 1.2", 5)] == ["1.2"]
    assert [hit.reference for hit in selectors.search_requirements(anna, "requirement", 3)] == ["1", "1.1", "1.2"]
    assert selectors.search_requirements(anna, " ", 5) == []
    with translation.override("da"):
        assert selectors.search_requirements(anna, "1.1", 5)[0].title == "Krav 1.1"
    assert [hit.reference for hit in selectors.search(anna, "husregler", 5)] == ["FW-1"]
    assert [hit.reference for hit in selectors.search(anna, "rules", 5)] == ["FW-1", "FW-2"]
    services.framework_archive(actor=anna, framework=Framework.objects.get(reference="FW-1"))
    assert selectors.search(anna, "house", 5) == []
    assert selectors.search_requirements(anna, "1.1", 5) == []
    for person in (cast.dorte, cast.emil):
        assert not selectors.search(actor_of(person), "rules", 5)
        assert not selectors.search_requirements(actor_of(person), "A", 5)
