"""Reminders of deadlines: once for each mark, more people the later it gets, nobody who may not see the incident."""

from datetime import timedelta

import pytest

from holger.core import dates
from holger.incidents.duties.clocks import open_duties
from holger.incidents.services import decisions, law, moments, notices
from holger.incidents.services.reminding import clocks_remind, short
from holger.incidents.tests.factories import make_incident
from holger.jobs.models import Mail
from holger.tasks.models import Notice, NoticeKind
from holger.tasks.services.mailing import mail_to
from tests.cast import actor_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def incident(cast, anna):
    """Led by Anna; only the 72 hours of GDPR run, since an hour ago."""
    law.profile_set(actor=anna, kinds=["public_body"])
    made = make_incident(cast.kronborg, "A secret matter", owner=cast.anna)
    moments.moment_tell(actor=anna, incident=made, point="aware", at=dates.now() - HOUR, basis="The alarm.")
    for question, answer in (
        ("personal_data", "yes"),
        ("risk_to_people", "yes"),
        ("high_risk", "no"),
        ("contract", "no"),
    ):
        decisions.decision_make(actor=anna, incident=made, question=question, answer=answer, reason="Because.")
    return made


def told(cast, hours):
    """Who was told of the 72 hours, so many hours after Anna became aware."""
    clocks_remind(cast.kronborg.pk, dates.now() + (hours - 1) * HOUR)
    rows = Notice.objects.filter(duty__endswith=":gdpr-33")
    return sorted(rows.values_list("person__name", flat=True))


def test_nothing_is_said_before_half_of_the_time_is_gone(cast, incident):
    assert told(cast, 35) == []


def test_the_later_the_more_people(cast, incident):
    assert told(cast, 37) == ["Anna Holm"]
    assert told(cast, 55) == ["Anna Holm"] * 2
    assert told(cast, 66) == ["Anna Holm"] * 3 + ["Olga Krogh"]
    assert told(cast, 73) == ["Anna Holm"] * 4 + ["Olga Krogh"] * 2
    assert Notice.objects.filter(kind=NoticeKind.OVERDUE, duty__endswith=":gdpr-33").count() == 2


def test_each_mark_is_told_once_and_overdue_every_day(cast, incident):
    assert told(cast, 37) == told(cast, 37) == told(cast, 40)
    late = len(told(cast, 73))
    assert len(told(cast, 74)) == late
    assert len(told(cast, 98)) == late + 2


def test_only_the_newest_mark_is_told_when_nothing_ran_for_a_while(cast, incident):
    assert told(cast, 66) == ["Anna Holm", "Olga Krogh"]


def test_what_is_sent_is_no_longer_told(cast, anna, incident):
    notices.notice_record(
        actor=anna, incident=incident, clock="gdpr-33", sheet="gdpr-33", language="da", at=dates.now(), recipient="X"
    )
    assert told(cast, 73) == []


def test_the_chosen_management_is_told(cast, anna, incident):
    law.profile_set(actor=anna, management=[cast.karen])
    assert told(cast, 66) == ["Anna Holm", "Karen Bech"]


def test_a_corrected_start_is_told_anew(cast, anna, incident):
    assert told(cast, 37) == ["Anna Holm"]
    moments.moment_correct(actor=anna, incident=incident, point="aware", at=dates.now() - 2 * HOUR, reason="Earlier.")
    assert told(cast, 37) == ["Anna Holm"] * 2


def test_whoever_may_not_see_it_is_told_nothing_and_chats_neither(cast, anna, incident):
    law.profile_set(actor=anna, management=[cast.emil])
    assert told(cast, 73) == ["Anna Holm"]
    assert not Notice.objects.filter(title__contains="secret matter").exists()


def test_with_nobody_on_it_the_management_is_told(cast, anna):
    law.profile_set(actor=anna, kinds=["public_body"])
    made = make_incident(cast.kronborg, "Nobody's")
    moments.moment_tell(actor=anna, incident=made, point="aware", at=dates.now() - HOUR, basis="The alarm.")
    assert set(told(cast, 40)) == {"Olga Krogh"}


def test_undecided_nags_every_day(cast, anna):
    law.profile_set(actor=anna, kinds=["public_body"])
    made = make_incident(cast.kronborg, "Open", owner=cast.anna)
    moments.moment_tell(actor=anna, incident=made, point="first_sign", at=dates.now())
    rows = Notice.objects.filter(duty__endswith=":questions")
    for hours, count in ((1, 0), (25, 1), (30, 1), (49, 2)):
        clocks_remind(cast.kronborg.pk, dates.now() + hours * HOUR)
        assert rows.count() == count


def test_it_is_mailed_at_once_though_it_is_night(cast, incident):
    told(cast, 55)
    mail_to(cast.kronborg.pk, [cast.anna.pk])
    assert Mail.objects.filter(recipient=cast.anna.email).count() == 1


def test_a_slot_is_never_too_long():
    slot = short("x" * 300)
    assert len(slot) == 200
    assert slot != short("x" * 301)
    assert short("brief") == "brief"


# My work


def test_deadlines_and_questions_are_work_of_whoever_leads(cast, anna, incident):
    found = {duty.key.rsplit(":", 1)[1]: duty for duty in open_duties(cast.kronborg.pk, [cast.anna.pk])}
    assert found["gdpr-33"].person_id == cast.anna.pk
    assert found["gdpr-33"].due is not None
    assert open_duties(cast.kronborg.pk, [cast.bo.pk]) == []
    assert len(open_duties(cast.kronborg.pk, None)) == len(found)
