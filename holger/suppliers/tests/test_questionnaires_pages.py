"""The pages of questionnaires and of what was sent: they work, and each lets in whom it should."""

from typing import Any

import pytest
from django.test import Client

from holger.suppliers import services
from holger.suppliers.models import AnswerFinding, Questionnaire, Sending
from holger.suppliers.services import Said
from holger.suppliers.tests.factories import make_guest, make_sending, make_short, make_supplier
from tests.cast import Cast, actor_of, client_of

BASE = "/o/kronborg/"
ALL = {"q1": Said("no", "Not yet"), "q3": Said("24"), "q4": Said("Mette <script>")}


@pytest.fixture
def anna(cast: Cast) -> Any:
    return actor_of(cast.anna)


@pytest.fixture
def browser(cast: Cast) -> Client:
    return client_of(cast.anna)


def handed_in(anna: Any, **fields: Any) -> Sending:
    sending = make_sending(anna, **fields)
    guest = make_guest(sending)
    services.answers_save(guest=guest, said=ALL)
    services.answers_submit(guest=guest, name="Mette Holm", title="CISO")
    sending.refresh_from_db()
    return sending


def test_from_the_ready_one_to_a_mail(cast: Cast, browser: Client) -> None:
    assert "Begin with the ready one" in browser.get(f"{BASE}questionnaires/").content.decode()
    assert "30 questions" in browser.get(f"{BASE}questionnaires/ready/").content.decode()
    answer = browser.post(f"{BASE}questionnaires/ready/adopt/")
    made = Questionnaire.objects.get()
    assert answer["Location"] == BASE + made.path
    page = browser.get(BASE + made.path).content.decode()
    assert "Do you have an information security policy" in page and "Begin the next version" in page
    supplier = make_supplier(cast.kronborg)
    form = browser.get(f"{BASE}questionnaires/sent/new/?supplier={supplier.reference}")
    assert form.status_code == 200
    told = {"supplier": str(supplier.pk), "questionnaire": str(made.pk), "contact": "Mette", "email": "m@x.example"}
    told |= {"language": "da", "due": "2099-01-01", "message": "Hello"}
    assert browser.post(f"{BASE}questionnaires/sent/new/", {**told, "email": "no"}).status_code == 422
    answer = browser.post(f"{BASE}questionnaires/sent/new/", told)
    sending = Sending.objects.get()
    assert answer["Location"] == BASE + sending.path
    page = browser.get(BASE + sending.path).content.decode()
    assert "Not answered" in page and "m@x.example" in page and "not opened" in page
    assert supplier.title in browser.get(f"{BASE}questionnaires/sent/?state=sent").content.decode()
    assert sending.reference in browser.get(BASE + supplier.path).content.decode(), "the panel on the supplier's page"
    assert "Suppliers’ answers" in browser.get(BASE).content.decode(), "the card on the overview"


def test_the_builder_writes_every_kind_of_question(browser: Client) -> None:
    browser.post(f"{BASE}questionnaires/new/", {"title_da": "Ny", "title_en": "New"})
    made = Questionnaire.objects.get()
    one = BASE + made.path
    browser.post(f"{one}sections/new/", {"title_da": "Del", "title_en": "Part"})
    assert browser.post(f"{one}texts/", {"title_da": "N", "title_en": "N", "intro_da": "Kun"}).status_code == 422
    browser.post(f"{one}texts/", {"title_da": "Ny2", "title_en": "New2", "intro_da": "Hej", "intro_en": "Hi"})
    asked = {"section": "s1", "text_da": "Da?", "text_en": "En?", "weight": "2", "from_criticality": "1"}
    choice = {**asked, "kind": "choice", "choices": "100 | Ja | Yes\n0 | Nej | No", "knock_out": "on"}
    assert browser.post(f"{one}questions/new/", {**choice, "choices": "100 | Ja"}).status_code == 422
    assert browser.post(f"{one}questions/new/", choice).status_code == 302
    number = {**asked, "kind": "number", "unit_da": "timer", "unit_en": "hours", "full": "8", "none": "4"}
    assert browser.post(f"{one}questions/new/", number).status_code == 422
    number |= {"none": "40", "shown_question": "q1", "shown_answers": "1"}
    assert browser.post(f"{one}questions/new/", number).status_code == 302
    assert browser.post(f"{one}questions/new/", {**asked, "kind": "text", "knock_out": "on"}).status_code == 422
    read = made.versions.get().read
    assert [(each.kind.value, each.weight) for each in read.questions] == [("choice", 2), ("number", 2)]
    assert read.by_key["q2"].shown_when is not None and list(read.by_key["q2"].shown_when.answers) == ["a1"]
    form = browser.get(f"{one}questions/q1/").content.decode()
    assert "100 | Ja | Yes" in form
    assert browser.get(f"{one}questions/q9/").status_code == 404
    assert browser.get(f"{one}sections/s9/").status_code == 404
    page = browser.get(one).content.decode()
    assert "Only after an answer" in page and "Publish" in page
    browser.post(f"{one}questions/q1/drop/")
    assert len(made.versions.get().read.questions) == 2, "the other hangs on it"
    browser.post(f"{one}draft/publish/")
    assert browser.get(f"{one}questions/q1/").status_code == 404, "what is published has no form"
    browser.post(f"{one}draft/")
    assert browser.get(f"{one}?version=1").status_code == 200
    assert browser.get(f"{one}?version=7").status_code == 404


def test_judging_finding_and_concluding(anna: Any, browser: Client) -> None:
    sending = handed_in(anna)
    one = BASE + sending.path
    page = browser.get(one).content.decode()
    assert "Stops the approval" in page and "&lt;script&gt;" in page and "<script>" not in page.split("<main")[1]
    assert browser.get(f"{one}judge/q1/").status_code == 200
    assert browser.get(f"{one}judge/q2/").status_code == 404
    assert browser.post(f"{one}judge/q1/", {"points": "50"}).status_code == 422
    assert browser.post(f"{one}judge/q1/", {"points": "50", "judgement": "Elsewhere"}).status_code == 302
    answer = browser.post(f"{one}findings/new/", {"text": "No backup", "question": "q1"})
    assert answer["Location"] == f"{one}#findings"
    finding = AnswerFinding.objects.get()
    assert browser.post(f"{one}conclude/", {"verdict": "good"}).status_code == 422
    assert browser.post(f"{one}findings/{finding.pk}/close/", {"note": "They have"}).status_code == 302
    assert browser.post(f"{one}findings/{finding.pk}/reopen/", {"note": "No"}).status_code == 302
    assert browser.post(f"{one}conclude/", {"verdict": "remarks", "conclusion": "Backup"}).status_code == 302
    assert "Approved with remarks" in browser.get(one).content.decode()
    assert browser.get(f"{BASE}questionnaires/sent/?verdict=remarks").status_code == 200


def test_reminding_more_time_somebody_else_and_shutting_out(anna: Any, browser: Client) -> None:
    sending = make_sending(anna)
    one = BASE + sending.path
    assert browser.post(f"{one}remind/").status_code == 302
    assert browser.post(f"{one}postpone/", {"due": "2099-01-01"}).status_code == 302
    assert browser.post(f"{one}send-on/", {"contact": "Jens", "email": "jens@x.example"}).status_code == 302
    link = sending.links.get(email="jens@x.example")
    assert browser.post(f"{one}links/{link.pk}/revoke/").status_code == 302
    assert not sending.links.filter(revoked_at=None).exists()
    assert browser.post(f"{one}withdraw/", {}).status_code == 302
    sending.refresh_from_db()
    assert (sending.state, sending.reminded) == ("withdrawn", 1)


def test_who_sees_and_who_may(cast: Cast, anna: Any) -> None:
    sending = handed_in(anna, supplier=make_supplier(cast.kronborg, owner=cast.bo))
    other = make_sending(anna)
    one, another = BASE + sending.path, BASE + other.path
    wanted = {cast.anna: 200, cast.karen: 200, cast.carl: 200, cast.bo: 200, cast.emil: 403, cast.dorte: 404}
    assert {who: client_of(who).get(one).status_code for who in wanted} == wanted
    assert client_of(cast.bo).get(another).status_code == 404
    assert client_of(cast.carl).post(f"{one}judge/q1/", {"points": "1", "judgement": "x"}).status_code == 403
    assert Client().get(one).status_code == 302
    assert "Write a finding" not in client_of(cast.carl).get(one).content.decode()


def test_lists_ask_as_much_for_one_as_for_many(anna: Any, browser: Client, django_assert_max_num_queries: Any) -> None:
    questionnaire = make_short(anna)
    for number in range(8):
        make_sending(anna, questionnaire=questionnaire, email=f"m{number}@x.example")
    browser.get(f"{BASE}questionnaires/sent/")
    for address in ("questionnaires/sent/", "questionnaires/"):
        with django_assert_max_num_queries(16):
            assert browser.get(BASE + address).status_code == 200
