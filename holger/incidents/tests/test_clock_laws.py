"""What each law's clocks say: from what they run, and until when."""

from dataclasses import replace

import pytest

from holger.incidents.rules.clock_entry import Start
from holger.incidents.rules.clocks import State
from holger.incidents.rules.facts import Agreement, Facts, Moment, Sent
from holger.incidents.rules.periods import Length, Unit
from holger.incidents.tests.stories import KRONBORG, at, aware, decided, sent, told

AWARE = "2026-11-24 09:00"
YES = decided(significant="yes", personal_data="yes", risk_to_people="yes")
BANK = replace(KRONBORG, kinds=frozenset({"financial"}))
STRICT_BANK = replace(KRONBORG, kinds=frozenset({"financial", "credit_institution"}))
MAKER = replace(KRONBORG, kinds=frozenset({"manufacturer"}))
TRUST = replace(KRONBORG, kinds=frozenset({"essential", "trust"}))


def due(facts, key, place=KRONBORG, now="2026-11-24 12:00"):
    clock = told(facts, now, place)[key]
    return clock.due.at if clock.due else None


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("nis2-early-warning", "2026-11-25 09:00"),
        ("nis2-notification", "2026-11-27 09:00"),
        ("gdpr-33", "2026-11-27 09:00"),
    ],
)
def test_two_laws_run_at_once_from_when_one_became_aware(key, wanted):
    assert due(Facts(aware(AWARE), decisions=YES), key) == at(wanted)


def test_the_final_report_is_due_a_month_after_the_notification_was_sent():
    facts = Facts(aware(AWARE), decisions=YES, notices={"nis2-notification": [sent("2026-11-26 15:00")]})
    assert due(facts, "nis2-final") == at("2026-12-27 00:00")


def test_before_that_its_latest_date_is_shown():
    clock = told(Facts(aware(AWARE), decisions=YES), "2026-11-24 12:00")["nis2-final"]
    assert (clock.state, clock.due) == (State.WAITING, None)
    assert clock.projected.at == at("2026-12-28 00:00")


def test_an_incident_that_goes_on_gets_a_progress_report_and_its_final_one_later():
    notices = {"nis2-notification": [sent("2026-11-26 15:00")]}
    facts = Facts(aware(AWARE), decisions=YES, notices=notices)
    assert told(facts, "2026-12-20 12:00")["nis2-progress"].state == State.DUE_SOON
    facts = replace(facts, notices={**notices, "nis2-progress": [sent("2026-12-20 13:00")]})
    assert told(facts, "2027-01-20 12:00")["nis2-final"].state == State.WAITING
    facts = replace(facts, moments={**facts.moments, Start.HANDLED: [Moment(at("2027-02-01 10:00"))]})
    assert due(facts, "nis2-final", now="2027-02-02 10:00") == at("2027-03-02 00:00")


def test_no_progress_report_is_wanted_of_what_was_handled_in_time():
    moments = {**aware(AWARE), Start.HANDLED: [Moment(at("2026-12-01 10:00"))]}
    facts = Facts(moments, decisions=YES, notices={"nis2-notification": [sent("2026-11-26 15:00")]})
    found = told(facts, "2026-12-02 12:00")
    assert (found["nis2-progress"].state, found["nis2-progress"].spared) == (State.NOT_RELEVANT, True)
    assert found["nis2-final"].due.at == at("2026-12-27 00:00")


def test_trust_services_have_24_hours_for_the_notification():
    assert due(Facts(aware(AWARE), decisions=YES), "nis2-notification", TRUST) == at("2026-11-25 09:00")


@pytest.mark.parametrize(
    ("classified", "wanted"),
    [
        ("2026-11-24 10:00", "2026-11-24 14:00"),  # four hours after it was classified
        ("2026-11-25 08:00", "2026-11-25 09:00"),  # but 24 hours after one became aware
        ("2026-11-26 10:00", "2026-11-26 14:00"),  # classified only later: four hours again
    ],
)
def test_dora_starts_twice(classified, wanted):
    facts = Facts(aware(AWARE), decisions=decided(classified, dora_major="yes"))
    assert due(facts, "dora-initial", BANK, now="2026-11-27 12:00") == at(wanted)


def test_dora_counts_from_awareness_while_nothing_is_classified():
    clock = told(Facts(aware(AWARE)), "2026-11-24 12:00", BANK)["dora-initial"]
    assert (clock.due.at, clock.undecided) == (at("2026-11-25 09:00"), True)


def test_dora_goes_on_from_what_was_sent_and_ends_from_the_latest_update():
    notices = {
        "dora-initial": [sent("2026-11-24 13:00")],
        "dora-intermediate": [sent("2026-11-26 10:00"), sent("2026-12-04 10:00", Sent.CORRECTION)],
    }
    facts = Facts(aware(AWARE), decisions=decided(dora_major="yes"), notices=notices)
    found = told(facts, "2026-12-05 12:00", BANK)
    assert found["dora-intermediate"].due.at == at("2026-11-27 13:00")
    assert found["dora-final"].due.day.isoformat() == "2027-01-04"


def test_dora_may_slide_to_monday_noon_but_not_for_a_bank_of_the_stricter_kind():
    facts = Facts(aware("2026-11-27 09:00"), decisions=decided("2026-11-28 07:00", dora_major="yes"))
    assert told(facts, "2026-11-28 08:00", BANK)["dora-initial"].due.lenient == at("2026-11-30 12:00")
    assert told(facts, "2026-11-28 08:00", STRICT_BANK)["dora-initial"].due.lenient is None


def test_products_have_their_own_clocks_since_september_2026():
    facts = Facts(aware(AWARE), decisions=decided(cra_exploited="yes", cra_severe="no"))
    facts.moments[Start.FIX_AVAILABLE] = [Moment(at("2026-12-01 10:00"))]
    found = told(facts, "2026-12-02 12:00", MAKER)
    assert found["cra-exploited-warning"].due.at == at("2026-11-25 09:00")
    assert found["cra-exploited-notification"].due.at == at("2026-11-27 09:00")
    assert found["cra-exploited-final"].due.day.isoformat() == "2026-12-15"
    assert found["cra-severe-warning"].state == State.NOT_RELEVANT
    assert "cra-exploited-warning" not in told(Facts(aware("2026-09-10 09:00")), "2026-09-10 12:00", MAKER)


def test_a_law_holds_from_its_day_on():
    assert "nis2-early-warning" not in told(Facts(aware("2025-06-30 09:00")), "2025-07-02 12:00")
    assert "nis2-early-warning" in told(Facts(aware("2025-07-01 09:00")), "2025-07-02 12:00")
    assert "gdpr-33-omnibus" not in told(Facts(aware("2028-06-30 09:00")), "2028-07-02 12:00")


def test_each_contract_has_its_own_clock():
    two = (Agreement("c-1", "Elsinore Ltd", Length(Unit.HOURS, 36)), Agreement("c-2", "Bo’s", Length(Unit.NO_DELAY)))
    found = told(Facts(aware(AWARE), agreements=two), "2026-11-24 12:00")
    assert (found["contract:c-1"].due.at, found["contract:c-1"].to) == (at("2026-11-25 21:00"), "Elsinore Ltd")
    assert (found["contract:c-2"].due, found["contract:c-2"].state) == (None, State.DUE_SOON)
