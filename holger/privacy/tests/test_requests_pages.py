"""The pages of requests of data subjects: for those who answer, for those who read, and for nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.core import dates
from holger.privacy import services
from holger.privacy.models import Inquiry, RequestEntry, RequestLetter, RequestStep, SubjectRequest
from holger.privacy.selectors.requests import steps_of
from holger.privacy.tests.factories import make_activity, make_request
from tests.cast import actor_of

pytestmark = pytest.mark.django_db
BASE = "/o/kronborg/privacy/requests/"
DAY = timedelta(days=1)


@pytest.fixture
def clients(cast, client_of):
    names = ("anna", "karen", "bo", "carl", "olga", "dorte", "emil")
    return {name: client_of(getattr(cast, name)) for name in names} | {"nobody": client_of(None)}


@pytest.fixture
def row(cast):
    return make_request(
        cast.kronborg, "Wants the <b>file</b>", owner=cast.karen, asker_name="Ida Bjerg", message="I was fired."
    )


@pytest.fixture
def here(row):
    return f"{BASE}{row.reference}/"


@pytest.fixture
def step(row):
    return steps_of(row)[0]


def said(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def statuses(clients, address):
    return {name: client.get(address).status_code for name, client in clients.items()}


# Who may


def test_the_list_and_one_of_them_for_those_who_read(clients, here):
    found = statuses(clients, BASE)
    assert [found[name] for name in ("anna", "karen", "olga", "carl", "bo")] == [200] * 5
    assert (found["emil"], found["dorte"], found["nobody"]) == (403, 404, 302)
    found = statuses(clients, here)
    assert [found[name] for name in ("anna", "karen", "olga", "carl")] == [200] * 4
    assert (found["bo"], found["emil"], found["dorte"], found["nobody"]) == (404, 403, 404, 302)


@pytest.mark.parametrize(
    "path", ["edit/", "identity/", "identified/", "extend/", "decide/", "steps/new/", "places/new/", "log/new/",
             "letters/", "letters/answer/", "letters/answer/write/", "letters/answer/report/"]
)  # fmt: skip
def test_only_those_who_answer_work_on_it(cast, clients, here, path):
    found = statuses(clients, here + path)
    assert [found[name] for name in ("anna", "karen", "olga")] == [200] * 3
    assert (found["bo"], found["carl"], found["emil"], found["dorte"], found["nobody"]) == (404, 403, 403, 404, 302)
    SubjectRequest.objects.update(owner=cast.bo)
    assert clients["bo"].get(here + path).status_code == 200


def test_who_asked_is_told_to_those_alone_who_answer(clients, here):
    assert "Ida Bjerg" in said(clients["karen"], here) and "I was fired." in said(clients["karen"], here)
    assert "Ida Bjerg" not in said(clients["carl"], here) and "I was fired." not in said(clients["carl"], here)
    assert "Ida Bjerg" not in said(clients["karen"], BASE)
    assert "Ida" not in said(clients["karen"], "/o/kronborg/history/")


def test_titles_are_texts(clients, here):
    assert "Wants the &lt;b&gt;file" in said(clients["carl"], here) and "Wants the <b>file" not in said(
        clients["carl"], BASE
    )


# The way


def test_from_receipt_to_answer(cast, clients):
    karen = clients["karen"]
    today = dates.today().isoformat()
    told = {"title": "Wants it erased", "rights": ["erasure"], "received": today, "channel": "phone", "asker": "self"}
    activity = make_activity(cast.kronborg)
    made_at = karen.post(f"{BASE}new/?activity={activity.reference}", told | {"activities": [str(activity.pk)]})
    assert made_at.status_code == 302
    row = SubjectRequest.objects.get()
    here = f"{BASE}{row.reference}/"
    assert row.activities.get() == activity
    assert "Erasure" in said(karen, here)
    assert row.reference in said(karen, f"/o/kronborg/privacy/activities/{activity.reference}/")
    assert karen.get(f"{here}close/").status_code == 404
    refused = karen.post(f"{here}decide/", {"outcome": "refused", "decision": ""})
    assert refused.status_code == 422
    karen.post(f"{here}decide/", {"outcome": "refused", "decision": "The Bookkeeping Act keeps it."})
    assert "Bookkeeping" in said(karen, f"{here}letters/refusal/?language=en")
    assert "These steps are not done" in said(karen, f"{here}close/")
    karen.post(f"{here}close/", {"answered": today, "keep_months": "12"})
    row.refresh_from_db()
    assert row.status == "closed" and "Answered in time" in said(karen, here)
    karen.post(f"{here}archive/")
    assert row.reference not in said(karen, BASE) and row.reference in said(karen, f"{BASE}?archived=yes")
    karen.post(f"{here}restore/")
    karen.post(f"{here}erase/")
    assert "Who asked is erased" in said(karen, here)
    karen.post(f"{here}reopen/", {"reason": "Not settled."})
    row.refresh_from_db()
    assert row.status == "open"


def test_an_overdue_one_says_so_everywhere(cast, clients, row, here):
    SubjectRequest.objects.update(received=dates.today() - 40 * DAY, due=dates.today() - 9 * DAY)
    assert "9 days over" in said(clients["karen"], BASE)
    assert "The last day has passed" in said(clients["karen"], here)
    assert "9 days over" in said(clients["karen"], "/o/kronborg/")
    assert row.reference in said(clients["karen"], f"{BASE}?overdue=yes")
    assert row.reference not in said(clients["karen"], f"{BASE}?overdue=no")


def test_doubt_and_more_time(clients, row, here):
    karen, today = clients["karen"], dates.today().isoformat()
    karen.post(f"{here}identity/", {"on": today, "how": "Call back."})
    assert "Hand nothing over" in said(karen, here)
    karen.post(f"{here}identified/", {"confirmed": "yes", "on": today, "how": "Called back."})
    assert karen.post(f"{here}extend/", {"on": today, "reason": ""}).status_code == 422
    karen.post(f"{here}extend/", {"on": today, "reason": "Forty mailboxes."})
    page = said(karen, here)
    assert "Forty mailboxes." in page and "Take more time" not in page


# The work


def test_steps_are_ticked_by_one_click(clients, here, step):
    karen = clients["karen"]
    assert karen.get(f"{here}steps/{step.pk}/tick/").status_code == 405
    karen.post(f"{here}steps/{step.pk}/tick/", {"version": step.version})
    assert RequestStep.objects.get(pk=step.pk).done_by
    karen.post(f"{here}steps/{step.pk}/untick/")
    karen.post(f"{here}steps/{step.pk}/skip/", {"reason": "Told at once on the telephone."})
    assert RequestStep.objects.get(pk=step.pk).skipped
    assert "Told at once" in said(karen, here) and "Told at once" not in said(clients["carl"], here)
    assert karen.post(f"{here}steps/{step.pk}/dance/").status_code == 404
    karen.post(f"{here}steps/new/", {"own": "Ask the printer"})
    assert "Ask the printer" in said(karen, here)


def test_a_step_of_another_request_is_not_there(cast, clients, here):
    other = steps_of(make_request(cast.kronborg))[0]
    foreign = steps_of(make_request(cast.rosenborg))[0]
    for each in (other, foreign):
        assert clients["karen"].post(f"{here}steps/{each.pk}/tick/").status_code == 404
    for who, status in (("carl", 403), ("bo", 404), ("dorte", 404)):
        assert clients[who].post(f"{here}steps/{other.pk}/tick/").status_code == status


def test_places_to_search(clients, row, here):
    karen = clients["karen"]
    karen.post(f"{here}places/new/", {"name": "The mailbox of HR"})
    assert karen.post(f"{here}places/new/", {"name": "The mailbox of HR"}).status_code == 422
    place = Inquiry.objects.get()
    karen.post(f"{here}places/{place.pk}/", {"result": "data", "note": "Two mails", "version": place.version})
    page = said(karen, here)
    assert "Data found" in page and "Two mails" in page and "Two mails" not in said(clients["carl"], here)
    karen.post(f"{here}places/propose/")
    karen.post(f"{here}places/{place.pk}/drop/")
    assert not Inquiry.objects.exists()


def test_letters_in_the_language_one_chooses(clients, row, here):
    karen = clients["karen"]
    assert "We have received your request" in said(karen, f"{here}letters/receipt/?language=en")
    assert "Vi har modtaget din henvendelse" in said(karen, f"{here}letters/receipt/?language=da")
    assert "Something is missing" in said(karen, f"{here}letters/refusal/?language=en")
    written = {"subject": "Answer", "text": "Dear Ida <script>"}
    karen.post(f"{here}letters/answer/write/?language=en", written)
    page = said(karen, f"{here}letters/answer/?language=en")
    assert "Dear Ida &lt;script&gt;" in page and "no longer follows" in page
    karen.post(f"{here}letters/answer/sent/?language=en")
    assert RequestEntry.objects.get(what="letter_sent").about == "answer"
    karen.post(f"{here}letters/answer/again/?language=en")
    assert not RequestLetter.objects.exists()
    assert karen.get(f"{here}letters/gold/").status_code == 404


def test_a_letter_on_paper_names_nobody_in_the_history(clients, here):
    answer = clients["karen"].get(f"{here}letters/receipt/report/?form=pdf&language=da")
    assert answer["Content-Type"] == "application/pdf"
    assert clients["karen"].get(f"{here}letters/receipt/report/?form=docx&language=en").status_code == 200
    assert "Ida" not in said(clients["karen"], "/o/kronborg/history/")


def test_the_log_is_read_by_those_who_answer(clients, here):
    clients["karen"].post(f"{here}log/new/", {"text": "Ida called."})
    assert "Ida called." in said(clients["karen"], here) and "Ida called." not in said(clients["carl"], here)
    assert clients["karen"].post(f"{here}log/new/", {"text": " "}).status_code == 422
    assert clients["karen"].post(f"{here}log/new/", {"text": "x" * 10_001}).status_code == 422


# Lists and numbers


def test_the_list_is_narrowed(cast, clients, row):
    make_request(cast.kronborg, "Wants it erased", rights=["erasure", "objection"])
    page = said(clients["karen"], f"{BASE}?right=objection")
    assert "Wants it erased" in page and "DSR-1<" not in page
    assert "Wants it erased" not in said(clients["karen"], f"{BASE}?right=access")
    assert "DSR-1<" in said(clients["karen"], f"{BASE}?owner={cast.karen.pk}&extended=no")
    assert "DSR-1<" not in said(clients["karen"], f"{BASE}?q=Ida+Bjerg")


def test_a_newcomer_is_told_how_to_begin(clients):
    assert "No requests yet" in said(clients["karen"], BASE)
    assert "No requests this year" in said(clients["carl"], f"{BASE}numbers/")


def test_the_numbers_of_a_year(clients, row):
    page = said(clients["carl"], f"{BASE}numbers/?year=2026")
    assert "Access (article 15)" in page and said(clients["carl"], f"{BASE}numbers/?year=1066")


def test_lists_ask_equally_much_for_many(cast, clients):
    def asked(address):
        clients["karen"].get(address)
        with CaptureQueriesContext(
            connection,
        ) as found:
            clients["karen"].get(address)
        return len(found)

    for _each in range(2):
        make_request(cast.kronborg, owner=cast.karen)
    few = asked(BASE)
    for _each in range(20):
        make_request(cast.kronborg, owner=cast.karen)
    assert asked(BASE) == few <= 12


def test_the_page_of_one_asks_not_more_for_much_work(cast, clients, row, here):
    def asked():
        clients["karen"].get(here)
        with CaptureQueriesContext(connection) as found:
            clients["karen"].get(here)
        return len(found)

    few = asked()
    karen = actor_of(cast.karen)
    for number in range(10):
        services.inquiry_add(actor=karen, request=row, name=f"Place {number}")
        services.request_note(actor=karen, request=row, text="Looked there.")
    assert asked() <= few
