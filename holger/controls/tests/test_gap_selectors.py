"""Who sees which rounds and answers, how they are counted, and that the database counts as the rules do."""

from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.controls import services
from holger.controls.models import GapAnswer
from holger.controls.rules.gap import Said, Sums, gap_size
from holger.controls.selectors import gap as selectors
from holger.controls.tests.factories import gap_row, open_round, say
from holger.core.permissions import Role
from holger.frameworks import selectors as frameworks_selectors
from holger.frameworks import services as frameworks
from holger.frameworks.tests.factories import CODES, answer, bring, other, requirement, scope, standing
from tests.cast import actor_of, make_person, make_unit
from tests.duties import duties_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def rules(cast, anna):
    """In the whole organisation, and in Production, which Bo answers for."""
    made = bring(anna)
    frameworks.scope_add(actor=anna, framework=made, unit=cast.production, owner=cast.bo)
    return made


@pytest.fixture
def whole(anna, rules):
    return open_round(anna, rules)


@pytest.fixture
def production(anna, rules):
    return open_round(anna, rules, number=2, title="Production")


def seen(person):
    actor = actor_of(person)
    rounds = selectors.gap_rounds_for(actor).order_by("number")
    return [row.title for row in rounds], selectors.gap_answers_for(actor).count()


def test_who_sees_which_rounds(cast, whole, production):
    for person in (cast.anna, cast.olga, cast.karen, cast.carl):
        assert seen(person) == (["Autumn", "Production"], 8)
    assert seen(cast.bo) == (["Production"], 4)
    assert seen(cast.emil) == ([], 0)
    assert seen(cast.dorte) == ([], 0)
    ulla = make_person(cast.kronborg, "Ulla Dam", Role.AUDITOR, only_in=cast.production)
    finn = make_person(cast.kronborg, "Finn Holt", Role.AUDITOR, only_in=make_unit(cast.kronborg, "Finance"))
    assert seen(ulla) == (["Production"], 4)
    assert seen(finn) == ([], 0)


def test_whoever_is_asked_sees_just_that(cast, anna, whole):
    assert seen(cast.bo) == ([], 0)
    services.gap_ask(actor=anna, rows=[gap_row(whole, "1.1")], person=cast.bo)
    assert seen(cast.bo) == (["Autumn"], 1)
    bo = actor_of(cast.bo)
    assert selectors.gap_sums(bo, [whole])[whole.pk].total == 1
    assert selectors.tally(bo, whole).whole.total == 1
    assert [load.person for load in selectors.gap_workload(bo, selectors.tally(bo, whole))] == [cast.bo]


def test_an_archived_framework_takes_its_rounds_out_of_sight(cast, anna, rules, whole):
    frameworks.framework_archive(actor=anna, framework=rules)
    assert seen(cast.anna) == ([], 0)
    frameworks.framework_restore(actor=anna, framework=rules)
    assert seen(cast.anna) == (["Autumn"], 4)


def test_sums_of_a_round_and_of_each_part(anna, rules):
    answer(anna, rules, **{"2.1": "met"})
    held = open_round(anna, rules)
    services.gap_answer(actor=anna, row=gap_row(held, "1.1"), answer="partly", maturity=2)
    services.gap_leave_out(actor=anna, row=gap_row(held, "1.2"), reason="No")
    counted = selectors.tally(anna, held)
    assert counted.whole == Sums(partly=1, met_before=1, unanswered=1, out=1, levels=2, levelled=1, aims=9)
    assert counted.whole == selectors.gap_sums(anna, [held])[held.pk]
    parts = selectors.gap_parts(anna, counted)
    assert [(part.requirement.code, part.sums.total) for part in parts] == [("1", 1), ("2", 2)]
    assert sum((part.sums for part in parts), Sums()) == counted.whole


def test_who_answers_what(cast, anna, whole):
    rows = {code: gap_row(whole, code) for code in CODES}
    services.gap_ask(actor=anna, rows=[rows["1.1"]], person=cast.karen)
    services.gap_ask(actor=anna, rows=[rows["1.2"], rows["2.1"]], person=cast.bo)
    say(anna, whole, **{"1.2": "met"})
    loads = selectors.gap_workload(anna, selectors.tally(anna, whole))
    assert [(load.person, load.sums.total, load.sums.waiting) for load in loads] == [
        (cast.bo, 2, 1), (cast.karen, 1, 1), (None, 1, 1),
    ]  # fmt: skip


def test_the_database_sizes_gaps_as_the_rules_do(anna, whole):
    row = gap_row(whole, "1.1")
    cases = product(("", "met", "partly", "not"), (None, *range(6)), range(6))
    for said, maturity, target in cases:
        GapAnswer.objects.filter(pk=row.pk).update(answer=said, maturity=maturity, target=target)
        found = selectors.with_gaps(GapAnswer.objects.filter(pk=row.pk)).get()
        assert found.gap == gap_size(said, maturity, target), (said, maturity, target)
    GapAnswer.objects.filter(pk=row.pk).update(applicable=False)
    assert selectors.with_gaps(GapAnswer.objects.filter(pk=row.pk)).get().gap is None


def test_the_worst_gaps_come_first(anna, whole):
    services.gap_answer(actor=anna, row=gap_row(whole, "2.1"), answer="not", maturity=0)
    services.gap_answer(actor=anna, row=gap_row(whole, "1.2"), answer="partly", maturity=2)
    services.gap_answer(actor=anna, row=gap_row(whole, "1.1"), answer="met", maturity=3)
    found = selectors.worst_gaps(anna, whole, 10)
    assert [(row.requirement.code, row.gap) for row in found] == [("2.1", 5), ("1.2", 2)]
    assert [row.requirement.code for row in selectors.worst_gaps(anna, whole, 1)] == ["2.1"]


def test_what_the_last_round_said(anna, rules, whole):
    row = requirement(rules, "1.1")
    say(anna, whole, **{"1.1": "met"})
    services.gap_round_close(actor=anna, gap_round=whole)
    second = open_round(anna, rules, title="Spring")
    assert selectors.earlier_answer(anna, second, row).answer == "met"
    assert selectors.earlier_answer(anna, second, requirement(rules, "1.2")) is None
    assert selectors.earlier_answer(anna, whole, row) is None


def test_two_rounds_are_compared_requirement_by_requirement(anna, rules, whole):
    say(anna, whole, **{"1.1": "partly", "1.2": "met", "2.1": "met"})
    services.gap_round_close(actor=anna, gap_round=whole)
    second = open_round(anna, rules, title="Spring")
    say(anna, second, **{"1.1": "met", "1.2": "not", "2.1(a)/b": "not"})
    found = selectors.compared(anna, whole, second)
    ways = {code: found.moves[gap_row(second, code).pk] for code in CODES}
    assert {code: move.way for code, move in ways.items()} == {
        "1.1": "up", "1.2": "down", "2.1": "open", "2.1(a)/b": "first",
    }  # fmt: skip
    assert (ways["1.1"].then, ways["2.1(a)/b"].then) == (Said("partly"), Said())
    assert found.counts() == {"up": 1, "down": 1, "same": 0, "first": 1, "open": 1, "out": 0}
    assert found.by_part()[requirement(rules, "1").pk]["up"] == 1
    assert found.those(["up"]) == [gap_row(second, "1.1").pk]
    assert found.left == 0
    services.gap_leave_out(actor=anna, row=gap_row(second, "1.1"), reason="Sold")
    found = selectors.compared(anna, whole, second)
    assert (found.moves[gap_row(second, "1.1").pk].way, found.left) == ("out", 1)


def test_what_waits_for_whom(cast, anna, whole):
    services.gap_ask(actor=anna, rows=[gap_row(whole, "1.1"), gap_row(whole, "1.2")], person=cast.bo)
    (duty,) = duties_of(cast.bo, "gaps")
    assert duty.title == "Answer 2 requirements in the gap round Autumn"
    services.gap_answer(actor=actor_of(cast.bo), row=gap_row(whole, "1.1"), answer="met")
    (duty,) = duties_of(cast.bo, "gaps")
    assert duty.title == "Answer 1 requirement in the gap round Autumn"
    services.gap_round_close(actor=anna, gap_round=whole)
    assert duties_of(cast.bo, "gaps") == []


def test_rounds_are_found(cast, anna, whole):
    for text in ("Autumn", "G-1", "1", "house rules"):
        assert [hit.reference for hit in selectors.search_rounds(anna, text, 5)] == ["G-1"], text
    assert selectors.search_rounds(anna, "", 5) == []
    assert selectors.search_rounds(anna, "winter", 5) == []
    assert selectors.search_rounds(actor_of(cast.emil), "Autumn", 5) == []


def test_one_requirements_claim_is_that_of_all(cast, anna, rules):
    """Asked for by itself, in whichever scope."""
    others = bring(anna, other())
    frameworks.scope_add(actor=anna, framework=others, unit=cast.production)
    for code, target, relation in (("1.1", "A", "equal"), ("1.1", "B", "intersects"), ("1.2", "B", "subset")):
        ends = {"source": requirement(rules, code), "target": requirement(others, target)}
        frameworks.mapping_add(actor=anna, relation=relation, **ends)
    answer(anna, others, A="met", B="partly")
    answer(anna, others, number=2, A="not")
    frameworks.standing_choose(actor=anna, standing=standing(others, "B", 2), applicable=False, reason="No")
    everywhere = frameworks_selectors.claims_everywhere(anna)
    for number, code in product((1, 2), CODES):
        here = scope(rules, number)
        alone = frameworks_selectors.claim_about(anna, here, requirement(rules, code))
        assert alone == everywhere[here.pk].get(requirement(rules, code).pk), (number, code)


def test_counting_asks_once_however_many_rounds(anna, rules, whole, production):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        selectors.gap_sums(anna, [whole, production])
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        selectors.compared(anna, whole, production)
    assert len(asked) == 2
