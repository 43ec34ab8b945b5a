"""Severity by the organisation's method; what is decided may lift it and never lowers it."""

from itertools import product

import pytest

from holger.incidents import library
from holger.incidents.rules.clock_rules import Unreadable
from holger.incidents.rules.severity import highest_impact, read, severity
from holger.incidents.tests.stories import decided

STANDARD, SIMPLE = library.severities()

OWN = """\
methods:
- key: own
  title: {da: Egen, en: Own}
  impacts:
  - {key: little, title: {da: Lidt, en: Little}}
  - {key: much, title: {da: Meget, en: Much}}
  urgencies:
  - {key: now, title: {da: Nu, en: Now}}
  severities:
  - {key: low, title: {da: Lav, en: Low}}
  - {key: high, title: {da: Høj, en: High}}
  grid:
  - [low]
  - [high]
  at_least: {significant: high}
"""


@pytest.mark.parametrize(
    ("impact", "urgency", "wanted"),
    [("small", "low", "low"), ("small", "now", "medium"), ("medium", "high", "medium"), ("very_large", "high", "critical")],
)  # fmt: skip
def test_it_is_read_from_the_grid(impact, urgency, wanted):
    found = severity(STANDARD, impact, urgency, {})
    assert (found.level.key, found.lifted_by) == (wanted, [])


def test_a_significant_incident_is_never_a_small_one():
    found = severity(STANDARD, "small", "low", decided(significant="yes", risk_to_people="yes"))
    assert (found.level.key, found.lifted_by) == ("high", ["significant"])


def test_what_is_decided_lowers_nothing_and_what_is_not_decided_lifts_nothing():
    assert severity(STANDARD, "very_large", "now", decided(significant="no")).level.key == "critical"
    assert severity(STANDARD, "very_large", "now", decided(significant="yes")).lifted_by == []
    assert severity(STANDARD, "small", "low", decided(significant="undecided")).level.key == "low"


def test_the_worst_impact_counts():
    assert highest_impact(STANDARD, ["small", "large", "medium"]) == "large"


def test_a_level_that_is_not_there():
    with pytest.raises(LookupError, match="huge"):
        severity(STANDARD, "huge", "now", {})


@pytest.mark.parametrize("method", [STANDARD, SIMPLE], ids=lambda method: method.key)
def test_the_ready_methods_are_whole(method):
    for impact, urgency in product(method.impacts, method.urgencies):
        assert severity(method, impact.key, urgency.key, {}).level in method.severities
    for level in (*method.impacts, *method.urgencies, *method.severities):
        assert set(level.title) == set(level.about) == library.LANGUAGES


@pytest.mark.parametrize(
    ("was", "becomes", "line", "fault"),
    [
        ("  - [high]\n", "", 13, "The grid has a row for each impact, with a severity for each urgency."),
        ("  - [low]\n  - [high]", "  - [high]\n  - [low]", 13, "More impact or urgency may not make it less severe."),
        ("- [high]", "- [higher]", 14, "“higher” is not known here. There are: low, high."),
        ("{significant: high}", "{important: high}", 15, "“important” is not known here."),
        ("key: much", "key: little", 6, "“little” is there twice."),
    ],
)
def test_what_is_wrong_with_an_own_method_is_told_by_line(was, becomes, line, fault):
    assert len(read(OWN.encode(), library.LANGUAGES)) == 1
    with pytest.raises(Unreadable) as raised:
        read(OWN.replace(was, becomes, 1).encode(), library.LANGUAGES)
    assert (line, fault) in [(each.line, each.text % each.params) for each in raised.value.faults]
