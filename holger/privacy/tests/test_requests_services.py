"""A request of a data subject is taken in, extended, decided, answered, and who asked is forgotten."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from holger.assets.tests.factories import make_asset
from holger.core import dates
from holger.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from holger.core.permissions import Role
from holger.history.models import Event
from holger.organisation import services as organisation
from holger.organisation.models import RoleGrant
from holger.privacy import services
from holger.privacy.duties.requests import open_duties
from holger.privacy.models import Inquiry, RequestEntry, RequestLetter, RequestStep, SubjectRequest
from holger.privacy.selectors import requests as selectors
from holger.privacy.tests.factories import make_activity, make_request
from holger.suppliers.tests.factories import make_supplier
from holger.tasks.models import Notice, NoticeKind
from tests.cast import actor_of, make_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def karen(cast):
    return actor_of(cast.karen)


@pytest.fixture
def request_(cast):
    return make_request(cast.kronborg, owner=cast.karen, asker_name="Ida Bjerg", asker_contact="ida@home.example")


def create(actor, **more):
    told = {"title": "Wants to see the file", "received": dates.today() - DAY, "rights": ["access", "erasure"]}
    return services.request_create(actor=actor, **told | more)


# Taking in


def test_it_is_taken_in_with_its_last_day_and_its_steps(cast, karen):
    made = create(karen, received=date(2026, 10, 31), owner=cast.karen, asker_name="Ida Bjerg")
    assert (made.reference, made.due, made.status) == ("DSR-1", date(2026, 11, 30), "open")
    keys = [step.key for step in selectors.steps_of(made)]
    assert keys[0] == "confirm" and keys[-1] == "answer" and {"information", "carry_out"} <= set(keys)
    assert [line.what for line in selectors.entries_of(made)] == ["created"]


def test_history_never_keeps_who_asked(cast, karen):
    made = create(karen, asker_name="Ida Bjerg", asker_contact="ida@home.example", message="I was fired.")
    services.request_edit(actor=karen, request=made, asker_name="Ida Bjerg Holm")
    services.request_decide(actor=karen, request=made, outcome="refused", decision="Ida owes us money.")
    told = str(list(Event.objects.values_list("payload", "subject_label")))
    assert "DSR-1" in told and "Ida" not in told and "fired" not in told and "home.example" not in told


@pytest.mark.parametrize(
    ("answers", "field"),
    [({"rights": []}, "rights"), ({"rights": ["gold"]}, "rights"), ({"received": dates.today() + 2 * DAY}, "received")],
)
def test_what_cannot_be_is_refused_at_its_field(karen, answers, field):
    with pytest.raises(RuleBroken) as refused:
        create(karen, **answers)
    assert refused.value.field == field


def test_what_follows_is_not_told_by_hand(karen):
    with pytest.raises(ValueError, match="due"):
        create(karen, due=dates.today())


def test_who_may(cast, karen, request_):
    bo = actor_of(cast.bo)
    assert create(bo, owner=cast.bo).owner == cast.bo
    with pytest.raises(RuleBroken):
        create(bo, owner=cast.karen)
    for person in (cast.carl, cast.emil):
        with pytest.raises(NotAllowed):
            create(actor_of(person))
    with pytest.raises(NotFound):
        services.request_edit(actor=bo, request=request_, title="Mine")
    with pytest.raises(NotFound):
        services.request_edit(actor=actor_of(cast.dorte), request=request_, title="Mine")
    with pytest.raises(NotAllowed):
        services.request_edit(actor=actor_of(cast.carl), request=request_, title="Mine")


def test_activities_are_those_that_one_sees(cast, karen):
    foreign = make_activity(cast.rosenborg)
    with pytest.raises(RuleBroken) as refused:
        create(karen, activities=[foreign])
    assert refused.value.field == "activities"


def test_nobody_takes_off_an_activity_that_they_do_not_see(cast, karen):
    mine, others = make_activity(cast.kronborg, "Shifts", owner=cast.bo), make_activity(cast.kronborg, "Payroll")
    made = create(karen, owner=cast.bo, activities=[mine, others])
    services.request_edit(actor=actor_of(cast.bo), request=made, activities=[])
    assert list(made.activities.all()) == [others]
    services.request_edit(actor=karen, request=made, activities=[])
    assert not made.activities.exists()


# The clock


def test_another_day_of_receipt_takes_a_reason_and_moves_the_last_day(karen, request_):
    before = request_.received - 3 * DAY
    with pytest.raises(RuleBroken) as refused:
        services.request_edit(actor=karen, request=request_, received=before)
    assert refused.value.field == "reason"
    services.request_edit(actor=karen, request=request_, received=before, reason="It lay at the reception.")
    assert request_.due == selectors.rules.last_day(before, extended=False)
    assert selectors.entries_of(request_)[0].what == "moved"


def test_it_is_not_received_after_something_was_done(karen, request_):
    services.identity_ask(actor=karen, request=request_, on=request_.received + DAY, how="Call back.")
    with pytest.raises(RuleBroken) as refused:
        services.request_edit(actor=karen, request=request_, received=request_.received + 2 * DAY, reason="Wrong.")
    assert refused.value.field == "received"


def test_it_is_extended_once_within_the_first_month_with_a_reason(karen, request_):
    today = dates.today()
    with pytest.raises(RuleBroken) as refused:
        services.request_extend(actor=karen, request=request_, on=today, reason=" ")
    assert refused.value.field == "reason"
    services.request_extend(actor=karen, request=request_, on=today, reason="Forty mailboxes.")
    assert request_.due == selectors.rules.last_day(request_.received, extended=True)
    with pytest.raises(RuleBroken):
        services.request_extend(actor=karen, request=request_, on=today, reason="More.")


def test_after_the_first_month_nobody_is_told_of_more_time(cast, karen):
    late = make_request(cast.kronborg, received=dates.today() - 40 * DAY)
    with pytest.raises(RuleBroken) as refused:
        services.request_extend(actor=karen, request=late, on=dates.today(), reason="Forty mailboxes.")
    assert refused.value.field == "on"
    with pytest.raises(RuleBroken):
        services.request_extend(actor=karen, request=late, on=dates.today() + DAY, reason="Tomorrow.")


# Who it is


def test_doubt_holds_back_the_data_and_not_the_clock(karen, request_):
    due, asked = request_.due, dates.today() - 5 * DAY
    services.identity_ask(actor=karen, request=request_, on=asked, how="Answer from the address that we know.")
    assert request_.due == due
    with pytest.raises(RuleBroken) as refused:
        services.request_decide(actor=karen, request=request_, outcome="met", decision="Here.")
    assert refused.value.field == "outcome"
    services.identity_settle(actor=karen, request=request_, confirmed=True, on=dates.today(), how="Called back.")
    assert request_.identity == "confirmed" and request_.clock(dates.today()).at_the_latest > due
    services.request_decide(actor=karen, request=request_, outcome="met")


def test_nobody_is_known_before_they_were_asked(karen, request_):
    services.identity_ask(actor=karen, request=request_, on=dates.today(), how="Call back.")
    with pytest.raises(RuleBroken):
        services.identity_settle(actor=karen, request=request_, confirmed=True, on=dates.today() - DAY, how="By phone.")
    with pytest.raises(RuleBroken) as refused:
        services.identity_settle(actor=karen, request=request_, confirmed=True, on=dates.today(), how=" ")
    assert refused.value.field == "how"


def test_data_is_not_handed_over_to_whoever_could_not_show_who_they_are(karen, request_):
    services.identity_settle(
        actor=karen, request=request_, confirmed=False, on=dates.today(), how="No answer in a week."
    )
    with pytest.raises(RuleBroken):
        services.request_decide(actor=karen, request=request_, outcome="partly", decision="A part.")
    services.request_decide(actor=karen, request=request_, outcome="refused", decision="We do not know who you are.")


# Deciding and closing


def test_it_is_decided_answered_and_closed(cast, karen, request_):
    with pytest.raises(RuleBroken):
        services.request_close(actor=karen, request=request_, answered=dates.today())
    services.request_decide(actor=karen, request=request_, outcome="partly", decision="The notes are not yours.")
    services.request_close(actor=karen, request=request_, answered=dates.today(), keep_months=6)
    assert (request_.status, request_.decided_by) == ("closed", cast.karen.name)
    assert request_.kept_until == selectors.rules.kept_until(dates.today(), 6)
    told = list(Event.objects.filter(subject_id=request_.pk).values_list("action", flat=True))
    assert {"request.decided", "request.closed"} <= set(told)
    with pytest.raises(RuleBroken):
        services.request_edit(actor=karen, request=request_, title="Changed")


def test_a_late_answer_takes_its_reason(cast, karen):
    late = make_request(cast.kronborg, received=dates.today() - 40 * DAY)
    services.request_decide(actor=karen, request=late, outcome="met")
    with pytest.raises(RuleBroken) as refused:
        services.request_close(actor=karen, request=late, answered=dates.today())
    assert refused.value.field == "late_reason"
    services.request_close(actor=karen, request=late, answered=dates.today(), late_reason="It lay in a mailbox.")
    assert late.clock(dates.today()).state == "late"


def test_the_answer_is_sent_between_receipt_and_today(karen, request_):
    services.request_decide(actor=karen, request=request_, outcome="met")
    for wrong in (request_.received - DAY, dates.today() + DAY):
        with pytest.raises(RuleBroken) as refused:
            services.request_close(actor=karen, request=request_, answered=wrong)
        assert refused.value.field == "answered"


def test_it_is_opened_again_and_the_month_runs_as_before(karen, request_):
    due = request_.due
    services.request_decide(actor=karen, request=request_, outcome="met")
    services.request_close(actor=karen, request=request_, answered=dates.today())
    services.request_reopen(actor=karen, request=request_, reason="They say that a page is missing.")
    assert (request_.status, request_.answered, request_.due, request_.kept_until) == ("open", None, due, None)


def test_only_what_is_closed_is_put_away(cast, karen, request_):
    with pytest.raises(RuleBroken):
        services.request_archive(actor=karen, request=request_)
    services.request_decide(actor=karen, request=request_, outcome="withdrawn")
    services.request_close(actor=karen, request=request_, answered=dates.today())
    services.request_archive(actor=karen, request=request_)
    assert request_.archived_at is not None
    SubjectRequest.objects.update(owner=cast.bo)
    with pytest.raises(NotAllowed):
        services.request_restore(actor=actor_of(cast.bo), request=request_)
    services.request_restore(actor=karen, request=request_)
    assert request_.archived_at is None


# The work


def test_steps_are_ticked_left_out_and_added(cast, karen, request_):
    first, second, *_rest = selectors.steps_of(request_)
    services.request_step_tick(actor=karen, step=first)
    assert first.done_by == cast.karen.name
    with pytest.raises(RuleBroken):
        services.request_step_tick(actor=karen, step=first)
    with pytest.raises(RuleBroken):
        services.request_step_skip(actor=karen, step=second, reason=" ")
    services.request_step_skip(actor=karen, step=second, reason="We know her voice.")
    services.request_step_untick(actor=karen, step=first)
    assert first.is_open and not second.is_open
    own = services.request_step_add(actor=karen, request=request_, own="Ask the printer")
    assert selectors.steps_of(request_)[-1] == own
    with pytest.raises(Conflict):
        services.request_step_tick(actor=karen, step=first, version=1)


def test_other_rights_lay_out_other_steps_and_keep_what_was_done(karen, request_):
    first = selectors.steps_of(request_)[0]
    services.request_step_tick(actor=karen, step=first)
    services.request_edit(actor=karen, request=request_, rights=["access", "objection"])
    found = selectors.steps_of(request_)
    assert "weigh" in {step.key for step in found} and len(found) == len({step.key for step in found})
    assert RequestStep.objects.get(pk=first.pk).done_at is not None


def test_places_come_from_the_systems_and_suppliers_of_the_activities(cast, karen, request_):
    activity = make_activity(cast.kronborg)
    supplier = make_supplier(cast.kronborg, "Lønhuset A/S")
    activity.systems.add(make_asset(cast.kronborg, title="Payroll", supplier=supplier))
    activity.systems.add(make_asset(cast.kronborg, title="Shifts", supplier=supplier))
    request_.activities.add(activity)
    assert services.inquiries_propose(actor=karen, request=request_) == 3
    assert services.inquiries_propose(actor=karen, request=request_) == 0
    names = [each.name for each in selectors.inquiries_of(request_)]
    assert "Lønhuset A/S" in names and any("Payroll" in name for name in names)
    place = Inquiry.objects.get(name="Lønhuset A/S")
    assert (place.subject_type, place.subject_id) == ("suppliers.supplier", supplier.pk)
    services.inquiry_answer(actor=karen, inquiry=place, result="data", note="In the mail of May 4.")
    assert selectors.entries_of(request_)[0].what == "inquiry_data"
    services.inquiry_drop(actor=karen, inquiry=place)
    assert not Inquiry.objects.filter(name="Lønhuset A/S").exists()


def test_letters_are_written_on_and_begun_anew(karen, request_):
    told = {"actor": karen, "request": request_, "letter": "answer", "language": "en"}
    row = services.request_letter_write(subject="Answer", text="Dear Ida", **told)
    services.request_letter_write(subject="Answer", text="Dear Ida Bjerg", version=row.version, **told)
    with pytest.raises(Conflict):
        services.request_letter_write(subject="Answer", text="Dear nobody", version=row.version, **told)
    services.request_letter_sent(**told)
    assert selectors.entries_of(request_)[0].about == "answer"
    services.request_letter_again(**told)
    assert not RequestLetter.objects.exists()
    with pytest.raises(RuleBroken):
        services.request_letter_sent(actor=karen, request=request_, letter="gold", language="en")


def test_the_log_is_only_added_to(karen, request_):
    line = services.request_note(actor=karen, request=request_, text="She called.")
    with pytest.raises(RuleBroken):
        services.request_note(actor=karen, request=request_, text=" ")
    for change in ({"text": "He called."}, {"by_name": "Somebody else"}, {"entered_at": dates.now() - DAY}):
        with pytest.raises(DatabaseError), transaction.atomic():
            RequestEntry.objects.filter(pk=line.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        RequestEntry.objects.filter(pk=line.pk).delete()


def test_whoever_is_erased_has_still_written_it(cast, karen, request_):
    helper = make_person(cast.kronborg, "Grete Hansen", "dpo")
    line = services.request_note(actor=actor_of(helper), request=request_, text="She called.")
    organisation.person_erase(actor=actor_of(cast.olga), person=helper, name=helper.name)
    line.refresh_from_db()
    assert line.by_name.startswith("Person ") and "Grete" not in line.by_name


# Forgetting who asked


@pytest.fixture
def closed(karen, request_):
    services.request_note(actor=karen, request=request_, text="Ida called.")
    services.request_letter_write(
        actor=karen, request=request_, letter="answer", language="en", subject="Answer", text="Dear Ida"
    )
    place = services.inquiry_add(actor=karen, request=request_, name="Mailbox")
    services.inquiry_answer(actor=karen, inquiry=place, result="data", note="Ida's mail")
    services.request_decide(actor=karen, request=request_, outcome="refused", decision="Ida owes us money.")
    return services.request_close(actor=karen, request=request_, answered=dates.today(), keep_months=1)


def test_who_asked_is_erased_on_the_day_and_the_rest_stays(cast, closed):
    day = closed.kept_until
    assert services.askers_erase(cast.kronborg.pk, day - DAY) == 0
    assert services.askers_erase(cast.kronborg.pk, day) == 1
    assert services.askers_erase(cast.kronborg.pk, day + DAY) == 0
    closed.refresh_from_db()
    rows = [*SubjectRequest.objects.values(), *RequestEntry.objects.values(), *RequestLetter.objects.values()]
    assert "Ida" not in str([*rows, *Inquiry.objects.values(), *RequestStep.objects.values()])
    assert (closed.outcome, closed.status) == ("refused", "closed") and closed.erased_at is not None
    assert next(line.what for line in selectors.entries_of(closed)) == "erased"


def test_who_asked_is_erased_before_when_nobody_needs_it(cast, karen, closed):
    with pytest.raises(NotAllowed):
        services.asker_erase(actor=actor_of(cast.carl), request=closed)
    services.asker_erase(actor=karen, request=closed)
    assert closed.asker_name == "" and closed.erased_at is not None


def test_an_open_request_keeps_who_asked(cast, karen, request_):
    with pytest.raises(RuleBroken):
        services.asker_erase(actor=karen, request=request_)
    assert services.askers_erase(cast.kronborg.pk, dates.today() + 9999 * DAY) == 0


# Duties, reminders and handing over


def told(cast, day):
    services.requests_remind(cast.kronborg.pk, day)
    return sorted(Notice.objects.values_list("person__name", flat=True))


def test_whoever_answers_has_it_to_do(cast, request_):
    duty = open_duties(cast.kronborg.pk, [cast.karen.pk])[0]
    assert (duty.due, duty.path, duty.urgent) == (request_.due, request_.path, False)
    assert open_duties(cast.kronborg.pk, [cast.bo.pk]) == []
    SubjectRequest.objects.update(due=dates.today() - DAY, received=dates.today() - 40 * DAY)
    assert open_duties(cast.kronborg.pk, None)[0].urgent


def test_the_later_the_more_people(cast):
    request = make_request(cast.kronborg, owner=cast.anna)
    whole = (request.due - request.received).days
    assert told(cast, request.received + (whole // 2) * DAY) == []
    assert told(cast, request.received + -(-whole * 3 // 4) * DAY) == [cast.anna.name]
    assert told(cast, request.received + -(-whole * 9 // 10) * DAY) == [cast.anna.name] * 2 + [cast.karen.name]
    late = told(cast, request.due + DAY)
    assert told(cast, request.due + DAY) == late
    assert len(told(cast, request.due + 2 * DAY)) == len(late) + 2
    assert Notice.objects.filter(kind=NoticeKind.OVERDUE).count() == 4


def test_nobody_answers_it_so_the_officer_is_told(cast):
    request = make_request(cast.kronborg)
    assert told(cast, request.due - DAY) == [cast.karen.name]


def test_whoever_may_not_open_it_is_not_told(cast):
    request = make_request(cast.kronborg, owner=cast.bo)
    late = request.received + -(-(request.due - request.received).days * 3 // 4) * DAY
    RoleGrant.objects.filter(person=cast.bo).update(role=Role.EMPLOYEE)
    assert told(cast, late) == []
    RoleGrant.objects.filter(person=cast.bo).update(role=Role.CONTRIBUTOR)
    assert told(cast, late) == [cast.bo.name]


def test_what_is_answered_is_not_told(cast, karen, request_):
    services.request_decide(actor=karen, request=request_, outcome="met")
    services.request_close(actor=karen, request=request_, answered=dates.today())
    assert told(cast, request_.due + 5 * DAY) == []


def test_it_is_given_to_somebody_else(cast, karen, request_):
    services.request_give(actor=karen, request=request_, owner=cast.bo)
    assert request_.owner == cast.bo
    with pytest.raises(NotFound):
        services.request_give(actor=karen, request=request_, owner=cast.dorte)


# Reading


def test_it_is_seen_by_those_who_may(cast, request_):
    for person, sees in (
        (cast.anna, True),
        (cast.carl, True),
        (cast.bo, False),
        (cast.emil, False),
        (cast.dorte, False),
    ):
        assert selectors.requests_for(actor_of(person)).exists() == sees
    assert not selectors.may_read_asker(actor_of(cast.carl), request_)


def test_search_finds_no_names(karen, request_):
    assert [hit.reference for hit in selectors.search(karen, "former file", 5)] == ["DSR-1"]
    assert selectors.search(karen, "Ida", 5) == [] and selectors.search(karen, " ", 5) == []


def test_numbers_of_a_year(cast, karen):
    made = [make_request(cast.kronborg, received=date(2026, 3, 1)) for _each in range(3)]
    make_request(cast.kronborg, received=date(2025, 3, 1), extended=date(2025, 3, 2))
    SubjectRequest.objects.filter(pk=made[0].pk).update(status="closed", answered=date(2026, 3, 11), outcome="met")
    SubjectRequest.objects.filter(pk=made[1].pk).update(status="closed", answered=date(2026, 4, 20), outcome="met")
    found = selectors.numbers_of(karen, 2026, dates.today())
    assert (found.total, found.unanswered, found.overdue, found.late, found.median_days) == (3, 1, 1, 1, 30)
    assert (found.by_right, found.by_outcome) == ([("access", 3)], [("met", 2)])
    assert selectors.years_of(karen) == [2026, 2025]
    assert selectors.numbers_of(karen, 2025, dates.today()).extended == 1
