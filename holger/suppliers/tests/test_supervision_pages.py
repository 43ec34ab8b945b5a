"""The pages of supervision: for those who may, and for nobody else; what they show, and what they do."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.core import dates
from holger.core.registry import registry
from holger.suppliers import services
from holger.suppliers.models import Finding, OwnPoints, ProcessorAssessment, Supervision
from holger.suppliers.rules.supervision import Processed
from holger.suppliers.tests.factories import (
    make_assessment,
    make_concluded,
    make_finding,
    make_supervision,
    make_supplier,
)
from holger.suppliers.tests.factories.supervision import LITTLE
from tests.cast import actor_of

pytestmark = pytest.mark.django_db
BASE = "/o/kronborg/"
DAY = timedelta(days=1)


@pytest.fixture
def clients(cast, client_of):
    names = ("anna", "karen", "olga", "bo", "carl", "emil", "dorte")
    return {name: client_of(getattr(cast, name)) for name in names} | {"nobody": client_of(None)}


@pytest.fixture
def supplier(cast):
    return make_supplier(cast.kronborg, "Lønhuset <b>A/S</b>", processor=True)


@pytest.fixture
def assessment(supplier):
    return make_assessment(supplier)


@pytest.fixture
def supervision(supplier, assessment):
    return make_supervision(supplier)


@pytest.fixture
def received(supplier, assessment):
    return make_supervision(supplier, status="received", received_on=dates.today(), material="ISAE 3000, type II")


def statuses(clients, address):
    names = ("anna", "karen", "olga", "bo", "carl", "emil", "dorte", "nobody")
    return [clients[name].get(BASE + address).status_code for name in names]


def said(client, address, status=200):
    answer = client.get(BASE + address)
    assert answer.status_code == status
    return answer.content.decode()


READS = [200, 200, 200, 200, 200, 403, 404, 302]
WRITES = [200, 200, 200, 403, 403, 403, 404, 302]


@pytest.mark.parametrize("path", ["", "year/", "year/report/", "report/", "model/"])
def test_pages_for_those_who_read(clients, supervision, path):
    assert statuses(clients, f"supervision/{path}") == READS


def test_one_of_them_for_those_who_read(clients, supervision):
    assert statuses(clients, supervision.path) == READS


@pytest.mark.parametrize(
    "path", ["edit/", "step/request/", "step/receive/", "step/cancel/", "findings/new/", "reading/"]
)
def test_pages_for_those_who_supervise(clients, supervision, path):
    assert statuses(clients, supervision.path + path) == WRITES


def test_pages_of_what_came_and_was_found(clients, received):
    finding = make_finding(received)
    assert statuses(clients, f"{received.path}objectives/") == WRITES
    for verb in ("edit", "done", "reopen"):
        assert statuses(clients, f"{received.path}findings/{finding.pk}/{verb}/") == WRITES
    other = make_supervision(received.supplier)
    assert clients["anna"].get(f"{BASE}{other.path}findings/{finding.pk}/done/").status_code == 404


def test_pages_of_the_assessment_and_the_model(clients, supplier, assessment):
    assert statuses(clients, f"suppliers/{supplier.reference}/assessment/") == WRITES
    assert statuses(clients, f"supervision/new/?supplier={supplier.reference}") == WRITES
    assert statuses(clients, "supervision/model/edit/") == WRITES
    assert clients["anna"].get(f"{BASE}supervision/new/?supplier=SU-99").status_code == 404


# What they do


def test_a_processor_is_assessed_by_page(clients, supplier):
    page = f"suppliers/{supplier.reference}/assessment/"
    text = said(clients["karen"], page)
    assert "10 points" in text and "at least concept 5" in text, "nobody has said, so it counts as the most"
    told = {"people": "500", "special": "0", "protected": "1", "kinds": "0"}
    counted = clients["karen"].post(BASE + page, {**told, "again": "1"})
    assert "2 points" in counted.content.decode() and not ProcessorAssessment.objects.exists()
    answer = clients["karen"].post(BASE + page, told, follow=True)
    assert answer.status_code == 200
    row = ProcessorAssessment.objects.get()
    assert (row.points, row.used_concept) == (2, 1)
    panel = answer.content.decode()
    assert "1 No action without cause" in panel
    assert "The agreement names no concept of supervision." in panel


@pytest.mark.parametrize("people", ["-1", "x", "99999999999999999999", "1.5"])
def test_what_is_no_number_is_refused_and_counts_as_the_most_meanwhile(clients, supplier, people):
    page = f"{BASE}suppliers/{supplier.reference}/assessment/"
    told = {"people": people, "special": "0", "protected": "0", "kinds": "0"}
    answer = clients["karen"].post(page, told)
    assert answer.status_code == 422 and "3 points" in answer.content.decode()
    assert not ProcessorAssessment.objects.exists()


def test_a_lower_concept_without_a_reason_comes_back(clients, supplier):
    page = f"{BASE}suppliers/{supplier.reference}/assessment/"
    told = {
        "people": "20000",
        "special": "2",
        "protected": "0",
        "kinds": "0",
        "used_concept": "2",
        "agreed_concept": "3",
    }
    answer = clients["karen"].post(page, told)
    assert answer.status_code == 422 and "Say why it is enough here." in answer.content.decode()
    clients["karen"].post(page, {**told, "deviation": "They see <i>names</i> only."})
    text = said(clients["carl"], supplier.path)
    assert "They see &lt;i&gt;names&lt;/i&gt; only." in text
    assert "The agreement says concept 3, but the model asks for at least 3." not in text


def test_an_agreement_that_promises_too_little_is_flagged(clients, supplier):
    make_assessment(supplier, agreed_concept=2)
    assert "The agreement says concept 2, but the model asks for at least 5." in said(clients["carl"], supplier.path)


def test_the_records_numbers_are_offered_and_taken(clients, supplier, monkeypatch):
    make_assessment(supplier, LITTLE)
    monkeypatch.setattr(registry, "processed", lambda actor, each: [Processed(700, {"health"}, {"cpr"})])
    assert "700 people, 1 special category" in said(clients["anna"], supplier.path)
    assert "Take the record" not in said(clients["carl"], supplier.path)
    page = f"{BASE}suppliers/{supplier.reference}/assessment/record/"
    assert clients["carl"].post(page).status_code == 403
    assert clients["dorte"].post(page).status_code == 404
    assert clients["anna"].post(page).status_code == 302
    assert ProcessorAssessment.objects.get().people == 700


def test_from_plan_to_conclusion_by_page(clients, cast, supplier, assessment):
    anna, today = clients["anna"], dates.today().isoformat()
    chosen = anna.post(f"{BASE}supervision/new/", {"supplier": str(supplier.pk)})
    assert chosen["Location"] == f"{BASE}supervision/new/?supplier={supplier.reference}"
    told = {"title": "", "owner": str(cast.bo.pk), "concept": "5", "planned_on": today, "plan": "The report"}
    anna.post(chosen["Location"], told)
    row = Supervision.objects.get()
    assert (row.status, row.owner) == ("planned", cast.bo)
    here, bo = BASE + row.path, clients["bo"]
    bo.post(f"{here}step/request/", {"request": "ISAE 3000", "on": today})
    bo.post(f"{here}step/receive/", {"material": "Type II, 2025", "on": today})
    bo.post(f"{here}objectives/", {"outcome_A": "covered", "outcome_F": "exception", "note_F": "One was not approved."})
    text = said(bo, row.path)
    assert "One was not approved." in text and "Type II, 2025" in text
    refused = bo.post(f"{here}step/conclude/", {"conclusion": "remarks", "on": today})
    assert (
        refused.status_code == 422
        and "To have received something is not to have supervised." in refused.content.decode()
    )
    bo.post(
        f"{here}findings/new/", {"title": "Sub-processor", "severity": "medium", "due": today, "owner": str(cast.bo.pk)}
    )
    done = {"conclusion": "remarks", "reading": "Covers payroll.", "note": "One sub-processor.", "on": today}
    assert bo.post(f"{here}step/conclude/", done).status_code == 302
    row.refresh_from_db()
    assert row.conclusion == "remarks"
    finding = Finding.objects.get()
    assert (
        bo.post(f"{here}findings/{finding.pk}/done/", {"effect": "Approved on 2 December.", "on": today}).status_code
        == 302
    )
    assert "Approved on 2 December." in said(clients["carl"], row.path)


def test_a_step_that_is_past_leads_back(clients, received):
    answer = clients["anna"].post(f"{BASE}{received.path}step/request/", {"request": "x"})
    assert answer["Location"] == BASE + received.path
    assert clients["anna"].get(f"{BASE}{received.path}step/nonsense/").status_code == 302


def test_who_is_not_assessed_is_assessed_first(clients, supplier):
    answer = clients["anna"].get(f"{BASE}supervision/new/?supplier={supplier.reference}")
    assert answer["Location"] == f"{BASE}suppliers/{supplier.reference}/assessment/"


def test_the_model_is_corrected_by_page(clients, assessment):
    anna = clients["anna"]
    form = anna.get(f"{BASE}supervision/model/edit/").context["form"]
    told = {
        name: field.initial
        for name, field in form.fields.items()
        if field.initial is not None and field.initial is not False
    }
    answer = anna.post(
        f"{BASE}supervision/model/edit/", {**told, "checked-special": "on", "reason": "Read on page 12."}
    )
    assert answer.status_code == 302, answer.content.decode()
    text = said(clients["carl"], "supervision/model/")
    assert "This is your own copy. Read on page 12." in text and "Checked against the guide" in text
    wrong = anna.post(f"{BASE}supervision/model/edit/", {**told, "p-people-few": "19", "reason": "x"})
    assert wrong.status_code == 422 and OwnPoints.objects.get().version == 1
    assert clients["carl"].get(f"{BASE}supervision/model/drop/").status_code == 403
    anna.post(f"{BASE}supervision/model/drop/", {"reason": "Not needed."})
    assert not OwnPoints.objects.exists()
    assert anna.get(f"{BASE}supervision/model/drop/").status_code == 404


# What they show


def test_the_empty_list_says_how_to_begin(clients):
    assert "An agreement is not enough" in said(clients["anna"], "supervision/")
    assert "No processors" in said(clients["anna"], "supervision/year/")


def test_the_list_is_narrowed_and_found(clients, cast, supplier, assessment):
    make_supervision(supplier, "Late one", planned_on=dates.today() - DAY)
    make_concluded(supplier, dates.today(), "insufficient", title="Poor one")
    other = make_supplier(cast.kronborg, "Anden")
    make_finding(make_supervision(other, "Found one", planned_on=dates.today() + 9 * DAY))
    for query, names in (
        ("late=yes", {"Late one"}),
        ("conclusion=insufficient", {"Poor one"}),
        ("found=yes", {"Found one"}),
        (f"supplier={other.pk}", {"Found one"}),
        ("q=anden", {"Found one"}),
        ("concept=5&sort=-planned", {"Late one", "Poor one", "Found one"}),
        ("concept=2", set()),
    ):
        text = said(clients["carl"], f"supervision/?{query}")
        assert {name for name in ("Late one", "Poor one", "Found one") if name in text} == names, query


@pytest.mark.parametrize(
    "query", ["year=x", "year=99999", "year=١٩٩٩", "year=0000", "late=maybe&concept=99&sort=nothing"]
)
def test_nonsense_in_the_address_does_no_harm(clients, supervision, query):
    assert clients["anna"].get(f"{BASE}supervision/year/?{query}").status_code == 200
    assert clients["anna"].get(f"{BASE}supervision/?{query}").status_code == 200


def questions(client, address):
    client.get(BASE + address)
    with CaptureQueriesContext(connection) as asked:
        said(client, address)
    return len(asked)


@pytest.mark.parametrize("address", ["supervision/", "supervision/year/", ""])
def test_as_many_questions_for_many_as_for_one(clients, cast, supervision, address):
    few = questions(clients["anna"], address)
    for number in range(12):
        each = make_supplier(cast.kronborg, f"Supplier {number}", processor=True, owner=cast.bo)
        make_assessment(each, next_on=dates.today() - DAY)
        make_finding(make_supervision(each, owner=cast.bo, planned_on=dates.today() - DAY))
        make_concluded(each, dates.today())
    assert questions(clients["anna"], address) <= few + 1


def pdf_text(client, address):
    answer = client.get(BASE + address)
    assert answer.status_code == 200
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(whole)).pages)


def test_the_year_on_paper_in_danish(clients, supplier):
    make_assessment(supplier, used_concept=3, deviation="Kun navne.", agreed_concept=2, next_on=dates.today() - DAY)
    make_concluded(supplier, dates.today() - 300 * DAY, "remarks", note="Bilag mangler.")
    year = (dates.today() - 300 * DAY).year
    text = pdf_text(clients["carl"], f"supervision/year/report/?year={year}&form=pdf&language=da")
    assert "Lønhuset" in text and "Kun navne." in text and "Bilag mangler." in text
    assert clients["dorte"].get(f"{BASE}supervision/year/report/?form=pdf").status_code == 404


@pytest.mark.parametrize("form", ["xlsx", "docx", "pdf"])
def test_the_list_on_paper(clients, supervision, form):
    answer = clients["carl"].get(f"{BASE}supervision/report/?form={form}&late=no")
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]


def test_it_is_found_and_shown_on_the_overview(clients, cast, supplier):
    make_assessment(supplier, next_on=dates.today() - DAY)
    assert "card-supervision" in said(clients["karen"], "")
    row = services.supervision_plan(actor=actor_of(cast.anna), supplier=supplier, planned_on=dates.today() + 90 * DAY)
    assert "card-supervision" not in said(clients["karen"], "")
    assert row.reference in said(clients["carl"], f"find/?q={row.reference}")


def test_history_says_it_in_words(clients, cast, received):
    actor = actor_of(cast.anna)
    services.objectives_set(actor=actor, supervision=received, objectives={"A": {"outcome": "covered"}})
    services.supervision_conclude(actor=actor, supervision=received, conclusion="sufficient", reading="Read it.")
    text = said(clients["anna"], received.path)
    assert "read control objectives" in text and "concluded it" in text
