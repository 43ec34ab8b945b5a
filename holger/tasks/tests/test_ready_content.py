"""The ready wheel is whole: in both languages, of things that exist, even over the year, and as often as the library asks."""

import re
from collections import Counter
from datetime import datetime
from importlib.resources import files

import pytest
import yaml
from dateutil.rrule import rrulestr

from holger.controls import library as controls
from holger.core.words import say
from holger.frameworks import library as frameworks
from holger.tasks import library
from holger.tasks.rules.ready_entry import CATEGORIES, EVENTS, POPULATIONS
from holger.tasks.rules.roles import ROLES

ENTRIES = library.entries()
WHEEL = [entry for entry in ENTRIES if not entry.extra]
EXTRA = {"correction-check", "change-risk-review", "incident-evaluation", "physical-round", "software-inventory"}
ESSENTIAL = {
    *("asset-inventory", "processing-record", "risk-assessment", "policy-review", "access-review", "mfa-coverage"),
    *("restore-test", "vulnerability-scan", "awareness", "processor-supervision", "contingency-plans"),
    "management-review",
}
MONTHS = {
    **dict.fromkeys((1, 2, 3, 4), 1),
    **dict.fromkeys((5, 6, 22), 2),
    **dict.fromkeys((7, 8, 9), 3),
    **dict.fromkeys((10, 11, 20), 4),
    **dict.fromkeys((12, 23), 5),
    **dict.fromkeys((25, 26, 27), 6),
    **dict.fromkeys((28, 31), 8),
    **dict.fromkeys((29, 30), 10),
    **dict.fromkeys((32, 33), 11),
    18: 9,
    34: 12,
}
"""The month of the first time, by number, where the plan of the year names one."""
OFTEN = {
    **dict.fromkeys((17, 19), 12),
    **dict.fromkeys((9, 13, 14, 15, 16, 21, 22, 24), 4),
    **dict.fromkeys((3, 5, 20, 28, 32), 2),
}
"""How many times in a year, by number; once for the others."""
ANSWERS = {
    1: "iso 6.2, nis2 20(1)",
    2: "iso 4.1 4.2 4.3",
    3: "iso A.5.31, nis2 21(2)(a)",
    4: "iso 6.1.2",
    5: "iso A.5.9, cis 1.1 2.1, nis2 21(2)(i)",
    6: "gdpr 30(1)",
    7: "iso 8.2, nis2 21(2)(a), gdpr 32(1)",
    8: "gdpr 32(2) 35(1)",
    9: "iso 8.3",
    10: "iso 6.1.3",
    11: "iso 5.2 A.5.1, nis2 21(2)(a)",
    12: "iso 7.3 A.6.3",
    13: "iso A.5.18, cis 5.1 6.8, nis2 21(2)(i)",
    14: "iso A.8.2, cis 5.4, nis2 21(2)(i) 21(2)(j)",
    15: "iso A.8.5, cis 6.3, nis2 21(2)(j)",
    16: "iso A.8.13, cis 11.5, nis2 21(2)(c)",
    17: "iso A.8.8, cis 7.5 7.6, nis2 21(2)(e)",
    18: "iso A.8.8 A.8.29, cis 18.2, nis2 21(2)(f)",
    19: "iso A.8.15 A.8.16, cis 8.11 13.11, nis2 21(2)(b)",
    20: "iso A.8.20 A.8.21 A.8.22, cis 12.2",
    21: "iso A.8.24, nis2 21(2)(h)",
    22: "iso A.6.3, cis 14.1 14.2, nis2 21(2)(g)",
    23: "nis2 20(2)",
    24: "iso A.5.11 A.6.1 A.6.2 A.6.5, cis 6.2",
    25: "iso A.5.19 A.5.21 A.5.22, cis 15.5, nis2 21(2)(d)",
    26: "gdpr 28(1) 5(2)",
    27: "iso A.5.20, gdpr 28(3)",
    28: "iso A.5.29 A.5.30, nis2 21(2)(c)",
    29: "iso A.5.24 A.5.30, cis 17.7, nis2 21(2)(c)",
    30: "nis2 23(1) 23(4)(a) 23(4)(b), gdpr 33(1)",
    31: "nis2 3(4)",
    32: "gdpr 5(1)(e), iso A.8.10",
    33: "iso 9.2.1 9.2.2 A.5.35",
    34: "iso 9.3.1 9.3.2 9.3.3, nis2 20(1)",
}
"""What each answers at least, by number."""
KEYS = {"iso": "iso27001-2022", "cis": "cis-8.1", "nis2": "nis2", "gdpr": "gdpr"}
EACH_YEAR = {"P1W": 52, "P1M": 12, "P3M": 4, "P6M": 2, "P1Y": 1, "P2Y": 1 / 2, "P3Y": 1 / 3}
RARER = {
    # What belongs to every week is work in operations; the wheel looks once a month at whether it is done.
    **dict.fromkeys([("cis-8.1", "8.11"), ("nis2-2024-2690", "3.2.4"), ("dora", "25(1)")], "weekly work"),
    **dict.fromkeys([("nist-csf-2.0", "DE.CM-01"), ("nist-csf-2.0", "DE.CM-09")], "weekly work"),
    ("cis-8.1", "2.2"): "the list is gone through every half year; programs without support show in the monthly scan",
    ("cis-8.1", "2.3"): "as above",
    ("iso27001-2022", "5.1"): "management meets on the plan and the review; each quarter is its own meeting's matter",
    ("dora", "5(2)"): "as above",
    ("iso27001-2022", "10.1"): "management chooses improvements once a year; those of each month are made as they come",
    ("nis2", "21(2)(f)"): "audit and test are yearly; the figures of each quarter are no activity of the wheel",
    ("nis2", "27(3)"): "changes are reported within two weeks, and the whole is looked over once a year",
    ("nis2-2024-2690", "5.1.7"): "the supplier is reviewed once a year, and when something happens there",
}
"""Where the wheel is at least four times rarer than the library's own suggestion, and why that is meant."""
DANISH = re.compile(r"\b(og|at|er|der|som|ikke|med|til|for|på|af|den|det|de|har|kan|skal|en|et|fra|ved|hver|hvad)\b")
ENGLISH = re.compile(r"\b(the|and|of|is|are|with|you|that|which|who|has|have|not|to|in|it)\b", re.IGNORECASE)
ONLY_DANISH = re.compile(r"[æøå]|\b(og|er|ikke|med|af|på|jeres|eller|hvis)\b", re.IGNORECASE)
ONLY_ENGLISH = re.compile(r"\b(the|and|of|with|is|are|which|your|what|who|when)\b", re.IGNORECASE)


def texts(entry):
    """Every text of it, by where it stands."""
    yield from (("title", entry.title), ("short", entry.short), ("why", entry.why))
    for name in ("steps", "checklist", "evidence"):
        yield from ((f"{name} {place}", words) for place, words in enumerate(getattr(entry, name), 1))
    if entry.occasion:
        yield "occasion", entry.occasion
    yield from (("means", part.means) for part in (entry.sample, entry.each) if part)


def told(entry, language):
    return " ".join(words[language] for _where, words in texts(entry))


each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)


def test_there_are_34_by_number_and_five_beyond():
    assert [entry.number for entry in WHEEL] == list(range(1, 35))
    assert {entry.key for entry in ENTRIES if entry.extra} == EXTRA
    assert all(entry.number is None for entry in ENTRIES if entry.extra)
    assert [category.key for category in library.categories()] == list(CATEGORIES)
    assert Counter(entry.category for entry in ENTRIES) == {
        "operation": 11,
        "governance": 13,
        "people": 4,
        "suppliers": 6,
        "continuity": 5,
    }
    assert all(set(category.title) == {"da", "en"} for category in library.categories())


def test_a_small_organisation_begins_with_twelve():
    assert {entry.key for entry in ENTRIES if entry.essential} == ESSENTIAL


@pytest.mark.parametrize("category", CATEGORIES)
def test_no_file_says_a_thing_twice(category):
    """YAML would keep the last and say nothing."""

    def names(node):
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _value in node.value]
            assert len(keys) == len(set(keys)), node.start_mark
            for _key, value in node.value:
                names(value)
        elif isinstance(node, yaml.SequenceNode):
            for value in node.value:
                names(value)

    names(yaml.compose(files(library).joinpath(f"{category}.yaml").read_text(encoding="utf-8")))


# Texts


@each_entry
def test_each_is_told_in_both_languages_and_no_longer_than_it_must(entry):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.key) and len(entry.key) <= 40
    assert 3 <= len(entry.steps) <= 6 and 3 <= len(entry.checklist) <= 6 and 1 <= len(entry.evidence) <= 3
    for where, words in texts(entry):
        assert set(words) == {"da", "en"}, where
        for text in words.values():
            assert text == " ".join(text.split()) and '"' not in text, where
            assert text[0] == text[0].upper() or where == "means", where
    for language in ("da", "en"):
        assert 8 < len(entry.title[language]) <= 60
        assert 4 < len(entry.short[language]) <= 24
        assert len(entry.short[language]) <= len(entry.title[language])
        assert 80 < len(entry.why[language]) < 240
        assert 1 <= len(re.findall(r"[.!?](?:\s|$)", entry.why[language])) <= 2


@each_entry
def test_steps_are_sentences_and_ticks_are_not(entry):
    for language in ("da", "en"):
        for step in entry.steps:
            assert 20 < len(step[language]) <= 170 and step[language][-1] in ".?", step
        for name, most in (("checklist", 80), ("evidence", 70)):
            for words in getattr(entry, name):
                assert 10 < len(words[language]) <= most and words[language][-1] not in ".!?:", words
        titles = (entry.title, entry.short, entry.occasion)
        assert not any(words[language].endswith(".") for words in titles if words)


@each_entry
def test_danish_is_danish_and_english_is_english(entry):
    da, en = told(entry, "da"), told(entry, "en")
    assert len(DANISH.findall(da)) > 2 * len(ENGLISH.findall(da))
    assert len(ENGLISH.findall(en)) > 2 * len(DANISH.findall(en))
    for where, words in texts(entry):
        assert not ONLY_ENGLISH.search(words["da"]), (where, words["da"])
        assert not ONLY_DANISH.search(words["en"]), (where, words["en"])
        assert where in ("title", "short", "means") or words["da"] != words["en"]


@each_entry
def test_the_organisation_is_spoken_to(entry):
    assert not re.search(r"\b(vi|vores|os|venligst|Deres)\b", told(entry, "da"))
    assert not re.search(r"\b(we|our|please)\b", told(entry, "en"), re.IGNORECASE)


def test_nobody_says_the_same():
    for name in ("title", "short", "why"):
        for language in ("da", "en"):
            assert len({getattr(entry, name)[language] for entry in ENTRIES}) == len(ENTRIES), name
    for entry in ENTRIES:
        for name in ("steps", "checklist", "evidence"):
            said = [words["da"] for words in getattr(entry, name)]
            assert len(set(said)) == len(said)


# When


def test_the_months_are_those_of_the_plan():
    for entry in WHEEL:
        assert entry.month == MONTHS.get(entry.number, entry.month), entry.key
        assert len(entry.months) == OFTEN.get(entry.number, 1), entry.key
    assert library.entry("treatment-follow-up").months == (3, 6, 9, 12)
    assert library.entry("awareness").months == (2, 5, 9, 11)
    assert library.entry("firewall-review").months == (4, 10)


@each_entry
def test_the_rule_comes_round_as_the_months_say(entry):
    """Against an independent reading of RFC 5545, over four years."""
    if entry.after:
        assert (entry.rule, entry.months, entry.month, entry.day) == ("", (), 0, 0)
        return
    begins = datetime(2027, entry.month, entry.day)
    runs = rrulestr(entry.rule, dtstart=begins).between(begins, datetime(2030, 12, 31), inc=True)
    assert {run.day for run in runs} == {entry.day}
    assert sorted({run.month for run in runs}) == list(entry.months)
    whole = Counter(run.year for run in runs if run.year > 2027)
    assert set(whole.values()) == {len(entry.months)}


def test_the_year_is_even():
    runs = Counter((month, entry.day) for entry in ENTRIES for month in entry.months)
    assert max(runs.values()) == 1
    months = Counter(month for month, _day in runs)
    assert set(months) == set(range(1, 13)) and max(months.values()) - min(months.values()) <= 3
    assert min(months, key=months.__getitem__) == 7  # when people are away
    assert all(3 <= day <= 28 for _month, day in runs)
    assert all(day < 23 for month, day in runs if month == 12)


def test_time_is_enough_and_no_more():
    for entry in ENTRIES:
        assert 5 <= entry.lead <= 60 and 5 <= entry.grace <= 30 and 30 <= entry.minutes <= 960
        if len(entry.months) > 1:
            assert entry.lead + entry.grace < 365 / len(entry.months)
    essentials = [entry for entry in ENTRIES if entry.essential]
    assert sum(entry.minutes * len(entry.months) for entry in essentials) < 100 * 60


# Who, what and for what


@each_entry
def test_each_says_who_does_it_and_who_signs(entry):
    assert {entry.role, *entry.along} <= set(ROLES) and entry.sign_off in ("", *ROLES)
    assert entry.role not in entry.along and len(set(entry.along)) == len(entry.along)
    assert entry.sign_off != entry.role


def test_two_people_stand_behind_what_one_should_not_do_alone():
    signed = {entry.key: entry.sign_off for entry in ENTRIES if entry.sign_off}
    managed = ("annual-plan", "risk-method", "soa-update", "policy-review", "management-review")
    checked = ("access-review", "privileged-accounts", "restore-test")
    assert signed == dict.fromkeys(managed, "management") | dict.fromkeys(checked, "security_officer")


def test_what_is_kept_in_holger_is_its_own_evidence():
    free = {entry.key for entry in ENTRIES if not entry.evidence_required}
    registers = {"asset-inventory", "processing-record", "risk-assessment", "treatment-follow-up", "soa-update"}
    assert free == registers | {"change-risk-review"}


def test_samples_and_rounds_are_of_registers():
    samples = {entry.key: (entry.sample.of, entry.sample.size) for entry in ENTRIES if entry.sample}
    assert samples == {
        "asset-inventory": ("assets", 10),
        "restore-test": ("assets", 3),
        "joiner-leaver-check": ("people", 5),
        "deletion-check": ("processing", 3),
    }
    rounds = {entry.key: (entry.each.of, entry.each.filter) for entry in ENTRIES if entry.each}
    assert rounds == {
        "access-review": ("assets", "criticality=4&status=in_use"),
        "risk-assessment": ("assets", "criticality=4&status=in_use"),
        "supplier-review": ("suppliers", "critical=yes"),
        "processor-supervision": ("suppliers", "processor=yes"),
    }
    assert {of for of, _what in (*samples.values(), *rounds.values())} <= set(POPULATIONS)
    assert not set(samples) & set(rounds)


def test_events_call_for_three():
    called = {entry.key: (entry.after.key, entry.after.days) for entry in ENTRIES if entry.after}
    assert called == {
        "incident-evaluation": ("incident_closed", 14),
        "correction-check": ("nonconformity_closed", 60),
        "change-risk-review": ("major_change", 14),
    }
    assert {event for event, _days in called.values()} == set(EVENTS)
    assert all(library.entry(key).occasion for key in called)


@each_entry
def test_each_serves_requirements_that_exist_and_can_be_answered(entry):
    order = ["iso27001-2022", "cis-8.1", "nis2", "nis2-2024-2690", "gdpr", "nist-csf-2.0", "dora"]
    places = [order.index(served.framework) for served in entry.serves]
    assert places == sorted(places) and places
    for served in entry.serves:
        assert frameworks.framework(served.framework).by_id[served.code].assessable, served
    assert len(set(entry.serves)) == len(entry.serves)


@each_entry
def test_each_keeps_controls_of_the_catalogue_alive(entry):
    assert entry.controls and all(controls.entry(key) for key in entry.controls)
    meant = {(a.framework, a.code) for key in entry.controls for a in controls.entry(key).answers}
    assert meant & {(served.framework, served.code) for served in entry.serves}


@pytest.mark.parametrize("number", ANSWERS)
def test_each_answers_what_the_plan_says(number):
    entry = WHEEL[number - 1]
    serves = {(served.framework, served.code) for served in entry.serves}
    for part in ANSWERS[number].split(", "):
        name, *codes = part.split()
        assert {(KEYS[name], code) for code in codes} <= serves, entry.key


def test_every_measure_of_nis2_comes_round():
    for letter in "abcdefghij":
        assert any(entry.months for entry in library.serving()["nis2", f"21(2)({letter})"]), letter


def test_it_is_not_much_rarer_than_the_library_suggests():
    """Of a requirement that the library suggests an activity for, and that the wheel serves by date."""
    found = set()
    for at, entries in library.serving().items():
        suggested = frameworks.framework(at[0]).by_id[at[1]].activity
        times = max(len(entry.months) for entry in entries)
        if suggested and times and EACH_YEAR[suggested.every] >= 4 * times:
            found.add(at)
    assert found == set(RARER)


def test_an_entry_is_found_by_its_key():
    entry = library.entry("restore-test")
    assert say(entry.title, "da") == "Test gendannelse af backup" and entry.number == 16
    assert entry.months == (2, 5, 8, 11) and entry.role == "it" and entry.sign_off == "security_officer"
    assert library.entry("gone") is None
