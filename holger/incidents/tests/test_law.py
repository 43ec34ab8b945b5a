"""What an organisation is before the law, and what it changes of the library's rules, recipients and agreements."""

import json
from datetime import date, timedelta

import pytest
import yaml

from holger.core import dates
from holger.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from holger.history.models import Event
from holger.incidents import library
from holger.incidents.models.law import Agreement, OwnRecipient, OwnRule
from holger.incidents.rules.clock_writing import told
from holger.incidents.selectors.clocks import case_of
from holger.incidents.selectors.law import (
    all_rules,
    law_of,
    listed_rule,
    listed_rules,
    recipients_for,
    recipients_under,
)
from holger.incidents.services import law, moments
from holger.incidents.tests.factories import make_incident
from tests.cast import actor_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
GDPR = {"key": "gdpr-33", "valid_from": "2018-05-25"}


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


def wording(key="gdpr-33", **changes):
    """One of the library's rules as text, changed."""
    data = told([rule for rule in library.clocks() if rule.key == key])
    data["clocks"] = [data["clocks"][0] | changes]
    return yaml.safe_dump(data, allow_unicode=True)


def due(actor, incident, key="gdpr-33"):
    clock = case_of(actor, incident).clock(key)
    return clock and clock.due and clock.due.at - clock.start


@pytest.fixture
def incident(cast, anna):
    made = make_incident(cast.kronborg)
    moments.moment_tell(actor=anna, incident=made, point="aware", at=dates.now() - HOUR, basis="The alarm.")
    return made


# What one is


def test_whoever_has_said_nothing_is_concerned_by_all(cast, anna):
    everything = {rule.key for rule in law_of(cast.kronborg).rules}
    assert {"nis2-early-warning", "dora-initial", "cra-severe-warning", "gdpr-33"} <= everything
    law.profile_set(actor=anna, kinds=["important"])
    found = {rule.key for rule in law_of(cast.kronborg).rules}
    assert "nis2-early-warning" in found
    assert not {"dora-initial", "cra-severe-warning"} & found


def test_what_one_is_holds_for_oneself_only(cast, anna):
    law.profile_set(actor=anna, kinds=["important"], management=[cast.olga])
    assert len(law_of(cast.rosenborg).rules) > len(law_of(cast.kronborg).rules)
    with pytest.raises(NotFound):
        law.profile_set(actor=anna, management=[cast.dorte])
    for person in (cast.carl, cast.bo, cast.emil):
        with pytest.raises(NotAllowed):
            law.profile_set(actor=actor_of(person), kinds=[])


def test_a_kind_that_there_is_not_is_refused(anna):
    with pytest.raises(Exception, match="no such kind"):
        law.profile_set(actor=anna, kinds=["bank"])


# Rules


def test_a_copy_stands_in_the_librarys_place_and_is_changed(anna, incident):
    row = law.rule_copy(actor=anna, **GDPR)
    assert due(anna, incident) == 72 * HOUR
    with pytest.raises(RuleBroken):
        law.rule_copy(actor=anna, **GDPR)
    law.rule_edit(actor=anna, rule=row, text=wording(limits=[{"from": "aware", "hours": 48}]), reason="We promised.")
    assert due(anna, incident) == 48 * HOUR
    assert Event.objects.filter(action="incidents.rule_edited").get().reason == "We promised."
    law.rule_drop(actor=anna, rule=row, reason="No more.")
    assert due(anna, incident) == 72 * HOUR


def test_a_change_of_law_is_a_new_version_and_old_cases_keep_theirs(cast, anna, incident):
    tomorrow = dates.today() + timedelta(days=1)
    limits = [{"from": "aware", "hours": 96}]
    law.rule_add(actor=anna, text=wording(limits=limits, valid_from=tomorrow.isoformat()), reason="Omnibus.")
    assert due(anna, incident) == 72 * HOUR
    law.rule_add(actor=anna, text=wording(limits=limits, valid_from="2026-01-01"))
    assert due(anna, incident) == 96 * HOUR
    with pytest.raises(RuleBroken):
        law.rule_add(actor=anna, text=wording(valid_from="2018-05-25"))


def test_a_rule_of_a_new_law_may_wait_for_one_of_the_library(anna, incident):
    text = wording(
        key="gdpr-33", valid_from="2026-01-01", limits=[{"from": "submitted", "of": "nis2-notification", "days": 3}]
    ).replace("key: gdpr-33", "key: house-report")
    law.rule_add(actor=anna, text=text)
    clock = case_of(anna, incident).clock("house-report")
    assert clock.projected is not None


def test_a_rule_is_turned_off_and_on_with_reasons(anna, incident):
    with pytest.raises(RuleBroken):
        law.rule_switch(actor=anna, enabled=False, reason=" ", **GDPR)
    law.rule_switch(actor=anna, enabled=False, reason="We have no people.", **GDPR)
    assert due(anna, incident) is None
    with pytest.raises(RuleBroken):
        law.rule_switch(actor=anna, enabled=False, reason="Again.", **GDPR)
    law.rule_switch(actor=anna, enabled=True, reason="We do.", **GDPR)
    assert due(anna, incident) == 72 * HOUR
    assert OwnRule.objects.get().told == {}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("clocks:\n- key: x\n", 2),
        ("nothing: 1\n", 1),
        (wording(follows="beauty"), None),
        (wording(limits=[{"from": "aware", "hours": "many"}]), None),
        (wording(limits=[{"from": "submitted", "of": "unknown", "days": 3}]), None),
    ],
)
def test_what_cannot_be_read_is_told_by_line(anna, text, line):
    with pytest.raises(law.RuleUnreadable) as unreadable:
        law.rule_add(actor=anna, text=text)
    assert unreadable.value.faults
    assert line is None or unreadable.value.faults[0].line == line
    assert not OwnRule.objects.exists()


def test_two_who_edit_a_rule_at_once_are_told(anna):
    row = law.rule_copy(actor=anna, **GDPR)
    version = row.version
    law.rule_edit(actor=anna, rule=row, text=wording(source="One"), version=version)
    with pytest.raises(Conflict):
        law.rule_edit(actor=anna, rule=OwnRule.objects.get(), text=wording(source="Two"), version=version)


def test_a_rule_that_can_no_longer_be_read_leaves_the_librarys_in_place(cast, anna, incident):
    row = law.rule_copy(actor=anna, **GDPR)
    OwnRule.objects.filter(pk=row.pk).update(told={"clocks": [{"key": "gdpr-33"}]})
    assert due(anna, incident) == 72 * HOUR
    assert listed_rule(anna, "gdpr-33", "2018-05-25").unreadable


def test_rules_are_ones_own(cast, anna):
    row = law.rule_copy(actor=anna, **GDPR)
    law.rule_edit(actor=anna, rule=row, text=wording(limits=[{"from": "aware", "hours": 48}]))
    dorte = actor_of(cast.dorte)
    assert all(each.row is None for each in listed_rules(dorte))
    with pytest.raises(NotFound):
        law.rule_edit(actor=dorte, rule=row, text=wording())
    with pytest.raises(NotAllowed):
        law.rule_switch(actor=actor_of(cast.carl), enabled=False, reason="No.", **GDPR)
    with pytest.raises(NotAllowed):
        listed_rules(actor_of(cast.emil))


def test_every_rule_of_the_library_can_be_copied_and_says_the_same(cast, anna):
    for rule in library.clocks():
        law.rule_copy(actor=anna, key=rule.key, valid_from=rule.valid_from.isoformat())
    ours = json.dumps(told(library.clocks()), sort_keys=True)
    assert json.dumps(told(all_rules(cast.kronborg.pk)), sort_keys=True) == ours


# Whom to tell


def test_a_recipient_is_corrected_added_hidden_and_let_go(anna):
    before = {each.key: each for each in recipients_for(anna)}
    told = {"name": "The new authority", "country": "DK", "regimes": ["nis2"], "title_da": "Transport"}
    row = law.recipient_set(actor=anna, key="dk-transport", checked_on=date(2026, 11, 1), **told)
    found = {each.key: each for each in recipients_for(anna)}
    assert (found["dk-transport"].name, found["dk-transport"].check) == ("The new authority", False)
    assert len(found) == len(before)
    own = law.recipient_set(actor=anna, **told)
    assert own.key == "own-1"
    assert "own-1" in {each.key for each in recipients_under(anna, "nis2", "DK")}
    law.recipient_set(actor=anna, recipient=own, hidden=True)
    assert "own-1" not in {each.key for each in recipients_under(anna, "nis2", "DK")}
    law.recipient_drop(actor=anna, recipient=row)
    assert {each.key: each.name for each in recipients_for(anna)}["dk-transport"] == before["dk-transport"].name
    assert OwnRecipient.objects.count() == 1


def test_recipients_are_ones_own(cast, anna):
    row = law.recipient_set(actor=anna, name="Ours", country="DK", regimes=["nis2"])
    with pytest.raises(NotFound):
        law.recipient_drop(actor=actor_of(cast.dorte), recipient=row)
    with pytest.raises(NotAllowed):
        law.recipient_drop(actor=actor_of(cast.carl), recipient=row)
    with pytest.raises(NotFound):
        law.recipient_set(actor=anna, key="no-such", name="X", country="DK", regimes=["nis2"])


# What contracts ask


def agree(actor, party="Rosenborg", **more):
    return law.agreement_create(actor=actor, **{"party": party, "count": 24, "unit": "hours"} | more)


def test_each_agreement_has_its_own_deadline_until_one_says_which_it_touches(anna, incident):
    first, second = agree(anna), agree(anna, "Fredensborg", count=2, unit="days", start="first_sign")
    keys = {clock.key for clock in case_of(anna, incident).clocks}
    assert {f"contract:{first.pk}", f"contract:{second.pk}"} <= keys
    assert due(anna, incident, f"contract:{first.pk}") == 24 * HOUR
    law.case_agreements_set(actor=anna, incident=incident, agreements=[first])
    keys = {clock.key for clock in case_of(anna, incident).clocks}
    assert f"contract:{second.pk}" not in keys
    law.case_agreements_set(actor=anna, incident=incident, agreements=[])
    assert not [key for key in (c.key for c in case_of(anna, incident).clocks) if key.startswith("contract:")]


def test_what_has_ended_asks_nothing_of_new_incidents(anna, incident):
    row = agree(anna)
    law.agreement_edit(actor=anna, agreement=row, active=False)
    assert case_of(anna, incident).clock(f"contract:{row.pk}") is None


def test_agreements_are_ones_own(cast, anna, incident):
    theirs = agree(actor_of(cast.dorte))
    with pytest.raises(NotFound):
        law.case_agreements_set(actor=anna, incident=incident, agreements=[theirs])
    with pytest.raises(NotFound):
        law.agreement_edit(actor=anna, agreement=theirs, count=1)
    with pytest.raises(NotAllowed):
        agree(actor_of(cast.carl))
    assert Agreement.objects.count() == 1
