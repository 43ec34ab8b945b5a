"""The wheel, the calendar, the bars, the planning check and moving, as pages: for whom, what they show, where they lead."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.core.permissions import Role
from holger.tasks import services
from holger.tasks.models import Activity, Task
from holger.tasks.panels import wheel as panels
from holger.tasks.tests.factories import make_activity, make_task, run_of
from holger.tasks.views import wheel as views
from tests.cast import actor_of
from tests.counting import questions_asked
from tests.work import counted

BASE = "/o/kronborg/"
PAGES = ("wheel/", "wheel/?as=list", "wheel/month/", "wheel/week/", "wheel/bars/", "wheel/check/", "wheel/report/")
COUNTED = ("wheel/check/", "wheel/report/")
"""Pages that name no run that has somebody and takes a known time."""


def page(client, path="wheel/", status=200):
    answer = client.get(BASE + path)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


@pytest.fixture
def anna_in(today, cast, client_of):
    return client_of(cast.anna)


def svg(text):
    found = re.search(r'<svg class="wheel".*?</svg>', text, re.S)
    return ElementTree.fromstring(found[0]) if found else None


def marks(text):
    """The state of each mark and what it says, by its place in the year."""
    drawn = svg(text)
    return [(m.get("class").removeprefix("w-run is-"), m.get("aria-label")) for m in drawn.iter("a") if "w-run" in (m.get("class") or "")]  # fmt: skip


# For whom


@pytest.mark.parametrize("path", PAGES)
def test_everybody_sees_a_year_of_their_own(today, cast, client_of, path):
    make_activity(actor_of(cast.anna), "The officer's own", starts=date(2026, 11, 26), performer=cast.anna, minutes=30)
    for role, person in cast.by_role().items():
        seen = "The officer&#x27;s own" in page(client_of(person), path)
        assert seen is (role not in (Role.CONTRIBUTOR, Role.EMPLOYEE) and path not in COUNTED)
    page(client_of(cast.dorte), path, 404)
    assert client_of(None).get(BASE + path).status_code == 302


def test_an_empty_wheel_teaches_and_offers_the_ready_one(today, cast, client_of):
    text = page(client_of(cast.anna))
    assert "The wheel is empty" in text and "wheel/ready/" in text
    assert "0 runs" not in text and "wheel/report/" not in text and "?year=2025" in text
    assert "wheel/ready/" not in page(client_of(cast.emil)) and "What you have a part in" in page(client_of(cast.emil))
    assert "Nothing is planned yet" in page(client_of(cast.anna), "wheel/bars/")
    assert "Nothing is planned" in page(client_of(cast.anna), "wheel/check/")


# The wheel


def test_the_wheel_is_one_picture_with_a_name_for_every_mark(anna_in, anna, cast, later):
    done = make_activity(anna, "Restore test", starts=date(2026, 11, 26), performer=cast.bo)
    make_activity(anna, "Management review", rule="FREQ=YEARLY", starts=date(2026, 12, 16), category="governance")
    services.task_done(actor=actor_of(cast.bo), task=run_of(done), result="ok", comment="Good.")
    text = page(anna_in)
    told = marks(text)
    assert [state for state, _label in told] == ["done", "planned"]
    assert told[0][1] == f"Restore test 26 Nov · quarterly. Restore test, 26 Nov 2026, Done, {cast.bo.name}"
    assert told[1][1].startswith("Management review 16 Dec · yearly. Management review, 16 Dec 2026, Planned")
    drawn = svg(text)
    assert drawn.get("role") == "group" and drawn.get("aria-label") == "Annual wheel 2026: 2 runs of 2 activities"
    hub = [t.text or "" for t in drawn.iter("text") if (t.get("class") or "").startswith("w-hub")]
    assert hub[:2] == ["November", "1"] and hub[-1] == "1 of 2 in 2026"
    assert "Today 24 Nov" in text and text.count("w-sector") == 12


def test_marks_lead_to_what_is_done_and_to_what_is_planned(anna_in, anna):
    activity = make_activity(anna, starts=date(2026, 12, 4))
    assert f'href="{BASE}tasks/{run_of(activity).reference}/"' in page(anna_in)
    text = page(anna_in, "wheel/?year=2027")
    assert f"wheel/runs/?run={activity.reference}%402027-03-04" in text
    runs = page(anna_in, f"wheel/runs/?run={activity.reference}%402027-03-04")
    assert "No task has been made yet" in runs and f"wheel/move/?run={activity.reference}@2027-03-04" in runs
    assert "Annual wheel" in runs  # a page of its own, without script


def test_what_was_missed_and_what_is_late_stay_in_sight(anna_in, anna, later, cast, client_of):
    make_activity(anna, "Missed check", starts=date(2026, 11, 25), grace_days=0, performer=cast.bo)
    make_activity(anna, "Late check", starts=date(2026, 11, 26), grace_days=20, performer=cast.bo)
    later(8)
    services.tasks_miss(organisation_id=anna.organisation_id)
    client = client_of(cast.anna)
    text = page(client)
    assert [state for state, _label in marks(text)] == ["missed", "late"]
    assert "2 are not done" in text and "missed 25 Nov" in text
    late = Task.objects.get(title="Late check", status="open")
    assert f'work/remind/{cast.bo.pk}/" name="duty" value="tasks.task:{late.pk}"' in text
    done = client.post(f"{BASE}work/remind/{cast.bo.pk}/", {"duty": f"tasks.task:{late.pk}", "back": f"{BASE}wheel/"})
    assert done.status_code == 302 and done["Location"] == f"{BASE}wheel/"
    assert page(client, "wheel/?as=list&state=missed").count("Missed check") >= 1
    assert "Late check" not in page(client, "wheel/?as=list&state=missed").partition("w-list")[2]
    assert panels.badge(anna) == 2


def test_what_was_missed_is_made_up_for_by_the_next_one(today, anna, later):
    activity = make_activity(anna, starts=date(2026, 11, 25), rule="FREQ=WEEKLY", grace_days=0)
    later(3)
    services.tasks_miss(organisation_id=anna.organisation_id)
    assert panels.badge(anna) == 1
    later(8)
    services.task_done(actor=anna, task=run_of(activity, 1), result="ok", comment="")
    assert panels.badge(anna) == 0


def test_other_years_have_no_hand_and_their_own_figures(anna_in, anna):
    make_activity(anna, rule="FREQ=MONTHLY")
    text = page(anna_in, "wheel/?year=2027")
    assert "w-hand" not in text and "of 12" in text and "What is next" not in text
    for odd in ("1", "99999", "soon", "٢٠٢٧"):
        assert "Annual wheel 2026" in page(anna_in, f"wheel/?year={odd}")


def test_the_wheel_is_narrowed_by_its_address_and_the_tabs_keep_it(anna_in, anna, cast):
    make_activity(anna, "Mine", owner=cast.anna, category="people")
    make_activity(anna, "Other", category="governance")
    text = page(anna_in, "wheel/?category=people")
    assert [label.split(" ")[0] for _state, label in marks(text)] == ["Mine"]
    for name in ("wheel/month/", "wheel/week/", "wheel/bars/", "tasks/"):
        assert f'href="{BASE}{name}?category=people"' in text
    assert "Choose fewer filters" in page(anna_in, "wheel/?state=deviation")
    assert 'role="alert"' in page(anna_in, "wheel/?category=nonsense")


def test_what_people_write_stays_text(anna_in, anna, cast):
    make_activity(anna, "<b onclick=x>&\"'", performer=cast.bo)
    for path in (*PAGES, "wheel/?year=2027"):
        text = page(anna_in, path)
        assert "<b onclick" not in text
    assert svg(page(anna_in)) is not None


def test_many_runs_share_marks_that_lead_to_them(anna_in, anna):
    for number in range(12):
        make_activity(anna, f"Check {number}", starts=date(2026, 12, 10), rule="FREQ=YEARLY", category="people")
    text = page(anna_in)
    several = [label for _state, label in marks(text) if " runs: " in label]
    assert (several and "due within 14 days" not in several[0].lower()) or several
    href = re.search(r'href="([^"]*wheel/runs/\?run=[^"]*&amp;run=[^"]*)"', text)
    assert href is not None
    assert anna_in.get(href[1].replace("&amp;", "&")).status_code == 200


def test_the_card_beside_a_mark_is_a_part_of_a_page(anna_in, anna, cast):
    activity = make_activity(
        anna, "Restore test", starts=date(2026, 11, 26), performer=cast.anna, approver=cast.olga, minutes=90
    )
    key = run_of(activity).reference
    card = page(anna_in, f"wheel/runs/?run={key}&card=1")
    assert "<html" not in card and "Restore test" in card and cast.olga.name in card and "1 h 30 min." in card
    assert "Do it now" in card and "0 of 1 done" in card
    page(anna_in, "wheel/runs/?run=O-999", 404)
    page(anna_in, "wheel/runs/", 302)  # to the wheel: nothing was asked for


# Moving


def move(client, key, due, reason="", status=302):
    answer = client.post(f"{BASE}wheel/move/?run={key}", {"due": due, "reason": reason})
    assert answer.status_code == status, answer.content.decode()
    return answer


def test_a_run_is_dragged_to_a_month_and_the_page_asks_for_the_day(anna_in, anna):
    activity = make_activity(anna, rule="FREQ=YEARLY", starts=date(2027, 5, 31))
    key = f"{activity.reference}@2027-05-31"
    text = page(anna_in, f"wheel/move/?run={key}&to=2027-02")
    assert (
        'value="2027-02-26"' in text and "Only this one time is moved" in text
    )  # the last working day of a short month
    move(anna_in, key, "2027-02-26")
    assert Task.objects.get(activity=activity).due == date(2027, 2, 26)


def test_putting_off_asks_why_at_the_field(anna_in, anna):
    task = make_task(anna)
    answer = move(anna_in, task.reference, (task.due + timedelta(days=9)).isoformat(), status=422)
    assert "Write why it is put off." in answer.content.decode()
    move(anna_in, task.reference, (task.due + timedelta(days=9)).isoformat(), "Tapes are late.")
    task.refresh_from_db()
    assert task.due == date(2026, 12, 10)


def test_only_whoever_plans_moves(today, anna, cast, client_of):
    activity = make_activity(anna, performer=cast.emil, starts=date(2026, 12, 4))
    key = run_of(activity).reference
    assert 'data-move="' in page(client_of(cast.anna))
    for person in (cast.emil, cast.carl):
        client = client_of(person)
        assert 'data-move="' not in page(client) and "wheel/move/?run" not in page(client, f"wheel/runs/?run={key}")
        move(client, key, "2026-12-01", status=403)
    move(client_of(cast.bo), key, "2026-12-01", status=404)
    move(client_of(cast.dorte), key, "2026-12-01", status=404)


# The calendar


def test_a_month_begins_on_monday_has_week_numbers_and_names_holidays(anna_in, anna):
    make_activity(anna, "Christmas check", rule="FREQ=YEARLY", starts=date(2026, 12, 25))
    text = page(anna_in, "wheel/month/?month=2026-12")
    assert re.findall(r'aria-label="Week (\d+)"', text) == ["49", "50", "51", "52", "53"]
    assert "Christmas Day" in text and 'datetime="2026-12-25"' in text
    cell = text.partition('datetime="2026-12-28"')[2].partition("</td>")[0]
    assert "Christmas check" in cell  # Christmas, then a weekend
    danish = anna_in.get(f"{BASE}wheel/month/?month=2026-12", headers={"Accept-Language": "da"})
    assert danish.status_code == 200
    for odd in ("", "2026-13", "never", "2026-1"):
        assert "November 2026" in page(anna_in, f"wheel/month/?month={odd}")


def test_a_week_may_belong_to_another_year(anna_in, anna):
    make_activity(anna, "New year check", rule="FREQ=YEARLY", starts=date(2027, 1, 1))
    text = page(anna_in, "wheel/week/?week=2026-W53")
    assert "Week 53, 2026" in text and "28 Dec – 3 Jan 2027" in text
    assert "New year check" not in text and "New year check" in page(anna_in, "wheel/week/?week=2027-W01")
    assert "week=2027-W01" in text and "week=2026-W52" in text
    assert "Week 48, 2026" in page(anna_in, "wheel/week/?week=2026-W54")


def test_a_full_day_leads_to_its_week(anna_in, anna):
    for number in range(7):
        make_task(anna, f"Task {number}", date(2026, 12, 2))
    text = page(anna_in, "wheel/month/?month=2026-12")
    assert "3 more" in text and text.count('class="w-chip') == 4
    assert page(anna_in, "wheel/week/?week=2026-W49").count('class="w-chip') == 7


# 24 months


def test_bars_tell_done_deviated_missed_and_planned_and_lead_to_their_rows(today, anna, later, cast, client_of):
    activity = make_activity(anna, "Scan", rule="FREQ=WEEKLY", starts=date(2026, 11, 25), grace_days=0)
    services.task_done(actor=anna, task=run_of(activity), result="ok", comment="")
    later(9)
    services.task_done(actor=anna, task=run_of(activity, 1), result="deviation", reason="Two machines.", comment="")
    later(20)
    services.tasks_miss(organisation_id=anna.organisation_id)
    client = client_of(cast.anna)
    text = page(client, "wheel/bars/")
    assert "1 done, 1 done, with a deviation, 1 not done" in text
    hrefs = re.findall(r'<a class="w-part is-(\w+)" href="([^"]+)" aria-label="([^"]+)"', text)
    told = {kind: (href.replace("&amp;", "&"), label) for kind, href, label in hrefs if "2026" in label}
    assert (
        told["missed"][1] == "December 2026: 1 not done"
        and told["deviation"][1] == "December 2026: 1 done, with a deviation"
    )
    for href, _label in told.values():
        assert "Scan" in client.get(href).content.decode()
    assert f"activity={activity.pk}" in text
    assert "Scan" in page(client, f"wheel/month/?month=2026-12&activity={activity.pk}")


# The planning check


def test_the_check_tells_what_is_too_much_and_what_nobody_does(anna_in, anna, cast):
    make_activity(anna, "Great review", rule="FREQ=YEARLY", starts=date(2027, 3, 3), performer=cast.bo, minutes=1200)
    orphan = make_activity(anna, "Orphan", rule="FREQ=YEARLY", starts=date(2027, 5, 3), minutes=30)
    unknown = make_activity(anna, "Unknown", rule="FREQ=YEARLY", starts=date(2027, 6, 3), performer=cast.emil)
    text = page(anna_in, "wheel/check/")
    assert "125 %" in text and f"month=2027-03&amp;owner={cast.bo.pk}" in text
    assert f"{BASE}{orphan.path}" in text and f"{BASE}{unknown.path}" in text
    assert "Too much" not in page(anna_in, "wheel/check/?hours=40")
    for odd in ("0", "-1", "1000", "many"):
        assert 'value="16"' in page(anna_in, f"wheel/check/?hours={odd}")
    rows = page(anna_in, f"wheel/month/?month=2027-03&owner={cast.bo.pk}")
    assert "Great review" in rows and "Orphan" not in rows


def test_a_sound_plan_is_said_to_be_sound(anna_in, anna, cast):
    make_activity(anna, performer=cast.bo, minutes=30)
    assert "The plan can be kept" in page(anna_in, "wheel/check/")


# On paper, on the overview


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_year_is_a_report(anna_in, anna, cast, language):
    make_activity(anna, "Restore test", rule="FREQ=MONTHLY", performer=cast.bo)
    answer = anna_in.get(f"{BASE}wheel/report/?form=xlsx&language={language}&year=2027")
    assert (
        answer.status_code == 200
        and "attachment" in answer["Content-Disposition"]
        and "2027" in answer["Content-Disposition"]
    )
    assert "2027" in page(anna_in, "wheel/report/?year=2027") and "12 runs" in page(anna_in, "wheel/report/?year=2027")


def test_the_overview_tells_of_this_month(anna_in, anna, cast):
    assert "card-wheel" not in page(anna_in, "")
    activity = make_activity(anna, "Restore test", starts=date(2026, 11, 26))
    services.task_done(actor=anna, task=run_of(activity), result="ok", comment="")
    make_activity(anna, "Next one", starts=date(2026, 12, 4))
    text = page(anna_in, "").partition('id="card-wheel"')[2].partition("</section>")[0]
    assert "1 of 1 done" in text and "Next one" in text and "Restore test" not in text


def test_the_journey_goes_on_with_operation(today, anna, emil):
    first = panels.progress(anna)
    assert (first.done, first.next_path) == (0, "wheel/ready/") and first.total >= 10
    services.ready_accept(actor=anna, keys=["restore-test"])
    assert panels.progress(anna).done == 1 and "essential" in panels.progress(anna).next_path


# Speed


@pytest.fixture
def full_year(today, anna, cast):
    """200 activities of all rhythms, with a year of runs behind them and ahead."""
    rules = ("FREQ=YEARLY", "FREQ=MONTHLY;INTERVAL=6", "FREQ=MONTHLY;INTERVAL=3", "FREQ=MONTHLY")
    org = anna.organisation_id
    activities = Activity.objects.bulk_create(
        Activity(
            organisation_id=org, number=1000 + n, reference=f"AK-{1000 + n}", title=f"Check number {n} of the year", owner=cast.bo,
            rule=rules[n % 4], starts=date(2026, 1, 1 + n % 28) + timedelta(days=31 * (n % 12)), category=("operation", "governance", "people", "suppliers", "continuity")[n % 5],
            planned_until=date(2027, 1, 20),
        )
        for n in range(1, 201)
    )  # fmt: skip
    from holger.tasks.rules.standing import coming

    rows, number = [], 0
    for activity in activities:
        for slot in coming(activity.rule, activity.starts, None, date(2026, 1, 1), date(2027, 1, 20)):
            number += 1
            state = "open" if slot >= today else "missed" if number % 17 == 0 else "done"
            rows.append(Task(organisation_id=org, activity=activity, number=number, reference=f"O-{9000 + number}", title=activity.title,
                             slot=slot, due=slot, owner=cast.bo, status=state, result="ok" if state == "done" else ""))  # fmt: skip
    Task.objects.bulk_create(rows)
    return len(rows)


@pytest.mark.parametrize(
    ("path", "most"),
    [("wheel/", 330_000), ("wheel/month/", 90_000), ("wheel/bars/", 270_000), ("wheel/check/", 250_000)],
)
def test_two_hundred_activities_are_drawn_with_little(anna_in, full_year, path, most):
    page(anna_in, path)
    views.PICTURES._answers.clear()
    views.YEARS_RUNS._answers.clear()
    with counted() as work:
        page(anna_in, path)
    assert work.steps < most


def test_the_picture_is_kept_until_something_is_written(anna_in, full_year, anna):
    text = page(anna_in)
    with CaptureQueriesContext(connection) as caught:
        assert page(anna_in).count("w-run") == text.count("w-run")
    assert questions_asked(caught) <= 17
    make_activity(anna, "Brand new", starts=date(2026, 12, 24))
    assert "Brand new" in page(anna_in)


@pytest.mark.parametrize("path", ["wheel/", "wheel/month/", "wheel/bars/", "wheel/check/", "wheel/?as=list"])
def test_pages_ask_equally_often_for_one_and_for_thirty(anna_in, anna, cast, path):
    def asked():
        with CaptureQueriesContext(connection) as caught:
            page(anna_in, path)
        return [query["sql"][:80] for query in caught if "set_config('holger." not in query["sql"]]

    make_activity(anna, "First", performer=cast.bo)
    page(anna_in, path)
    few = asked()
    for number in range(29):
        make_activity(anna, f"Check {number}", performer=(cast.bo, cast.emil)[number % 2])
    page(anna_in, path)
    many = asked()
    assert len(many) <= len(few), "\n".join(set(many) - set(few))
    assert len(many) <= 17
