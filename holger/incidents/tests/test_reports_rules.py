"""What a report must say and what it is likely about: the library's categories, twins, and what may be joined."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from holger.frameworks.rules.faults import Unreadable
from holger.incidents import library
from holger.incidents.rules.categories import CHANCES, DOUBT, read
from holger.incidents.rules.duplicates import WINDOW, Seen, likely, words_of
from holger.incidents.rules.reports import LONGEST, STAGES, Stage, heading, stage_of, why_not_merge, why_not_report
from holger.incidents.rules.states import STEPS

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
OWN = """\
categories:
- key: doubt
  title: {da: Andet, en: Other}
  example: {da: Noget, en: Something}
  icon: mail
  now: {da: Skriv, en: Write}
  never: {da: Vent ikke, en: Do not wait}
  asks:
  - {da: "Hvad?", en: "What?"}
  playbook: null
  hints: {personal_data: maybe}
"""


def test_the_categories_are_whole():
    found = library.categories()
    icons = (Path(settings.BASE_DIR) / "holger/ui/assets/icons.txt").read_text().split()
    assert list(found)[-1] == DOUBT and len(found) > 10
    for each in found.values():
        for words in (each.title, each.example, each.now, each.never, *each.asks):
            assert set(words) == library.LANGUAGES, each.key
        assert each.icon in icons and each.personal_data in CHANCES
    assert any(each.playbook for each in found.values())


def faults(text):
    with pytest.raises(Unreadable) as raised:
        read(text.encode(), library.LANGUAGES, {"phishing"})
    return [(each.line, each.text % each.params) for each in raised.value.faults]


@pytest.mark.parametrize(
    ("was", "becomes", "line", "fault"),
    [
        ("key: doubt", "key: other", 2, "“doubt” is missing."),
        ("en: Other", "de: Anderes", 3, "“de” is not a language that is known here."),
        ("playbook: null", "playbook: fire", 10, "“fire” is not known here. There are: phishing."),
        (
            "personal_data: maybe",
            "personal_data: perhaps",
            11,
            "“perhaps” is not known here. There are: likely, maybe, no.",
        ),
        ("  icon: mail\n", "", 2, "“icon” is missing."),
        ("icon: mail", "icon: mail\n  colour: red", 6, "“colour” is not known here."),
    ],
)
def test_what_is_wrong_with_a_category_is_told_by_line(was, becomes, line, fault):
    assert [each.playbook for each in read(OWN.encode(), library.LANGUAGES, ())] == [""]
    told = faults(OWN.replace(was, becomes, 1))
    assert any(at == line and said.startswith(fault) for at, said in told), told


def test_every_fault_is_told_at_once():
    assert len(faults(OWN.replace("icon: mail", "colour: red").replace("maybe", "perhaps"))) == 3


def test_the_title_of_a_report_is_its_first_line():
    assert heading("  I clicked a link.\nIt was odd.") == "I clicked a link."
    assert heading("") == ""
    long = heading("word " * 60)
    assert len(long) <= 122 and long.endswith("word …")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"what": "  "}, "what"),
        ({"what": "x" * (LONGEST + 1)}, "what"),
        ({"at": NOON + timedelta(minutes=1)}, "at"),
        ({"at": NOON - timedelta(days=4000)}, "at"),
        ({"anonymous": True, "allowed": False}, "anonymous"),
    ],
)
def test_what_a_report_must_say(told, field):
    usual = {"what": "Odd.", "at": None, "now": NOON, "anonymous": False, "allowed": True}
    assert why_not_report(**usual) is None
    assert why_not_report(**usual | told).field == field


def test_every_state_is_told_in_plain_words_and_a_kept_one_in_few():
    assert set(STAGES) == {*(step.ends for step in STEPS.values()), "reported"}
    assert {stage_of(status, restricted=True) for status in STAGES} == {Stage.KEPT}


def test_nothing_is_joined_in_a_chain_or_a_circle():
    fine = {"same": False, "joined": False, "into": "open", "has_joined": False, "kept_apart": False, "drill": False}
    assert why_not_merge(**fine) is None
    for wrong in ({"same": True}, {"joined": True}, {"into": "merged"}, {"into": "rejected"}, {"has_joined": True}):
        assert why_not_merge(**fine | wrong).field == "into"
    assert why_not_merge(**fine | {"kept_apart": True}) and why_not_merge(**fine | {"drill": True})


# Twins


def seen(key, text, category="phishing", hours=0, affected=()):
    return Seen(key, category, words_of(text), NOON + timedelta(hours=hours), frozenset(affected))


ONE = seen("1", "A mail says that my password expires")


def test_the_same_mail_reported_twice_is_proposed_with_the_reason():
    found = likely(ONE, [ONE, seen("2", "Got a mail: password expires today", hours=2)])
    assert [each.key for each in found] == ["2"]
    assert (
        found[0].category and found[0].words == ["password", "expires", "mail"] and found[0].apart == timedelta(hours=2)
    )


def test_the_same_category_on_the_same_day_alone_is_not_enough():
    assert likely(ONE, [seen("2", "Strange telephone call")]) == []


def test_what_lies_far_apart_is_another_incident():
    assert (
        likely(ONE, [seen("2", "A mail says that my password expires", hours=WINDOW.total_seconds() / 3600 + 1)]) == []
    )


def test_the_same_thing_hit_counts_and_doubt_does_not():
    hit = seen("1", "Slow", "outage", affected=["a"])
    assert [each.affected for each in likely(hit, [seen("2", "Dead", "website", affected=["a", "b"])])] == [1]
    one = seen("1", "Something odd happened", "doubt")
    assert likely(one, [seen("2", "Odd smell", "doubt")], ("doubt",)) == []


def test_the_likeliest_come_first_and_only_a_few():
    others = [seen(str(n), "mail password expires" if n == 9 else "password", hours=n) for n in range(2, 10)]
    found = likely(ONE, others)
    assert [each.key for each in found] == ["9", "2", "3"]


def test_danish_and_english_small_words_say_nothing():
    assert words_of("Jeg har fået en mail, som ser ud til at være fra banken") == {"mail", "banken"}
    assert words_of("I have got it from the bank on 4921") == {"bank", "4921"}
