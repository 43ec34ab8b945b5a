"""The ready letters as they are read, how own rules stand among the library's, and what moves in a "what if"."""

from dataclasses import replace
from datetime import date

import pytest

from holger.incidents import library
from holger.incidents.rules.assessing import Answer
from holger.incidents.rules.clock_entry import Start, applying
from holger.incidents.rules.clock_rules import Unreadable
from holger.incidents.rules.clocks import State, clocks
from holger.incidents.rules.facts import Facts
from holger.incidents.rules.letter_rules import read
from holger.incidents.rules.letters import asked, merge
from holger.incidents.rules.rule_sets import Own, effective
from holger.incidents.rules.supposing import shifts, supposing_answer, supposing_aware_of
from holger.incidents.tests.stories import KRONBORG, at, aware

OURS = library.clocks()
GDPR = next(rule for rule in OURS if rule.key == "gdpr-33")


def test_every_letter_is_whole_in_both_languages_and_says_the_same_things():
    for letter in library.letters().values():
        fields = [set(asked(letter.body[language])) for language in ("da", "en")]
        assert fields[0] == fields[1], letter.key
        full = dict.fromkeys(letter.fields, "there")
        for language in ("da", "en"):
            merged = merge(letter, full, language)
            assert "{{" not in merged.subject + merged.text
            assert not merged.missing


@pytest.mark.parametrize(
    "text",
    [
        "letters: []\nmore: 1\n",
        "letters:\n- key: x\n",
        "letters:\n- {key: x, title: {da: x, en: x}, source: x, subject: {da: x, en: x}, body: {da: '{{beauty}}', en: x}}\n",
    ],
)
def test_a_letter_that_cannot_be_read_says_why(text):
    with pytest.raises(Unreadable):
        read(text.encode(), library.LANGUAGES, {"gdpr-34"}, library.case_fields())


def test_without_own_rules_the_library_stands_as_it_is():
    assert effective(OURS, []) == list(OURS)


def test_the_same_key_and_day_stands_in_its_place():
    own = replace(GDPR, source="Ours")
    found = effective(OURS, [Own("gdpr-33", GDPR.valid_from, True, own)])
    assert [rule.key for rule in found] == [rule.key for rule in OURS]
    assert next(rule for rule in found if rule.key == "gdpr-33").source == "Ours"


def test_another_day_is_a_version_more_after_the_older():
    own = replace(GDPR, valid_from=date(2028, 1, 1))
    found = [
        rule.valid_from
        for rule in effective(OURS, [Own("gdpr-33", own.valid_from, True, own)])
        if rule.key == "gdpr-33"
    ]
    assert found == [GDPR.valid_from, date(2028, 1, 1)]


def test_only_turned_off_it_reads_as_the_library_has_it():
    found = effective(OURS, [Own("gdpr-33", GDPR.valid_from, False)])
    assert next(rule for rule in found if rule.key == "gdpr-33") == replace(GDPR, enabled=False)
    assert effective(OURS, [Own("no-such", GDPR.valid_from, True)]) == list(OURS)


def told(facts):
    return clocks(applying(OURS, KRONBORG), facts, KRONBORG, at("2026-11-24 12:00"))


def test_a_what_if_shows_what_moves_and_what_does_not():
    facts = Facts(moments=aware("2026-11-24 09:00"))
    found = {
        each.clock.key: each for each in shifts(told(facts), told(facts.supposing(Start.AWARE, at("2026-11-24 08:00"))))
    }
    assert found["gdpr-33"].moves
    assert not found["gdpr-34"].moves
    no = supposing_answer(facts, "significant", Answer.NO, at("2026-11-24 12:00"))
    found = {each.clock.key: each for each in shifts(told(facts), told(no))}
    assert found["nis2-final"].then.state == State.NOT_RELEVANT
    assert not found["gdpr-33"].moves


def test_a_what_if_about_one_question_moves_its_own_clocks_only():
    facts = Facts(moments=aware("2026-11-24 09:00"))
    then = told(supposing_aware_of(facts, "personal_data", at("2026-11-24 11:00")))
    found = {each.clock.key: each.moves for each in shifts(told(facts), then)}
    assert (found["gdpr-33"], found["nis2-early-warning"]) == (True, False)
