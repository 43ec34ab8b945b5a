"""From what a processor holds to how closely it is looked after, with the reasons said."""

import re
from copy import deepcopy
from datetime import date

import pytest

from holger.core import words
from holger.core.told import library_file
from holger.frameworks import library as frameworks
from holger.suppliers import library
from holger.suppliers.rules import points
from holger.suppliers.rules.supervision import (
    NEEDS_A_REASON,
    NOT_AGREED,
    TOO_LOW_AGREED,
    UNKNOWN,
    Conclusion,
    Processed,
    counts,
    next_date,
    remarks,
    required,
    why_not_use,
)

MODEL = library.point_model()
NOTHING_ELSE = {"special": 0, "protected": 0, "kinds": 0}


@pytest.mark.parametrize(("people", "expected"), [(0, 1), (999, 1), (1_000, 2), (10_000, 2), (10_001, 3)])
def test_more_people_give_more_points(people, expected):
    assert required(MODEL, {"people": people, **NOTHING_ELSE}).points == expected


@pytest.mark.parametrize(
    ("sum_of_points", "concept", "months"),
    [(1, 1, 36), (2, 1, 36), (3, 2, 24), (4, 2, 24), (5, 3, 12), (6, 3, 12), (7, 5, 12), (10, 5, 12), (11, 5, 12)],
)
def test_points_ask_for_a_concept_and_a_rhythm(sum_of_points, concept, months):
    band = MODEL.band(sum_of_points)
    assert (band.concept, band.months) == (concept, months)


def test_the_most_that_can_be_had_is_ten():
    assert sum(part.highest.points for part in MODEL.parts) == 10
    assert [part.letter for part in MODEL.parts] == ["A", "B", "C", "D"]
    assert [concept.number for concept in MODEL.concepts] == [1, 2, 3, 4, 5, 6]


def test_what_is_a_default_says_so():
    found = required(MODEL, {"people": 5, **NOTHING_ELSE})
    assert [part.letter for part in found.to_check] == ["A", "B", "C", "D"]
    assert found.reasons[-1].params == {"letters": "A, B, C, D"}


def test_what_nobody_has_said_counts_as_the_most():
    found = required(MODEL, {"people": 5})
    assert found.points == 1 + 3 + 2 + 2 and found.concept.number == 5
    assert [reason.params["letter"] for reason in found.reasons if reason.text == UNKNOWN] == ["B", "C", "D"]


def test_the_result_explains_itself():
    found = required(MODEL, {"people": 5_000, "special": 1, "protected": 2, "kinds": 0})
    assert found.points == 2 + 2 + 2 + 0 and found.concept.number == 3 and found.months == 12
    said = [reason.text % reason.params for reason in found.reasons]
    assert said[0] == "Part A gives 2 of at most 3 points."
    assert "The points add up to 6, so concept 3 is the lowest that is allowed. A higher one always is." in said


def test_the_record_proposes_the_counts():
    payroll = Processed(200, {"trade_union"}, {"cpr", "finances"})
    health = Processed(150, {"trade_union", "health"}, {"cpr"}, {"monitoring"})
    assert counts([payroll, health]) == {"people": 350, "special": 2, "protected": 2, "kinds": 1}
    assert counts([payroll, Processed()])["people"] is None
    assert set(counts([]).values()) == {None}


def test_agreed_and_needed_concepts_are_compared():
    assert [each.text for each in remarks(3, None)] == [NOT_AGREED]
    assert [each.text for each in remarks(3, 2)] == [TOO_LOW_AGREED]
    assert list(remarks(3, 3)) == [] == list(remarks(3, 6))


def test_one_may_deviate_but_not_without_a_reason():
    assert why_not_use(5, 3, "  ").text == NEEDS_A_REASON
    assert why_not_use(5, 3, "Nine contacts, all of them our own.") is None
    assert why_not_use(3, 5, "") is None


def test_the_next_date():
    started = date(2026, 1, 31)
    assert next_date(36, started, None) == date(2027, 1, 31)
    assert next_date(24, started, date(2024, 2, 29)) == date(2026, 2, 28)
    assert next_date(24, started, date(2026, 5, 1), Conclusion.REMARKS) == date(2028, 5, 1)
    assert next_date(24, started, date(2026, 11, 30), Conclusion.INSUFFICIENT) == date(2027, 2, 28)


# Files

TOLD = library_file(library.__name__, "points")


def fault(change) -> str:
    told = deepcopy(TOLD)
    change(told)
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - what it says is what is asked
        points.read(told, words.LANGUAGES)
    return str(refused.value)


def test_a_model_that_does_not_fit_says_where():
    assert fault(lambda told: told["parts"][0]["levels"][2].update(points="4")).endswith("than the bands know")
    assert fault(lambda told: told["parts"][1]["levels"].reverse()) == "special: levels rise, and the last has no limit"
    assert fault(lambda told: told["bands"].reverse()).endswith("bands rise")
    assert fault(lambda told: told["bands"][0].update(concept="7")).endswith("no such concept: 7")
    assert fault(lambda told: told["parts"][2].pop("check")) == "protected: check is missing"


def test_the_checklist_has_the_nine_objectives():
    found = library.isae3000()
    assert [objective.key for objective in found.objectives] == list("ABCDEFGHI")
    known = frameworks.framework("gdpr").by_id
    for objective in found.objectives:
        assert len(objective.look_for) >= 2 and set(objective.serves) <= set(known), objective.key
    assert len(found.reading) == 8


def test_every_text_is_in_both_languages():
    texts = [concept.done for concept in MODEL.concepts] + [part.help for part in MODEL.parts]
    texts += [each.about for each in library.isae3000().objectives] + [each.text for each in library.isae3000().reading]
    for text in texts:
        assert set(text) == {"da", "en"} and text["da"] != text["en"]
        assert re.search("[æøå]", text["da"]) or re.search(r"\b(er|og|en|ikke)\b", text["da"])
