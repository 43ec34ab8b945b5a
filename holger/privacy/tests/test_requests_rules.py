"""What may be done to a request, when people are reminded of it, and what its letters say."""

from datetime import date, timedelta

import pytest

from holger.core import words
from holger.core.told import library_file
from holger.privacy import library
from holger.privacy.rules import request_letters, requests
from holger.privacy.rules.request_letters import FIELDS, merge
from holger.privacy.rules.requests import How, Request

MAY = date(2026, 5, 4)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("step", "starts"), [("decide", ["open"]), ("close", ["decided"]), ("reopen", ["decided", "closed"])]
)
def test_each_step_begins_where_it_may(step, starts):
    for status in ("open", "decided", "closed"):
        assert (requests.why_not_step(step, status) is None) == (status in starts)


def test_less_than_was_asked_for_takes_its_reasons():
    asked = Request(MAY)
    for how in (How.PARTLY, How.REFUSED):
        assert requests.why_not_decide(asked, how, " ") == requests.NO_GROUND
        assert requests.why_not_decide(asked, how, "The law keeps it.") is None
    assert requests.why_not_decide(asked, How.MET, "") is None


def test_data_goes_to_nobody_unknown():
    asked = Request(MAY, identity_asked=MAY)
    refused = requests.why_not_decide(asked, How.MET, "Here it is.")
    assert refused is not None and refused.field == "outcome"
    assert requests.why_not_decide(asked, How.REFUSED, "Nobody knows who you are.") is None


def test_a_late_answer_takes_a_reason():
    asked = Request(MAY)
    assert requests.why_not_close(asked, date(2026, 6, 4), "") is None
    assert requests.why_not_close(asked, date(2026, 6, 5), " ") == requests.LATE
    assert requests.why_not_close(asked, date(2026, 6, 5), "Forgotten.") is None
    assert requests.why_not_close(Request(MAY, extended=MAY), date(2026, 8, 4), "") is None


@pytest.mark.parametrize(
    ("today", "percent", "number"),
    [(MAY, 0, 0), (date(2026, 5, 27), 0, 0), (date(2026, 5, 28), 75, 0), (date(2026, 6, 1), 90, 0), (date(2026, 6, 4), 90, 0),
     (date(2026, 6, 5), 100, 1), (date(2026, 6, 7), 100, 3)],
)  # fmt: skip
def test_reminders_come_at_three_fourths_nine_tenths_and_daily_after(today, percent, number):
    mark = requests.reminder(Request(MAY), today)
    assert (mark.percent, mark.number) == (percent, number) if percent else mark is None
    assert requests.reminder(Request(MAY, answered=MAY), today) is None


def test_more_time_moves_the_marks():
    assert requests.reminder(Request(MAY, extended=MAY), date(2026, 6, 7)) is None


def test_rights_are_some_that_there_are():
    assert requests.why_not_rights([]) == requests.NO_RIGHT
    assert requests.why_not_rights(["access", "gold"]) == requests.UNKNOWN_RIGHT
    assert requests.why_not_rights(["access", "erasure"]) is None


def test_nothing_is_done_before_it_came_or_after_today():
    assert requests.why_not_on(MAY, MAY - DAY, MAY) is not None
    assert requests.why_not_on(MAY, MAY + DAY, MAY) is not None
    assert requests.why_not_on(MAY, MAY, MAY) is None


def test_who_asked_is_kept_by_the_calendar():
    assert requests.kept_until(date(2026, 8, 31), 6) == date(2027, 2, 28)


# Letters


def test_every_letter_is_there_in_both_languages():
    assert list(library.letters()) == ["receipt", "identity", "extension", "answer", "refusal"]
    full = {name: f"<{name}>" for name in FIELDS}
    for letter in library.letters().values():
        for language in words.LANGUAGES:
            merged = merge(letter, full, language)
            assert merged.missing == [] and "{{" not in merged.text and "<reference>" in merged.subject


def test_every_answer_that_may_disappoint_tells_where_to_complain():
    for key in ("extension", "answer", "refusal"):
        for text in library.letters()[key].body.values():
            assert "datatilsynet.dk" in text


def test_what_is_missing_says_so_in_its_place():
    merged = merge(library.letters()["refusal"], {"reference": "DSR-1", "decision": "  "}, "da")
    assert "[MANGLER: afgørelsen og begrundelsen]" in merged.text and "decision" in merged.missing


def test_what_people_wrote_is_never_read_for_fields():
    merged = merge(library.letters()["answer"], {"decision": "{{sender}}", "sender": "Kronborg"}, "en")
    assert "{{sender}}" in merged.text


@pytest.mark.parametrize("wrong", ["field", "key"])
def test_a_fault_in_the_file_stops_the_reading(wrong):
    told = library_file(library.__name__, "request_letters")
    if wrong == "field":
        told["letters"][0]["body"]["da"] = "{{gold}}"
    else:
        told["letters"][1]["key"] = told["letters"][0]["key"]
    with pytest.raises(ValueError, match="gold" if wrong == "field" else "twice"):
        request_letters.read(told, words.LANGUAGES)
