"""An activity is screened, and what it does to people assessed, advised on, decided, and frozen as it was decided."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from holger.core import dates
from holger.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from holger.history.models import Event
from holger.organisation import services as organisation
from holger.privacy import library, services
from holger.privacy.duties.dpia import open_duties
from holger.privacy.models import Dpia, DpiaVersion, Screening
from holger.privacy.rules import assessments as rules
from holger.privacy.selectors import dpia as selectors
from holger.privacy.tests.factories import make_activity, make_dpia
from tests.cast import actor_of, make_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NO = {criterion.key: "no" for _group, criterion in library.assessment().criteria}


@pytest.fixture
def karen(cast):
    return actor_of(cast.karen)


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def activity(cast):
    return make_activity(cast.kronborg, "Cameras", owner=cast.bo)


@pytest.fixture
def dpia(cast, activity):
    return make_dpia(activity, owner=cast.bo, full=True)


# Rules


def test_the_authority_has_eight_weeks_and_six_more():
    assert rules.answer_due(date(2026, 1, 1)) == date(2026, 2, 26)
    assert rules.answer_due(date(2026, 1, 1), longer=True) == date(2026, 4, 9)


@pytest.mark.parametrize(
    ("outcome", "needed", "reason", "field"),
    [("needed", True, "", None), ("needed", False, "No time.", "needed"), ("undecided", False, "No.", "needed"),
     ("undecided", True, "", None), ("consider", False, " ", "reason"), ("consider", False, "Small.", None),
     ("not_needed", False, "", None), ("not_needed", True, "", None)],
)  # fmt: skip
def test_none_is_made_only_where_the_answers_let_one(outcome, needed, reason, field):
    refused = rules.why_not_screened(outcome, needed=needed, reason=reason)
    assert (refused.field if refused else None) == field


def test_every_way_ends_where_another_begins_or_it_is_decided():
    ends = {way.ends for way in rules.WAYS.values()}
    assert all(any(end in way.starts for way in rules.WAYS.values()) for end in ends)
    assert rules.why_not_step("approve", rules.DRAFT, archived=False) == rules.CANNOT_NOW
    assert rules.why_not_step("approve", rules.SENT, archived=True) == rules.ARCHIVED


# Screening


def test_a_screening_is_kept_and_the_last_one_holds(karen, activity):
    first = services.screening_make(actor=karen, activity=activity, answers=NO, needed=False)
    assert (first.outcome, first.needed) == ("not_needed", False)
    answers = {**NO, "public-monitoring": "yes"}
    with pytest.raises(RuleBroken):
        services.screening_make(actor=karen, activity=activity, answers=answers, needed=False, reason="No.")
    second = services.screening_make(actor=karen, activity=activity, answers=answers, needed=True)
    assert list(selectors.screenings_of(activity)) == [second, first]
    assert "public-monitoring" in selectors.screened_as(second).decisive
    for change in ({"outcome": "needed"}, {"by_name": "Somebody"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Screening.objects.filter(pk=first.pk).update(**change)


def test_what_is_no_answer_is_refused(karen, activity):
    for answers in ({"gold": "yes"}, {"scale": "perhaps"}):
        with pytest.raises(RuleBroken):
            services.screening_make(actor=karen, activity=activity, answers=answers, needed=True)


def test_who_screens(cast, activity):
    services.screening_make(actor=actor_of(cast.bo), activity=activity, answers=NO, needed=False)
    with pytest.raises(NotAllowed):
        services.screening_make(actor=actor_of(cast.carl), activity=activity, answers=NO, needed=False)
    with pytest.raises(NotFound):
        services.screening_make(actor=actor_of(cast.dorte), activity=activity, answers=NO, needed=False)
    other = make_activity(cast.kronborg, "Payroll")
    with pytest.raises(NotFound):
        services.screening_make(actor=actor_of(cast.bo), activity=other, answers=NO, needed=False)


# Writing


def test_it_is_begun_and_written_section_by_section(cast, karen, activity):
    made = services.dpia_create(actor=karen, activity=activity, title="Cameras", owner=cast.karen)
    assert (made.reference, made.status) == ("DPIA-1", "draft")
    services.dpia_answer(actor=karen, dpia=made, answers={"flow": "From the gate to the disk."}, version=made.version)
    with pytest.raises(Conflict):
        services.dpia_answer(actor=karen, dpia=made, answers={"less": "No."}, version=made.version - 1)
    with pytest.raises(RuleBroken):
        services.dpia_answer(actor=karen, dpia=made, answers={"gold": "Yes."})
    with pytest.raises(RuleBroken):
        services.dpia_answer(actor=karen, dpia=made, answers={"opinion": "Fine."})
    with pytest.raises(RuleBroken):
        services.dpia_answer(actor=karen, dpia=made, answers={"flow": "x" * 20_001})
    with pytest.raises(RuleBroken) as refused:
        services.dpia_send(actor=karen, dpia=made)
    assert refused.value.params["count"] == len(selectors.missing_in(made)) > 3
    told = Event.objects.filter(action="assessment.written").get()
    assert "flow" in told.payload and "disk" not in told.payload


def test_the_officer_advises_and_nobody_else(cast, karen, anna, activity):
    dpia = make_dpia(activity)
    with pytest.raises(NotAllowed):
        services.dpia_advise(actor=anna, dpia=dpia, opinion="Fine.")
    with pytest.raises(RuleBroken) as refused:
        services.dpia_advise(actor=karen, dpia=dpia, opinion=" ")
    assert refused.value.field == "opinion"
    services.dpia_advise(actor=karen, dpia=dpia, opinion="Fewer cameras.")
    assert (dpia.answers["opinion"], dpia.opinion_by) == ("Fewer cameras.", cast.karen.name)
    assert "opinion" not in {question.key for question in selectors.missing_in(dpia)}


# Deciding


def approve(actor, dpia, **more):
    return services.dpia_approve(actor=actor, dpia=dpia, next_review=dates.today() + 365 * DAY, **more)


def test_it_is_sent_decided_and_frozen(cast, anna, karen, dpia):
    bo = actor_of(cast.bo)
    with pytest.raises(RuleBroken):
        approve(anna, dpia)
    services.dpia_send(actor=bo, dpia=dpia)
    for who in (karen, bo):
        with pytest.raises(NotAllowed):
            approve(who, dpia)
    approve(anna, dpia, reason="With fewer cameras.")
    version = DpiaVersion.objects.get()
    assert (dpia.status, version.number, version.approved, version.by_name) == ("approved", 1, True, cast.anna.name)
    assert version.answers == dpia.answers
    with pytest.raises(RuleBroken):
        services.dpia_answer(actor=bo, dpia=dpia, answers={"flow": "Otherwise."})
    for change in ({"answers": {}}, {"approved": False}, {"reason": ""}):
        with pytest.raises(DatabaseError), transaction.atomic():
            DpiaVersion.objects.update(**change)


def test_it_is_looked_at_again_on_a_day_to_come(anna, dpia):
    services.dpia_send(actor=anna, dpia=dpia)
    for wrong in (None, dates.today()):
        with pytest.raises(RuleBroken) as refused:
            services.dpia_approve(actor=anna, dpia=dpia, next_review=wrong)
        assert refused.value.field == "next_review"
    assert not DpiaVersion.objects.exists()


def test_it_is_sent_back_and_turned_down_with_reasons(anna, dpia):
    services.dpia_send(actor=anna, dpia=dpia)
    for service in (services.dpia_send_back, services.dpia_reject):
        with pytest.raises(RuleBroken) as refused:
            service(actor=anna, dpia=dpia, reason=" ")
        assert refused.value.field == "reason"
    services.dpia_send_back(actor=anna, dpia=dpia, reason="Who sees the pictures?")
    assert (dpia.status, dpia.sent_back) == ("draft", "Who sees the pictures?")
    services.dpia_send(actor=anna, dpia=dpia)
    services.dpia_reject(actor=anna, dpia=dpia, reason="Too much.")
    assert dpia.status == "rejected" and not DpiaVersion.objects.get().approved


def test_the_authority_is_asked_first_where_the_risk_stays_high(anna, dpia):
    services.dpia_send(actor=anna, dpia=dpia)
    with pytest.raises(RuleBroken):
        services.dpia_consult(actor=anna, dpia=dpia, on=dates.today() + DAY)
    services.dpia_consult(actor=anna, dpia=dpia, on=dates.today())
    with pytest.raises(RuleBroken):
        approve(anna, dpia)
    with pytest.raises(RuleBroken) as refused:
        services.dpia_consultation_answer(actor=anna, dpia=dpia, answer="")
    assert refused.value.field == "answer"
    services.dpia_consultation_answer(actor=anna, dpia=dpia, answer="Blur the street.")
    approve(anna, dpia)
    assert DpiaVersion.objects.get().consultation == "Blur the street."


def test_a_new_version_begins_with_the_old_answers_and_asks_for_the_opinion_anew(anna, dpia):
    services.dpia_send(actor=anna, dpia=dpia)
    approve(anna, dpia)
    with pytest.raises(RuleBroken):
        services.dpia_revise(actor=anna, dpia=dpia, reason="")
    services.dpia_revise(actor=anna, dpia=dpia, reason="More cameras.")
    assert dpia.status == "draft" and dpia.answers["flow"] == "Said." and "opinion" not in dpia.answers
    assert {question.key for question in selectors.missing_in(dpia)} == {"opinion", "outcome"}
    assert DpiaVersion.objects.get().answers["opinion"] == "Said."


def test_whoever_is_erased_has_still_decided(cast, dpia):
    helper = make_person(cast.kronborg, "Grete Hansen", "security_officer")
    services.dpia_send(actor=actor_of(helper), dpia=dpia)
    approve(actor_of(helper), dpia)
    organisation.person_erase(actor=actor_of(cast.olga), person=helper, name=helper.name)
    assert DpiaVersion.objects.get().by_name.startswith("Person ")


def test_it_is_put_away_and_taken_back(cast, karen, dpia):
    services.dpia_archive(actor=karen, dpia=dpia)
    with pytest.raises(RuleBroken):
        services.dpia_send(actor=karen, dpia=dpia)
    with pytest.raises(NotAllowed):
        services.dpia_restore(actor=actor_of(cast.bo), dpia=dpia)
    services.dpia_restore(actor=karen, dpia=dpia)
    assert dpia.archived_at is None


# Reading and doing


def test_who_sees_it(cast, dpia):
    for person, sees in ((cast.carl, True), (cast.bo, True), (cast.emil, False), (cast.dorte, False)):
        assert selectors.dpias_for(actor_of(person)).exists() == sees
    Dpia.objects.update(owner=cast.karen)
    assert selectors.dpias_for(actor_of(cast.bo)).exists()
    assert [hit.reference for hit in selectors.search_dpias(actor_of(cast.bo), "gate", 5)] == ["DPIA-1"]


def test_what_is_to_be_done_about_it(cast, anna, dpia):
    assert [duty.verb for duty in open_duties(cast.kronborg.pk, [cast.bo.pk])] == ["Write"]
    services.dpia_send(actor=anna, dpia=dpia)
    assert open_duties(cast.kronborg.pk, None) == []
    services.dpia_approve(actor=anna, dpia=dpia, next_review=dates.today() + 10 * DAY)
    duty = open_duties(cast.kronborg.pk, [cast.bo.pk])[0]
    assert (duty.verb, duty.due) == ("Review", dpia.next_review)


# What the activity's remarks make of it


def marked(activity):
    activity.refresh_from_db()
    return ",no_dpia," in activity.marks


def test_the_remark_on_an_activity_follows_its_screenings(karen, activity):
    services.screening_make(actor=karen, activity=activity, answers=NO, needed=True)
    assert marked(activity)
    services.screening_make(actor=karen, activity=activity, answers=NO, needed=False)
    assert not marked(activity)


def test_the_remark_on_an_activity_follows_the_last_decision_on_its_assessment(karen, anna, activity, dpia):
    services.screening_make(actor=karen, activity=activity, answers=NO, needed=True)
    services.dpia_send(actor=karen, dpia=dpia)
    assert marked(activity)
    services.dpia_approve(actor=anna, dpia=dpia, next_review=dates.today() + 365 * DAY)
    assert not marked(activity)
    services.dpia_revise(actor=karen, dpia=dpia, reason="New cameras.")
    assert not marked(activity), "what was approved holds until the new version is decided"
    services.dpia_archive(actor=anna, dpia=dpia)
    assert marked(activity)
    services.dpia_restore(actor=anna, dpia=dpia)
    for question in library.assessment().questions:
        dpia.answers.setdefault(question.key, "Said.")
    dpia.save()
    services.dpia_send(actor=karen, dpia=dpia)
    services.dpia_reject(actor=anna, dpia=dpia, reason="Too much.")
    assert marked(activity)
