"""The pages of activities and tasks: they work, the reader may not change, the stranger sees nothing."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.assets.tests.factories import make_asset
from holger.controls.tests.factories import make_control
from holger.core.errors import Conflict
from holger.evidence import services as evidence
from holger.tasks import services
from holger.tasks.models import Activity, Task
from holger.tasks.tests.factories import make_activity, make_task, run_of
from tests.cast import actor_of, client_of

pytestmark = pytest.mark.django_db
BASE = "/o/kronborg/"
ACTIVITY = ["activities/", "activities/new/", "activities/AK-1/", "activities/AK-1/edit/", "activities/AK-1/about/"]
TASK = [
    "tasks/",
    "tasks/new/",
    "tasks/O-1/",
    "tasks/O-1/edit/",
    "tasks/O-1/give/",
    "tasks/O-1/move/",
    "tasks/O-1/drop/",
]
READABLE = {"activities/", "activities/AK-1/", "tasks/", "tasks/O-1/"}
OWN = {"activities/AK-1/edit/", "activities/AK-1/about/", *(path for path in TASK if path.count("/") > 2)}


@pytest.fixture
def activity(cast, anna, today):
    """With all that it can have; its first run is O-1, Bo's, and Karen signs it off."""
    control = make_control(anna, "Backup every night")
    return make_activity(
        anna,
        "Test the restore of a backup",
        rule="FREQ=MONTHLY;BYMONTHDAY=10",
        starts=date(2026, 12, 10),
        purpose="A backup that cannot be read is none.",
        instructions_en="Restore each server to the test network.",
        instructions_da="Gendan hver server i testmiljøet.",
        checklist=["Choose a quiet hour", "Note the time"],
        owner=cast.anna,
        performer=cast.bo,
        deputy=cast.emil,
        approver=cast.karen,
        unit=cast.production,
        minutes=40,
        lead_days=20,
        grace_days=3,
        needs_evidence=True,
        sample_of="assets",
        sample_filter="type=server",
        sample_size=2,
        about=[control],
    )


@pytest.fixture
def servers(cast):
    return [make_asset(cast.kronborg, f"Server {number}", type="server", owner=cast.karen) for number in range(5)]


def get(person, path="", **data):
    return client_of(person).get(BASE + path, data)


def post(person, path, **data):
    return client_of(person).post(BASE + path, data)


def text(person, path="", **data):
    answer = get(person, path, **data)
    assert answer.status_code == 200, path
    return answer.content.decode()


def speaking(person, language):
    person.user.language = language
    person.user.save(update_fields=["language"])
    return client_of(person)


# Who sees what


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("path", [*ACTIVITY, *TASK])
def test_pages_open_for_the_officer(cast, activity, path, language):
    assert speaking(cast.anna, language).get(BASE + path).status_code == 200


@pytest.mark.parametrize("path", [*ACTIVITY, *TASK])
def test_the_auditor_reads_and_changes_nothing(cast, activity, path):
    assert get(cast.carl, path).status_code == (200 if path in READABLE else 403)


@pytest.mark.parametrize("path", [*ACTIVITY, *TASK, "tasks/O-1/send-back/"])
def test_the_stranger_finds_nothing_and_nobody_signs_in(cast, activity, path):
    assert get(cast.dorte, path).status_code == 404
    assert client_of(None).get(BASE + path).status_code == 302


def test_bo_sees_what_he_has_a_part_in(cast, anna, activity):
    make_activity(anna, "Management review", performer=cast.olga)
    assert "Test the restore" in text(cast.bo, "activities/")
    assert "Management review" not in text(cast.bo, "activities/")
    assert get(cast.bo, "activities/AK-2/").status_code == 404
    assert get(cast.bo, "tasks/O-3/").status_code == 404
    assert get(cast.bo, "tasks/O-1/").status_code == 200


def test_an_employee_sees_their_own_tasks_and_does_them(cast, anna, today):
    task = make_task(anna, "Lock the doors", owner=cast.emil)
    make_task(anna, "Count the keys", owner=cast.bo)
    page = text(cast.emil, "tasks/")
    assert ("Lock the doors" in page, "Count the keys" in page) == (True, False)
    page = text(cast.emil, "tasks/O-1/")
    assert "give/" not in page
    assert "tasks/new/" not in page
    answer = post(cast.emil, "tasks/O-1/done/", result="ok", result_asked="1", comment="Done at six.")
    assert answer.status_code == 302
    task.refresh_from_db()
    assert (task.status, task.comment, task.done_by) == ("done", "Done at six.", "Emil Vang")
    assert post(cast.emil, "tasks/O-2/done/").status_code == 404


@pytest.mark.parametrize("verb", ["pause", "resume", "archive", "restore"])
def test_what_is_done_to_an_activity_by_a_click(cast, activity, verb):
    assert post(cast.carl, f"activities/AK-1/{verb}/").status_code == 403
    assert post(cast.dorte, f"activities/AK-1/{verb}/").status_code == 404
    assert get(cast.anna, f"activities/AK-1/{verb}/").status_code == 405
    assert post(cast.anna, f"activities/AK-1/{verb}/").status_code == 302


@pytest.mark.parametrize("verb", ["start", "draft", "done", "sign", "reopen", "archive", "restore"])
def test_what_is_done_to_a_task_by_a_click(cast, activity, verb):
    assert post(cast.carl, f"tasks/O-1/{verb}/").status_code == 403
    assert post(cast.dorte, f"tasks/O-1/{verb}/").status_code == 404
    assert get(cast.anna, f"tasks/O-1/{verb}/").status_code == (302 if verb in ("draft", "done") else 405)
    assert post(cast.anna, f"tasks/O-1/{verb}/").status_code in (302, 422)


# Lists


def test_the_list_of_activities_tells_how_often_and_when_next(cast, anna, activity):
    make_activity(anna, "Weekly", rule="FREQ=WEEKLY;BYDAY=MO,TH", starts=date(2026, 12, 1))
    page = text(cast.anna, "activities/")
    assert "Every month, on the 10th" in page
    assert "Every week, on Monday and Thursday" in page
    assert "10 Dec 2026" in page
    assert "2 activities" in page
    assert "without anybody" in page


def test_activities_are_narrowed(cast, anna, later):
    make_activity(anna, "Mine", owner=cast.anna, category="people", starts=date(2027, 3, 1))
    paused = make_activity(anna, "Paused", owner=cast.bo)
    services.activity_pause(actor=anna, activity=paused)
    make_activity(anna, "Nobody's", starts=date(2026, 12, 1), rule="FREQ=YEARLY")
    gone = make_activity(anna, "Gone")
    services.activity_archive(actor=anna, activity=gone)
    later(12)
    cases = {
        "owner=me": "Mine",
        "category=people": "Mine",
        "paused=yes": "Paused",
        "nobody=yes": "Nobody",
        "late=yes": "Nobody",
        "archived=yes": "Gone",
    }
    for query, title in cases.items():
        page = text(cast.anna, f"activities/?{query}")
        assert [each for each in ("Mine", "Paused", "Nobody", "Gone") if f"{each}" in _rows(page)] == [title], query


def _rows(page):
    return page[page.index("<tbody") : page.index("</tbody>")]


def test_tasks_are_in_tabs(cast, anna, bo, later):
    make_task(anna, "This week", date(2026, 11, 27), owner=cast.anna)
    make_task(anna, "Next month", date(2026, 12, 30), owner=cast.bo)
    make_task(anna, "Late one", date(2026, 11, 25), owner=cast.bo)
    waiting = make_task(anna, "Waiting", date(2026, 12, 30), owner=cast.bo, approver=cast.karen)
    services.task_done(actor=bo, task=waiting)
    done = make_task(anna, "Finished", date(2026, 12, 30), owner=cast.bo)
    services.task_done(actor=bo, task=done)
    make_activity(anna, "Skipped", rule="FREQ=YEARLY", starts=date(2026, 11, 25))
    later(2)
    services.tasks_miss(organisation_id=cast.kronborg.pk)
    titles = ("This week", "Next month", "Late one", "Waiting", "Finished", "Skipped")
    cases = {
        "": ["This week", "Next month", "Late one", "Waiting"],
        "owner=me": ["This week"],
        "late=yes": ["Late one"],
        "week=yes": ["This week", "Late one"],
        "waits=yes": ["Waiting"],
        "status=missed": ["Skipped"],
        "status=done": ["Finished"],
        "result=ok": ["Waiting", "Finished"],
        "run=yes&status=missed": ["Skipped"],
        "status=open&q=next+month": ["Next month"],
        "done_after=2026-11-24&done_before=2026-11-24": ["Waiting", "Finished"],
    }
    for query, expected in cases.items():
        rows = _rows(text(cast.anna, f"tasks/?{query}"))
        assert [each for each in titles if f">{each}<" in rows] == expected, query


def test_empty_lists_teach(cast, today):
    assert "again and again" in text(cast.anna, "activities/")
    assert "until they are done" in text(cast.anna, "tasks/")


def test_several_are_changed_at_once(cast, anna, today):
    first, second = make_activity(anna, "One"), make_activity(anna, "Two", owner=cast.bo)
    rows = [str(first.pk), str(second.pk)]
    answer = post(cast.anna, "activities/", bulk="owner", row=rows, **{"owner-owner": str(cast.karen.pk)})
    assert answer.status_code == 302
    assert set(Activity.objects.values_list("owner", flat=True)) == {cast.karen.pk}
    post(cast.anna, "activities/", bulk="other", row=rows, **{"other-lead_days": "30", "other-category": ""})
    assert set(Activity.objects.values_list("lead_days", "category")) == {(30, "operation")}
    post(cast.anna, "activities/", bulk="archive", row=rows)
    assert not Activity.objects.filter(archived_at=None).exists()
    tasks = [str(make_task(anna, f"Task {number}").pk) for number in range(2)]
    post(cast.anna, "tasks/", bulk="give", row=tasks, **{"give-owner": str(cast.emil.pk)})
    post(cast.anna, "tasks/", bulk="move", row=tasks, **{"move-due": "2027-01-05", "move-reason": "January"})
    assert set(Task.objects.filter(activity=None).values_list("owner", "due")) == {(cast.emil.pk, date(2027, 1, 5))}
    refused = post(cast.anna, "tasks/", bulk="move", row=tasks, **{"move-due": "2027-02-05"})
    assert refused.status_code == 422
    assert b"Write why it is put off." in refused.content


# The object page


def test_the_page_of_an_activity_tells_all(cast, activity):
    page = text(cast.anna, "activities/AK-1/")
    for words in (
        "A backup that cannot be read is none.",
        "Restore each server to the test network.",
        "Choose a quiet hour",
        "Every month, on the 10th",
        "10 Dec 2026",
        "10 Jan 2027",
        "Backup every night",
        "Karen Bech",
        "40 min.",
        "2 of: Assets (Type: Server)",
    ):
        assert words in page, words
    assert "Gendan hver server" in speaking(cast.anna, "da").get(BASE + "activities/AK-1/").content.decode()


def test_runs_so_far_are_told_with_their_results(cast, anna, bo, servers, activity, later):
    task = run_of(activity)
    services.task_start(actor=bo, task=task)
    evidence.evidence_add(actor=bo, subject=task, url="https://kronborg.example/log")
    rows = {row["id"]: ("ok", "") for row in task.sample["rows"]}
    services.task_done(actor=bo, task=task, rows=rows, ticks={0, 1})
    later(60)
    services.tasks_miss(organisation_id=cast.kronborg.pk)
    page = text(cast.anna, "activities/AK-1/")
    assert ("2 of 5" in page, "Missed" in page, "Bo Lind, 24 Nov 2026" in page) == (True, True, True)


def test_what_it_is_about_is_added_and_taken_away(cast, anna, activity):
    asset = make_asset(cast.kronborg, "Backup server")
    post(cast.anna, "activities/AK-1/about/", assets=[str(asset.pk)])
    page = text(cast.anna, "activities/AK-1/")
    assert "Backup server" in page
    link = activity.links.get(subject_id=asset.pk)
    assert post(cast.carl, f"activities/AK-1/about/{link.pk}/remove/").status_code == 403
    assert post(cast.anna, f"activities/AK-1/about/{link.pk}/remove/").status_code == 302
    assert not activity.links.filter(pk=link.pk).exists()
    assert post(cast.anna, f"activities/AK-1/about/{link.pk}/remove/").status_code == 404
    assert post(cast.anna, "activities/AK-1/about/").status_code == 422


def test_what_somebody_does_not_see_is_not_told(cast, activity):
    """Bo does the runs, and does not see the control that they serve."""
    assert "Backup every night" not in text(cast.bo, "activities/AK-1/")
    assert "Backup every night" not in text(cast.bo, "tasks/O-1/")


# The form


SAID = {
    "title": "Review access",
    "category": "operation",
    "every": "1",
    "span": "months",
    "on": "start",
    "nth": "1",
    "weekday": "0",
    "starts": "2026-12-15",
    "basis": "due",
    "lead_days": "14",
    "grace_days": "0",
    "escalate_days": "7",
}


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ({}, "FREQ=MONTHLY"),
        ({"span": "quarters"}, "FREQ=MONTHLY;INTERVAL=3"),
        ({"span": "years"}, "FREQ=YEARLY"),
        ({"span": "days", "every": "10"}, "FREQ=DAILY;INTERVAL=10"),
        ({"span": "weeks", "every": "2", "weekdays": ["1", "3"]}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"),
        ({"on": "last"}, "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ({"on": "day", "day": "5"}, "FREQ=MONTHLY;BYMONTHDAY=5"),
        ({"on": "nth", "nth": "-1", "weekday": "4"}, "FREQ=MONTHLY;BYDAY=-1FR"),
        ({"on": "nth", "nth": "1", "weekday": "working"}, "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1"),
        ({"span": "chosen", "months": ["2", "5", "9"]}, "FREQ=MONTHLY;BYMONTH=2,5,9"),
        ({"span": "years", "on": "last"}, "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1"),
    ],
)
def test_how_often_is_said_without_rules(cast, today, told, rule):
    answer = post(cast.anna, "activities/new/", **SAID | told)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    activity = Activity.objects.get()
    assert activity.rule == rule
    again = post(cast.anna, "activities/AK-1/edit/", **SAID | told, version="1")
    assert again.status_code == 302
    activity.refresh_from_db()
    assert (activity.rule, activity.version) == (rule, 1)


def test_an_edit_begins_with_what_is_there(cast, anna, today):
    """And what only programs can say stays as it is."""
    shown = {
        "FREQ=MONTHLY;BYMONTHDAY=10": ('value="months" selected', 'value="day" '),
        "FREQ=MONTHLY;INTERVAL=3": ('value="quarters" selected', 'value="start" '),
        "FREQ=MONTHLY;BYDAY=2TU": ('value="months" selected', 'value="nth" '),
        "FREQ=MONTHLY;BYMONTH=2,5": ('value="chosen" selected', 'value="2" '),
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=3": ('value="as_is" selected', "Every 2 years, on 15 March"),
    }
    for number, (rule, words) in enumerate(shown.items(), start=1):
        make_activity(anna, rule=rule, starts=date(2026, 12, 15))
        page = text(cast.anna, f"activities/AK-{number}/edit/")
        for each in words:
            assert each in page, (rule, each)
    kept = post(cast.anna, "activities/AK-5/edit/", **SAID | {"span": "as_is", "title": "Kept"}, version="1")
    assert kept.status_code == 302
    last = Activity.objects.get(reference="AK-5")
    assert (last.rule, last.title) == ("FREQ=YEARLY;INTERVAL=2;BYMONTH=3", "Kept")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"span": "chosen"}, "months"),
        ({"on": "day"}, "day"),
        ({"every": "0"}, "every"),
        ({"ends": "2026-12-01"}, ""),
        ({"title": ""}, "title"),
        ({"sample_of": "assets"}, ""),
        ({"each_of": "assets", "each_filter": "?colour=red"}, "each_filter"),
    ],
)
def test_a_form_says_what_is_wrong(cast, today, told, field):
    answer = post(cast.anna, "activities/new/", **SAID | told)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors) == [field or "__all__"]
    assert not Activity.objects.exists()


def test_the_next_dates_are_shown_before_anything_is_saved(cast, today):
    answer = post(cast.anna, "activities/new/", **SAID | {"again": "1", "on": "last", "title": ""})
    page = answer.content.decode()
    preview = page[page.index('id="next-dates"') :]
    assert "Every month, on the last day" in preview
    for day in ("31 Dec 2026", "31 Jan 2027", "28 Feb 2027", "31 Mar 2027", "30 Apr 2027"):
        assert day in preview
    assert not Activity.objects.exists()


def test_one_for_each_takes_the_address_of_a_list(cast, anna, servers, today):
    told = {
        "each_of": "assets",
        "each_filter": "https://holger.example/o/kronborg/assets/?type=server&sort=title&page=2",
    }
    assert post(cast.anna, "activities/new/", **SAID | told).status_code == 302
    activity = Activity.objects.get()
    assert (activity.each_filter, activity.tasks.count()) == ("type=server", 10)


def test_an_activity_is_made_for_a_control(cast, anna, today):
    control = make_control(anna, "Backup every night")
    page = text(cast.anna, f"controls/{control.reference}/")
    way = f"activities/new/?about=controls.control:{control.pk}"
    assert way in page
    assert post(cast.anna, way, **SAID).status_code == 302
    page = text(cast.anna, f"controls/{control.reference}/")
    assert ("Review access" in page, "Every month, on the 15th" in page) == (True, True)
    for asked in ("controls.control:1", "nothing:1", f"controls.control:{cast.anna.pk}"):
        assert get(cast.anna, f"activities/new/?about={asked}").status_code == 404


# The run


def test_a_run_from_its_page(cast, anna, servers, activity):
    bo = client_of(cast.bo)
    page = bo.get(BASE + "tasks/O-1/").content.decode()
    assert "Begin, and draw the sample" in page
    bo.post(BASE + "tasks/O-1/start/")
    task = Task.objects.get(reference="O-1")
    page = bo.get(BASE + "tasks/O-1/").content.decode()
    assert ("AK-1/2026-1" in page, "0 of 2 looked at" in page) == (True, True)
    first, second = (row["id"] for row in task.sample["rows"])
    said = {"result_asked": "1", "ticked": "1", "sampled": "1", "tick": ["0"], f"result-{first}": "ok"}
    draft = bo.post(
        BASE + "tasks/O-1/draft/", said | {"comment": "So far so good."}, headers={"HX-Request-Type": "partial"}
    )
    assert draft.content.startswith(b"Kept ")
    page = bo.get(BASE + "tasks/O-1/").content.decode()
    assert ("So far so good." in page, "1 of 2 looked at" in page) == (True, True)
    refused = bo.post(BASE + "tasks/O-1/done/", said | {"result": "ok", "comment": "Never lost."})
    assert refused.status_code == 422
    told = refused.content.decode()
    assert ("Left to look at in the sample: 1." in told, "Never lost." in told) == (True, True)
    said |= {"tick": ["0", "1"], f"result-{second}": "deviation", f"note-{second}": "5 hours"}
    refused = bo.post(BASE + "tasks/O-1/done/", said | {"result": "deviation", "reason": "Too slow."})
    assert "without evidence" in refused.content.decode()
    assert 'value="5 hours"' in refused.content.decode()
    evidence.evidence_add(
        actor=actor_of(cast.bo), subject=task, url="https://kronborg.example/log", title="Log of restore"
    )
    assert "Log of restore" in bo.get(BASE + "tasks/O-1/").content.decode()
    answer = bo.post(
        BASE + "tasks/O-1/done/",
        said | {"result": "deviation", "reason": "Too slow.", "next_due": "2027-01-20", "follow_title": "Faster disks"},
    )
    assert answer.status_code == 302
    task.refresh_from_db()
    assert (task.status, task.result) == ("waiting", "deviation")
    assert Task.objects.get(born_of=task).title == "Faster disks"
    assert run_of(activity, 1).due == date(2027, 1, 20)
    karen = client_of(cast.karen)
    page = karen.get(BASE + "tasks/O-1/").content.decode()
    assert ("Sign off" in page, "Faster disks" in page, "5 hours" in page) == (True, True, True)
    assert "Sign off</button>" not in bo.get(BASE + "tasks/O-1/").content.decode()
    assert karen.post(BASE + "tasks/O-1/sign/").status_code == 302
    task.refresh_from_db()
    assert (task.status, task.signed_by) == ("done", "Karen Bech")


def test_what_is_missing_is_told_at_its_step_and_what_was_said_is_kept(cast, anna, servers, activity):
    """Without a script too: whoever is told that evidence is missing leaves the page to attach it."""
    bo = client_of(cast.bo)
    bo.post(BASE + "tasks/O-1/start/")
    first, second = (row["id"] for row in Task.objects.get(reference="O-1").sample["rows"])
    said = {"result_asked": "1", "ticked": "1", "sampled": "1", "result": "ok", "comment": "All night."}

    def refused(**more):
        answer = bo.post(BASE + "tasks/O-1/done/", said | more)
        assert answer.status_code == 422
        return answer.content.decode()

    page = refused(**{f"result-{first}": "ok"})
    assert '<a href="#sample">Sample</a>: Left to look at in the sample: 1.' in page
    assert page.count('aria-invalid="true" aria-describedby="sample-wrong"') == page.count('id="sample-wrong"') == 1
    rows = {f"result-{first}": "ok", f"result-{second}": "ok", f"note-{first}": "4 hours"}
    page = refused(**rows)
    assert '<a href="#checklist">Checklist</a>' in page and page.count("Left to tick off: 2.") == 2
    page = refused(**rows, tick=["0", "1"])
    assert '<a href="#panel-evidence">Evidence</a>' in page and page.count("It cannot be done without evidence.") == 2
    assert refused(**rows, tick=["0", "1"], result="").count("Choose a result.") == 2
    refused(**rows, tick=["0", "1"])
    page = bo.get(BASE + "tasks/O-1/").content.decode()
    assert ("All night." in page, 'value="4 hours"' in page, "2 of 2 looked at" in page) == (True, True, True)
    assert page.count('name="tick"') == page.count(' form="run" checked> ') == 2
    evidence.evidence_add(
        actor=actor_of(cast.bo), subject=Task.objects.get(reference="O-1"), url="https://kronborg.example/log"
    )
    page = refused(**rows, tick=["0", "1"], next_due="2026-11-01")
    assert ("Choose a day to come." in page, "Awaits sign-off" in page, "Begun" in page) == (True, False, True)
    task = Task.objects.get(reference="O-1")
    assert (task.status, task.comment, task.done_at) == ("open", "All night.", None)


def test_what_is_kept_too_late_is_told_in_its_place(cast, anna, today):
    make_task(anna, owner=cast.bo)
    bo = client_of(cast.bo)
    bo.post(BASE + "tasks/O-1/done/", {"result": "ok"})
    answer = bo.post(BASE + "tasks/O-1/draft/", {"comment": "x"}, headers={"HX-Request-Type": "partial"})
    assert (answer.status_code, answer.content) == (200, b"The task is done.")


@pytest.mark.parametrize("verb", ["done", "draft"])
def test_the_address_of_a_refusal_leads_to_the_task(cast, anna, today, verb):
    """Somebody changes the language there, or comes back to it from the sign-in page."""
    make_task(anna, owner=cast.bo)
    assert get(cast.bo, f"tasks/O-1/{verb}/").url == BASE + "tasks/O-1/"
    assert get(cast.dorte, f"tasks/O-1/{verb}/").status_code == 404


def test_whoever_was_quicker_is_told_of(cast, anna, today, monkeypatch):
    """Two click at the same time, or one clicks twice."""
    activity = make_activity(anna)

    def conflict(*args, **kwargs):
        raise Conflict(activity)

    monkeypatch.setattr("holger.tasks.services.activities.write", conflict)
    client = client_of(cast.anna)
    page = client.post(BASE + "activities/AK-1/pause/", follow=True).content.decode()
    assert "It has just been changed." in page


def test_the_next_date_that_is_proposed_changes_nothing(cast, anna, today):
    activity = make_activity(anna, performer=cast.bo, rule="FREQ=MONTHLY;BYMONTHDAY=10", starts=date(2026, 12, 10))
    page = text(cast.bo, "tasks/O-1/")
    assert 'name="next_due" value="2027-01-10"' in page
    post(cast.bo, "tasks/O-1/done/", result="ok", result_asked="1", next_due="2027-01-10")
    assert run_of(activity, 1).version == 1


def test_a_result_is_chosen(cast, anna, today):
    make_task(anna, owner=cast.bo)
    answer = post(cast.bo, "tasks/O-1/done/", result_asked="1")
    assert answer.status_code == 422
    assert "Choose a result." in answer.content.decode()
    assert post(cast.bo, "tasks/O-1/done/", back="/o/kronborg/work/").url == "/o/kronborg/work/"
    assert Task.objects.get().status == "done"


def test_it_is_sent_back_and_the_reason_stands_on_top(cast, bo, anna, today):
    task = make_task(anna, owner=cast.bo, approver=cast.karen)
    services.task_done(actor=bo, task=task)
    assert get(cast.karen, "tasks/O-1/send-back/").status_code == 200
    assert post(cast.karen, "tasks/O-1/send-back/", reason="").status_code == 422
    assert post(cast.karen, "tasks/O-1/send-back/", reason="Which tapes?").status_code == 302
    assert "Which tapes?" in text(cast.bo, "tasks/O-1/")


def test_whoever_signs_it_off_is_told_so_instead_of_a_form(cast, anna, today):
    make_task(anna, owner=cast.bo, approver=cast.karen)
    page = text(cast.karen, "tasks/O-1/")
    assert ('id="run"' in page, "Gets it when it is sent" in page) == (False, True)
    assert "yourself" not in page


def test_a_draft_that_cannot_be_kept_says_so(cast, anna, today):
    make_task(anna, owner=cast.bo)
    answer = post(cast.bo, "tasks/O-1/draft/", period_from="2026-12-01", period_to="2026-11-01")
    assert answer.status_code == 422
    assert "The period ends before it begins." in answer.content.decode()
    assert post(cast.bo, "tasks/O-1/draft/", comment="Later").status_code == 302
    assert Task.objects.get().comment == "Later"


def test_it_is_given_moved_and_dropped_by_forms(cast, anna, today):
    task = make_task(anna, owner=cast.bo)
    assert post(cast.anna, "tasks/O-1/give/", owner=str(cast.emil.pk), reason="Bo is away").status_code == 302
    assert post(cast.anna, "tasks/O-1/move/", due="2027-01-01").status_code == 422
    assert post(cast.anna, "tasks/O-1/move/", due="2027-01-01", reason="January").status_code == 302
    assert post(cast.anna, "tasks/O-1/edit/", title="More tapes", checklist="One\nTwo", version="3").status_code == 302
    task.refresh_from_db()
    assert (task.owner, task.due, task.title, len(task.checklist)) == (cast.emil, date(2027, 1, 1), "More tapes", 2)
    assert post(cast.anna, "tasks/O-1/drop/", reason="").status_code == 422
    assert post(cast.anna, "tasks/O-1/drop/", reason="No tapes any more").status_code == 302
    page = text(cast.anna, "tasks/O-1/")
    assert ("No tapes any more" in page, "Open again" in page) == (True, True)


def test_two_who_edit_at_once_are_told(cast, anna, today):
    make_task(anna)
    post(cast.anna, "tasks/O-1/edit/", title="First", version="1")
    assert post(cast.anna, "tasks/O-1/edit/", title="Second", version="1").status_code == 409


def test_a_task_is_given_about_something(cast, anna, today):
    asset = make_asset(cast.kronborg, "Payroll", owner=cast.karen)
    way = f"tasks/new/?about=assets.asset:{asset.pk}"
    assert f'<option value="{cast.karen.pk}" selected>' in text(cast.anna, way)
    answer = post(cast.anna, way, title="Ask the supplier", due="2026-12-01", owner=str(cast.emil.pk))
    assert answer.status_code == 302
    assert "Ask the supplier" in text(cast.anna, f"assets/{asset.reference}/")
    assert "Payroll" in text(cast.anna, "tasks/O-1/")
    assert "Payroll" not in text(cast.emil, "tasks/O-1/")  # whom the map is closed to


# Speed


@pytest.mark.parametrize("path", ["activities/", "tasks/", "activities/AK-1/", "tasks/O-1/", "tasks/?status=done"])
def test_pages_ask_equally_often_however_much_there_is(cast, anna, bo, later, path):
    counts = []
    for some in (1, 30):
        for number in range(some):
            activity = make_activity(
                anna,
                f"Activity {number}",
                rule="FREQ=WEEKLY",
                starts=date(2026, 12, 1),
                performer=cast.bo,
                owner=cast.anna,
            )
            services.task_done(actor=bo, task=run_of(activity))
        later(len(counts) + 1)
        client = client_of(cast.anna)
        client.get(BASE + path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(BASE + path).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[1] <= 20


def test_days_are_counted_from_today(cast, anna, today):
    make_task(anna, "Tomorrow", today + timedelta(days=1))
    assert "1 day left" in text(cast.anna, "tasks/")
