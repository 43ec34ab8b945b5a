"""What holger brings along is whole: every requirement, in both languages, as the frameworks number them."""

import csv
import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest

from holger.frameworks import library
from holger.frameworks.rules.framework import Framework, Words
from holger.frameworks.rules.mapping import RELATIONS

FACTS = Path(__file__).parents[4] / "shared/facts"
TABLES = {
    "iso27001-2022": "iso27001-2022",
    "nis2": "nis2",
    "nis2-2024-2690": "nis2-cir-2024-2690",
    "cis-8.1": "cis-v8.1",
    "gdpr": "gdpr",
    "nist-csf-2.0": "nist-csf-2.0",
    "dora": "dora",
}
COUNTS = {
    "iso27001-2022": (138, 123),
    "nis2": (50, 32),
    "nis2-2024-2690": (219, 161),
    "cis-8.1": (171, 153),
    "gdpr": (216, 116),
    "nist-csf-2.0": (134, 106),
    "dora": (153, 96),
}
"""Requirements in all, and those that can be answered."""
TREES = {
    "iso27001-2022": "2c6f39b4e1c2622a",
    "nis2": "aaeef18da1134f1b",
    "nis2-2024-2690": "2b117a389cdf80ca",
    "cis-8.1": "ab5918b08695128e",
    "gdpr": "c14b48ca49e2fc94",
    "nist-csf-2.0": "0a3eddc633248377",
    "dora": "535c6baddaed896c",
}
"""Of all ids and parents in their order, where the tables that they were taken from are not at hand."""
PAIRS = {
    ("cis-8.1", "iso27001-2022"): 82,
    ("cis-8.1", "nist-csf-2.0"): 247,
    ("gdpr", "iso27001-2022"): 146,
    ("nis2", "iso27001-2022"): 173,
    ("nis2-2024-2690", "iso27001-2022"): 125,
    ("nis2-2024-2690", "nist-csf-2.0"): 279,
    ("nist-csf-2.0", "iso27001-2022"): 341,
}
DANISH = re.compile(r"\b(og|at|er|der|som|ikke|med|til|for|på|af|den|det|de|har|kan|skal|I|jer|jeres|en|et|fra|ved)\b")
ENGLISH = re.compile(r"\b(the|and|of|is|are|with|you|your|that|which|who|has|have|not|to|in)\b", re.IGNORECASE)

every = pytest.mark.parametrize("key", library.KEYS)


def texts(framework: Framework) -> list[tuple[str, str, Words]]:
    """Every text of the guide: requirement, name, words."""
    found = []
    for each in framework.assessable:
        found += [(each.id, "asks", each.asks), (each.id, "small", each.small)]
        found += [(each.id, "evidence", words) for words in each.evidence]
        if each.activity:
            found.append((each.id, "activity", each.activity.words))
    return found


@every
def test_all_requirements_are_there(key):
    framework = library.framework(key)
    assert (len(framework.requirements), len(framework.assessable)) == COUNTS[key]
    assert framework.key == key and framework.languages() == ["da", "en"]


@every
def test_no_id_or_parent_has_changed(key):
    tree = "".join(f"{each.id} {each.parent}\n" for each in library.framework(key).requirements)
    assert hashlib.sha256(tree.encode()).hexdigest()[:16] == TREES[key]


@every
def test_ids_and_order_are_the_frameworks_own(key):
    table = FACTS / f"{TABLES[key]}.tsv"
    if not table.exists():
        pytest.skip("the table of facts is not on this machine")
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = [(each.id, each.parent) for each in library.framework(key).requirements]
    assert found == [(row["id"], row["parent"]) for row in rows]


def test_a_few_ids_are_known_by_heart():
    iso = library.framework("iso27001-2022")
    themes = Counter(each.parent for each in iso.requirements if each.parent.startswith("A."))
    assert themes == {"A.5": 37, "A.6": 8, "A.7": 14, "A.8": 34}
    cis = library.framework("cis-8.1")
    groups = Counter(group for each in cis.assessable for group in each.groups)
    assert groups == {"ig1": 56, "ig2": 56 + 74, "ig3": 153}
    assert {f"21(2)({letter})" for letter in "abcdefghij"} <= {e.id for e in library.framework("nis2").assessable}


@every
def test_every_requirement_that_can_be_answered_has_a_guide_in_both_languages(key):
    framework = library.framework(key)
    for each in framework.assessable:
        assert 2 <= len(each.evidence) <= 4, each.id
        assert 1 <= len(each.roles) <= 3, each.id
    for at, name, words in [*texts(framework), *((e.id, "title", e.title) for e in framework.requirements)]:
        assert set(words) == {"da", "en"} and all(text.strip() for text in words.values()), (at, name)
    for words in (framework.title, framework.about, framework.rights):
        assert set(words) == {"da", "en"}
    assert any(each.activity for each in framework.assessable)


@every
def test_danish_is_danish_and_english_is_english(key):
    for at, name, words in texts(library.framework(key)):
        if name in ("asks", "small"):
            da, en = words["da"], words["en"]
            assert len(DANISH.findall(da)) > len(ENGLISH.findall(da)), (at, name)
            assert len(ENGLISH.findall(en)) > len(DANISH.findall(en)) // 2, (at, name)
            assert da != en, (at, name)


@every
def test_a_guide_says_something_of_its_own(key):
    framework = library.framework(key)
    for language in ("da", "en"):
        for name in ("asks", "small"):
            said = Counter(getattr(each, name)[language] for each in framework.assessable)
            assert said.most_common(1)[0][1] == 1, said.most_common(1)
    for each in framework.assessable:
        assert len(re.findall(r"[.!?](?:\s|$)", each.asks["en"])) >= 2, each.id


def test_isos_controls_have_their_five_attributes():
    names = {"control_types", "properties", "cybersecurity_concepts", "operational_capabilities", "security_domains"}
    controls = [each for each in library.framework("iso27001-2022").assessable if each.id.startswith("A.")]
    assert all(set(each.facts) == names for each in controls)
    types = {value for each in controls for value in each.facts["control_types"]}
    assert types == {"preventive", "detective", "corrective"}


@pytest.mark.parametrize("pair", library.COMPARED)
def test_tables_of_pairs_are_whole(pair):
    found = library.pairs(*pair)
    assert len(found) == PAIRS[pair]
    assert {each.relation for each in found} <= set(RELATIONS)
    assert all(each.origin for each in found)
    assert library.pairs(*reversed(pair)) == tuple(each.turned() for each in found)


def test_what_was_never_compared_has_no_pairs():
    assert library.pairs("dora", "gdpr") == ()
    with pytest.raises(KeyError):
        library.framework("unknown")


def test_what_the_tables_say_is_said_in_danish_too():
    said = {
        text for ends in library.COMPARED for pair in library.pairs(*ends) for text in (pair.origin, pair.rationale)
    }
    untold = {text for text in said if text and library.told(text, "da") == text}
    assert untold == set()
    assert library.told("transfers", "en") == "transfers"
    assert library.told("Our own words", "da") == "Our own words"
