"""Calendars to subscribe to: what is in them, who gets them, and how they end."""

import re
from datetime import date, datetime, timedelta

import icalendar
import pytest
from django.core.cache import cache
from django.test import Client

from holger.config.masking import mask
from holger.core.errors import NotAllowed, RuleBroken
from holger.core.permissions import Role
from holger.history.models import Event
from holger.organisation import services as organisation
from holger.organisation.models import RoleGrant
from holger.tasks import selectors, services
from holger.tasks.models import Feed, Task
from holger.tasks.papers.feed import Told, calendar_file
from holger.tasks.selectors.feeds import feed_runs, organisation_fed
from holger.tasks.tests.factories import make_activity, make_task, run_of
from tests.cast import actor_of, make_person, make_unit

PAGE = "/o/kronborg/wheel/subscribe/"


@pytest.fixture(autouse=True)
def calm(today):
    """A day that stands, and nobody who has asked too often."""
    cache.clear()


def fetch(secret, status=200):
    answer = Client().get(f"/calendar/{secret}/holger.ics")
    assert answer.status_code == status, answer.status_code
    return answer


def events(secret):
    calendar = icalendar.Calendar.from_ical(fetch(secret).content)
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def titles(secret):
    return sorted(str(event["summary"]) for event in events(secret).values())


def of(person, **told):
    return services.feed_create(actor=actor_of(person), **told)[1]


# What is in it


def test_a_calendar_holds_ones_own_work_with_alarms_and_in_ones_language(cast, anna):
    make_activity(
        anna, "Gendannelsestest", starts=date(2026, 12, 5), performer=cast.bo, minutes=90, category="continuity"
    )
    make_task(anna, "Bestil bånd; nu, ikke\nsenere", owner=cast.bo)
    make_task(anna, "Annas egen", owner=cast.anna)
    cast.bo.user.language = "da"
    cast.bo.user.save()
    secret = of(cast.bo)
    answer = fetch(secret)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8" and "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == 'attachment; filename="holger.ics"'
    raw = answer.content
    assert b"\r\n" in raw and not re.search(rb"[^\r]\n", raw)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    told = events(secret)
    named = {str(event["summary"]): event for event in told.values()}
    assert set(named) == {"Gendannelsestest", "Bestil bånd; nu, ikke senere"}
    first = min((e for e in told.values() if str(e["summary"]) == "Gendannelsestest"), key=lambda e: e["dtstart"].dt)
    assert first["dtstart"].dt == date(2026, 12, 7) and first["dtend"].dt == date(
        2026, 12, 8
    )  # a Saturday: on the Monday
    assert "5. dec. 2026" in str(first["description"])
    alarms = [alarm["trigger"].dt for alarm in first.walk("VALARM")]
    assert alarms == [timedelta(hours=9) - timedelta(days=7), timedelta(hours=9)]
    assert str(first["url"]).endswith(f"/o/kronborg/tasks/{run_of_title('Gendannelsestest')}/")
    assert not isinstance(first["dtstart"].dt, datetime) and "TZID" not in raw.decode()


def run_of_title(title):
    return Task.objects.filter(title=title).order_by("slot").first().reference


def test_a_year_ahead_is_there_before_its_tasks_are_made_and_keeps_its_names(cast, anna, later):
    activity = make_activity(anna, starts=date(2026, 12, 4), performer=cast.bo)
    secret = of(cast.bo)
    before = {uid: event["dtstart"].dt for uid, event in events(secret).items()}
    assert len(before) == 5 and date(2027, 12, 6) in before.values()
    services.tasks_plan(organisation_id=anna.organisation_id, until=date(2027, 7, 1))
    assert {uid: event["dtstart"].dt for uid, event in events(secret).items()} == before
    services.task_move(actor=anna, task=run_of(activity, 1), due=date(2027, 3, 30), reason="Busy.")
    after = {uid: event["dtstart"].dt for uid, event in events(secret).items()}
    assert after.keys() == before.keys() and date(2027, 3, 30) in after.values()
    assert max(int(event["sequence"]) for event in events(secret).values()) == 1


def test_the_text_is_the_same_until_something_changes(cast, anna):
    make_activity(anna, performer=cast.bo)
    secret = of(cast.bo)
    assert fetch(secret).content == fetch(secret).content


def test_what_waits_for_my_sign_off_is_in_my_calendar(cast, anna):
    task = make_task(anna, "Check the log", owner=cast.bo, approver=cast.anna)
    anna_reads, bo_reads = of(cast.anna), of(cast.bo)
    assert titles(anna_reads) == []
    services.task_done(actor=actor_of(cast.bo), task=task, result="ok", comment="")
    assert titles(anna_reads) == ["Sign off: Check the log"]
    assert titles(bo_reads) == ["Check the log"]


def test_done_and_missed_are_marked_and_ring_no_more(cast, anna, later):
    done = make_task(anna, "Done one", owner=cast.bo)
    make_activity(anna, "Missed one", starts=date(2026, 11, 25), rule="FREQ=YEARLY", performer=cast.bo)
    services.task_done(actor=actor_of(cast.bo), task=done, result="ok", comment="")
    later(3)
    services.tasks_miss(organisation_id=anna.organisation_id)
    told = events(of(cast.bo))
    found = {str(event["summary"]): event for event in told.values() if event["dtstart"].dt.year == 2026}
    assert set(found) == {"✓ Done one", "✗ Missed one"}
    assert not any(event.walk("VALARM") for event in found.values())


def test_everything_that_one_sees_says_who_and_rings_for_nobody(cast, anna):
    make_task(anna, "Bo's", owner=cast.bo)
    make_task(anna, "Emil's", owner=cast.emil)
    secret = of(cast.anna, everything=True)
    assert titles(secret) == ["Bo's", "Emil's"]
    assert b"VALARM" not in fetch(secret).content and f"Who: {cast.bo.name}" in fetch(secret).content.decode().replace(
        "\r\n ", ""
    )


def test_everything_is_what_the_subscriber_sees_and_no_more(cast, anna):
    finance = make_unit(cast.kronborg, "Finance")
    make_task(anna, "Finance task", unit=finance)
    make_task(anna, "Other task")
    narrow = make_person(cast.kronborg, "Ulla Dam", Role.SECURITY_OFFICER, only_in=finance)
    secret = of(narrow, everything=True)
    assert titles(secret) == ["Finance task"]
    with pytest.raises(RuleBroken, match="only your own"):
        of(cast.bo, everything=True)


def test_control_characters_and_long_titles_survive(cast, anna):
    told = Told("Kronborg\x07", "en", "https://holger.example/o/kronborg/", cast.bo.pk)
    make_task(anna, "Æ" * 190, owner=cast.bo)
    feed, _secret = services.feed_create(actor=actor_of(cast.bo))
    runs = feed_runs(actor_of(cast.bo), feed, date(2026, 11, 24))
    raw = calendar_file(runs, told)
    assert b"\x07" not in raw
    assert str(icalendar.Calendar.from_ical(raw).walk("VEVENT")[0]["summary"]) == "Æ" * 190


# Who gets it


def test_a_wrong_a_revoked_and_an_orphaned_address_are_equally_missing(cast, anna):
    revoked, left = of(cast.bo), of(cast.emil)
    feed = Feed.objects.get(person=cast.bo)
    services.feed_revoke(actor=actor_of(cast.bo), feed=feed)
    organisation.person_suspend(actor=anna, person=cast.emil)
    missing = fetch("x" * 43, 404).content
    clean = re.compile(rb'nonce="[^"]*"|csrf[^>]*value="[^"]*"|/calendar/[^"]*')
    for secret in (revoked, left):
        assert clean.sub(b"", fetch(secret, 404).content) == clean.sub(b"", missing)
    organisation.person_resume(actor=anna, person=cast.emil)
    fetch(left, 404)  # it does not come back


def test_it_dies_with_whoever_left_was_erased_or_lost_their_roles(cast, anna):
    gone, roleless, erased = (
        make_person(cast.kronborg, f"{name} Holt", Role.CONTRIBUTOR) for name in ("Finn", "Rune", "Erik")
    )
    secrets = {person: of(person) for person in (gone, roleless, erased)}
    for secret in secrets.values():
        fetch(secret)
    gone.ends_on = date(2026, 11, 1)
    gone.save()
    RoleGrant.objects.filter(person=roleless).delete()
    organisation.person_erase(actor=actor_of(cast.olga), person=erased, name="Erik Holt")
    for secret in secrets.values():
        fetch(secret, 404)
    assert not Feed.objects.filter(person=erased).exists()


def test_whoever_owes_a_second_factor_gets_none(cast):
    secret = of(cast.bo)
    fetch(secret)
    cast.kronborg.factor_demand = "everybody"
    cast.kronborg.save()
    fetch(secret, 404)


def test_only_reading_and_only_so_often(cast):
    secret = of(cast.bo)
    assert Client().post(f"/calendar/{secret}/holger.ics").status_code == 405
    assert Client().head(f"/calendar/{secret}/holger.ics").status_code == 200
    statuses = {Client().get(f"/calendar/{'y' * 43}/holger.ics").status_code for _try in range(130)}
    assert statuses == {404, 429}
    assert Client().get(f"/calendar/{secret}/holger.ics").status_code == 429


def test_the_secret_is_kept_nowhere(cast):
    secret = of(cast.bo)
    feed = Feed.objects.get()
    assert len(secret) >= 43 and secret not in str(vars(feed)) and len(feed.secret_hash) == 64
    assert not any(secret in str(event.changes) for event in Event.objects.all())
    assert Event.objects.filter(action="feed.created").exists()
    assert secret not in mask(f"GET /calendar/{secret}/holger.ics")
    assert organisation_fed(secret) == cast.kronborg and organisation_fed(secret[:-1]) is None


def test_when_it_was_fetched_is_noted(cast):
    secret = of(cast.bo)
    fetch(secret)
    assert Feed.objects.get().fetched_at is not None


# Making and revoking


def test_an_address_is_made_shown_once_and_revoked(cast, client_of):
    client = client_of(cast.bo)
    assert "None yet" in client.get(PAGE).content.decode() and "Outlook" in client.get(PAGE).content.decode()
    made = client.post(PAGE, {"name": "My phone"})
    text = made.content.decode()
    found = re.search(r"/calendar/([\w-]{43})/holger.ics", text)
    assert made.status_code == 200 and found and "webcal://" in text and "no-store" in made["Cache-Control"]
    fetch(found[1])
    listed = client.get(PAGE).content.decode()
    assert "My phone" in listed and found[1] not in listed
    feed = Feed.objects.get()
    assert client.get(f"{PAGE}{feed.pk}/revoke/").status_code == 200
    assert client.post(f"{PAGE}{feed.pk}/revoke/").status_code == 302
    fetch(found[1], 404)
    assert client.get(f"{PAGE}{feed.pk}/revoke/").status_code == 404


def test_whose_address_it_is_is_nobody_elses_business_but_the_managers(cast, client_of, anna, bo, dorte, emil):
    feed, _secret = services.feed_create(actor=bo)
    for person, status in ((cast.emil, 404), (cast.carl, 404), (cast.dorte, 404), (cast.anna, 200), (cast.bo, 200)):
        assert client_of(person).get(f"{PAGE}{feed.pk}/revoke/").status_code == status
    assert [row.pk for row in selectors.feeds_for(emil)] == [] and selectors.feeds_for(dorte).count() == 0
    with pytest.raises(NotAllowed):
        services.feed_revoke(actor=emil, feed=feed)
    services.feed_revoke(actor=anna, feed=feed)
    assert Feed.objects.get().revoked_at is not None


def test_nobody_keeps_a_hundred_of_them(cast):
    for _number in range(10):
        of(cast.bo)
    with pytest.raises(RuleBroken, match="10 calendars"):
        of(cast.bo)
