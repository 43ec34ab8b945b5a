"""The log as a spreadsheet: an old one comes in, closed and quiet; what goes out comes back unchanged."""

from datetime import date, timedelta

import pytest

from holger.core import dates
from holger.core.errors import NotAllowed, RuleBroken
from holger.exchange.fields import ChangedRow, NewRow
from holger.exchange.normal import heading
from holger.exchange.registers import make_ready
from holger.incidents import services
from holger.incidents.duties import clocks as clock_duties
from holger.incidents.models import Entry, Incident, Moment, Status
from holger.incidents.register import INCIDENTS, check, rows, taken
from holger.incidents.selectors.clocks import case_of, ticking
from holger.incidents.services.reminding import clocks_remind
from holger.incidents.tests.factories import make_incident
from tests.cast import actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


OLD = {"title": "Lost laptop", "detected_at": date(2025, 3, 4), "closed_at": date(2025, 3, 9), "status": "closed",
       "severity": "high", "category": "lost-device", "people_count": 12, "source": "other"}  # fmt: skip


def test_an_old_log_comes_in_closed_and_no_clock_nags(cast, anna):
    services.incidents_import(actor=anna, creates=[NewRow(2, {**OLD, "owner": cast.bo.pk})], updates=[])
    made = Incident.objects.get()
    assert (made.reference, made.status, made.owner, made.severity_rank) == ("INC-1", Status.CLOSED, cast.bo, 2)
    assert (made.detected_at.hour, made.estimated, made.closed_at.date()) == (11, True, date(2025, 3, 9))
    assert not Moment.objects.exists()
    assert not Entry.objects.exists()
    assert not case_of(anna, made).open
    assert not ticking(Incident.objects.all()).exists()
    assert clock_duties.open_duties(cast.kronborg.pk, None) == []
    assert clocks_remind(cast.kronborg.pk) == 0


def test_what_goes_out_comes_back_unchanged(cast, anna):
    make_incident(cast.kronborg, severity="critical", severity_rank=3, owner=cast.bo, cause="malicious", loss="12.50")
    (told,) = rows(anna)
    assert told.values["severity"] == "critical"
    assert told.values["owner"] == cast.bo.pk
    assert told.values["detected_at"] == dates.now().date() or told.values["detected_at"] == dates.today()


def test_it_is_taken_back(cast, anna):
    there = make_incident(cast.kronborg, "Phishing")
    change = ChangedRow(3, there.pk, 1, {"title": "Phishing mail"}, {"title": ["Phishing", "Phishing mail"]})
    payload = services.incidents_import(actor=anna, creates=[NewRow(2, OLD)], updates=[change])
    assert Incident.objects.count() == 2
    services.incidents_import_undo(actor=anna, payload=payload)
    assert Incident.objects.get().title == "Phishing"


def test_a_status_is_not_changed_by_a_file(cast, anna):
    there = make_incident(cast.kronborg)
    change = ChangedRow(3, there.pk, 1, {"status": "closed"}, {"status": ["open", "closed"]})
    with pytest.raises(RuleBroken, match="on its page"):
        services.incidents_import(actor=anna, creates=[], updates=[change])


def test_what_only_a_few_may_know_of_neither_leaves_nor_is_changed(cast, anna):
    kept = make_incident(cast.kronborg, restricted=True, owner=cast.bo)
    assert list(rows(anna)) == []
    assert [row.id for row in rows(actor_of(cast.bo))] == [kept.pk]
    assert kept.reference in taken(anna)
    with pytest.raises(RuleBroken):
        services.incidents_import(actor=anna, creates=[], updates=[ChangedRow(3, kept.pk, 1, {"title": "X"}, {})])


def test_only_those_who_may_import_do(cast):
    for who in (cast.bo, cast.karen, cast.carl):
        with pytest.raises(NotAllowed):
            services.incidents_import(actor=actor_of(who), creates=[NewRow(2, OLD)], updates=[])


def test_days_that_cannot_be_are_told_of():
    told = {"detected_at": date(2025, 3, 4), "closed_at": date(2025, 3, 1)}
    assert [name for name, _reason in check(told)] == ["closed_at"]
    told = {"occurred_from": date(2025, 3, 4), "occurred_to": date(2025, 3, 1)}
    assert [name for name, _reason in check(told)] == ["occurred_to"]


def test_a_day_that_has_not_come_is_refused(anna):
    ahead = dates.today() + timedelta(days=3)
    with pytest.raises(RuleBroken):
        services.incidents_import(actor=anna, creates=[NewRow(2, {**OLD, "detected_at": ahead})], updates=[])


def test_the_headers_of_danish_logs_are_known(anna):
    ready = make_ready(INCIDENTS, anna)
    known = {text for field in ready.fields for text in field.headings}
    wanted = ("Dato", "Opdaget", "Hændelse", "Beskrivelse", "Kategori", "Alvorlighed", "Status", "Lukket", "Årsag")
    assert {heading(text) for text in (*wanted, "Berørte personer")} <= known
