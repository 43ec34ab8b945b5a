"""The pages of what comes after: for those who may, and for nobody else; and nothing leaks of what only few may know."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.core import dates
from holger.incidents import services
from holger.incidents.models import Correction, Effect, Evaluation, Status, Touch
from holger.incidents.tests.factories import make_incident
from holger.risks.tests.factories import make_risk
from holger.tasks import services as tasks
from holger.tasks.models import Task
from tests.cast import actor_of

pytestmark = pytest.mark.django_db
BASE = "/o/kronborg/incidents/"
DAY = timedelta(days=1)


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def clients(cast, client_of):
    names = ("anna", "karen", "bo", "carl", "olga", "emil", "dorte")
    return {name: client_of(getattr(cast, name)) for name in names} | {"nobody": client_of(None)}


@pytest.fixture
def incident(cast):
    now = dates.now()
    told = {"owner": cast.anna, "status": Status.RECOVERED, "detected_at": now - 3 * DAY, "recovered_at": now - DAY}
    return make_incident(cast.kronborg, "Ransomware on <b>FS01</b>", **told)


@pytest.fixture
def here(incident):
    return f"{BASE}{incident.reference}/"


@pytest.fixture
def correction(cast, anna, incident):
    due = dates.today() + 10 * DAY
    return services.correction_add(actor=anna, incident=incident, title="A copy offline", owner=cast.bo, due=due)


def done(anna, correction):
    tasks.task_done(actor=anna, task=Task.objects.get(pk=correction.task_id))
    correction.refresh_from_db()
    return correction


def statuses(clients, address):
    names = ("anna", "karen", "olga", "carl", "emil", "dorte", "nobody")
    return [clients[name].get(address).status_code for name in names]


def said(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("path", ["evaluation/", "evaluation/reopen/", "corrections/new/", "touches/new/"])
def test_pages_for_those_who_work_on_it(clients, here, path):
    assert statuses(clients, here + path) == [200, 200, 200, 403, 403, 404, 302]
    assert clients["bo"].get(here + path).status_code == 404


def test_pages_for_those_who_read(clients, here):
    assert statuses(clients, f"{here}report/") == [200, 200, 200, 200, 403, 404, 302]
    for path in ("corrections/", "statistics/", "statistics/report/"):
        assert statuses(clients, BASE + path) == [200, 200, 200, 200, 403, 404, 302]


def test_pages_of_a_correction(clients, here, correction):
    for verb in ("check", "drop"):
        page = f"{here}corrections/{correction.pk}/{verb}/"
        assert statuses(clients, page) == [200, 200, 200, 403, 403, 404, 302]
        assert clients["anna"].get(f"{here}corrections/{Task.objects.get().pk}/{verb}/").status_code == 404


def test_an_evaluation_by_page(clients, here, incident):
    form = said(clients["anna"], f"{here}evaluation/")
    assert "When what happened" in form
    told = {"held_on": dates.today().isoformat(), "why1": "No patch", "why2": "", "lessons": "", "present": "All"}
    refused = clients["anna"].post(f"{here}evaluation/", {**told, "finish": "1"})
    assert refused.status_code == 422
    assert "Write what you learned" in refused.content.decode()
    assert not Evaluation.objects.exists()
    assert clients["anna"].post(f"{here}evaluation/", told).status_code == 302
    row = Evaluation.objects.get()
    again = {**told, "lessons": "Patch <i>first</i>.", "version": row.version, "finish": "1"}
    assert clients["anna"].post(f"{here}evaluation/", again).status_code == 302
    row.refresh_from_db()
    assert row.finished_at is not None
    page = said(clients["carl"], here)
    assert "Patch &lt;i&gt;first&lt;/i&gt;." in page
    assert "No patch" in page
    assert f"{here}evaluation/reopen/" not in page
    assert clients["anna"].post(f"{here}evaluation/reopen/", {"reason": "More."}).status_code == 302


def test_two_who_write_at_once_see_both(clients, here, anna, incident):
    row = services.evaluation_set(actor=anna, incident=incident, lessons="First")
    services.evaluation_set(actor=anna, incident=incident, lessons="Second")
    answer = clients["anna"].post(f"{here}evaluation/", {"lessons": "Third", "version": row.version - 1})
    assert answer.status_code == 409


def test_a_correction_by_page_from_idea_to_effect(cast, clients, here, anna):
    due = dates.today() + 5 * DAY
    told = {"title": "A copy offline", "owner": cast.bo.pk, "due": due.isoformat(), "check_on": "", "control": ""}
    assert clients["anna"].post(f"{here}corrections/new/", {**told, "title": ""}).status_code == 422
    assert clients["anna"].post(f"{here}corrections/new/", told).status_code == 302
    row = done(anna, Correction.objects.get())
    page = said(clients["anna"], here)
    assert f"corrections/{row.pk}/check/" in page
    answer = clients["anna"].post(f"{here}corrections/{row.pk}/check/", {"worked": "no", "note": "It was empty."})
    assert answer["Location"] == f"{here}corrections/new/?after={row.pk}"
    assert 'value="A copy offline"' in said(clients["anna"], answer["Location"])
    row.refresh_from_db()
    assert row.effect == Effect.FAILED
    assert said(clients["anna"], f"{here}corrections/new/?after=nonsense")
    assert "It was empty." in said(clients["carl"], here)


def test_the_list_of_corrections_and_its_filters(cast, clients, anna, incident, correction):
    listed = f"{BASE}corrections/"
    assert "A copy offline" in said(clients["carl"], listed)
    assert "A copy offline" in said(clients["anna"], f"{listed}?state=open&q=offline&due_after=2020-01-01")
    assert "A copy offline" not in said(clients["anna"], f"{listed}?state=late&state=check")
    assert "A copy offline" not in said(clients["anna"], f"{listed}?owner=me")
    secret = make_incident(cast.kronborg, "Secret", owner=cast.anna, restricted=True)
    services.correction_add(actor=anna, incident=secret, title="Hush", owner=cast.anna, due=dates.today())
    assert "Hush" in said(clients["anna"], listed)
    for name in ("olga", "carl", "karen"):
        assert "Hush" not in said(clients[name], listed)


def test_as_many_questions_for_one_correction_as_for_thirty(cast, clients, anna, incident, correction):
    def asked(address):
        with CaptureQueriesContext(connection) as found:
            said(clients["anna"], address)
        return len(found)

    listed = f"{BASE}corrections/"
    asked(listed)
    one = asked(listed)
    for number in range(29):
        told = {"title": f"{number}", "due": dates.today(), "owner": cast.bo}
        Correction.objects.create(organisation=cast.kronborg, incident=incident, **told)
    asked(listed)
    assert asked(listed) <= one + 1


def test_the_report_in_either_language(clients, here, anna, incident, correction):
    services.evaluation_set(actor=anna, incident=incident, lessons="Keep a copy offline.", root_cause="Haste.")
    for language, word in (("da", "Fortroligt"), ("en", "Timeline")):
        answer = clients["carl"].get(f"{here}report/?form=pdf&language={language}")
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
        assert "Keep a copy offline." in text
        assert "A copy offline" in text
        assert word in text
    assert clients["carl"].get(f"{here}report/?form=docx&language=en").status_code == 200


# What it touches on


def test_a_risk_shows_what_an_incident_suggests(clients, here, anna, incident):
    risk = make_risk(anna)
    assert clients["anna"].post(f"{here}touches/new/", {"risks": [risk.pk]}).status_code == 302
    touch = Touch.objects.get()
    page = f"{here}touches/{touch.pk}/likelihood/"
    assert statuses(clients, page) == [200, 200, 200, 403, 403, 404, 302]
    answer = clients["anna"].post(page, {"likelihood": "4", "reason": "It <b>happened</b>."})
    assert answer.status_code == 302
    shown = said(clients["anna"], f"/o/kronborg/{risk.path}")
    assert "An incident suggests likelihood 4" in shown
    assert "It &lt;b&gt;happened&lt;/b&gt;." in shown
    assert "Incidents that touch this" in shown
    levels = f"/o/kronborg/{risk.path}levels/?likelihood=4&amp;because={incident.reference}"
    assert levels in shown
    form = said(clients["anna"], levels.replace("&amp;", "&"))
    assert '<option value="4" selected>' in form
    assert f"{incident.reference}: " in form
    said(clients["anna"], f"/o/kronborg/{risk.path}levels/?likelihood=99")
    assert "An incident suggests" in said(clients["carl"], f"/o/kronborg/{risk.path}")
    assert "touches/" not in said(clients["carl"], f"/o/kronborg/{risk.path}")
    back = {"back": f"/o/kronborg/{risk.path}"}
    for name, status in (("carl", 403), ("emil", 403), ("dorte", 404)):
        assert clients[name].post(f"{here}touches/{touch.pk}/take-back/", back).status_code == status
    answer = clients["anna"].post(f"{here}touches/{touch.pk}/take-back/", back)
    assert answer["Location"] == back["back"]
    assert "An incident suggests" not in said(clients["anna"], f"/o/kronborg/{risk.path}")
    assert clients["anna"].post(f"{here}touches/{touch.pk}/remove/").status_code == 302
    assert not Touch.objects.exists()


def test_a_restricted_case_is_on_nobodys_page(cast, clients, anna):
    secret = make_incident(cast.kronborg, "Hush", owner=cast.anna, restricted=True)
    risk = make_risk(anna)
    touch = services.touches_add(actor=anna, incident=secret, about=[risk])[0]
    services.likelihood_propose(actor=anna, touch=touch, likelihood=4, reason="Hush.")
    assert "Hush" in said(clients["anna"], f"/o/kronborg/{risk.path}")
    for name in ("olga", "carl"):
        page = said(clients[name], f"/o/kronborg/{risk.path}")
        assert "Hush" not in page
        assert secret.reference not in page


# Numbers


def test_numbers_lead_to_their_rows(cast, clients, incident):
    make_incident(cast.kronborg, "Mail", category="phishing", detected_at=dates.now() - 40 * DAY)
    page = said(clients["carl"], f"{BASE}statistics/")
    assert "2 incidents" in page
    assert "category=phishing" in page
    assert "As a table" in page
    quarter = said(clients["carl"], f"{BASE}statistics/?by=quarter&since=2020-01-01")
    assert "2 incidents" in quarter
    assert "No incidents in this time" in said(clients["carl"], f"{BASE}statistics/?since=2001-01-01&until=2001-02-01")
    assert said(clients["carl"], f"{BASE}statistics/?since=nonsense&until=0001-01-01&by=x")
    assert "No incidents" in said(clients["bo"], f"{BASE}statistics/")
    for form in ("pdf", "xlsx"):
        assert clients["carl"].get(f"{BASE}statistics/report/?form={form}&language=da").status_code == 200
