"""Answers become points that people can follow."""

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from holger.suppliers import library
from holger.suppliers.rules.questions import NOT_APPLICABLE, Choice, Kind, Question
from holger.suppliers.rules.scoring import Given, Way, compared, number_in, score, worth

READY = library.questionnaire().questions


def question(key, kind=Kind.YES_PARTLY_NO, weight=1, **more) -> Question:
    told = {
        "choices": (),
        "unit": {},
        "full": 0,
        "none": 0,
        "knock_out": False,
        "asks_evidence": False,
        "from_criticality": 1,
        "shown_when": None,
        "serves": {},
    }
    return Question(key, 1, "s", {"en": key}, {}, kind, weight=weight, **{**told, **more})


A, B = question("a"), question("b", weight=3)
HOURS = question("hours", Kind.NUMBER, full=24, none=72, knock_out=True)
TEXT = question("text", Kind.TEXT, weight=2)
CHOICE = question("choice", Kind.CHOICE, choices=(Choice("good", {}, 100), Choice("bad", {}, 10)))


def scored(questions, criticality=4, **answers):
    return score(questions, {key: Given(value) for key, value in answers.items()}, criticality)


def test_weights_count():
    assert scored([A, B], a="yes", b="no").points == 25
    assert scored([A, B], a="no", b="yes").points == 75
    assert scored([A, B], a="partly", b="yes").points == 88  # 87.5


def test_what_does_not_apply_is_left_out():
    found = scored([A, B], a="yes", b=NOT_APPLICABLE)
    assert found.points == 100 and found.left_out == ["b"] and found.to_judge == []


def test_nothing_counts_yet():
    assert scored([A, B]).points is None and scored([A, B]).progress == 0
    assert scored([TEXT], text="We do.").points is None
    assert scored([], a="yes").points is None and scored([], a="yes").progress == 100


def test_a_text_waits_for_somebody_to_read_it():
    found = scored([A, TEXT], a="yes", text="We do.")
    assert found.points == 100 and found.to_judge == ["text"]
    judged = score([A, TEXT], {"a": Given("yes"), "text": Given("We do.", judged=40)}, 4)
    assert judged.points == 60 and judged.to_judge == []


def test_a_judgement_goes_before_the_answer():
    assert worth(A, Given("yes", judged=0)) == 0
    assert worth(A, Given("no", judged=500)) == 100


@pytest.mark.parametrize(
    ("said", "points"),
    [
        ("1", 100),
        ("24", 100),
        ("48", 50),
        ("71,5", 1),
        ("72", 1),
        ("72.5", 0),
        ("soon", None),
        ("-1", None),
        ("NaN", None),
        ("1e9999999", 0),
    ],
)
def test_a_number_is_worth_less_the_larger_it_is(said, points):
    assert worth(HOURS, Given(said)) == points


def test_knock_outs_are_named_and_not_talked_away():
    assert scored([A, HOURS], a="yes", hours="100").knock_outs == ["hours"]
    evaded = scored([A, HOURS], a="yes", hours=NOT_APPLICABLE)
    assert evaded.knock_outs == [] and evaded.to_judge == ["hours"]
    assert score([HOURS], {"hours": Given("100", judged=60)}, 4).knock_outs == []


def test_answers_to_what_is_not_asked_count_for_nothing():
    found = scored(READY, criticality=1, backup="no", **{"restore-test": "recent", "monitoring": "always"})
    assert found.points == 0 and found.answered == ["backup"]
    assert found.knock_outs == ["backup"]


def test_unknown_answers_are_nothing():
    assert worth(CHOICE, Given("gone")) is None and worth(A, Given("maybe")) is None
    assert scored([A], a="   ").answered == []


def test_beside_last_year():
    questions = [A, B, TEXT, CHOICE, HOURS]
    before = {"a": Given("no"), "b": Given("yes"), "text": Given("Old"), "hours": Given("24")}
    now = {"a": Given("yes"), "b": Given("yes"), "text": Given("New"), "choice": Given("good"), "hours": Given("90")}
    found = compared(questions, now, before, 4)
    assert found.ways == {"a": Way.BETTER, "b": Way.SAME, "text": Way.CHANGED, "choice": Way.NEW, "hours": Way.WORSE}
    assert found.new_knock_outs == ["hours"] and found.of(Way.BETTER) == ["a"]
    assert found.points == score(questions, now, 4).points - score(questions, before, 4).points
    assert compared(questions, {}, before, 4).points is None
    assert set(compared(questions, {}, before, 4).ways.values()) == {Way.GONE}


def test_thirty_good_answers_are_worth_all():
    best = {
        **{each.key: "yes" for each in READY if each.kind == Kind.YES_PARTLY_NO},
        **{each.key: max(each.choices, key=lambda one: one.points).key for each in READY if each.choices},
        **{each.key: "1" for each in READY if each.kind == Kind.NUMBER},
        **{each.key: "As agreed." for each in READY if each.kind == Kind.TEXT},
    }
    found = scored(READY, **best)
    assert found.points == 100 and found.progress == 100 and found.knock_outs == [] and len(found.to_judge) == 5


@drawn(st.dictionaries(st.sampled_from([each.key for each in READY]), st.text(max_size=20)), st.integers(1, 4))
def test_whatever_is_said_points_stay_within_bounds(said, criticality):
    found = score(READY, {key: Given(value) for key, value in said.items()}, criticality)
    assert found.points is None or 0 <= found.points <= 100
    assert 0 <= found.progress <= 100


@drawn(st.text(max_size=30))
def test_any_text_may_stand_for_a_number(text):
    number = number_in(text)
    assert number is None or number >= 0
