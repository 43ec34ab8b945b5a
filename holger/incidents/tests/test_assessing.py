"""Separate questions, each yes, no or not yet; not yet counts as dangerous."""

import pytest

from holger.incidents.rules.assessing import (
    QUESTIONS,
    Answer,
    answer,
    dangerous,
    open_questions,
    standing,
    why_not_decide,
)
from holger.incidents.tests.stories import decided

IMPORTANT = frozenset({"important"})


def test_the_last_decision_stands():
    first, then = decided(significant="yes")["significant"], decided(significant="no")["significant"]
    assert standing([first, then]) == {"significant": then}


def test_not_yet_is_dangerous():
    assert dangerous("significant", {})
    assert dangerous("significant", decided(significant="undecided"))
    assert dangerous("significant", decided(significant="yes"))
    assert not dangerous("significant", decided(significant="no"))


def test_without_a_breach_there_is_no_risk_to_people_whatever_was_said_before():
    stand = decided(personal_data="no", risk_to_people="yes", high_risk="yes")
    assert answer("risk_to_people", stand) == answer("high_risk", stand) == Answer.NO


def test_what_is_open_is_what_concerns_the_organisation():
    assert [each.key for each in open_questions({}, IMPORTANT)] == [
        "significant",
        "personal_data",
        "risk_to_people",
        "high_risk",
        "contract",
    ]
    stand = decided(significant="yes", personal_data="no", contract="no")
    assert open_questions(stand, IMPORTANT) == []
    assert len(open_questions({}, frozenset())) == len(QUESTIONS)


@pytest.mark.parametrize(
    ("question", "new", "reason", "field"),
    [
        ("significant", "yes", "all is down", None),
        ("significant", "no", "", "reason"),
        ("personal_data", "no", "", "reason"),
        ("personal_data", "yes", "again", "answer"),
        ("personal_data", "no", "only test data", None),
        ("high_risk", "yes", "passwords", "answer"),
        ("high_risk", "no", "no passwords", None),
        ("unheard", "yes", "why", "question"),
    ],
)
def test_a_decision_has_a_reason_and_contradicts_none_before_it(question, new, reason, field):
    stand = decided(personal_data="yes", risk_to_people="no")
    found = why_not_decide(question, Answer(new), reason, stand)
    assert (found and found.field) == field


def test_a_change_asks_for_its_own_reason():
    found = why_not_decide("significant", Answer.NO, " ", decided(significant="yes"))
    assert found.text == "Write why the decision is changed. The old one stays in the log."
