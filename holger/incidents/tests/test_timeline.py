"""The timeline: only added to, read as it went, and kept fresh."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from holger.core import dates
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.core.tenancy import inside
from holger.evidence import services as evidence
from holger.history.models import Event
from holger.incidents.models import Entry, EntryKind, Incident, Member, Status
from holger.incidents.rules.timeline import why_not_write, written_late
from holger.incidents.selectors.timeline import stamp_of, timeline_of
from holger.incidents.services import decisions, moments
from holger.incidents.services.lines import line_put
from holger.incidents.services.timeline import entry_add
from holger.incidents.tests.factories import make_incident
from holger.incidents.words import TIMELINE, timeline_words
from holger.tasks import services as tasks
from tests.cast import actor_of

HOUR = timedelta(hours=1)
BASE = "/o/kronborg/incidents/"


def told(actor, incident, text="The server is off.", **more):
    return entry_add(actor=actor, incident=incident, **{"kind": "note", "text": text, **more})


# Rules


NOW = dates.now()


@pytest.mark.parametrize(
    ("kind", "text", "at", "field"),
    [
        ("system", "x", NOW, "kind"),
        ("rumour", "x", NOW, "kind"),
        ("note", "  ", NOW, "text"),
        ("note", "x" * 10_001, NOW, "text"),
        ("note", "x", NOW + HOUR, "at"),
    ],
)
def test_what_may_not_be_written(kind, text, at, field):
    assert why_not_write(kind, ("note", "action"), text, at, NOW).field == field


def test_a_line_of_now_may_be_written():
    assert why_not_write("note", ("note",), "x", NOW, NOW) is None


def test_both_times_are_told_when_they_lie_apart():
    assert written_late(NOW - 3 * HOUR, NOW) == 3 * HOUR
    assert written_late(NOW - timedelta(minutes=14), NOW) is None


# Words


def test_a_line_is_told_in_the_readers_language():
    line = {"what": "decided", "question": "significant", "answer": "yes", "reason": "Production stands still."}
    head, text, reason = timeline_words(line)
    assert head == "Decided:"
    assert text.endswith("Yes")
    assert reason == "Production stands still."
    with translation.override("da"):
        assert timeline_words(line)[1].endswith("Ja")


def test_what_was_not_told_does_not_break_the_sentence():
    assert timeline_words({"what": "merged"}) == ("Joined with another case.", "", "")
    assert timeline_words({"what": "merged", "other": "INC-2"})[1] == "INC-2"
    assert timeline_words({"what": "brand_new", "title": "A"}) == ("Brand new.", "A", "")


@pytest.mark.parametrize("what", TIMELINE)
def test_every_sentence_can_be_said_with_nothing_told(what):
    head, text, _reason = timeline_words({"what": what})
    assert head
    assert "%" not in text


# Services

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def incident(cast):
    return make_incident(cast.kronborg, "Ransomware on <b>FS01</b>")


def test_a_line_stands_with_time_kind_and_person(cast, anna, incident):
    at = dates.now() - 3 * HOUR
    line = told(anna, incident, "  The server is off. ", kind="action", at=at)
    assert (line.text, line.kind, line.at) == ("The server is off.", "action", at)
    assert (line.by_name, line.person_key) == (cast.anna.name, cast.anna.pk)
    assert Event.objects.filter(action="incident.line_added").count() == 1


def test_a_line_can_neither_be_changed_nor_removed(anna, incident):
    line = told(anna, incident)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=line.pk).update(text="Nothing.")
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=line.pk).delete()


def test_a_line_is_put_right_by_another_and_stays(anna, incident):
    wrong = told(anna, incident, "FS02 is off.")
    right = told(anna, incident, "FS01 is off.", corrects=wrong)
    shown = timeline_of(anna, incident)
    assert shown.corrected == {wrong.pk}
    assert [line.pk for line in shown.lines] == [right.pk, wrong.pk]
    with pytest.raises(RuleBroken, match="already"):
        told(anna, incident, "FS03 is off.", corrects=wrong)


def test_neither_what_holger_wrote_nor_another_cases_line_is_put_right(cast, anna, incident):
    with pytest.raises(RuleBroken, match="holger wrote"):
        told(anna, incident, corrects=line_put(anna, incident, "contained"))
    other = told(anna, make_incident(cast.kronborg, "Another"))
    with pytest.raises(RuleBroken, match="this case"):
        told(anna, incident, corrects=other)


def test_what_breaks_a_rule_is_refused(anna, incident):
    with pytest.raises(RuleBroken, match="not happened"):
        told(anna, incident, at=dates.now() + HOUR)
    with pytest.raises(RuleBroken, match="kind"):
        told(anna, incident, kind="system")
    assert not Entry.objects.exists()


def test_nothing_is_written_in_a_case_that_was_joined_or_put_away(cast, anna, incident):
    whole = make_incident(cast.kronborg, "Whole")
    Incident.objects.filter(pk=incident.pk).update(status=Status.MERGED, merged_into=whole)
    with pytest.raises(RuleBroken, match="joined"):
        told(anna, incident)
    Incident.objects.filter(pk=whole.pk).update(archived_at=dates.now())
    with pytest.raises(RuleBroken, match="archived"):
        told(anna, whole)


def test_who_may_write(cast, incident):
    told(actor_of(cast.karen), incident)
    with pytest.raises(NotAllowed):
        told(actor_of(cast.carl), incident)
    for person in (cast.bo, cast.emil):
        with pytest.raises(NotFound):
            told(actor_of(person), incident)
    with inside(cast.rosenborg.pk), pytest.raises(NotFound):
        told(actor_of(cast.dorte), incident)
    Member.objects.create(organisation=cast.kronborg, incident=incident, person=cast.bo)
    told(actor_of(cast.bo), incident)


def test_a_restricted_case_is_not_there_for_others(cast, anna, incident):
    Incident.objects.filter(pk=incident.pk).update(restricted=True, owner=cast.karen)
    with pytest.raises(NotFound):
        told(anna, incident)
    told(actor_of(cast.karen), incident)


# What tells itself


def whats(incident):
    return [line.told["what"] for line in Entry.objects.filter(incident=incident, kind=EntryKind.SYSTEM)]


def test_decisions_and_moments_stand_in_the_timeline_when_they_were(anna, incident):
    at = dates.now() - 5 * HOUR
    moments.moment_tell(actor=anna, incident=incident, point="aware", at=at, basis="The alarm.")
    decisions.decision_make(actor=anna, incident=incident, question="significant", answer="yes", reason="It stands.")
    lines = list(Entry.objects.filter(incident=incident))
    told = [(line.told["what"], line.at == at) for line in lines]
    assert told == [("moment", True), ("decided", False), ("severity", False)]
    later = at + HOUR
    moments.moment_correct(actor=anna, incident=incident, point="aware", at=later, reason="The log says so.")
    assert whats(incident)[-1] != "moment"
    assert "moment_corrected" in whats(incident)


def test_tasks_and_evidence_stand_in_the_timeline(cast, anna, incident):
    task = tasks.task_create(actor=anna, title="Call the bank", due=dates.today(), subject=incident, owner=cast.karen)
    tasks.task_done(actor=anna, task=task)
    file = SimpleUploadedFile("log.txt", b"10.00 in\n")
    evidence.evidence_add(actor=anna, subject=incident, file=file, title="The log")
    assert set(whats(incident)) == {"task", "task_done", "evidence"}
    line = Entry.objects.get(incident=incident, told__what="evidence")
    assert (line.by_name, line.person_key, line.told["title"]) == (cast.anna.name, cast.anna.pk, "The log")
    other = tasks.task_create(actor=anna, title="Something else", due=dates.today())
    tasks.task_done(actor=anna, task=other)
    assert len(whats(incident)) == 3


# Reading


def test_lines_of_a_case_that_was_joined_stand_among_the_others(cast, anna, incident):
    told(anna, incident, "Seen by the night guard.")
    whole = make_incident(cast.kronborg, "Whole")
    told(anna, whole, "The whole.")
    Incident.objects.filter(pk=incident.pk).update(status=Status.MERGED, merged_into=whole)
    shown = timeline_of(anna, whole)
    assert [line.text for line in shown.lines] == ["The whole.", "Seen by the night guard."]
    assert shown.cases[incident.pk] == incident.reference
    Incident.objects.filter(pk=incident.pk).update(restricted=True, owner=cast.karen)
    assert [line.text for line in timeline_of(anna, whole).lines] == ["The whole."]


def test_a_long_timeline_is_read_in_few_questions(cast, anna, incident):
    now = dates.now()
    Entry.objects.bulk_create(
        Entry(
            organisation=cast.kronborg,
            incident=incident,
            kind="note",
            text=f"Line {n}",
            at=now - timedelta(minutes=n),
            entered_at=now,
            by_name="Anna",
        )
        for n in range(500)
    )
    with CaptureQueriesContext(connection) as asked:
        shown = timeline_of(anna, incident)
    assert (len(shown.lines), shown.total) == (50, 500)
    assert len(asked) <= 5
    with CaptureQueriesContext(connection) as asked:
        stamp_of(anna, incident)
    assert len(asked) <= 3


# Pages


@pytest.fixture
def clients(cast, client_of):
    names = ("anna", "karen", "bo", "carl", "olga", "dorte", "emil")
    return {name: client_of(getattr(cast, name)) for name in names} | {"nobody": client_of(None)}


@pytest.fixture
def here(incident):
    return f"{BASE}{incident.reference}/"


def statuses(clients, address):
    return {name: client.get(address).status_code for name, client in clients.items()}


@pytest.mark.parametrize("path", ["", "timeline/", "timeline/?kind=note", "live/"])
def test_pages_for_those_who_read(clients, here, path):
    found = statuses(clients, here + path)
    assert [found[name] for name in ("anna", "karen", "olga", "carl")] == [200] * 4
    assert (found["bo"], found["emil"], found["dorte"], found["nobody"]) == (404, 403, 404, 302)


def test_pages_for_those_who_write(clients, anna, incident, here):
    line = told(anna, incident)
    found = statuses(clients, f"{here}timeline/{line.pk}/correct/")
    assert [found[name] for name in ("anna", "karen", "olga")] == [200] * 3
    assert (found["carl"], found["bo"], found["emil"], found["dorte"]) == (403, 404, 403, 404)
    sent = {
        name: client.post(f"{here}timeline/add/", {"line-kind": "note", "line-text": "x"})
        for name, client in clients.items()
    }
    assert [sent[name].status_code for name in ("anna", "carl", "bo", "emil", "dorte")] == [302, 403, 404, 403, 404]


def test_adding_without_script(clients, incident, here):
    answer = clients["anna"].post(
        f"{here}timeline/add/", {"line-kind": "action", "line-text": "One\n<i>two</i>"}, follow=True
    )
    page = answer.content.decode()
    assert "One<br>&lt;i&gt;two&lt;/i&gt;" in page
    assert answer.redirect_chain[-1][0].endswith("#panel-timeline")
    answer = clients["anna"].post(f"{here}timeline/add/", {"line-kind": "action", "line-text": ""})
    assert answer.status_code == 422
    assert "This field is required" in answer.content.decode()


PARTIAL = {"HTTP_HX_REQUEST": "true", "HTTP_HX_REQUEST_TYPE": "partial"}


def test_adding_with_script_brings_the_timeline_and_an_empty_form(clients, incident, here):
    at = timezone.localtime(dates.now() - 3 * HOUR).strftime("%Y-%m-%dT%H:%M")
    sent = {"line-kind": "action", "line-text": "Server off", "line-at": at}
    answer = clients["anna"].post(f"{here}timeline/add/", sent, **PARTIAL)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.lstrip().startswith('<div id="timeline">')
    assert "Server off" in page
    assert "written down 3 h" in page
    future = timezone.localtime(dates.now() + 3 * HOUR).strftime("%Y-%m-%dT%H:%M")
    answer = clients["anna"].post(f"{here}timeline/add/", sent | {"line-at": future}, **PARTIAL)
    assert "This has not happened yet." in answer.content.decode()
    assert Entry.objects.count() == 1


def test_a_correction_shows_both(clients, anna, incident, here):
    line = told(anna, incident, "FS02 is off.")
    sent = {"kind": "note", "text": "FS01 is off.", "at": timezone.localtime(line.at).strftime("%Y-%m-%dT%H:%M")}
    assert clients["anna"].post(f"{here}timeline/{line.pk}/correct/", sent).status_code == 302
    page = clients["anna"].get(f"{here}timeline/").content.decode()
    assert "<s><span>FS02 is off.</span></s>" in page
    assert "FS01 is off." in page
    system = line_put(anna, incident, "contained")
    assert clients["anna"].get(f"{here}timeline/{system.pk}/correct/").status_code == 404


def test_whoever_only_reads_sees_no_form(clients, anna, incident, here):
    told(anna, incident)
    page = clients["carl"].get(here).content.decode()
    assert "panel-timeline" in page
    assert "line-text" not in page
    assert "/correct/" not in page.partition("panel-timeline-title")[2].partition("</section>")[0]


def test_nothing_new_is_answered_with_nothing(clients, anna, incident, here):
    told(anna, incident, "First")
    client = clients["carl"]
    address = f"{here}live/?seen={stamp_of(anna, incident)}-0&kind=&shown=50"
    answer = client.get(address)
    assert answer.status_code == 200  # another minute
    told(anna, incident, "Second")
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Second" in page
    assert "1 new line in the timeline" in page
    assert 'hx-target="#panel-clocks"' in page
    assert "line-text" not in page


def test_kinds_are_chosen_between_and_older_lines_follow(clients, anna, incident, here):
    told(anna, incident, "A note")
    told(anna, incident, "A call", kind="contact")
    page = clients["anna"].get(f"{here}timeline/?kind=contact", **PARTIAL).content.decode()
    assert "A call" in page
    assert "A note" not in page
    page = clients["anna"].get(f"{here}timeline/?shown=1", **PARTIAL).content.decode()
    assert "A call" in page
    assert "A note" not in page
    assert "?shown=51" in page
