"""Taking on, changing, answering: what each service does, who may, and what the history says of it."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from holger.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from holger.core.permissions import Role
from holger.frameworks import library, selectors, services, signals
from holger.frameworks.models import Framework, Mapping, Requirement, Scope, Standing
from holger.frameworks.rules.mapping import Pair
from holger.frameworks.tests.factories import (
    CODES,
    ESSENTIAL,
    FULL,
    RULES,
    answer,
    bring,
    line,
    other,
    requirement,
    scope,
    standing,
)
from holger.history.models import Event
from tests.cast import actor_of, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(anna):
    """A framework of one's own, with a tree in it: 1, 1.1, 1.1.1, 1.2, 2."""
    framework = services.framework_create(actor=anna, title_en="Ours")
    rows = {}
    for code in ("1", "1.1", "1.1.1", "1.2", "2"):
        parent = rows.get(code.rpartition(".")[0])
        rows[code] = services.requirement_add(
            actor=anna, framework=framework, parent=parent, code=code, title_en=f"Rule {code}"
        )
    return framework


@pytest.fixture
def ulla(cast):
    """Security officer of Production, and nowhere else."""
    return make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=cast.production)


def told(action):
    """What the history says was changed, entry by entry."""
    return [event.changes for event in Event.objects.filter(action=action).order_by("seq")]


def tree(framework):
    """Ids in the order in which they are read, each with its depth and section."""
    rows = Requirement.objects.filter(framework=framework, archived_at=None).order_by("place")
    return [(row.code, row.depth, row.section.code if row.section else "") for row in rows]


# Taking on


def test_a_framework_of_the_library_is_taken_on_whole(cast, anna):
    framework = services.framework_adopt(actor=anna, key="nis2")
    written = library.framework("nis2")
    assert (framework.reference, framework.key, framework.edition, framework.origin) == ("FW-1", "nis2", 1, "library")
    assert framework.requirements.count() == len(written.requirements) == 50
    assert Standing.objects.filter(scope__framework=framework, wanted=True).count() == len(written.assessable) == 32
    assert (scope(framework).unit, scope(framework).target, scope(framework).ambition) == (None, 3, [])
    assert told("framework.adopted") == [{"edition": [None, 1], "requirements": [None, 50]}]
    assert told("framework.mapped") == []


def test_the_second_brings_what_the_library_says_about_the_first(anna):
    services.framework_adopt(actor=anna, key="iso27001-2022")
    services.framework_adopt(actor=anna, key="gdpr")
    assert Mapping.objects.count() == len(library.pairs("gdpr", "iso27001-2022")) == 146
    assert not Mapping.objects.filter(own=True).exists()
    assert told("framework.mapped") == [{"framework": [None, "FW-1 ISO/IEC 27001:2022"], "mappings": [None, 146]}]
    services.framework_adopt(actor=anna, key="dora")  # compared with nothing
    assert Mapping.objects.count() == 146


def test_what_is_archived_is_not_compared_until_it_is_back(anna):
    iso = services.framework_adopt(actor=anna, key="iso27001-2022")
    services.framework_archive(actor=anna, framework=iso)
    services.framework_adopt(actor=anna, key="gdpr")
    assert not Mapping.objects.exists()
    services.framework_restore(actor=anna, framework=iso)
    assert Mapping.objects.count() == 146
    services.mapping_remove(actor=anna, mapping=Mapping.objects.select_related("source", "target").first())
    services.framework_archive(actor=anna, framework=iso)
    services.framework_restore(actor=anna, framework=iso)
    assert Mapping.objects.count() == 145  # what was taken back does not return by itself


def test_a_framework_is_taken_on_once(anna, rules):
    with pytest.raises(RuleBroken, match="House rules is there already"):
        bring(anna)
    services.framework_archive(actor=anna, framework=rules)
    with pytest.raises(RuleBroken, match="is there already"):
        bring(anna)
    assert Framework.objects.count() == 1


def test_each_organisation_takes_on_its_own(cast, anna, rules):
    theirs = bring(actor_of(cast.dorte))
    assert (theirs.reference, theirs.organisation) == ("FW-1", cast.rosenborg)
    assert list(selectors.frameworks_for(anna)) == [rules]


@pytest.mark.parametrize("name", ["karen", "bo", "carl", "emil"])
def test_only_those_who_run_the_isms_take_on(cast, name):
    actor = actor_of(getattr(cast, name))
    for act in (
        lambda: services.framework_adopt(actor=actor, key="nis2"),
        lambda: bring(actor),
        lambda: services.framework_create(actor=actor, title_en="Mine"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not Framework.objects.exists()


def test_what_the_library_does_not_have_is_not_found(anna):
    with pytest.raises(NotFound):
        services.framework_adopt(actor=anna, key="pci-dss")


@pytest.mark.parametrize("key", library.KEYS)
def test_what_is_kept_says_what_the_file_said(anna, key):
    framework = services.framework_adopt(actor=anna, key=key)
    kept, file = selectors.written(anna, framework), library.framework(key)
    assert selectors.newer(framework) is None
    assert _plain(kept) == _plain(file)


def _plain(value):
    """Lists and tuples alike."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return {name: _plain(each) for name, each in value.items()} if hasattr(value, "items") else value


# A newer edition


def newer(*requirements, version=2, **more):
    return replace(RULES, version=version, requirements=requirements, **more)


KEPT = (line("1", assessable=False), line("1.1", "1", groups=(ESSENTIAL, FULL), asks=RULES.by_id["1.1"].asks))


def test_a_newer_edition_keeps_every_answer(anna, rules):
    answer(anna, rules, **{"1.1": "met", "1.2": "partly", "2.1": "not"})
    moved = replace(RULES.by_id["1.2"], parent="2", title={"en": "Renamed"})
    edition = newer(*KEPT, line("2", assessable=False), moved, line("2.2", "2"), title={"en": "New rules"})
    services.framework_update(actor=anna, framework=rules, written=edition)

    assert tree(rules) == [("1", 0, ""), ("1.1", 1, "1"), ("2", 0, ""), ("1.2", 1, "2"), ("2.2", 1, "2")]
    assert [standing(rules, code).answer for code in ("1.1", "1.2", "2.2")] == ["met", "partly", ""]
    gone = requirement(rules, "2.1")
    assert gone.archived_at is not None and standing(rules, "2.1").answer == "not"
    assert {row.requirement.code for row in selectors.standings_for(anna)} == {"1.1", "1.2", "2.2"}
    assert _plain(selectors.written(anna, Framework.objects.get())) == _plain(edition)
    assert told("framework.updated") == [
        {
            "edition": [1, 2],
            "title_da": ["Husregler", ""],
            "title_en": ["House rules", "New rules"],
            "requirements added": [None, 1],
            "requirements changed": [None, 1],
            "requirements left out": [None, 2],
        }
    ]


def test_what_was_left_out_comes_back_with_its_answers(anna, rules):
    answer(anna, rules, **{"2.1": "met"})
    services.framework_update(actor=anna, framework=rules, written=newer(*KEPT))
    assert selectors.standings_for(anna).count() == 1
    services.framework_update(actor=anna, framework=rules, written=replace(RULES, version=3))
    assert [row.code for row in Requirement.objects.filter(archived_at=None).order_by("place")] == [
        each.id for each in RULES.requirements
    ]
    assert standing(rules, "2.1").answer == "met"
    assert selectors.standings_for(anna).count() == 4
    assert Requirement.objects.count() == 6


def test_who_read_an_older_text_is_told_so(anna, rules):
    was = {code: requirement(rules, code).version for code in ("1.1", "1.2")}
    edition = replace(RULES, version=2, requirements=(*RULES.requirements[:2], replace(RULES.by_id["1.2"], title={"en": "Renamed"}), *RULES.requirements[3:]))  # fmt: skip
    services.framework_update(actor=anna, framework=rules, written=edition)
    assert requirement(rules, "1.1").version == was["1.1"]
    with pytest.raises(Conflict):
        services.requirement_edit(
            actor=anna, requirement=requirement(rules, "1.2"), version=was["1.2"], title_en="Mine"
        )


def test_a_requirement_that_becomes_a_heading_counts_no_more(anna, rules):
    answer(anna, rules, **{"2.1": "met"})
    heading = replace(RULES.by_id["2.1"], assessable=False)
    edition = replace(RULES, version=2, requirements=(*RULES.requirements[:4], heading, RULES.requirements[5]))
    services.framework_update(actor=anna, framework=rules, written=edition)
    assert {row.requirement.code for row in selectors.standings_for(anna)} == {"1.1", "1.2", "2.1(a)/b"}
    assert selectors.sums_of(anna, scope(rules)).total == 3
    services.framework_update(actor=anna, framework=rules, written=replace(RULES, version=3))
    assert selectors.sums_of(anna, scope(rules)).met == 1


def test_new_requirements_are_wanted_as_far_as_the_ambition_reaches(anna, rules):
    services.scope_edit(actor=anna, scope=scope(rules), ambition=[ESSENTIAL])
    edition = newer(*KEPT, line("1.2", "1", groups=(ESSENTIAL,)), line("1.3", "1", groups=(FULL,)), line("1.4", "1"))
    services.framework_update(actor=anna, framework=rules, written=edition)
    assert [standing(rules, code).wanted for code in ("1.1", "1.2", "1.3", "1.4")] == [True, True, False, True]


@pytest.mark.parametrize(
    ("edition", "why"),
    [
        (RULES, "Version 1 is there; the file holds version 1"),
        (replace(RULES, version=0), "holds version 0"),
        (replace(RULES, key="others", version=2), "That is another framework: others"),
    ],
)
def test_only_a_newer_edition_of_the_same_takes_its_place(anna, rules, edition, why):
    with pytest.raises(RuleBroken, match=why):
        services.framework_update(actor=anna, framework=rules, written=edition)
    services.framework_archive(actor=anna, framework=rules)
    with pytest.raises(RuleBroken, match="archived"):
        services.framework_update(actor=anna, framework=rules, written=replace(RULES, version=2))
    assert told("framework.updated") == []


def test_who_may_not_update(cast, anna, rules):
    for person, refusal in ((cast.karen, NotAllowed), (cast.carl, NotAllowed), (cast.dorte, NotFound)):
        with pytest.raises(refusal):
            services.framework_update(actor=actor_of(person), framework=rules, written=replace(RULES, version=2))


def test_a_newer_edition_of_the_librarys_says_more_about_others(anna):
    services.framework_adopt(actor=anna, key="iso27001-2022")
    gdpr = services.framework_adopt(actor=anna, key="gdpr")
    Mapping.objects.all()[:1].get().delete()
    services.framework_update(actor=anna, framework=gdpr, written=replace(library.framework("gdpr"), version=2))
    assert Mapping.objects.count() == 146
    assert told("framework.updated") == [{"edition": [1, 2]}]
    assert told("framework.mapped")[-1]["mappings"] == [None, 1]


# Scopes and ambition


def test_a_framework_holds_in_a_unit_with_answers_of_its_own(cast, anna, rules):
    answer(anna, rules, **{"1.1": "met"})
    made = services.scope_add(
        actor=anna, framework=rules, unit=cast.production, owner=cast.bo, target=2, ambition=[ESSENTIAL]
    )
    assert (made.number, made.reference, str(made)) == (2, "FW-1-2", "FW-1 House rules · Production")
    assert {row.requirement.code: row.wanted for row in made.standings.select_related("requirement")} == {
        "1.1": True,
        "1.2": False,
        "2.1": True,
        "2.1(a)/b": True,
    }
    assert standing(rules, "1.1", 2).answer == ""
    assert told("scope.added") == [
        {
            "unit": [None, "Production"],
            "owner": [None, "Bo Lind"],
            "target": [None, 2],
            "ambition": [None, ["essential"]],
        }
    ]


def test_a_framework_holds_once_in_each_place(cast, anna, rules):
    with pytest.raises(ValidationError, match="in the whole organisation already"), transaction.atomic():
        services.scope_add(actor=anna, framework=rules)
    services.scope_add(actor=anna, framework=rules, unit=cast.production)
    with pytest.raises(ValidationError, match="holds there already"), transaction.atomic():
        services.scope_add(actor=anna, framework=rules, unit=cast.production)
    with pytest.raises(DatabaseError), transaction.atomic():
        Scope.objects.create(organisation=cast.kronborg, framework=rules, number=9)


def test_a_scope_is_of_ones_own_people_units_and_groups(cast, anna, rules):
    from tests.cast import make_unit

    for foreign in ({"unit": make_unit(cast.rosenborg, "Theirs")}, {"owner": cast.dorte}):
        with pytest.raises(NotFound):
            services.scope_add(actor=anna, framework=rules, **{"unit": cast.production, **foreign})
        with pytest.raises(NotFound):
            services.scope_edit(actor=anna, scope=scope(rules), **foreign)
    for act in (
        lambda: services.scope_add(actor=anna, framework=rules, unit=cast.production, ambition=["ig1"]),
        lambda: services.scope_edit(actor=anna, scope=scope(rules), ambition=[ESSENTIAL, "ig1"]),
    ):
        with pytest.raises(RuleBroken, match="“ig1” is not a group") as refused:
            act()
        assert refused.value.field == "ambition"


def test_an_ambition_hides_and_shows_and_no_answer_is_lost(anna, rules):
    answer(anna, rules, **{"1.2": "met"})
    services.scope_edit(actor=anna, scope=scope(rules), ambition=[ESSENTIAL])
    assert not standing(rules, "1.2").wanted
    assert selectors.sums_of(anna, scope(rules)).total == 3
    services.scope_edit(actor=anna, scope=scope(rules), ambition=[])
    assert standing(rules, "1.2").wanted and standing(rules, "1.2").answer == "met"
    assert told("scope.edited") == [{"ambition": [[], ["essential"]]}, {"ambition": [["essential"], []]}]
    services.scope_edit(actor=anna, scope=scope(rules), ambition=[])
    assert len(told("scope.edited")) == 2  # nothing changed, nothing told


def test_two_people_edit_a_scope_at_once(anna, rules):
    mine, theirs = scope(rules), scope(rules)
    services.scope_edit(actor=anna, scope=theirs, version=theirs.version, target=5)
    with pytest.raises(Conflict):
        services.scope_edit(actor=anna, scope=mine, version=mine.version, target=1)


def test_a_scope_goes_only_while_nothing_is_lost(cast, anna, rules):
    with pytest.raises(RuleBroken, match="Archive the framework instead"):
        services.scope_remove(actor=anna, scope=scope(rules))
    services.scope_add(actor=anna, framework=rules, unit=cast.production)
    answer(anna, rules, 2, **{"1.1": "not"})
    with pytest.raises(RuleBroken, match="They would be lost"):
        services.scope_remove(actor=anna, scope=scope(rules, 2))
    services.scope_remove(actor=anna, scope=scope(rules, 1))
    assert [row.number for row in Scope.objects.all()] == [2]
    assert told("scope.removed") == [{"scope": ["FW-1 House rules", None]}]


def test_who_says_where_a_framework_holds(cast, anna, rules, ulla):
    made = services.scope_add(actor=anna, framework=rules, unit=cast.production, owner=cast.bo)
    for person in (cast.karen, cast.bo, cast.carl, cast.emil):
        with pytest.raises(NotAllowed):
            services.scope_edit(actor=actor_of(person), scope=made, target=1)
        with pytest.raises(NotAllowed):
            services.scope_add(actor=actor_of(person), framework=rules)
    with pytest.raises(NotFound):
        services.scope_edit(actor=actor_of(cast.dorte), scope=made, target=1)
    services.scope_edit(actor=actor_of(ulla), scope=scope(rules, 2), target=1)
    for act in (services.scope_edit, services.scope_remove):
        with pytest.raises(NotAllowed):
            act(actor=actor_of(ulla), scope=scope(rules))


# Answering


def test_an_answer_is_kept_with_who_gave_it(cast, anna, rules):
    row = services.standing_answer(actor=anna, standing=standing(rules, "1.1"), answer="met", maturity=3, remark="Seen.")  # fmt: skip
    assert (row.answer, row.maturity, row.remark, row.answered_by) == ("met", 3, "Seen.", "Anna Holm")
    assert row.answered_at is not None
    services.standing_answer(actor=actor_of(cast.karen), standing=row, answer="")
    row.refresh_from_db()
    assert (row.answer, row.answered_at, row.answered_by, row.maturity) == ("", None, "", 3)
    assert told("requirement.answered") == [
        {"answer": ["", "met"], "maturity": [None, 3], "remark": ["", "Seen."]},
        {"answer": ["met", ""]},
    ]
    event = Event.objects.filter(action="requirement.answered").first()
    assert (event.subject_label, event.actor_label) == ("1.1 Requirement 1.1", "Anna Holm")


def test_the_history_says_where_one_answered(cast, anna, rules):
    services.scope_add(actor=anna, framework=rules, unit=cast.production)
    answer(anna, rules, 2, **{"1.1": "met"})
    services.standing_choose(actor=anna, standing=standing(rules, "1.2", 2), applicable=False, reason="No doors.")
    assert told("requirement.answered") == [{"scope": [None, "Production"], "answer": ["", "met"]}]
    assert told("requirement.excluded") == [
        {"scope": [None, "Production"], "applicable": [True, False], "reason": ["", "No doors."]}
    ]


def test_the_same_answer_again_is_no_answer(anna, rules):
    answer(anna, rules, **{"1.1": "met"})
    row = standing(rules, "1.1")
    services.standing_answer(actor=anna, standing=row, answer="met")
    assert standing(rules, "1.1").answered_at == row.answered_at
    assert standing(rules, "1.1").version == row.version
    assert len(told("requirement.answered")) == 1


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("anna", None), ("olga", None), ("karen", None), ("bo", NotAllowed), ("carl", NotAllowed), ("emil", NotAllowed), ("dorte", NotFound)],
)  # fmt: skip
def test_who_answers(cast, anna, rules, name, refusal):
    actor, row = actor_of(getattr(cast, name)), standing(rules, "1.1")
    if refusal is None:
        services.standing_answer(actor=actor, standing=row, answer="met")
        assert standing(rules, "1.1").answer == "met"
        return
    with pytest.raises(refusal):
        services.standing_answer(actor=actor, standing=row, answer="met")
    with pytest.raises(refusal):
        services.standings_answer(actor=actor, standings=[row], answer="met")
    assert standing(rules, "1.1").answer == ""


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("anna", None), ("olga", None), ("karen", NotAllowed), ("bo", NotAllowed), ("carl", NotAllowed), ("emil", NotAllowed), ("dorte", NotFound)],
)  # fmt: skip
def test_who_decides(cast, anna, rules, name, refusal):
    actor, row = actor_of(getattr(cast, name)), standing(rules, "1.1")
    if refusal is None:
        services.standing_choose(actor=actor, standing=row, drivers=["law"])
        return
    for act in (
        lambda: services.standing_choose(actor=actor, standing=row, drivers=["law"]),
        lambda: services.standings_exclude(actor=actor, standings=[row], reason="No doors."),
        lambda: services.standings_include(actor=actor, standings=[row], drivers=["law"]),
        lambda: services.standings_target(actor=actor, standings=[row], target=1),
    ):
        with pytest.raises(refusal):
            act()


def test_a_contributor_answers_where_they_own_and_decides_nothing(cast, anna, rules):
    services.scope_add(actor=anna, framework=rules, unit=cast.production, owner=cast.bo)
    bo = actor_of(cast.bo)
    answer(bo, rules, 2, **{"1.1": "met"})
    for act in (
        lambda: answer(bo, rules, 1, **{"1.1": "met"}),
        lambda: services.standing_choose(actor=bo, standing=standing(rules, "1.1", 2), drivers=["law"]),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_role_in_a_unit_reaches_that_units_answers(cast, anna, rules, ulla):
    services.scope_add(actor=anna, framework=rules, unit=cast.production)
    actor = actor_of(ulla)
    answer(actor, rules, 2, **{"1.1": "met"})
    services.standing_choose(actor=actor, standing=standing(rules, "1.1", 2), drivers=["law"])
    for act in (
        lambda: answer(actor, rules, 1, **{"1.1": "met"}),
        lambda: services.standing_choose(actor=actor, standing=standing(rules, "1.1"), drivers=["law"]),
        lambda: services.framework_archive(actor=actor, framework=rules),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_two_people_answer_at_once_and_the_second_is_told(anna, rules):
    mine, theirs = standing(rules, "1.1"), standing(rules, "1.1")
    services.standing_answer(actor=anna, standing=theirs, version=theirs.version, answer="met")
    for act in (
        lambda: services.standing_answer(actor=anna, standing=mine, version=mine.version, answer="not"),
        lambda: services.standing_choose(actor=anna, standing=mine, version=mine.version, drivers=["law"]),
    ):
        with pytest.raises(Conflict) as conflict:
            act()
        assert conflict.value.current.answer == "met"


@pytest.mark.parametrize("answers", [{"answer": "maybe"}, {"maturity": 6}, {"maturity": -1}])
def test_an_answer_is_one_of_those_that_there_are(anna, rules, answers):
    with pytest.raises(ValidationError) as refused:
        services.standing_answer(actor=anna, standing=standing(rules, "1.1"), **answers)
    assert set(refused.value.message_dict) == set(answers)


def test_each_service_changes_what_is_its_own(anna, rules):
    with pytest.raises(ValueError, match="not decided here"):
        services.standing_answer(actor=anna, standing=standing(rules, "1.1"), applicable=False)
    with pytest.raises(ValueError, match="not decided here"):
        services.standing_choose(actor=anna, standing=standing(rules, "1.1"), answer="met")


# Choosing


def test_leaving_out_wants_a_reason_and_ends_the_answering(anna, rules):
    for reason in ({}, {"reason": ""}, {"reason": "  "}):
        with pytest.raises(RuleBroken, match="Write why") as refused:
            services.standing_choose(actor=anna, standing=standing(rules, "1.1"), applicable=False, **reason)
        assert refused.value.field == "reason"
    services.standing_choose(actor=anna, standing=standing(rules, "1.1"), applicable=False, reason="No doors.")
    with pytest.raises(RuleBroken, match="does not apply here") as refused:
        answer(anna, rules, **{"1.1": "met"})
    assert refused.value.field == "answer"
    with pytest.raises(RuleBroken):  # nor may the reason be taken away afterwards
        services.standing_choose(actor=anna, standing=standing(rules, "1.1"), reason=" ")
    with pytest.raises(DatabaseError), transaction.atomic():
        Standing.objects.filter(applicable=False).update(reason="")
    services.standing_choose(actor=anna, standing=standing(rules, "1.1"), applicable=True, reason="")
    answer(anna, rules, **{"1.1": "met"})
    assert [len(told(f"requirement.{verb}")) for verb in ("excluded", "included", "answered")] == [1, 1, 1]


def test_drivers_are_known_and_kept_in_one_order(anna, rules):
    row = services.standing_choose(actor=anna, standing=standing(rules, "1.1"), drivers=["business", "law", "law"])
    assert row.drivers == ["law", "business"]
    assert told("requirement.edited") == [{"drivers": [[], ["business", "law"]]}]
    with pytest.raises(RuleBroken, match="“fear, greed” is no driver") as refused:
        services.standing_choose(actor=anna, standing=row, drivers=["greed", "fear", "law"])
    assert refused.value.field == "drivers"


def test_a_decision_says_what_was_decided(anna, rules):
    services.standing_choose(
        actor=anna, standing=standing(rules, "1.1"), applicable=False, reason="No doors.", drivers=["risk"], target=4
    )
    assert told("requirement.excluded") == [
        {"applicable": [True, False], "reason": ["", "No doors."], "drivers": [[], ["risk"]], "target": [None, 4]}
    ]


# Many at once


def rows_of(framework, *codes):
    return [standing(framework, code) for code in codes or CODES]


def test_many_get_the_same_answer(anna, rules):
    answer(anna, rules, **{"1.1": "met"})
    assert services.standings_answer(actor=anna, standings=rows_of(rules), answer="met") == 3
    assert services.standings_answer(actor=anna, standings=rows_of(rules), answer="met") == 0
    entries = Event.objects.filter(action="requirement.answered").order_by("seq")
    assert [entry.subject_label.split()[0] for entry in entries] == list(CODES)
    assert {str(entry.changes) for entry in entries} == {"{'answer': ['', 'met']}"}


def test_many_are_left_out_and_taken_in_again(anna, rules):
    with pytest.raises(RuleBroken):
        services.standings_exclude(actor=anna, standings=rows_of(rules), reason=" ")
    services.standing_choose(actor=anna, standing=standing(rules, "2.1"), reason="A customer asks.", drivers=["risk"])
    assert services.standings_exclude(actor=anna, standings=rows_of(rules, "1.1", "1.2"), reason="No doors.") == 2
    assert services.standings_include(actor=anna, standings=rows_of(rules), reason="", drivers=["law"]) == 4
    assert [(row.applicable, row.reason, row.drivers) for row in rows_of(rules, "1.1", "2.1")] == [
        (True, "", ["law"]),
        (True, "A customer asks.", ["law"]),
    ]
    assert services.standings_include(actor=anna, standings=rows_of(rules), reason="", drivers=[]) == 0
    assert told("requirement.included")[0] == {
        "applicable": [False, True],
        "reason": ["No doors.", ""],
        "drivers": [[], ["law"]],
    }


def test_many_get_the_same_target(anna, rules):
    assert services.standings_target(actor=anna, standings=rows_of(rules, "1.1", "1.2"), target=5) == 2
    assert services.standings_target(actor=anna, standings=rows_of(rules), target=None) == 2
    with pytest.raises(ValidationError):
        services.standings_target(actor=anna, standings=rows_of(rules), target=9)
    assert told("requirement.targeted") == [{"target": [None, 5]}] * 2 + [{"target": [5, None]}] * 2


def test_where_one_may_not_be_changed_none_is(cast, anna, rules):
    services.scope_add(actor=anna, framework=rules, unit=cast.production, owner=cast.bo)
    mixed = [standing(rules, "1.1", 2), standing(rules, "1.1", 1)]
    with pytest.raises(NotAllowed):
        services.standings_answer(actor=actor_of(cast.bo), standings=mixed, answer="met")
    services.standing_choose(actor=anna, standing=standing(rules, "1.2"), applicable=False, reason="No doors.")
    with pytest.raises(RuleBroken):
        services.standings_answer(actor=anna, standings=rows_of(rules), answer="met")
    assert not Standing.objects.exclude(answer="").exists()
    assert told("requirement.answered") == []


# A framework as a whole


def test_what_is_archived_is_left_alone_until_it_is_restored(cast, anna, own):
    services.framework_archive(actor=anna, framework=own)
    row, top = standing(own, "2"), requirement(own, "2")
    for act in (
        lambda: services.framework_edit(actor=anna, framework=own, title_en="Mine"),
        lambda: services.scope_add(actor=anna, framework=own, unit=cast.production),
        lambda: services.scope_edit(actor=anna, scope=scope(own), target=1),
        lambda: services.standing_answer(actor=anna, standing=row, answer="met"),
        lambda: services.standing_choose(actor=anna, standing=row, drivers=["law"]),
        lambda: services.requirement_add(actor=anna, framework=own, code="3", title_en="New"),
        lambda: services.requirement_edit(actor=anna, requirement=top, title_en="New"),
        lambda: services.requirement_move(actor=anna, requirement=top, parent=None, before=None),
        lambda: services.requirement_remove(actor=anna, requirement=top),
    ):
        with pytest.raises(RuleBroken, match="archived"):
            act()
    assert not selectors.standings_for(anna).exists()
    services.framework_archive(actor=anna, framework=own)
    services.framework_restore(actor=anna, framework=own)
    services.standing_answer(actor=anna, standing=standing(own, "2"), answer="met")
    assert [len(told(f"framework.{verb}")) for verb in ("archived", "restored")] == [1, 1]


def test_a_framework_has_a_title_in_some_language(anna):
    with pytest.raises(ValidationError, match="title in at least one language"):
        services.framework_create(actor=anna, issuer="Us")
    danish = services.framework_create(actor=anna, title_da="Husregler")
    assert (danish.title, danish.origin, scope(danish).number) == ("Husregler", "own", 1)
    assert told("framework.created") == [{"title_da": [None, "Husregler"]}]
    with pytest.raises(ValidationError):
        services.framework_edit(actor=anna, framework=danish, title_da="")


def test_a_framework_is_changed_by_one_at_a_time_and_not_if_it_is_the_librarys(cast, anna, own):
    services.framework_edit(actor=anna, framework=own, version=own.version, title_en="Ours, really")
    assert told("framework.edited") == [{"title_en": ["Ours", "Ours, really"]}]
    with pytest.raises(Conflict):
        services.framework_edit(actor=anna, framework=own, version=1, title_en="Mine")
    with pytest.raises(NotAllowed):
        services.framework_edit(actor=actor_of(cast.karen), framework=own, title_en="Mine")
    with pytest.raises(NotFound):
        services.framework_edit(actor=actor_of(cast.dorte), framework=own, title_en="Mine")
    law = services.framework_adopt(actor=anna, key="nis2")
    for act in (
        lambda: services.framework_edit(actor=anna, framework=law, title_en="Mine"),
        lambda: services.requirement_add(actor=anna, framework=law, code="99", title_en="Mine"),
        lambda: services.requirement_edit(actor=anna, requirement=requirement(law, "21"), title_en="Mine"),
        lambda: services.requirement_remove(actor=anna, requirement=requirement(law, "21(2)(a)")),
    ):
        with pytest.raises(RuleBroken, match="comes from the library"):
            act()


# Requirements of one's own


def test_requirements_stand_where_they_were_put(anna, own):
    assert tree(own) == [("1", 0, ""), ("1.1", 1, "1"), ("1.1.1", 2, "1"), ("1.2", 1, "1"), ("2", 0, "")]
    services.requirement_add(
        actor=anna, framework=own, parent=requirement(own, "1.1"), code="1.1.2", title_en="New", asks={"en": "Look."}
    )
    assert [code for code, _depth, _section in tree(own)] == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2"]
    assert told("requirement.added")[-1] == {
        "parent": [None, "1.1 Rule 1.1"],
        "code": [None, "1.1.2"],
        "title_en": [None, "New"],
        "what_it_asks": [None, {"en": "Look."}],
    }
    assert standing(own, "1.1.2").wanted


def test_an_id_is_used_once_and_a_title_is_needed(anna, own):
    with pytest.raises(ValidationError, match="this id already"), transaction.atomic():
        services.requirement_add(actor=anna, framework=own, code="1.1", title_en="Again")
    with pytest.raises(ValidationError, match="title in at least one language"), transaction.atomic():
        services.requirement_add(actor=anna, framework=own, code="3")
    with pytest.raises(ValidationError), transaction.atomic():
        services.requirement_add(actor=anna, framework=own, title_en="No id")
    with pytest.raises(RuleBroken, match="“ig1” is not a group") as refused:
        services.requirement_add(actor=anna, framework=own, code="3", title_en="New", groups=["ig1"])
    assert refused.value.field == "groups"


def test_a_guide_is_changed_part_by_part(anna, own):
    row = requirement(own, "2")
    services.requirement_edit(actor=anna, requirement=row, asks={"en": "Look."}, roles=["it"])
    services.requirement_edit(actor=anna, requirement=row, asks={}, title_da="Regel")
    row.refresh_from_db()
    assert (row.guide, row.title_da) == ({"roles": ["it"]}, "Regel")
    with pytest.raises(Conflict):
        services.requirement_edit(actor=anna, requirement=requirement(own, "2"), version=1, title_en="Mine")


def test_one_that_becomes_a_heading_or_joins_a_group_counts_so(anna, own):
    services.requirement_edit(actor=anna, requirement=requirement(own, "1"), assessable=False)
    assert selectors.sums_of(anna, scope(own)).total == 4
    services.requirement_edit(actor=anna, requirement=requirement(own, "1"), assessable=True)
    assert selectors.sums_of(anna, scope(own)).total == 5


def test_moving_takes_the_parts_along(anna, own):
    services.requirement_move(
        actor=anna, requirement=requirement(own, "1.1"), parent=requirement(own, "2"), before=None
    )
    assert tree(own) == [("1", 0, ""), ("1.2", 1, "1"), ("2", 0, ""), ("1.1", 1, "2"), ("1.1.1", 2, "2")]
    services.requirement_move(actor=anna, requirement=requirement(own, "2"), parent=None, before=requirement(own, "1"))
    assert [code for code, _depth, _section in tree(own)] == ["2", "1.1", "1.1.1", "1", "1.2"]
    services.requirement_edit(actor=anna, requirement=requirement(own, "1.1.1"), parent=None)
    assert ("1.1.1", 0, "") in tree(own)
    assert told("requirement.moved") == [{"parent": ["1 Rule 1", "2 Rule 2"]}, {}]


def test_nothing_is_part_of_itself(anna, own):
    top = requirement(own, "1")
    for parent in ("1", "1.1", "1.1.1"):
        for act in (
            lambda parent=parent: services.requirement_move(
                actor=anna, requirement=top, parent=requirement(own, parent), before=None
            ),
            lambda parent=parent: services.requirement_edit(
                actor=anna, requirement=top, parent=requirement(own, parent)
            ),
        ):
            with pytest.raises(RuleBroken, match="not part of itself") as refused:
                act()
            assert refused.value.field == "parent"


def test_a_tree_is_only_so_deep(anna):
    framework, rows = services.framework_create(actor=anna, title_en="Deep"), [None]
    for depth in range(12):
        rows.append(
            services.requirement_add(actor=anna, framework=framework, parent=rows[-1], code=f"d{depth}", title_en="In")
        )
    one = services.requirement_add(actor=anna, framework=framework, code="one", title_en="Too far")
    services.requirement_add(actor=anna, framework=framework, parent=one, code="two", title_en="Too far")
    for act in (
        lambda: services.requirement_add(actor=anna, framework=framework, parent=rows[12], code="x", title_en="No"),
        lambda: services.requirement_move(actor=anna, requirement=one, parent=rows[11], before=None),  # and its part
        lambda: services.requirement_edit(actor=anna, requirement=one, parent=rows[12]),
    ):
        with pytest.raises(RuleBroken, match="nested too deeply"):
            act()
    services.requirement_move(actor=anna, requirement=one, parent=rows[10], before=None)


def test_a_parent_is_of_the_same_framework_and_still_there(cast, anna, own):
    elsewhere = services.framework_create(actor=anna, title_en="Others")
    stray = services.requirement_add(actor=anna, framework=elsewhere, code="1", title_en="Stray")
    theirs = bring(actor_of(cast.dorte), other())
    row, foreign = requirement(own, "2"), requirement(theirs, "A")
    for parent, refusal in ((stray, RuleBroken), (foreign, NotFound)):
        with pytest.raises(refusal):
            services.requirement_add(actor=anna, framework=own, parent=parent, code="9", title_en="New")
        with pytest.raises(refusal):
            services.requirement_edit(actor=anna, requirement=row, parent=parent)
        with pytest.raises(refusal):
            services.requirement_move(actor=anna, requirement=row, parent=None, before=parent)
    with pytest.raises(RuleBroken, match="Load the page again"):
        services.requirement_move(actor=anna, requirement=row, parent=None, before=requirement(own, "1.1"))
    with pytest.raises(NotFound):
        services.requirement_edit(actor=anna, requirement=foreign, title_en="Mine")


def test_what_was_removed_comes_back_with_its_answers(anna, own):
    answer(anna, own, **{"1.1.1": "met"})
    with pytest.raises(RuleBroken, match="Other requirements are part of it"):
        services.requirement_remove(actor=anna, requirement=requirement(own, "1.1"))
    gone = services.requirement_remove(actor=anna, requirement=requirement(own, "1.1.1"))
    assert selectors.sums_of(anna, scope(own)).met == 0
    with pytest.raises(RuleBroken):
        services.requirement_add(actor=anna, framework=own, parent=gone, code="9", title_en="Below nothing")
    back = services.requirement_add(
        actor=anna, framework=own, parent=requirement(own, "2"), code="1.1.1", title_en="Back"
    )
    assert (back.pk, back.title_en, back.archived_at) == (gone.pk, "Back", None)
    assert tree(own)[-1] == ("1.1.1", 1, "2")
    assert standing(own, "1.1.1").answer == "met"
    assert Standing.objects.filter(requirement=back).count() == 1
    assert told("requirement.removed") == [{}]


@pytest.mark.parametrize("name", ["karen", "bo", "carl", "emil"])
def test_who_may_not_change_requirements(cast, anna, own, name):
    actor, row = actor_of(getattr(cast, name)), requirement(own, "2")
    for act in (
        lambda: services.requirement_add(actor=actor, framework=own, code="3", title_en="New"),
        lambda: services.requirement_edit(actor=actor, requirement=row, title_en="New"),
        lambda: services.requirement_move(actor=actor, requirement=row, parent=None, before=None),
        lambda: services.requirement_remove(actor=actor, requirement=row),
        lambda: services.framework_archive(actor=actor, framework=own),
        lambda: services.framework_restore(actor=actor, framework=own),
    ):
        with pytest.raises(NotAllowed):
            act()


# Mappings


def test_a_mapping_says_how_two_relate_and_who_says_so(anna, rules, others):
    source, target = requirement(rules, "1.1"), requirement(others, "A")
    made = services.mapping_add(actor=anna, source=source, target=target, relation="subset", origin="Us", rationale="?")
    assert (made.own, str(made)) == (True, "1.1 is a part of A")
    assert told("mapping.added") == [
        {
            "mapping": [None, "A Requirement A"],
            "relation": [None, "subset"],
            "origin": [None, "Us"],
            "rationale": [None, "?"],
        }
    ]
    services.mapping_remove(actor=anna, mapping=made)
    assert told("mapping.removed") == [{"mapping": ["A Requirement A", None], "relation": ["subset", None]}]
    assert not Mapping.objects.exists()


def test_two_are_mapped_once_from_either_end(anna, rules, others):
    source, target = requirement(rules, "1.1"), requirement(others, "A")
    services.mapping_add(actor=anna, source=source, target=target, relation="equal")
    with pytest.raises(ValidationError, match="mapped already"), transaction.atomic():
        services.mapping_add(actor=anna, source=source, target=target, relation="subset")
    with pytest.raises(RuleBroken, match="mapped already") as refused:
        services.mapping_add(actor=anna, source=target, target=source, relation="subset")
    assert refused.value.field == "target"
    assert Mapping.objects.get().relation == "equal"


def test_a_mapping_is_between_two_frameworks_of_ones_own(cast, anna, rules, others):
    source = requirement(rules, "1.1")
    for target in (source, requirement(rules, "1.2")):
        with pytest.raises(RuleBroken, match="another framework"):
            services.mapping_add(actor=anna, source=source, target=target, relation="equal")
    theirs = requirement(bring(actor_of(cast.dorte)), "1.1")
    for ends in ((source, theirs), (theirs, source)):
        with pytest.raises(NotFound):
            services.mapping_add(actor=anna, source=ends[0], target=ends[1], relation="equal")
    with pytest.raises(ValidationError), transaction.atomic():
        services.mapping_add(actor=anna, source=source, target=requirement(others, "A"), relation="similar")
    for person in (cast.karen, cast.bo, cast.carl):
        with pytest.raises(NotAllowed):
            services.mapping_add(
                actor=actor_of(person), source=source, target=requirement(others, "A"), relation="equal"
            )


def test_a_table_is_kept_beside_what_people_have_said(anna, rules, others):
    services.mapping_add(
        actor=anna, source=requirement(others, "A"), target=requirement(rules, "1.1"), relation="superset"
    )
    pairs = [
        Pair("1.1", "A", "equal", "a table", ""),
        Pair("1.2", "B", "subset", "a table", "because"),
        Pair("1.2", "Z", "equal", "a table", ""),
        Pair("9", "B", "equal", "a table", ""),
    ]
    for count in (1, 0):
        assert services.mappings_bring(actor=anna, source=rules, target=others, pairs=pairs) == count
    assert {(m.source.code, m.target.code, m.relation, m.own) for m in Mapping.objects.all()} == {
        ("A", "1.1", "superset", True),
        ("1.2", "B", "subset", False),
    }
    assert told("framework.mapped") == [{"framework": [None, "FW-2 Rules of others"], "mappings": [None, 1]}]


# Confirming, and who hears of it


def test_an_answer_is_confirmed(cast, anna, rules):
    answer(anna, rules, **{"1.1": "met"})
    before = standing(rules, "1.1").answered_at
    assert services.standings_confirm(actor=actor_of(cast.karen), standings=[standing(rules, "1.1")]) == 1
    row = standing(rules, "1.1")
    assert (row.answer, row.answered_by) == ("met", "Karen Bech") and row.answered_at > before
    assert Event.objects.filter(action="requirement.confirmed").count() == 1
    with pytest.raises(RuleBroken, match="no answer yet"):
        services.standings_confirm(actor=anna, standings=[standing(rules, "1.2")])
    with pytest.raises(NotAllowed):
        services.standings_confirm(actor=actor_of(cast.carl), standings=[standing(rules, "1.1")])


@pytest.fixture
def heard():
    """What the room tells, as (codes, answered) and the numbers of scopes."""
    found = []

    def of_standings(sender, standings, answered, **more):
        found.append((sorted(each.requirement.code for each in standings), answered))

    def of_scope(sender, scope, **more):
        found.append(scope.number)

    signals.standings_changed.connect(of_standings)
    signals.scope_changed.connect(of_scope)
    yield found
    signals.standings_changed.disconnect(of_standings)
    signals.scope_changed.disconnect(of_scope)


def test_rooms_above_hear_what_is_said_of_requirements(cast, anna, rules, heard):
    answer(anna, rules, **{"1.1": "met"})
    services.standing_answer(actor=anna, standing=standing(rules, "1.1"), answer="met")  # nothing new
    services.standings_answer(actor=anna, standings=[standing(rules, "1.1"), standing(rules, "1.2")], answer="met")
    services.standing_choose(actor=anna, standing=standing(rules, "2.1"), target=4)
    services.standings_ask(actor=anna, standings=[standing(rules, "2.1")], person=cast.bo)
    services.standings_confirm(actor=anna, standings=[standing(rules, "1.1")])
    services.scope_edit(actor=anna, scope=scope(rules), owner=cast.bo)
    assert heard == [
        (["1.1"], True), (["1.2"], True), (["2.1"], False), (["2.1"], False), (["1.1"], True),
    ]  # fmt: skip


def test_rooms_above_hear_what_a_scope_asks(anna, rules, heard):
    services.scope_edit(actor=anna, scope=scope(rules), ambition=[ESSENTIAL])
    services.scope_edit(actor=anna, scope=scope(rules), target=5)
    services.requirement_add(actor=anna, framework=rules, code="3", title_en="Windows")
    services.requirement_move(
        actor=anna, requirement=requirement(rules, "3"), parent=None, before=requirement(rules, "1")
    )
    services.requirement_remove(actor=anna, requirement=requirement(rules, "3"))
    assert heard == [1] * 5
