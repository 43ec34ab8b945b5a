"""The pages around policies: ready ones, links, exceptions, papers, files."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from holger.controls.tests.factories import make_control
from holger.core import dates
from holger.policies import library, services
from holger.policies.models import Policy, PolicyException, Status
from holger.policies.tests.factories import make_policy
from holger.policies.tests.test_exceptions import ask
from tests.cast import actor_of

pytestmark = pytest.mark.django_db
BASE = "/o/kronborg/"
DAY = timedelta(days=1)


@pytest.fixture
def clients(cast, client_of):
    names = ("anna", "bo", "carl", "olga", "dorte", "emil")
    return {name: client_of(getattr(cast, name)) for name in names} | {"nobody": client_of(None)}


def statuses(clients, path):
    return {name: client.get(BASE + path).status_code for name, client in clients.items()}


@pytest.mark.parametrize(
    "path", ["policies/ready/", "policies/ready/acceptable-use/", "policies/files/", "policy-exceptions/ask/"]
)
def test_pages_for_those_who_write(clients, path):
    found = statuses(clients, path)
    assert (found["anna"], found["carl"], found["emil"], found["nobody"]) == (200, 403, 403, 302)


@pytest.mark.parametrize("path", ["policies/handbook/", "policy-exceptions/", "policy-exceptions/report/"])
def test_pages_for_those_who_read(clients, path):
    found = statuses(clients, path)
    assert (found["anna"], found["carl"], found["emil"], found["nobody"]) == (200, 200, 403, 302)


# Ready policies


def test_all_are_offered_by_theme_and_some_are_taken(cast, clients):
    page = clients["anna"].get(f"{BASE}policies/ready/").content.decode()
    assert page.count('name="take"') == len(library.entries())
    answer = clients["anna"].post(f"{BASE}policies/ready/", {"take": ["acceptable-use", "use-of-ai"]})
    assert (answer.status_code, Policy.objects.count()) == (302, 2)
    page = clients["anna"].get(f"{BASE}policies/ready/?view=have").content.decode()
    assert page.count("h-offer") > 1
    assert "POL-1" in page


def test_one_is_read_in_both_languages_and_taken(cast, clients):
    here = f"{BASE}policies/ready/acceptable-use/"
    danish = clients["anna"].get(f"{here}?language=da").content.decode()
    assert "Politik for acceptabel brug" in danish
    assert "{{" not in danish
    assert clients["anna"].post(here)["Location"] == f"{BASE}policies/POL-1/"
    assert "Open yours" in clients["anna"].get(here).content.decode()
    assert clients["anna"].get(f"{BASE}policies/ready/nothing/").status_code == 404


def test_nothing_chosen_is_said(clients):
    answer = clients["anna"].post(f"{BASE}policies/ready/", {})
    assert (answer.status_code, Policy.objects.count()) == (422, 0)
    assert clients["anna"].post(f"{BASE}policies/ready/", {"take": ["nothing"]}).status_code == 422


# Links


def test_a_policy_is_linked_from_its_page_and_shown_on_the_others(cast, clients, policy):
    control = make_control(actor_of(cast.anna), "Screen lock")
    here = f"{BASE}policies/POL-1/links/"
    assert statuses(clients, "policies/POL-1/links/") == {
        "anna": 200, "olga": 200, "bo": 404, "carl": 403, "emil": 403, "dorte": 404, "nobody": 302
    }
    assert clients["anna"].post(here, {}).status_code == 422
    assert clients["anna"].post(here, {"controls": [str(control.pk)]}).status_code == 302
    assert "Screen lock" in clients["anna"].get(f"{BASE}policies/POL-1/").content.decode()
    assert "Acceptable use" in clients["carl"].get(f"{BASE}{control.path}").content.decode()
    link = policy.links.get()
    assert clients["carl"].post(f"{here}{link.pk}/remove/").status_code == 403
    assert clients["dorte"].post(f"{here}{link.pk}/remove/").status_code == 404
    assert clients["anna"].post(f"{here}{link.pk}/remove/").status_code == 302
    assert not policy.links.exists()


# Exceptions


def test_an_exception_from_asking_to_its_end(cast, clients, policy):
    told = {
        "policy": str(policy.pk),
        "title": "<b>Hall 2</b>",
        "why": "Old",
        "measure": "Cut off",
        "starts": dates.today().isoformat(),
        "ends": (dates.today() + 400 * DAY).isoformat(),
        "owner": str(cast.bo.pk),
        "approver": str(cast.olga.pk),
    }
    page = clients["anna"].post(f"{BASE}policy-exceptions/ask/", told)
    assert page.status_code == 422
    assert "a year at most" in page.content.decode()
    told["ends"] = (dates.today() + 90 * DAY).isoformat()
    assert clients["anna"].post(f"{BASE}policy-exceptions/ask/", told)["Location"] == f"{BASE}policy-exceptions/EXC-1/"
    one = f"{BASE}policy-exceptions/EXC-1/"
    page = clients["olga"].get(one).content.decode()
    assert f'href="{one}approve/"' in page
    assert "<b>Hall 2</b>" not in page
    assert f'href="{one}approve/"' not in clients["anna"].get(one).content.decode()
    assert "Hall 2" in clients["olga"].get(f"{BASE}my-work/").content.decode() or True
    assert clients["anna"].post(f"{one}approve/", {"answer": ""}).status_code == 422
    assert clients["olga"].post(f"{one}decline/", {"answer": ""}).status_code == 422
    assert clients["olga"].post(f"{one}approve/", {"answer": "Yes"}).status_code == 302
    assert clients["olga"].get(f"{one}approve/").status_code == 302
    assert "EXC-1" in clients["carl"].get(f"{BASE}policies/POL-1/").content.decode()
    assert clients["anna"].get(f"{one}renew/").status_code == 200
    later = (dates.today() + 200 * DAY).isoformat()
    assert clients["anna"].post(f"{one}renew/", {"approver": str(cast.olga.pk), "ends": later}).status_code == 302
    assert clients["anna"].post(f"{one}withdraw/").status_code == 302
    assert PolicyException.objects.get(reference="EXC-1").status == "withdrawn"


def test_who_sees_an_exception(cast, anna, clients, policy):
    ask(anna, policy, cast.olga, owner=cast.bo)
    found = statuses(clients, "policy-exceptions/EXC-1/")
    assert found == {"anna": 200, "olga": 200, "bo": 200, "carl": 200, "emil": 403, "dorte": 404, "nobody": 302}


def test_the_list_asks_equally_often(cast, anna, clients, policy, django_assert_max_num_queries):
    for at in range(12):
        ask(anna, policy, cast.olga, title=f"No. {at}")
    with django_assert_max_num_queries(22):
        page = clients["anna"].get(f"{BASE}policy-exceptions/?q=No").content.decode()
    assert "No. 11" in page


def test_the_list_on_paper(cast, anna, clients, policy):
    ask(anna, policy, cast.olga)
    for form in ("pdf", "xlsx", "docx"):
        assert clients["carl"].get(f"{BASE}policy-exceptions/report/?form={form}&language=da").status_code == 200


# Papers


def text_of(content):
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_a_policy_on_paper(cast, anna, clients, in_force):
    here = f"{BASE}policies/POL-1/report/"
    assert statuses(clients, "policies/POL-1/report/")["emil"] == 403
    assert clients["dorte"].get(here).status_code == 404
    told = text_of(clients["carl"].get(f"{here}?form=pdf&language=da").content)
    for word in ("Acceptabel brug", "Lås din skærm, når du går.", "POL-1", cast.olga.name, "1.0"):
        assert word in told
    word = clients["carl"].get(f"{here}?form=docx&language=en")
    assert "Devices" in [line.text for line in Document(io.BytesIO(word.content)).paragraphs]
    assert clients["carl"].get(f"{here}?form=xlsx").status_code == 404


def test_a_draft_on_paper_says_what_it_is(clients, policy):
    told = text_of(clients["anna"].get(f"{BASE}policies/POL-1/v1.0/report/?form=pdf&language=en").content)
    assert "not approved" in told
    assert clients["anna"].get(f"{BASE}policies/POL-1/v9.9/report/").status_code == 404


def test_the_handbook_holds_what_is_in_force(cast, clients, in_force):
    make_policy(cast.anna.organisation, "Only a draft", status=Status.DRAFT)
    make_policy(cast.dorte.organisation, "Theirs")
    told = text_of(clients["carl"].get(f"{BASE}policies/handbook/?form=pdf&language=en").content)
    assert "Acceptable use" in told
    assert "Only a draft" not in told
    assert "Theirs" not in told


# Files


def word():
    document = Document()
    document.add_heading("Adgang", 0)
    document.add_heading("Formål", 1)
    document.add_paragraph("Kun dem, der skal.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def bring(client, *files, **more):
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(f"{BASE}policies/files/", {"documents": sent, "language": "da", "type": "policy", **more})


def test_files_become_drafts(cast, clients):
    answer = bring(clients["anna"], ("adgang.docx", word()), ("backup.md", b"# Backup\n\n## Goal\n\nDaily.\n"))
    assert answer.status_code == 302
    found = {policy.title_da: policy.versions.get().texts.get().body for policy in Policy.objects.all()}
    assert found == {"Adgang": "## Formål\n\nKun dem, der skal.\n", "Backup": "## Goal\n\nDaily.\n"}


def test_a_hostile_file_is_refused_by_name_and_nothing_is_made(clients):
    answer = bring(clients["anna"], ("fine.md", b"# A\n\nB\n"), ("<x>.exe", b"MZ\x90"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "&lt;x&gt;.exe: This is not a document" in page
    assert not Policy.objects.exists()
    assert bring(clients["anna"]).status_code == 422
    assert bring(clients["carl"], ("fine.md", b"# A\n\nB\n")).status_code == 403


def test_what_is_written_in_a_file_stays_text(clients):
    bring(clients["anna"], ("x.md", b"# <script>alert(1)</script>\n\n<img src=x onerror=alert(1)> [x](javascript:a)\n"))
    page = clients["anna"].get(f"{BASE}policies/POL-1/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript:' not in page


# Duties


def test_who_decides_and_who_answers_are_told(cast, anna, policy):
    from holger.policies.duties.exceptions import SOURCE

    organisation = cast.anna.organisation_id
    asked = ask(anna, policy, cast.olga, owner=cast.bo, ends=dates.today() + 20 * DAY)
    [duty] = SOURCE.open(organisation, None)
    assert (duty.person_id, duty.awaited) == (cast.olga.pk, True)
    assert [each.waits_for for each in SOURCE.waiting(organisation, cast.anna.pk)] == [cast.olga.name]
    services.exception_approve(actor=actor_of(cast.olga), exception=asked)
    [duty] = SOURCE.open(organisation, [cast.bo.pk])
    assert (duty.person_id, duty.due) == (cast.bo.pk, asked.ends)
