"""A file of ready activities is read as it is written, and the first thing that is wrong stops it, with its place."""

from dataclasses import FrozenInstanceError

import pytest
import yaml

from holger.tasks.rules.ready_entry import Each, Event, Sample, Served, months_of
from holger.tasks.rules.ready_reading import read

LANGUAGES = ("da", "en")
GOOD = """
category: operation
title: {da: Drift, en: Operation}
activities:
- key: locks
  number: 7
  title: {da: Prøv låsene, en: Try the locks}
  short: {da: Låse, en: Locks}
  why: {da: Døre går op., en: Doors come open.}
  steps: [{da: Gå rundt., en: Walk round.}]
  checklist: [{da: Alt er låst, en: All is locked}]
  evidence: [{da: Notat, en: Note}]
  recurs: FREQ=MONTHLY;INTERVAL=3
  first: {month: 2, day: 10}
  lead: 7
  grace: 5
  minutes: 30
  role: facility
  with: [it]
  sign_off: security_officer
  evidence_required: true
  sample: {of: assets, size: 3, means: {da: døre, en: doors}}
  each: {of: suppliers, filter: "critical=yes", means: {da: kritiske, en: critical}}
  essential: true
  controls: [entry]
  serves:
    iso27001-2022: [A.7.2]
    cis-8.1: [6.10]
"""
LATER = GOOD.replace("  recurs: FREQ=MONTHLY;INTERVAL=3\n  first: {month: 2, day: 10}\n", "{when}")
AFTER = "  after: {event: incident_closed, days: 14}\n  occasion: {da: Bagefter, en: Afterwards}\n"


def reading(text):
    return read(yaml.load(text, Loader=yaml.CBaseLoader), LANGUAGES)


def test_a_file_is_read():
    category, (entry,) = reading(GOOD)
    assert category.key == entry.category == "operation" and category.title["da"] == "Drift"
    assert (entry.key, entry.number, entry.title["en"], entry.short["da"]) == ("locks", 7, "Try the locks", "Låse")
    assert (entry.rule, entry.month, entry.day, entry.months) == ("FREQ=MONTHLY;INTERVAL=3", 2, 10, (2, 5, 8, 11))
    assert (entry.lead, entry.grace, entry.minutes) == (7, 5, 30)
    assert (entry.role, entry.along, entry.sign_off) == ("facility", ["it"], "security_officer")
    assert entry.sample == Sample("assets", 3, {"da": "døre", "en": "doors"})
    assert entry.each == Each("suppliers", "critical=yes", {"da": "kritiske", "en": "critical"})
    assert entry.evidence_required and entry.essential and not entry.extra and entry.after is None
    assert entry.serves == [Served("iso27001-2022", "A.7.2"), Served("cis-8.1", "6.10")]
    assert entry.occasion == {} and entry.controls == ["entry"]
    with pytest.raises(FrozenInstanceError):
        entry.key = "other"


def test_what_is_left_out_is_nothing():
    bare = GOOD
    for name in ("number", "with", "sign_off", "sample", "each", "essential"):
        bare = "\n".join(line for line in bare.splitlines() if not line.startswith(f"  {name}:"))
    _category, (entry,) = reading(bare)
    assert (entry.number, entry.along, entry.sign_off, entry.sample, entry.each) == (None, [], "", None, None)
    assert not entry.essential


def test_an_event_takes_the_place_of_dates():
    _category, (entry,) = reading(LATER.replace("{when}", AFTER))
    assert entry.after == Event("incident_closed", 14) and entry.occasion["en"] == "Afterwards"
    assert (entry.rule, entry.month, entry.day, entry.months) == ("", 0, 0, ())


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("category: operation", "category: magic"), "file: category is magic, not one of operation"),
        (("key: locks", "key: locks\n  colour: red"), "operation 1: not known: colour"),
        (("key: locks", "key:"), "operation 1: key is missing"),
        (("title: {da: Prøv låsene, en: Try the locks}", "title: {en: Try}"), "locks title: da is missing"),
        (("short: {da: Låse, en: Locks}", "short: Locks"), "locks short: names with values are wanted"),
        (("en: Doors come open.", "en: Doors, sv: Dörrar"), "locks why: not known: sv"),
        (("{da: Gå rundt., en: Walk round.}", "{da: Gå rundt.}"), "locks steps 1: en is missing"),
        (("[{da: Notat, en: Note}]", "Note"), "locks: evidence is not a list"),
        (("month: 2, day: 10", "month: 2, day: 29"), "locks: begins on a day"),
        (("month: 2, day: 10", "month: 14, day: 1"), "locks: begins on a day"),
        (("month: 2, day: 10", "month: 2"), "locks first: day is missing"),
        (("  first: {month: 2, day: 10}\n", ""), "locks: recurs, but from when"),
        (("  recurs: FREQ=MONTHLY;INTERVAL=3\n", ""), "locks: either recurs, or comes after an event"),
        (("role: facility", "role: facility\n  after: {event: major_change, days: 2}"), "locks: either recurs"),
        (("FREQ=MONTHLY;INTERVAL=3", "FREQ=DAILY"), "not a rule of the wheel"),
        (("lead: 7", "lead: soon"), "locks: lead is not a whole number"),
        (("lead: 7", "lead: 0"), "locks: lead is not a whole number"),
        (("evidence_required: true", "evidence_required: maybe"), "locks: evidence_required is maybe"),
        (("  evidence_required: true\n", ""), "locks: evidence_required is missing"),
        (("of: assets", "of: moons"), "locks sample: of is moons"),
        (('filter: "critical=yes"', 'filter: ""'), "locks each: filter is missing"),
        (("with: [it]", "with: [it, it]"), "locks: with is not a list of texts that differ"),
        (("[6.10]", "[6.10, 6.10]"), "locks serves: cis-8.1 is not a list of texts that differ"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(wrong, told):
    assert wrong[0] in GOOD
    with pytest.raises(ValueError, match=told):
        reading(GOOD.replace(*wrong))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("incident_closed", "full_moon"), "locks after: event is full_moon"),
        (("days: 14", "days: x"), "locks after: days is not a whole number"),
        (("  occasion: {da: Bagefter, en: Afterwards}\n", ""), "locks occasion: names with values are wanted"),
    ],
)
def test_an_event_is_told_wholly(wrong, told):
    with pytest.raises(ValueError, match=told):
        reading(LATER.replace("{when}", AFTER.replace(*wrong)))


@pytest.mark.parametrize(
    ("rule", "first", "months"),
    [
        ("FREQ=YEARLY", 4, (4,)),
        ("FREQ=MONTHLY", 1, tuple(range(1, 13))),
        ("FREQ=MONTHLY;INTERVAL=3", 12, (3, 6, 9, 12)),
        ("FREQ=MONTHLY;INTERVAL=6", 8, (2, 8)),
        ("FREQ=MONTHLY;INTERVAL=12", 8, (8,)),
        ("FREQ=YEARLY;BYMONTH=11,2,5", 2, (2, 5, 11)),
    ],
)
def test_the_months_of_a_rule(rule, first, months):
    assert months_of(rule, first) == months


@pytest.mark.parametrize(
    "rule",
    [
        *("FREQ=DAILY", "FREQ=MONTHLY;INTERVAL=5", "FREQ=YEARLY;INTERVAL=2", "FREQ=MONTHLY;BYMONTH=2"),
        *("FREQ=MONTHLY;BYDAY=1MO", "FREQ=MONTHLY;INTERVAL=0", "INTERVAL=3", "FREQ=MONTHLY;INTERVAL=-3"),
    ],
)
def test_other_rules_do_not_come_round_with_the_year(rule):
    with pytest.raises(ValueError, match=r"wheel|every year"):
        months_of(rule, 1)
