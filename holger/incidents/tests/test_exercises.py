"""Exercises: read from the library, played inject by inject, marked everywhere, and counted nowhere."""

import io
from datetime import UTC, datetime, timedelta

import pypdf
import pytest

from holger.core import dates
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.evidence.models import Evidence, EvidenceLink
from holger.frameworks.rules.faults import Unreadable
from holger.incidents import library, services
from holger.incidents.duties.clocks import open_duties
from holger.incidents.models import Entry, Incident, Status
from holger.incidents.models.notices import SentNotice
from holger.incidents.rules.exercises import Exercise, Inject, read, told
from holger.incidents.selectors.breaches import breaches_for
from holger.incidents.selectors.clocks import case_of
from holger.incidents.selectors.drills import told_in
from holger.incidents.selectors.sheets import Desk
from holger.incidents.services import decisions, law, moments, notices
from holger.incidents.services.reminding import clocks_remind
from holger.tasks.models import Notice
from tests.cast import actor_of

BASE = "/o/kronborg/incidents/"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
KEY = "ransomware-friday"


# Rules


def test_the_library_has_exercises_in_both_languages():
    found = library.exercises()
    assert set(found) >= {KEY, "director-invoice", "supplier-payroll", "case-files-online"}
    for each in found.values():
        assert each.playbook in library.playbook_keys()
        assert each.injects[0].minute == 0
        assert each.injects[-1].minute < each.minutes
        words = [each.title, each.setting, *(i.text for i in each.injects), *(q.good for q in each.questions)]
        assert all(set(one) == {"da", "en"} for one in words)


BROKEN = b"""exercises:
- key: one
  title: {da: En, en: One}
  playbook: nothing
  minutes: 10
  setting: {da: Her, en: Here}
  injects:
  - {minute: 20, text: {da: A, en: A}}
  - {minute: 5, text: {da: B, en: B}}
  questions: []
"""


def test_every_fault_of_a_file_is_told():
    with pytest.raises(Unreadable) as refused:
        read(BROKEN, frozenset(("da", "en")), ["outage"])
    told_faults = " ".join(str(each.text) for each in refused.value.faults)
    assert "not known here" in told_faults
    assert "in order" in told_faults


def test_an_action_answers_the_inject_that_was_told_last():
    began = datetime(2026, 3, 6, 16, tzinfo=UTC)
    injects = [Inject(0, {}), Inject(10, {}), Inject(20, {})]
    exercise = Exercise("x", {}, "", 60, {}, injects, [])
    found = told(exercise, began, {1: began, 2: began + 12 * MINUTE}, [began + 15 * MINUTE])
    assert [each.took for each in found] == [None, 3 * MINUTE, None]
    assert not found[2].is_due(began + 19 * MINUTE)
    assert found[2].is_due(began + 20 * MINUTE)


# Services


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def drill(cast, anna):
    return services.drill_start(actor=anna, exercise=KEY, leader=cast.anna, team=[cast.bo], at=dates.now() - 40 * HOUR)


@pytest.mark.django_db
def test_an_exercise_is_a_case_that_says_what_it_is(cast, drill):
    assert (drill.drill, drill.exercise, drill.playbook, drill.status) == (True, KEY, "ransomware", Status.OPEN)
    assert drill.title.startswith("EXERCISE: ")
    assert [member.person for member in drill.members.all()] == [cast.bo]
    assert [row.told["what"] for row in Entry.objects.all()] == ["drill_started", "playbook"]


@pytest.mark.django_db
def test_only_who_may_work_on_incidents_begins_one(cast):
    for person in (cast.carl, cast.emil):
        with pytest.raises(NotAllowed):
            services.drill_start(actor=actor_of(person), exercise=KEY, leader=person)
    with pytest.raises(NotFound):
        services.drill_start(actor=actor_of(cast.anna), exercise=KEY, leader=cast.dorte)
    with pytest.raises(RuleBroken):
        services.drill_start(actor=actor_of(cast.anna), exercise="none", leader=cast.anna)


@pytest.mark.django_db
def test_only_whoever_leads_it_tells_the_table_and_once(cast, anna, drill):
    services.inject_tell(actor=anna, incident=drill, number=1)
    for number in (1, 99, 0):
        with pytest.raises(RuleBroken):
            services.inject_tell(actor=anna, incident=drill, number=number)
    with pytest.raises(NotAllowed):
        services.inject_tell(actor=actor_of(cast.karen), incident=drill, number=2)
    with pytest.raises(NotFound):
        services.inject_tell(actor=actor_of(cast.dorte), incident=drill, number=2)
    line = Entry.objects.get(told__what="inject")
    assert line.told["number"] == 1
    assert "shared drive" in line.told["text"]
    assert told_in(drill, library.exercises()[KEY])[0].told_at is not None


def aware(anna, drill):
    law.profile_set(actor=anna, kinds=["public_body"])
    moments.moment_tell(actor=anna, incident=drill, point="aware", at=dates.now() - 39 * HOUR, basis="The call.")
    for question in ("personal_data", "risk_to_people"):
        decisions.decision_make(actor=anna, incident=drill, question=question, answer="yes", reason="Pay slips.")


@pytest.mark.django_db
def test_reminders_go_to_the_team_alone_and_say_what_it_is(cast, anna, drill):
    aware(anna, drill)
    clocks_remind(cast.kronborg.pk, dates.now() + 40 * HOUR)
    rows = Notice.objects.filter(duty__startswith="incidents.clock:")
    assert rows.exists()
    assert set(rows.values_list("person__name", flat=True)) <= {"Anna Holm", cast.bo.name}
    assert all(row.title.startswith("EXERCISE: ") for row in rows)
    assert all(duty.title.startswith("EXERCISE: ") for duty in open_duties(cast.kronborg.pk, None))


@pytest.mark.django_db
def test_its_clocks_run_and_its_copies_are_marked(cast, anna, drill):
    aware(anna, drill)
    case = case_of(anna, drill)
    assert case.clock("gdpr-33").is_open
    sheet = Desk(case).sheet(library.sheets()["gdpr-33"], "da")
    assert sheet.as_text().startswith("ØVELSE")
    assert sheet.as_data()["mark"] == "ØVELSE"
    letter = Desk(case).letter(library.letters()["people"], "en")
    assert letter.subject.startswith("EXERCISE: ")
    assert letter.text.startswith("EXERCISE")
    told_letter = {"letter": "people", "language": "en"}
    draft = services.letter_write(actor=anna, incident=drill, **told_letter, subject="Hello", text="Dear all")
    assert (draft.subject, draft.text) == ("EXERCISE: Hello", "EXERCISE\n\nDear all")
    sent = notices.notice_record(
        actor=anna, incident=drill, clock="gdpr-33", sheet="gdpr-33", language="en", at=dates.now(), recipient="X"
    )
    assert SentNotice.objects.get(pk=sent.pk).content["mark"] == "EXERCISE"


@pytest.mark.django_db
def test_it_counts_nowhere(anna, drill):
    aware(anna, drill)
    assert not breaches_for(anna).exists()


# Pages


@pytest.fixture
def clients(cast, client_of):
    names = ("anna", "karen", "bo", "carl", "emil", "dorte")
    return {name: client_of(getattr(cast, name)) for name in names} | {"nobody": client_of(None)}


def statuses(clients, address):
    return [clients[name].get(address).status_code for name in ("anna", "karen", "carl", "emil", "dorte", "nobody")]


@pytest.mark.django_db
def test_who_sees_the_exercises(clients, drill):
    assert statuses(clients, f"{BASE}exercises/") == [200, 200, 403, 403, 404, 302]
    assert statuses(clients, f"{BASE}exercises/{KEY}/") == [200, 200, 403, 403, 404, 302]
    assert clients["anna"].get(f"{BASE}exercises/none/").status_code == 404
    here = f"{BASE}{drill.reference}/drill/"
    assert statuses(clients, here) == [200, 403, 403, 403, 404, 302]
    assert statuses(clients, f"{here}finish/") == [200, 403, 403, 403, 404, 302]
    assert clients["bo"].get(here).status_code == 403


@pytest.mark.django_db
def test_an_exercise_from_beginning_to_report(cast, clients):
    anna = clients["anna"]
    answer = anna.post(f"{BASE}exercises/{KEY}/", {"leader": cast.anna.pk, "team": [cast.bo.pk], "at": ""})
    drill = Incident.objects.get()
    here = f"{BASE}{drill.reference}/"
    assert answer["Location"] == f"{here}drill/"
    page = anna.get(f"{here}drill/").content.decode()
    assert "EXERCISE. Nothing on this page has happened." in page
    assert "A named deputy with written authority" in page
    anna.post(f"{here}drill/injects/1/")
    case = clients["bo"].get(here).content.decode()
    assert "shared drive" in case
    assert "A named deputy" not in case
    assert "payslips" not in case
    assert anna.post(f"{here}drill/finish/", {"lessons": " "}).status_code == 422
    assert not Evidence.objects.exists()
    assert anna.post(f"{here}drill/finish/", {"lessons": "We need the phone list on paper."}).status_code == 302
    drill.refresh_from_db()
    assert drill.status == Status.CLOSED
    kept = Evidence.objects.get()
    assert kept.content_type == "application/pdf"
    assert EvidenceLink.objects.get().subject_id == drill.pk
    assert drill.evaluation.lessons == "We need the phone list on paper."
    assert anna.post(f"{here}drill/injects/2/").status_code == 302
    assert Entry.objects.filter(told__what="inject").count() == 1


@pytest.mark.django_db
def test_every_page_and_paper_of_it_says_so(clients, anna, drill):
    aware(anna, drill)
    here = f"{BASE}{drill.reference}/"
    pages = ("clocks/gdpr-33/", "sheets/gdpr-33/", "sheets/gdpr-33/fill/", "letters/", "letters/people/", "decide/high_risk/", "evaluation/", "report/", "moments/handled/")  # fmt: skip
    for page in pages:
        assert "EXERCISE. Nothing on this page has happened." in clients["anna"].get(here + page).content.decode(), page
    for page in ("sheets/gdpr-33/report/", "letters/people/report/", "report/"):
        answer = clients["anna"].get(f"{here}{page}?form=pdf&language=da")
        text = "".join(each.extract_text() for each in pypdf.PdfReader(_file(answer)).pages)
        assert "ØVELSE" in text, page


def _file(answer):
    return io.BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content)


@pytest.mark.django_db
def test_the_overview_and_the_list_of_deadlines_leave_it_out(clients, anna, drill):
    aware(anna, drill)
    assert "card-clocks" not in clients["anna"].get("/o/kronborg/").content.decode()
    assert drill.reference not in clients["anna"].get(f"{BASE}clocks/").content.decode()
