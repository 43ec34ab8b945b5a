"""The pages of screenings and impact assessments: for those who write, advise and decide, and for nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.core import dates
from holger.privacy import library, services
from holger.privacy.models import Dpia, Screening
from holger.privacy.tests.factories import make_activity, make_dpia
from tests.cast import actor_of

pytestmark = pytest.mark.django_db
BASE = "/o/kronborg/privacy/assessments/"
NO = {criterion.key: "no" for _group, criterion in library.assessment().criteria}


@pytest.fixture
def clients(cast, client_of):
    names = ("anna", "karen", "bo", "carl", "olga", "dorte", "emil")
    return {name: client_of(getattr(cast, name)) for name in names} | {"nobody": client_of(None)}


@pytest.fixture
def activity(cast):
    return make_activity(cast.kronborg, "Cameras")


@pytest.fixture
def dpia(activity):
    return make_dpia(activity, "Cameras <b>everywhere</b>", full=True)


@pytest.fixture
def here(dpia):
    return f"{BASE}{dpia.reference}/"


def said(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def statuses(clients, address):
    return {name: client.get(address).status_code for name, client in clients.items()}


def test_it_is_read_by_those_who_read_the_record(clients, here):
    found = statuses(clients, here)
    assert [found[name] for name in ("anna", "karen", "olga", "carl")] == [200] * 4
    assert (found["bo"], found["emil"], found["dorte"], found["nobody"]) == (404, 403, 404, 302)
    assert "Cameras &lt;b&gt;every" in said(clients["carl"], BASE)


@pytest.mark.parametrize("path", ["edit/", "sections/risks/"])
def test_it_is_written_by_those_who_may(cast, clients, dpia, here, path):
    found = statuses(clients, here + path)
    assert [found[name] for name in ("anna", "karen", "olga")] == [200] * 3
    assert (found["bo"], found["carl"], found["emil"], found["dorte"], found["nobody"]) == (404, 403, 403, 404, 302)
    Dpia.objects.update(owner=cast.bo)
    assert clients["bo"].get(here + path).status_code == 200


def test_the_officer_advises_and_others_decide(clients, dpia, here):
    assert {name: s for name, s in statuses(clients, f"{here}advise/").items() if s == 200} == {"karen": 200}
    assert clients["anna"].get(f"{here}steps/approve/").status_code == 404
    clients["karen"].post(f"{here}send/")
    assert clients["anna"].get(f"{here}steps/approve/").status_code == 200
    assert clients["karen"].get(f"{here}steps/approve/").status_code == 403
    assert clients["anna"].get(f"{here}steps/dance/").status_code == 404
    assert clients["anna"].get(f"{here}sections/advice/").status_code == 404


def test_from_screening_to_decision(cast, clients, activity):
    karen, anna = clients["karen"], clients["anna"]
    page = f"/o/kronborg/privacy/activities/{activity.reference}/"
    assert "Screen it" in said(karen, page)
    assert "Not screened yet" in said(clients["carl"], f"{page}screening/")
    refused = karen.post(f"{page}screening/new/", {**NO, "public-monitoring": "yes", "needed": "no"})
    assert refused.status_code == 422
    karen.post(f"{page}screening/new/", {**NO, "public-monitoring": "yes", "needed": "yes"})
    assert Screening.objects.get().outcome == "needed"
    assert "The law itself asks for an impact assessment here" in said(clients["carl"], f"{page}screening/")
    karen.post(f"{page}assess/", {"title": "Cameras at the gate", "owner": str(cast.karen.pk)})
    row = Dpia.objects.get()
    here = f"{BASE}{row.reference}/"
    assert row.reference in said(karen, page)
    assert "questions are answered" in said(karen, here)
    for section in library.assessment().sections:
        if section.key != "advice":
            row.refresh_from_db()
            told = {question.key: f"About {question.key} <i>" for question in section.questions}
            karen.post(f"{here}sections/{section.key}/", {**told, "version": row.version})
    karen.post(f"{here}advise/", {"opinion": "Fewer cameras."})
    karen.post(f"{here}send/")
    review = (dates.today() + timedelta(days=200)).isoformat()
    anna.post(f"{here}steps/approve/", {"next_review": review, "reason": "Blurred."})
    page = said(clients["carl"], here)
    assert "About flow &lt;i&gt;" in page and "Fewer cameras." in page and "Version 1" in page
    for form in ("pdf", "docx"):
        assert clients["carl"].get(f"{here}report/?form={form}&language=da&version=1").status_code == 200
    assert clients["carl"].get(f"{here}report/?form=pdf&version=2").status_code == 404
    assert clients["carl"].get(f"{here}report/?form=pdf&version=x").status_code == 404
    karen.post(f"{here}steps/revise/", {"reason": "More cameras."})
    assert Dpia.objects.get().status == "draft"


def test_two_who_write_at_once_are_told(cast, clients, activity):
    row = make_dpia(activity)
    services.dpia_answer(actor=actor_of(cast.karen), dpia=row, answers={"flow": "Mine."})
    answer = clients["anna"].post(f"{BASE}{row.reference}/sections/description/", {"flow": "Theirs.", "version": 1})
    assert answer.status_code == 409


def test_one_click_takes_a_post(clients, here):
    for path in ("send/", "archive/", "restore/"):
        assert clients["karen"].get(here + path).status_code == 405
        assert clients["dorte"].post(here + path).status_code == 404
    clients["karen"].post(f"{here}archive/")
    assert "archived" in said(clients["karen"], here)
    clients["karen"].post(f"{here}restore/")
    assert Dpia.objects.get().archived_at is None


def test_a_newcomer_is_told_how_to_begin(clients):
    assert "No impact assessments yet" in said(clients["carl"], BASE)


def test_lists_ask_equally_much_for_many(cast, clients, activity):
    def asked():
        clients["karen"].get(BASE)
        with CaptureQueriesContext(connection) as found:
            clients["karen"].get(BASE)
        return len(found)

    make_dpia(activity, owner=cast.bo)
    few = asked()
    for number in range(20):
        make_dpia(make_activity(cast.kronborg, f"Cameras {number}"), owner=cast.bo)
    assert asked() == few <= 12
