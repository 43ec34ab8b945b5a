"""Mail about notices: by each one's choice and clock, one for each slot whatever crashes, and nothing to who is not there."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import transaction

from holger.history.models import Event
from holger.jobs.models import Mail
from holger.jobs.services import deliver_due
from holger.organisation import services as people
from holger.organisation.models import Organisation, Person
from holger.tasks import services
from holger.tasks.models import Notice, Reminding, Rhythm
from holger.tasks.services import mailing
from holger.tasks.services.mailing import mail_out
from holger.tasks.services.reminding import remind
from holger.tasks.services.stopping import read, token_of
from holger.tasks.services.telling import Draft, slot_of, tell
from holger.tasks.tests.factories import make_task
from tests.cast import actor_of, client_of, make_person

TODAY = date(2026, 11, 24)


@pytest.fixture
def clock(standing):
    """``clock("2026-11-24 09:00")``: it is so late, where the organisation is."""

    def move(text: str, zone: str = "Europe/Copenhagen", fold: int = 0) -> datetime:
        moment = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
        standing(moment)
        return moment

    move("2026-11-24 05:00")
    return move


def say(person: Person, kind: str = "overdue", title: str = "Order new tapes", **more) -> Notice:
    """Somebody is to be told something."""
    number = Notice.objects.count()
    draft = Draft(
        person.pk, kind, f"x.y:{number}", slot_of(kind, f"x.y:{number}", person.pk), title, "tasks/O-1/", TODAY, **more
    )
    (notice,) = tell(person.organisation_id, [draft])
    return notice


def wish(person: Person, **answers) -> None:
    services.reminding_set(actor=actor_of(person), **answers)


def out(cast) -> list[str]:
    """The subjects of what goes out now."""
    before = len(mail.outbox)
    mail_out(cast.kronborg.pk)
    while deliver_due():
        pass
    return [message.subject for message in mail.outbox[before:]]


def waiting(person: Person) -> int:
    return Notice.objects.filter(person=person, mailed_at=None).count()


# By each one's choice


def test_unless_they_say_otherwise_people_have_one_mail_a_day(cast, clock):
    say(cast.bo)
    say(cast.bo, "due", "Check the logs")
    assert out(cast) == []
    clock("2026-11-24 06:59")
    assert out(cast) == []
    clock("2026-11-24 07:00")
    assert out(cast) == ["2 things to see to at Kronborg A/S, 1 is overdue"]
    assert mail.outbox[0].to == ["bo@kronborg.example"]
    say(cast.bo, "overdue", "Late again")
    clock("2026-11-24 18:00")
    assert out(cast) == [] and waiting(cast.bo) == 1
    clock("2026-11-25 07:00")
    assert out(cast) == ["Overdue: Late again"]
    assert waiting(cast.bo) == 0


def test_at_once_means_within_the_hours_that_are_not_quiet(cast, clock):
    wish(cast.bo, rhythm=Rhythm.AT_ONCE)
    say(cast.bo)
    assert out(cast) == []
    clock("2026-11-24 07:00")
    assert out(cast) == ["Overdue: Order new tapes"]
    say(cast.bo, "due", "Check the logs")
    assert out(cast) == ["Due today: Check the logs"]
    clock("2026-11-24 19:00")
    say(cast.bo, "due", "Lock the door")
    assert out(cast) == []


def test_once_a_week_is_on_the_day_and_hour_that_were_chosen(cast, clock):
    wish(cast.bo, rhythm=Rhythm.WEEKLY, weekday=3, hour=12)
    say(cast.bo)
    for text in ("2026-11-24 12:00", "2026-11-25 23:00", "2026-11-26 11:59"):
        clock(text)
        assert out(cast) == []
    clock("2026-11-26 12:00")
    assert len(out(cast)) == 1


def test_what_is_urgent_comes_at_once_whatever_was_chosen_and_however_late_it_is(cast, clock):
    for person, rhythm in ((cast.bo, "never"), (cast.karen, "weekly"), (cast.emil, "daily")):
        wish(person, rhythm=rhythm)
        say(person, urgent=True)
        say(person, "before", "Can wait")
    clock("2026-11-24 23:30")
    assert out(cast) == ["Overdue: Order new tapes"] * 3
    assert (waiting(cast.bo), waiting(cast.karen), waiting(cast.emil)) == (0, 1, 1), "Bo wants nothing else by mail"


def test_whoever_asks_need_not_wait_for_tomorrows_mail(cast, clock):
    wish(cast.bo, rhythm=Rhythm.WEEKLY)
    say(cast.bo, "nudge", who="Anna Holm")
    assert out(cast) == [], "but it is five in the morning"
    clock("2026-11-24 07:00")
    assert out(cast) == ["Somebody asks: Order new tapes"]
    assert "Anna Holm asks how it goes." in mail.outbox[0].body


def test_what_somebody_wants_to_read_in_the_inbox_only_goes_by_no_mail(cast, clock):
    wish(cast.bo, muted=["before"])
    say(cast.bo, "before")
    say(cast.bo, "due", "Check the logs")
    clock("2026-11-24 07:00")
    assert out(cast) == ["Due today: Check the logs"]
    assert waiting(cast.bo) == 0 and Notice.objects.filter(person=cast.bo, read_at=None).count() == 2


# Whatever happens to the host and the clock


def test_a_host_that_was_off_for_three_days_sends_one_mail(cast, clock):
    """It was on on Tuesday, and is again on Friday at ten: what fell due meanwhile is told in one mail, and not tomorrow."""
    for number in range(3):
        make_task(actor_of(cast.bo), f"Task {number}", due=TODAY + timedelta(days=number), owner=cast.bo)
    clock("2026-11-24 12:00")
    remind(cast.kronborg.pk)
    out(cast)
    clock("2026-11-27 10:00")
    remind(cast.kronborg.pk)
    assert out(cast) == ["3 things to see to at Kronborg A/S, 3 are overdue"]
    remind(cast.kronborg.pk)
    assert out(cast) == []


def test_off_over_the_weekly_mail_catches_up_when_it_is_on_again(cast, clock):
    """Overdue since Wednesday, which is Bo's day; nothing ran until Friday."""
    wish(cast.bo, rhythm=Rhythm.WEEKLY, weekday=2)
    make_task(actor_of(cast.bo), due=TODAY, owner=cast.bo)
    clock("2026-11-27 10:00")
    remind(cast.kronborg.pk)
    assert out(cast) == ["Overdue: Order new tapes"]


def test_on_sunday_nobody_has_a_mail_and_on_monday_one(cast, clock):
    say(cast.bo, since=clock("2026-11-28 00:00"))
    for text in ("2026-11-28 09:00", "2026-11-29 09:00"):
        clock(text)
        assert out(cast) == []
    clock("2026-11-30 07:00")
    assert len(out(cast)) == 1


@pytest.mark.parametrize(
    ("day", "moments"),
    [
        ("2026-03-29", [("01:45", 0), ("03:00", 0), ("03:15", 0)]),
        ("2026-10-25", [("01:45", 0), ("02:00", 0), ("02:30", 0), ("02:00", 1), ("02:30", 1), ("03:00", 0)]),
    ],
)
def test_on_days_when_the_clock_is_moved_there_is_one_mail(cast, clock, day, moments):
    """Bo wants it on Sundays at two: an hour that one Sunday does not have, and another has twice."""
    wish(cast.bo, rhythm=Rhythm.WEEKLY, weekday=6, hour=2, quiet_from=None, quiet_to=None)
    say(cast.bo, since=clock(f"{day} 00:00"))
    found = []
    for text, fold in moments:
        clock(f"{day} {text}", fold=fold)
        found.append(len(out(cast)))
        say(cast.bo, title=f"Since {text}")
    assert found[0] == 0 and sum(found) == 1 and found[1] == 1


def test_the_clock_is_the_organisations(cast, clock):
    Organisation.objects.filter(pk=cast.kronborg.pk).update(zone="America/Nuuk")
    say(cast.bo)
    clock("2026-11-24 07:00", "Europe/Copenhagen")
    assert out(cast) == []
    clock("2026-11-24 07:00", "America/Nuuk")
    assert len(out(cast)) == 1


def test_a_crash_between_writing_and_the_end_of_the_transaction_leaves_nothing_half(cast, clock):
    say(cast.bo)
    clock("2026-11-24 07:00")
    with transaction.atomic():
        mailing.mail_to(cast.kronborg.pk, [cast.bo.pk])
        assert Mail.objects.count() == 1
        transaction.set_rollback(True)
    assert waiting(cast.bo) == 1 and not Mail.objects.exists()
    assert len(out(cast)) == 1


def test_the_digest_of_a_day_is_the_same_mail_however_often_it_is_written(cast, clock):
    """Lost in a crash, or written anew after a restore: whoever reads it sees one."""
    say(cast.bo)
    clock("2026-11-24 07:00")
    out(cast)
    first = Mail.objects.get()
    Mail.objects.all().delete()
    Notice.objects.update(mailed_at=None)
    out(cast)
    assert Mail.objects.get().message_id == first.message_id
    assert first.slot == f"digest:{cast.bo.pk}:2026-11-24"


def test_mail_at_once_is_the_one_for_its_first_notice(cast, clock):
    wish(cast.bo, rhythm=Rhythm.AT_ONCE, quiet_from=None, quiet_to=None)
    say(cast.bo)
    out(cast)
    first = Mail.objects.get()
    Mail.objects.all().delete()
    Notice.objects.update(mailed_at=None)
    out(cast)
    assert Mail.objects.get().message_id == first.message_id


# Nothing to who is not there


def test_whoever_has_no_address_gets_none_and_whoever_cannot_sign_in_is_told_so(cast, clock):
    hans = make_person(cast.kronborg, "Hans Bro", signs_in=False)
    nobody = make_person(cast.kronborg, "Ida Nor", signs_in=False, email="")
    say(hans)
    say(nobody)
    clock("2026-11-24 07:00")
    assert len(out(cast)) == 1
    assert mail.outbox[0].to == ["hans@kronborg.example"]
    assert "You cannot sign in at Kronborg A/S yet." in mail.outbox[0].body
    assert waiting(nobody) == 0


def test_without_an_address_here_the_one_to_sign_in_with_will_do(cast, clock):
    Person.objects.filter(pk=cast.bo.pk).update(email="")
    say(cast.bo)
    clock("2026-11-24 07:00")
    out(cast)
    assert mail.outbox[0].to == [cast.bo.user.email]


@pytest.mark.parametrize("gone", ["suspended", "left", "locked", "program"])
def test_those_who_are_not_here_get_none(cast, clock, gone):
    say(cast.bo, urgent=True)
    if gone == "suspended":
        people.person_suspend(actor=actor_of(cast.olga), person=cast.bo)
    elif gone == "left":
        Person.objects.filter(pk=cast.bo.pk).update(ends_on=TODAY - timedelta(days=1))
    elif gone == "locked":
        type(cast.bo.user).objects.filter(pk=cast.bo.user_id).update(is_active=False)
    else:
        Person.objects.filter(pk=cast.bo.pk).update(is_service=True, user=None, email="")
    clock("2026-11-24 07:00")
    assert out(cast) == [] and waiting(cast.bo) == 0


def test_another_organisations_notices_are_not_mailed(cast, clock):
    say(cast.dorte)
    clock("2026-11-24 07:00")
    assert out(cast) == [] and waiting(cast.dorte) == 1


# The letter


def letter_to(cast, clock, person: Person) -> tuple[str, str]:
    clock("2026-11-24 07:00")
    out(cast)
    message = mail.outbox[-1]
    assert message.alternatives[0].mimetype == "text/html"
    return message.body, message.alternatives[0].content


def test_it_leads_to_the_task_and_to_the_choice_of_how_to_be_told(cast, clock):
    say(cast.bo)
    text, html = letter_to(cast, clock, cast.bo)
    base = "http://localhost:8000/o/kronborg/"
    for part in (text, html):
        assert "Order new tapes" in part and "Today" in part
        assert f"{base}tasks/O-1/" in part and f"{base}work/reminders/" in part
    assert client_of(None).get("/o/kronborg/work/")["Location"] == "/account/login/?next=/o/kronborg/work/"


def test_it_is_in_the_receivers_language(cast, clock):
    cast.bo.user.language = "da"
    cast.bo.user.save()
    say(cast.bo)
    text, html = letter_to(cast, clock, cast.bo)
    assert 'lang="da"' in html and "I dag" in html and "Today" not in html + text


def test_of_one_thing_it_tells_how_it_stands_now(cast, clock):
    for kind in ("given", "before", "due", "overdue"):
        draft = Draft(cast.bo.pk, kind, "tasks.task:1", f"{kind}:1", "Order new tapes", "tasks/O-1/", TODAY)
        tell(cast.kronborg.pk, [draft])
    text, _html = letter_to(cast, clock, cast.bo)
    assert text.count("Order new tapes") == 1 and mail.outbox[-1].subject == "Overdue: Order new tapes"
    assert waiting(cast.bo) == 0


def test_a_long_one_says_how_many_more_there_are(cast, clock):
    for number in range(25):
        say(cast.bo, title=f"Task {number:02}")
    text, html = letter_to(cast, clock, cast.bo)
    assert "Task 19" in text and "Task 20" not in text
    assert "and 5 more" in text and "and 5 more" in html


def test_words_of_people_are_text_and_nothing_is_fetched(cast, clock):
    say(cast.bo, title='<img src="https://evil.example/x.png">', who="<b>Anna</b>", text="{{ settings }} <script>")
    _text, html = letter_to(cast, clock, cast.bo)
    assert "<img" not in html and "<b>Anna" not in html and "<script" not in html
    assert not re.search(r"<[^>]*\b(src|background)\s*=|url\(|@import|<link|<style", html)


def test_line_breaks_in_a_title_put_nothing_into_the_headers(cast, clock):
    say(cast.bo, title="Order\r\nBcc: all@example.com")
    letter_to(cast, clock, cast.bo)
    assert mail.outbox[-1].subject == "Overdue: Order Bcc: all@example.com"
    assert mail.outbox[-1].message()["Bcc"] is None


# To be told less


def test_a_mail_that_is_wanted_can_be_stopped_and_one_that_is_urgent_cannot(cast, clock, settings):
    say(cast.bo)
    say(cast.karen, urgent=True)
    clock("2026-11-24 07:00")
    out(cast)
    by_person = {message.to[0].partition("@")[0]: message for message in mail.outbox}
    header = by_person["bo"].extra_headers["List-Unsubscribe"]
    assert header == f"<http://localhost:8000/reminders/stop/{token_of(cast.kronborg.pk, cast.bo.pk)}/>"
    assert "List-Unsubscribe-Post" not in by_person["bo"].extra_headers, "not without TLS"
    assert "List-Unsubscribe" not in by_person["karen"].extra_headers
    assert "reminders/stop" not in by_person["karen"].body
    settings.TLS = True
    clock("2026-11-25 07:00")
    say(cast.bo)
    clock("2026-11-26 07:00")
    out(cast)
    assert mail.outbox[-1].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_link_is_ours_and_nobody_elses(cast, settings):
    token = token_of(cast.kronborg.pk, cast.bo.pk)
    assert read(token) == (cast.kronborg.pk, cast.bo.pk)
    for wrong in ("", "x", "a.b", token[:-1], token.replace(token[:4], "0000", 1), f"{token}x", "." * 80):
        assert read(wrong) is None
    settings.SECRET_KEY = "another" * 10
    assert read(token) is None


def test_whoever_stops_it_has_no_more_mail_and_their_history_tells(cast, clock):
    assert services.reminding_stop(organisation_id=cast.kronborg.pk, person_id=cast.bo.pk)
    assert Reminding.objects.get().rhythm == Rhythm.NEVER
    event = Event.objects.get(action="person.reminders_set")
    assert (event.actor_label, event.via, event.subject_id) == ("Bo Lind", "mail", cast.bo.pk)
    say(cast.bo)
    clock("2026-11-24 07:00")
    assert out(cast) == []
    assert services.reminding_stop(organisation_id=cast.kronborg.pk, person_id=cast.bo.pk)
    assert Event.objects.filter(action="person.reminders_set").count() == 1
    assert not services.reminding_stop(organisation_id=cast.rosenborg.pk, person_id=cast.bo.pk)


# Cost


@pytest.mark.parametrize("count", [1, 30])
def test_writing_asks_as_often_for_each_person_whatever_they_are_told(
    cast, clock, count, django_assert_max_num_queries
):
    for number in range(count):
        say(cast.bo, title=f"Task {number}")
    clock("2026-11-24 07:00")
    with django_assert_max_num_queries(23):
        assert mail_out(cast.kronborg.pk) == 1
