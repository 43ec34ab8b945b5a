"""The catalogue is whole: in both languages, of things that exist, and something answers all that has to be answered."""

import re
from collections import Counter

import pytest

from holger.assets.models import AssetType
from holger.controls import library
from holger.controls.models import Cadence, Control, Function, Kind, Strength
from holger.controls.rules import catalogue as rules
from holger.controls.rules.catalogue import Unreadable
from holger.core.words import say
from holger.frameworks import library as frameworks

COUNT, STARTERS = 147, 42
NO_MEASURES = {
    ("nis2", "25(1)"),  # authorities encourage standards
    ("nis2", "28(1)"),  # registries of top-level domains only
}
"""What nobody meets by a control."""
DANISH = re.compile(r"\b(og|at|er|der|som|ikke|med|til|for|på|af|den|det|de|har|kan|skal|en|et|fra|ved|hver|hvad)\b")
ENGLISH = re.compile(r"\b(the|and|of|is|are|with|you|that|which|who|has|have|not|to|in|it)\b", re.IGNORECASE)
ENTRIES = library.catalogue().entries
MUST = {
    "iso27001-2022": 123,
    "nis2": 30,
    "nis2-2024-2690": 161,
    "cis-8.1": 153,
    "gdpr": 116,
    "nist-csf-2.0": 106,
    "dora": 96,
}


def strengths(framework: str, code: str) -> list[str]:
    return [answered.strength for _entry, answered in library.answering().get((framework, code), ())]


def test_so_many_controls_are_offered():
    assert len(ENTRIES) == COUNT and sum(entry.starter for entry in ENTRIES) == STARTERS
    assert [area.key for area in library.catalogue().areas] == list(library.AREAS)
    assert {entry.area for entry in ENTRIES} == set(library.AREAS)
    assert all(5 <= count <= 21 for count in Counter(entry.area for entry in ENTRIES).values())
    assert all(any(entry.starter for entry in ENTRIES if entry.area == area) for area in library.AREAS[:3])


def test_what_it_knows_is_what_controls_know():
    assert set(rules.KINDS) == set(Kind.values)
    assert set(rules.FUNCTIONS) == set(Function.values)
    assert set(rules.CADENCES) == set(Cadence.values)
    assert set(rules.STRENGTHS) == set(Strength.values)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_each_is_told_in_both_languages(entry):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.key) and len(entry.key) <= 60
    for language in ("da", "en"):
        title, about = entry.title[language], entry.about[language]
        assert 8 < len(title) < 75 and not title.endswith(".") and title[0] == title[0].upper()
        assert 2 <= len(re.findall(r"[.!?](?:\s|$)", about)) <= 5
        assert 100 < len(about) < 620 and not about.count("  ")
        assert len(title) <= Control._meta.get_field("title").max_length
    assert entry.title["da"] != entry.title["en"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_danish_is_danish_and_english_is_english(entry):
    da, en = entry.about["da"], entry.about["en"]
    assert len(DANISH.findall(da)) > 2 * len(ENGLISH.findall(da))
    assert len(ENGLISH.findall(en)) > 2 * len(DANISH.findall(en))
    assert re.search("[æøå]", da)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)
def test_each_says_whom_it_concerns_and_what_it_answers(entry):
    assert 1 <= len(entry.assets) == len(set(entry.assets)) and set(entry.assets) <= set(AssetType.values)
    assert len(entry.answers) >= 3
    for answered in entry.answers:
        assert frameworks.framework(answered.framework).by_id[answered.code].assessable, answered


def test_nobody_says_the_same():
    for name in ("title", "about"):
        for language in ("da", "en"):
            assert len({getattr(entry, name)[language] for entry in ENTRIES}) == COUNT


def test_each_file_lists_the_frameworks_in_the_same_order():
    order = ["iso27001-2022", "cis-8.1", "nis2", "nis2-2024-2690", "gdpr", "nist-csf-2.0", "dora"]
    for entry in ENTRIES:
        places = [order.index(answered.framework) for answered in entry.answers]
        assert places == sorted(places), entry.key


@pytest.mark.parametrize("key", frameworks.KEYS)
def test_all_that_can_be_answered_is(key):
    """By one control wholly, or by two at least that each contribute."""
    wanted = [each.id for each in frameworks.framework(key).assessable if (key, each.id) not in NO_MEASURES]
    assert len(wanted) == MUST[key]
    weak = [code for code in wanted if "whole" not in strengths(key, code) and len(strengths(key, code)) < 2]
    assert weak == []


@pytest.mark.parametrize("key", frameworks.KEYS)
def test_a_requirement_is_not_wholly_answered_twice(key):
    """Two that each do all of it would be the same control."""
    twice = [each.id for each in frameworks.framework(key).assessable if strengths(key, each.id).count("whole") > 1]
    assert twice == []


def test_the_measures_of_nis2_are_each_answered_by_several():
    for letter in "abcdefghij":
        assert len(strengths("nis2", f"21(2)({letter})")) >= 3, letter


def test_requirements_that_are_equal_are_answered_by_the_same():
    """What the tables between frameworks say is the same, one control does wholly."""
    answering = library.answering()
    for source, target in frameworks.COMPARED:
        for pair in frameworks.pairs(source, target):
            if pair.relation == "equal":
                ends = [
                    {entry.key for entry, told in answering[end] if told.strength == "whole"}
                    for end in ((source, pair.source), (target, pair.target))
                ]
                assert ends[0] & ends[1], (source, pair.source, target, pair.target)


def test_a_small_firm_begins_with_the_essentials():
    starters = {entry.key for entry in ENTRIES if entry.starter}
    essentials = {"mfa-external", "backup", "offline-backup", "restore-test", "patching", "awareness", "incident-plan"}
    assert essentials | {"security-policy", "processing-record", "processor-agreements", "admin-accounts"} <= starters


def test_an_entry_is_found_by_its_key():
    entry = library.entry("mfa-external")
    assert say(entry.title, "da") == "Flerfaktorlogin på alt, der kan nås udefra"
    assert entry.effect.likelihood == 3 and entry.every == "P3M" and entry.role == "it"
    assert library.entry("gone") is None


# Reading

GOOD = """
area: access
title: {da: Adgang, en: Access}
controls:
- key: locks
  title: {da: Låse, en: Locks}
  about: {da: Døre er låst., en: Doors are locked.}
  kind: physical
  function: preventive
  every: P1M
  role: facility
  assets: [site]
  starter: true
  effect: {likelihood: 2, consequence: 0}
  answers:
    iso27001-2022: {whole: [A.7.2], part: [A.7.1]}
    cis-8.1: {part: [6.10]}
"""


def reading(text: str) -> tuple[rules.Area, list[rules.Entry]]:
    return rules.read(text.encode(), library.LANGUAGES, AssetType.values)


def faults(text: str) -> list[str]:
    with pytest.raises(Unreadable) as refused:
        reading(text)
    return [f"{fault.line}: {fault.text % fault.params}" for fault in refused.value.faults]


def test_a_file_is_read():
    area, (entry,) = reading(GOOD)
    assert area.key == entry.area == "access" and entry.starter and entry.effect == rules.Effect(2, 0)
    told = [(each.framework, each.code, each.strength) for each in entry.answers]
    assert told == [
        ("iso27001-2022", "A.7.2", "whole"),
        ("iso27001-2022", "A.7.1", "part"),
        ("cis-8.1", "6.10", "part"),
    ]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("kind: physical", "kind: magical"), "8: “magical” is not known here"),
        (("every: P1M", "every: P5M"), "10: “P5M” is not known here"),
        (("role: facility", "role: nobody"), "11: “nobody” is not known here"),
        (("[site]", "[moon]"), "12: “moon” is not known here"),
        (("likelihood: 2", "likelihood: 9"), "14: “9” is not known here"),
        (("  role: facility\n", ""), "5: “role” is missing"),
        (("{da: Låse, en: Locks}", "{en: Locks}"), "6: “da” is missing"),
        (("part: [A.7.1]", "part: [A.7.2]"), "16: “A.7.2” is there twice"),
        (("part: [6.10]", "partly: [6.10]"), "17: “partly” is not known here"),
        (("key: locks", "key: locks\n  colour: red"), "6: “colour” is not known here"),
        (("area: access", "- area"), ": This is not YAML"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(wrong, told):
    assert any(told in fault for fault in faults(GOOD.replace(*wrong)))


def test_a_control_is_in_the_catalogue_once():
    with pytest.raises(ValueError, match="locks"):
        rules.joined([reading(GOOD), reading(GOOD)])
