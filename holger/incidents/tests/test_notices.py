"""What was sent stands as it was; forms are filled from the case; letters begin as ready texts."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from holger.core import dates
from holger.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from holger.history.models import Event
from holger.incidents import library
from holger.incidents.models.notices import CaseAnswers, LetterDraft, SentNotice
from holger.incidents.rules.clocks import State
from holger.incidents.rules.sheets import UNKNOWN, Standing
from holger.incidents.selectors.clocks import case_of
from holger.incidents.selectors.sheets import Desk
from holger.incidents.services import decisions, law, moments, notices
from holger.incidents.tests.factories import make_incident
from tests.cast import actor_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def incident(cast, anna):
    made = make_incident(cast.kronborg, "Ransomware")
    at = dates.now() - 2 * HOUR
    moments.moment_tell(actor=anna, incident=made, point="aware", at=at, basis="The alarm.")
    return made


def clock(actor, incident, key="gdpr-33"):
    return case_of(actor, incident).clock(key)


def send(actor, incident, **more):
    told = {"clock": "gdpr-33", "sheet": "gdpr-33", "language": "da", "at": dates.now(), "recipient": "Datatilsynet"}
    return notices.notice_record(actor=actor, incident=incident, **told | more)


def lines(actor, incident, sheet="gdpr-33", language="en"):
    filled = Desk(case_of(actor, incident)).sheet(library.sheets()[sheet], language, clock(actor, incident))
    return {line.key: line for line in filled.lines}


def test_what_was_sent_is_kept_with_copy_fingerprint_and_receipt(cast, anna, incident):
    made = send(anna, incident, receipt="D-1234")
    assert made.content["sheet"] == "gdpr-33"
    assert made.digest == notices.digest_of(made.content)
    found = clock(anna, incident)
    assert (found.state, found.notice.receipt, found.notice.by) == (State.SUBMITTED, "D-1234", cast.anna.name)
    assert Event.objects.filter(action="incident.notice_sent").exists()


def test_the_copy_stays_as_it_was_when_the_case_goes_on(anna, incident):
    made = send(anna, incident)
    before = made.content
    notices.answers_set(actor=anna, incident=incident, answers={"breach_nature": "A lost disk."})
    made.refresh_from_db()
    assert made.content == before


def test_the_database_changes_nothing_of_what_was_sent(anna, incident):
    send(anna, incident)
    for statement in ("UPDATE incidents_sentnotice SET receipt = 'other'", "DELETE FROM incidents_sentnotice"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_copy_that_one_has_not_seen_is_not_kept(anna, incident):
    seen = notices.digest_of(Desk(case_of(anna, incident)).sheet(library.sheets()["gdpr-33"], "da").as_data())
    notices.answers_set(actor=anna, incident=incident, answers={"breach_nature": "A lost disk."})
    with pytest.raises(RuleBroken):
        send(anna, incident, seen=seen)
    assert not SentNotice.objects.exists()


def test_what_is_late_wants_a_reason(anna, incident):
    at = dates.now() - 100 * HOUR
    moments.moment_correct(actor=anna, incident=incident, point="aware", at=at, reason="Earlier.")
    assert clock(anna, incident).state == State.OVERDUE
    with pytest.raises(RuleBroken) as refused:
        send(anna, incident)
    assert refused.value.field == "late_reason"
    send(anna, incident, late_reason="We did not see it in time.")
    found = clock(anna, incident)
    assert found.late is not None
    assert not found.late_reason_wanted


def test_what_became_late_by_a_correction_is_explained_afterwards(anna, incident):
    made = send(anna, incident)
    at = dates.now() - 100 * HOUR
    moments.moment_correct(actor=anna, incident=incident, point="aware", at=at, reason="Earlier.")
    assert clock(anna, incident).late_reason_wanted
    with pytest.raises(RuleBroken):
        notices.late_reason_give(actor=anna, notice=made, reason=" ")
    notices.late_reason_give(actor=anna, notice=made, reason="The log was read late.")
    assert not clock(anna, incident).late_reason_wanted


def test_it_is_put_right_and_taken_back_and_the_first_stays(anna, incident):
    decisions.decision_make(
        actor=anna, incident=incident, question="risk_to_people", answer="yes", reason="Names were read."
    )
    made = send(anna, incident)
    with pytest.raises(RuleBroken):
        notices.notice_correct(actor=anna, notice=made, at=dates.now(), note=" ")
    notices.notice_correct(actor=anna, notice=made, at=dates.now(), note="The number was wrong.")
    assert clock(anna, incident).state == State.CORRECTED
    notices.notice_withdraw(actor=anna, notice=made, at=dates.now(), note="It was not ours.")
    assert clock(anna, incident).state == State.RUNNING
    with pytest.raises(RuleBroken):
        notices.notice_withdraw(actor=anna, notice=made, at=dates.now(), note="Again.")
    assert [row.kind for row in SentNotice.objects.order_by("entered_at", "id")] == [
        "notice",
        "correction",
        "withdrawal",
    ]


def test_taken_back_where_there_is_no_duty_it_rests(anna, incident):
    made = send(anna, incident)
    decisions.decision_make(
        actor=anna, incident=incident, question="risk_to_people", answer="no", reason="All was encrypted."
    )
    notices.notice_withdraw(actor=anna, notice=made, at=dates.now(), note="There was no risk.")
    assert clock(anna, incident).state == State.WITHDRAWN


def test_more_is_sent_in_phases(anna, incident):
    send(anna, incident)
    assert clock(anna, incident, "gdpr-33-phase").is_open
    send(anna, incident, clock="gdpr-33-phase")
    assert clock(anna, incident, "gdpr-33-phase").state == State.SUBMITTED
    send(anna, incident, clock="gdpr-33-phase")
    assert SentNotice.objects.filter(clock="gdpr-33-phase").count() == 2


@pytest.mark.parametrize(
    "more", [{"clock": "none"}, {"sheet": "none"}, {"language": "sv"}, {"at": dates.now() + timedelta(days=2)}]
)
def test_what_there_is_not_is_not_sent(anna, incident, more):
    with pytest.raises(RuleBroken):
        send(anna, incident, **more)


def test_who_may_write_down_what_was_sent(cast, incident):
    send(actor_of(cast.karen), incident)
    with pytest.raises(NotAllowed):
        send(actor_of(cast.carl), incident)
    for person in (cast.dorte, cast.emil, cast.bo):
        with pytest.raises(NotFound):
            send(actor_of(person), incident)


# Forms


def test_a_form_is_filled_from_case_settings_and_answers(anna, incident):
    law.profile_set(actor=anna, entity_number="12345678", dpo_contact="Karen, 00 00 00 00")
    found = lines(anna, incident)
    assert found["entity_name"].text == "Kronborg A/S"
    assert (found["entity_number"].text, found["dpo_contact"].text) == ("12345678", "Karen, 00 00 00 00")
    assert "(UTC+01:00)" in found["aware_at"].text
    assert found["breach_nature"].standing == Standing.MISSING
    notices.answers_set(
        actor=anna, incident=incident, answers={"breach_nature": "A lost disk.", "people_count": UNKNOWN}
    )
    found = lines(anna, incident)
    assert found["breach_nature"].text == "A lost disk."
    assert found["people_count"].standing == Standing.UNKNOWN


def test_answers_of_every_kind_come_back_as_they_were(anna, incident):
    told = {
        "occurred_from": dates.now() - 3 * HOUR,
        "cross_border": False,
        "people_kinds": ["Employees", "Customers"],
        "people_count": 1200,
        "costs_eur": 12.5,
        "impact": "The shop is closed.",
    }
    notices.answers_set(actor=anna, incident=incident, answers=told)
    answers = Desk(case_of(anna, incident)).answers
    assert {key: answers[key] for key in told} == told
    notices.answers_set(actor=anna, incident=incident, answers={"impact": None})
    assert "impact" not in CaseAnswers.objects.get().answers


@pytest.mark.parametrize(
    "answers",
    [
        {"none": 1},
        {"people_count": "many"},
        {"people_count": True},
        {"cross_border": "yes"},
        {"impact": 7},
        {"people_kinds": "x"},
    ],
)
def test_an_answer_that_does_not_fit_is_refused(anna, incident, answers):
    with pytest.raises(RuleBroken):
        notices.answers_set(actor=anna, incident=incident, answers=answers)


def test_two_who_fill_in_at_once_do_not_undo_each_other(anna, incident):
    row = notices.answers_set(actor=anna, incident=incident, answers={"impact": "One."})
    version = row.version
    notices.answers_set(actor=anna, incident=incident, answers={"impact": "Two."}, version=version)
    with pytest.raises(Conflict):
        notices.answers_set(actor=anna, incident=incident, answers={"impact": "Three."}, version=version)


def test_a_breach_that_need_not_be_notified_tells_why_in_the_record(anna, incident):
    decisions.decision_make(
        actor=anna, incident=incident, question="risk_to_people", answer="no", reason="All was encrypted."
    )
    assert lines(anna, incident, "gdpr-33-5")["not_notified_reason"].text == "All was encrypted."


# Letters


def test_a_letter_says_what_the_case_tells_and_what_is_missing(anna, incident):
    notices.answers_set(
        actor=anna, incident=incident, answers={"plain_summary": "A disk is gone.", "record_kinds": ["Name", "Address"]}
    )
    merged = Desk(case_of(anna, incident)).letter(library.letters()["people"], "en")
    assert "A disk is gone." in merged.text
    assert "Name, Address" in merged.text
    assert "Dear [name of the recipient]" in merged.text
    assert "[MISSING: " in merged.text
    assert "advice" in merged.missing


def test_what_somebody_writes_is_never_read_for_fields(anna, incident):
    notices.answers_set(actor=anna, incident=incident, answers={"plain_summary": "{{entity_name}} {{nothing}}"})
    merged = Desk(case_of(anna, incident)).letter(library.letters()["people"], "en")
    assert "{{entity_name}} {{nothing}}" in merged.text


def test_a_letter_that_was_written_on_is_what_is_kept(anna, incident):
    told = {"actor": anna, "incident": incident, "letter": "people", "language": "en"}
    notices.letter_write(subject="About your data", text="A disk is gone.", **told)
    made = send(anna, incident, clock="", sheet="", letter="people", language="en", recipient="180 employees")
    assert (made.content["subject"], made.content["text"]) == ("About your data", "A disk is gone.")
    notices.letter_start_over(**told)
    assert not LetterDraft.objects.exists()
    notices.letter_start_over(**told)
