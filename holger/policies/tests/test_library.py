"""The ready policies are whole: in both languages, the same in each, of things that exist."""

import re

import pytest

from holger.core import prose, prose_parts
from holger.frameworks import library as frameworks
from holger.policies import library
from holger.policies.rules.ready_reading import read

ENTRIES = library.entries()
DANISH = re.compile(r"\b(og|at|er|der|som|ikke|med|til|for|på|af|den|det|de|har|kan|skal|en|et|fra|ved|hver)\b")
ENGLISH = re.compile(r"\b(the|and|of|is|are|with|you|that|which|who|has|have|not|to|in|it)\b", re.IGNORECASE)
each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.key)


def words(text):
    return prose.plain(text).split()


def shape(text):
    """Its headings and tables, in order: the level, or how many rows and columns."""
    found = []
    for part in prose_parts.parts(text):
        if isinstance(part, prose_parts.Heading):
            found.append(part.level)
        elif isinstance(part, prose_parts.Table):
            found.append((len(part.rows), len(part.aligned)))
    return found


@each_entry
def test_both_languages_say_the_same_section_by_section(entry):
    assert shape(entry.body["da"]) == shape(entry.body["en"])
    assert shape(entry.body["da"])[0] == 2
    assert {level for level in shape(entry.body["da"]) if isinstance(level, int)} <= {2, 3}


@each_entry
def test_it_is_long_enough_to_be_used_and_short_enough_to_be_read(entry):
    for language in ("da", "en"):
        assert 400 <= len(words(entry.body[language])) <= 1600, language


@each_entry
def test_each_language_is_that_language(entry):
    danish, english = (prose.plain(entry.body[language]) for language in ("da", "en"))
    assert len(DANISH.findall(danish)) > 5 * len(ENGLISH.findall(danish)) / 2
    assert len(ENGLISH.findall(english)) > 5 * len(re.findall(r"\b(og|er|ikke|af|på|det)\b", english))
    assert re.search("[æøå]", danish)


@each_entry
def test_it_serves_requirements_that_there_are(entry):
    known = {framework: set(_codes(framework)) for framework in {each.framework for each in entry.serves}}
    assert [each for each in entry.serves if each.code not in known[each.framework]] == []


def _codes(key):
    return frameworks.framework(key).by_id


@each_entry
def test_it_holds_no_markup_but_markdown(entry):
    for text in entry.body.values():
        assert "<" not in re.sub(r"<(?=\s|\d)", "", text)
        assert "](" not in text
        assert prose.places(entry.for_you["da"]) == prose.places(entry.for_you["en"])


WRONG = {
    "owner": "king",
    "audience": ["king"],
    "review_months": "99",
    "kind": "song",
    "confirm": "perhaps",
    "strange": "x",
}


@pytest.mark.parametrize("name", WRONG)
def test_the_first_thing_that_is_wrong_stops_the_reading(name):
    both = {"da": "x", "en": "x"}
    told = {"key": "k", "number": "1", "kind": "policy", "title": both, "purpose": both, "for_you": both}
    told |= {"owner": "it", "review_months": "12", "audience": "everybody", "confirm": "true"}
    assert read(told, {"da": "x", "en": "x"}, ("da", "en")).key == "k"
    with pytest.raises(ValueError, match=r"k|file"):
        read(told | {name: WRONG[name]}, {"da": "x", "en": "x"}, ("da", "en"))


def test_a_place_that_nothing_is_known_for_stops_it_too():
    both = {"da": "x", "en": "x"}
    told = {"key": "k", "number": "1", "kind": "policy", "title": both, "purpose": both, "for_you": both}
    told |= {"owner": "it", "review_months": "12", "audience": "everybody", "confirm": "true"}
    with pytest.raises(ValueError, match="places"):
        read(told, {"da": "x {{secret}}", "en": "x"}, ("da", "en"))
