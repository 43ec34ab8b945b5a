"""The pages of policies: the four of each, and a story through all of them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from holger.audience.services import Chosen
from holger.evidence import services as evidence
from holger.history.models import Event
from holger.policies import services
from holger.policies.models import Policy
from holger.policies.rules.content import Said
from holger.policies.tests.factories import make_policy
from holger.ui import pictures

pytestmark = pytest.mark.django_db
BASE = "/o/kronborg/policies/"
ONE = f"{BASE}POL-1/"
SEEN = ("", "compare/", "v1.0/")
DRAFT = ("edit/", "draft/en/", "draft/edit/", "review/", "review/ask/", "send/")
XSS = '"><script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1)) ![y](javascript:alert(2))'


@pytest.fixture
def clients(cast, client_of):
    return {name: client_of(getattr(cast, name)) for name in ("anna", "bo", "carl", "olga", "dorte", "emil")} | {
        "nobody": client_of(None)
    }


@pytest.mark.parametrize("path", [*SEEN, *DRAFT])
def test_pages_of_a_draft(clients, policy, path):
    assert clients["anna"].get(ONE + path).status_code == 200
    assert clients["carl"].get(ONE + path).status_code == (200 if path in SEEN else 403)
    assert clients["emil"].get(ONE + path).status_code == 403
    assert clients["dorte"].get(ONE + path).status_code == 404
    assert clients["nobody"].get(ONE + path).status_code == 302


@pytest.mark.parametrize("path", ["", "new/", "approvers/", "approvers/policy/"])
def test_pages_of_the_room(clients, path):
    assert clients["anna"].get(BASE + path).status_code == 200
    assert clients["carl"].get(BASE + path).status_code == (403 if path else 200)
    assert clients["nobody"].get(BASE + path).status_code == 302


@pytest.mark.parametrize("path", ["approve/", "decline/"])
def test_pages_of_what_waits_for_approval(cast, anna, clients, policy, path):
    services.approval_request(actor=anna, policy=policy, approver=cast.olga)
    assert clients["olga"].get(ONE + path).status_code == 200
    assert clients["carl"].get(ONE + path).status_code == 403
    assert clients["dorte"].get(ONE + path).status_code == 404
    assert clients["nobody"].get(ONE + path).status_code == 302


def test_from_the_form_to_in_force(cast, clients):
    anna, olga = clients["anna"], clients["olga"]
    made = anna.post(
        f"{BASE}new/",
        {"title_en": "Clean desk", "type": "policy", "language": "en", "review_months": 12, "for_everybody": "on"},
    )
    assert made.url == f"{ONE}draft/en/"
    saved = anna.post(
        f"{ONE}draft/en/", {"revision": 1, "title": "Clean desk", "body": "## Desk\n\nClean it.", "close": 1}
    )
    assert saved.url == ONE
    anna.post(f"{ONE}review/ask/", {"people": [str(cast.olga.pk)], "question": "Short enough?"})
    assert "Short enough?" in olga.get(f"{ONE}review/").text
    olga.post(f"{ONE}remarks/", {"language": "en", "quote": "## Desk", "text": "Which desk?"})
    olga.post(f"{ONE}review/", {"verdict": "change", "note": ""})
    anna.post(f"{ONE}draft/en/", {"revision": 2, "title": "Clean desk", "body": "## Desk\n\nClean every desk."})
    page = anna.get(f"{ONE}review/").text
    assert "Which desk?" in page
    anna.post(f"{ONE}review/ask/", {"people": [str(cast.olga.pk)]})
    again = olga.get(f"{ONE}review/").text
    assert "every desk" in again
    olga.post(f"{ONE}review/", {"verdict": "good"})
    assert anna.post(f"{ONE}send/", {"approver": str(cast.olga.pk)}).url == ONE
    shown = olga.get(f"{ONE}approve/").text
    digest = re.search(r'name="digest" value="(\w{64})"', shown).group(1)
    assert "Clean every desk" in shown
    assert olga.post(f"{ONE}approve/", {"digest": digest, "read": "on"}).status_code == 302
    assert "Clean every desk" in clients["carl"].get(ONE).text
    assert Policy.objects.get().versions.get().status == "in_force"


def test_editing_what_waits_for_approval_leads_back(cast, anna, clients, policy):
    services.approval_request(actor=anna, policy=policy, approver=cast.olga)
    answer = clients["anna"].get(f"{ONE}draft/en/", follow=True)
    assert "nothing here to do" in answer.text
    assert "Take it back" in answer.text
    saved = clients["anna"].post(f"{ONE}draft/en/save/", {"revision": 1, "title": "x", "body": "x"})
    assert saved.status_code == 422
    assert "Take it back" in saved.json()["errors"][""]
    clients["anna"].post(f"{ONE}withdraw/")
    assert policy.versions.get().status == "draft"


def test_the_editor_saves_by_itself_and_notices_others(cast, clients, policy):
    anna, olga = clients["anna"], clients["olga"]
    first = anna.post(f"{ONE}draft/en/save/", {"revision": 1, "title": "Use", "body": "One."})
    assert first.json()["revision"] == 2
    second = olga.post(f"{ONE}draft/en/save/", {"revision": 1, "title": "Use", "body": "Two."})
    assert (second.status_code, second.json()["body"], second.json()["by"]) == (409, "One.", cast.anna.name)
    both = olga.post(f"{ONE}draft/en/", {"revision": 1, "title": "Use", "body": "Two."})
    assert both.status_code == 409
    assert "One." in both.text
    assert 'name="revision" value="2"' in both.text
    assert "Two.</textarea>" in both.text
    assert olga.post(f"{ONE}draft/en/", {"revision": 2, "title": "Use", "body": "Two."}).status_code == 302


def test_five_megabytes_are_refused_at_the_field(clients, policy):
    answer = clients["anna"].post(f"{ONE}draft/en/save/", {"revision": 1, "title": "Use", "body": "a" * 2_000_000})
    assert answer.status_code == 422
    assert "too long" in answer.json()["errors"]["body"]
    page = clients["anna"].post(f"{ONE}draft/en/", {"revision": 1, "title": "Use", "body": "a" * 300_000})
    assert page.status_code == 422
    assert "too long" in page.text


def test_a_translation_is_said_to_be_the_same(clients, policy):
    clients["anna"].post(f"{ONE}draft/en/save/", {"revision": 1, "title": "Use", "body": "New."})
    assert "Out of date since 1.0" in clients["anna"].get(f"{ONE}draft/da/").text
    clients["anna"].post(f"{ONE}draft/da/same/")
    assert "Out of date" not in clients["anna"].get(f"{ONE}draft/da/").text


def test_what_strangers_write_never_becomes_an_element(cast, anna, clients):
    made = services.policy_create(
        actor=anna,
        audience=Chosen(job_titles=[XSS]),
        texts={"en": Said(XSS[:200], XSS, f"# {XSS}\n\n{XSS}\n\n| {XSS} | b |\n|---|---|\n| {XSS} | d |")},
        language="en",
    )
    services.remark_add(actor=anna, policy=made, language="en", text=XSS, quote=XSS)
    services.review_ask(actor=anna, policy=made, people=[cast.olga], question=XSS)
    pages = ["", "v1.0/", "compare/?all=1", "review/", "draft/en/"]
    for path in pages:
        text = clients["anna"].get(ONE + path).text
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path
        assert not re.search(r'(href|src)="?javascript:', text), path
    shown = clients["anna"].post(f"{ONE}draft/preview/", {"body": XSS}).text
    assert "<script>" not in shown
    assert "<img" not in shown


def test_nested_quotes_do_not_explode(clients, policy):
    assert clients["anna"].post(f"{ONE}draft/preview/", {"body": ">" * 50_000 + "x"}).status_code == 200


def test_the_approver_reads_what_changes(cast, anna, olga, clients, in_force):
    services.draft_begin(actor=anna, policy=in_force)
    services.draft_edit(actor=anna, policy=in_force, changes_en="Everything is locked.")
    services.text_save(
        actor=anna,
        policy=in_force,
        language="en",
        title="Acceptable use",
        body="## Devices\n\nLock every screen when you leave.",
    )
    services.approval_request(actor=anna, policy=in_force, approver=cast.olga)
    page = clients["olga"].get(f"{ONE}approve/").text
    assert "<del>your</del><ins>every</ins>" in page
    assert "Everything is locked." in page
    assert "waits for approval" in clients["anna"].get(ONE).text.lower()


def test_versions_are_compared_and_a_wrong_number_is_not_found(cast, anna, olga, clients, in_force):
    assert clients["carl"].get(f"{ONE}v1.0/").status_code == 200
    for label in ("v9.9/", "v1/", "v1.x/"):
        assert clients["carl"].get(ONE + label).status_code == 404
    assert clients["carl"].get(f"{ONE}compare/?from=1.0&to=7.0").status_code == 404


def test_danish_is_read_in_danish(clients, in_force):
    page = clients["carl"].get(f"{ONE}?language=da").text
    assert "Lås din skærm, når du går." in page
    assert 'lang="da"' in page


def test_pictures_are_those_attached_to_the_policy(cast, anna, clients, policy, monkeypatch):
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 40

    def attach(name, content):
        return evidence.evidence_add(
            actor=anna, title=name, file=SimpleUploadedFile(name, content), subject=policy, note=""
        )

    picture, other = attach("map.png", png), attach("map.pdf", b"%PDF-1.4\n" + b" " * 30)
    services.text_save(
        actor=anna, policy=policy, language="en", title="Use", body=f"![The house]({picture.reference}) ![x](E-99)"
    )
    text = clients["carl"].get(f"{ONE}v1.0/").text
    assert f'src="{ONE}pictures/{picture.reference}/"' in text
    assert "E-99" not in re.findall(r'src="([^"]*)"', text)
    answer = clients["carl"].get(f"{ONE}pictures/{picture.reference}/")
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == png
    assert clients["carl"].get(f"{ONE}pictures/{other.reference}/").status_code == 404
    monkeypatch.setattr(pictures, "LARGEST", len(png) - 1)
    assert clients["carl"].get(f"{ONE}pictures/{picture.reference}/").status_code == 404
    assert clients["dorte"].get(f"{ONE}pictures/{picture.reference}/").status_code == 404


def test_the_list_tells_and_asks_equally_much_for_more(clients, cast, django_assert_max_num_queries):
    kronborg = cast.anna.organisation
    for number in range(3):
        make_policy(kronborg, f"Policy {number}", danish=number == 1, owner=cast.anna)
    client = clients["anna"]
    client.get(BASE)
    with django_assert_max_num_queries(20) as few:
        client.get(BASE)
    for number in range(20):
        make_policy(kronborg, f"More {number}")
    with django_assert_max_num_queries(len(few.captured_queries)):
        page = client.get(BASE)
    assert "Not in Danish" in page.text
    assert "da · en" in page.text
    for query in ("status=in_force", "due=yes", "behind=yes", "language=da", "owner=me", "archived=yes", "q=Policy+1"):
        assert client.get(f"{BASE}?{query}").status_code == 200


def test_the_table_of_approvers_is_set(cast, clients):
    clients["anna"].post(f"{BASE}approvers/policy/", {"people": [str(cast.olga.pk)], "field_roles": ["management"]})
    page = clients["anna"].get(f"{BASE}approvers/").text
    assert f"Management, {cast.olga.name}" in page
    assert clients["anna"].get(f"{BASE}approvers/nonsense/").status_code == 404
    assert Event.objects.filter(action="policy.approvers_set").count() == 1


def test_archived_and_back(anna, clients, in_force):
    clients["anna"].post(f"{ONE}archive/")
    assert "It is archived" in clients["anna"].get(ONE).text
    assert "POL-1" not in clients["anna"].get(BASE).text
    clients["anna"].post(f"{ONE}restore/")
    assert in_force.versions.get().status == "in_force"
