"""The rules of the clocks are whole, and whoever brings their own is told what is wrong by line."""

import json
from dataclasses import replace

import pytest

from holger.incidents import library
from holger.incidents.rules import clock_writing
from holger.incidents.rules.clock_entry import REGIMES, Start, applying
from holger.incidents.rules.clock_rules import Unreadable, read
from holger.incidents.rules.clocks import clocks
from holger.incidents.rules.facts import Facts
from holger.incidents.rules.recipients import recipients_for
from holger.incidents.tests.stories import KRONBORG, at, aware

OWN = """\
clocks:
- key: energy
  regime: other
  title: {da: Energi, en: Energy}
  to: {da: Myndigheden, en: The authority}
  follows: significant
  limits:
  - {from: aware, hours: 12}
  source: A law
  valid_from: 2027-01-01
"""


def of(text: str):
    return read(text.encode(), library.LANGUAGES)


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(Unreadable) as raised:
        of(text)
    return [(fault.line, fault.text % fault.params) for fault in raised.value.faults]


def test_every_regime_of_the_law_has_its_clocks():
    assert {rule.regime for rule in library.clocks()} == set(REGIMES)


def test_every_rule_can_be_read_in_both_languages_and_names_its_law():
    for rule in library.clocks():
        assert rule.source
        assert all(set(each) == library.LANGUAGES for each in (rule.title, rule.to, rule.about))


def test_an_organisation_is_asked_only_for_what_concerns_it():
    assert {rule.regime for rule in applying(library.clocks(), KRONBORG)} == {"nis2", "gdpr", "contract"}
    # Who has not said what they are sees too much rather than too little.
    unknown = replace(KRONBORG, kinds=frozenset())
    assert {rule.regime for rule in applying(library.clocks(), unknown)} == {"nis2", "gdpr", "dora", "cra", "contract"}


def test_the_recipient_is_the_countrys():
    in_denmark, abroad = (
        {rule.key: rule for rule in applying(library.clocks(), place)}
        for place in (KRONBORG, replace(KRONBORG, country="SE"))
    )
    assert in_denmark["gdpr-33"].to["da"] == "virk.dk (Datatilsynet)"
    assert abroad["gdpr-33"].to["en"] == "The data protection authority"
    assert str(in_denmark["nis2-final"].valid_from) == "2025-07-01"


def test_an_own_rule_is_read_as_ours_are():
    (rule,) = of(OWN)
    assert (rule.key, rule.limits[0].start, rule.limits[0].length.count) == ("energy", Start.AWARE, 12)
    assert of(json.dumps({"clocks": []})) == []


@pytest.mark.parametrize(
    ("was", "becomes", "line", "fault"),
    [
        ("hours: 12", "hours: soon", 8, "A whole number from 1 is wanted here."),
        ("hours: 12", "hours: 12, days: 1", 8, "A limit has one length: hours, days, months, no_delay or agreed."),
        ("from: aware", "from: awake", 8, "“awake” is not known here."),
        ("from: aware", "from: submitted, of: energy", 2, "“energy” is not known here."),
        ("from: aware", "from: submitted", 8, "“of” belongs to what is classified or submitted, and to nothing else."),
        ("2027-01-01", "soon", 10, "A date is wanted here, such as 2026-09-11."),
        ("{da: Energi, en: Energy}", "Energy", 4, "“da” is missing."),
        ("  follows: significant\n", "", 2, "“follows” is missing."),
        ("limits:\n  - {from: aware, hours: 12}", "limits: []", 7, "At least one limit is wanted here."),
    ],
)
def test_what_is_wrong_is_told_by_line(was, becomes, line, fault):
    told = faults(OWN.replace(was, becomes))
    assert any(at == line and text.startswith(fault) for at, text in told), told


def test_a_key_is_there_once_for_the_same_time():
    twice = OWN + OWN.removeprefix("clocks:\n")
    assert (11, "“energy” is there twice.") in faults(twice)
    assert len(of(OWN + OWN.removeprefix("clocks:\n").replace("2027", "2028"))) == 2


def test_a_rule_that_is_written_down_reads_the_same():
    written = json.dumps(clock_writing.told(library.clocks()))
    assert of(written) == list(library.clocks())


def test_a_rule_may_change_from_a_day_on():
    """The day on which its clock starts picks the version, whenever one looks."""
    old, new = OWN.replace("2027-01-01", "2027-01-01\n  valid_to: 2027-06-30"), OWN.replace("2027-01-01", "2027-07-01")
    rules = of(old + new.removeprefix("clocks:\n").replace("12", "6"))
    for start, due in (("2027-06-30 20:00", "2027-07-01 08:00"), ("2027-07-01 08:00", "2027-07-01 14:00")):
        (clock,) = clocks(rules, Facts(aware(start)), KRONBORG, at("2027-08-01 12:00"))
        assert clock.due.at == at(due)


def test_who_is_told_is_known_by_law_and_country():
    found = library.recipients()
    assert [each.name for each in recipients_for(found, "DK", "gdpr")] == ["Datatilsynet"]
    assert [each.name for each in recipients_for(found, "DK", "dora")] == ["Finanstilsynet"]
    assert recipients_for(found, "SE", "gdpr") == []
    assert all(set(each.sector) == library.LANGUAGES and each.channel for each in found)
