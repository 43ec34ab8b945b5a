"""Questionnaires and what belongs to a supplier, through the interface: as on the pages, no less asked and no more told."""

from typing import Any

import pytest

from holger.api.tests.programs import Program
from holger.core.registry import registry
from holger.suppliers import services
from holger.suppliers.models import Sending
from holger.suppliers.services import Said
from holger.suppliers.tests.factories import make_guest, make_short, make_supplier
from tests.cast import Cast, actor_of

pytestmark = pytest.mark.django_db
SEND = {"contact": "Mette Holm", "email": "mette@supplier.example", "due": "2027-01-15", "language": "en"}


@pytest.fixture
def anna(cast: Cast) -> Program:
    return Program(cast.anna)


@pytest.fixture
def supplier(cast: Cast) -> Any:
    return make_supplier(cast.kronborg)


def sent(anna: Program, cast: Cast, supplier: Any) -> str:
    asked = make_short(actor_of(cast.anna))
    body = {"supplier": supplier.reference, "questionnaire": asked.reference, **SEND}
    made = anna.post("/sent-questionnaires", body)
    assert made.status_code == 201, made.json()
    assert (made.json()["questionnaire"]["reference"], made.json()["edition"]) == (asked.reference, 1)
    return f"/sent-questionnaires/{made.json()['reference']}"


def handed_in(reference: str) -> None:
    guest = make_guest(Sending.objects.get(reference=reference.rsplit("/", 1)[1]))
    services.answers_save(guest=guest, said={"q1": Said("no"), "q3": Said("9"), "q4": Said("Mette")})
    services.answers_submit(guest=guest, name="Mette Holm", title="CISO")


def test_a_questionnaire_has_versions(anna: Program) -> None:
    ready = anna.post("/ready-questionnaire").json()
    here = f"/questionnaires/{ready['reference']}"
    assert (ready["published"], ready["draft"]) == (1, None)
    assert anna.post("/ready-questionnaire").status_code == 409
    asked = anna.get(f"{here}/questions").json()
    assert sum(len(each["questions"]) for each in asked["sections"]) == 30
    assert set(asked["title"]) == {"da", "en"} and asked["state"] == "published"
    assert anna.post(f"{here}/begin-draft").json()["draft"] == 2
    assert anna.get(f"{here}/questions").json()["version"] == 2
    assert anna.get(f"{here}/questions?version=9").status_code == 404
    assert anna.post(f"{here}/discard-draft").json()["draft"] is None
    assert anna.post(f"{here}/publish").status_code == 409
    empty = anna.post("/questionnaires", {"title_da": "Kort", "title_en": "Short"}).json()
    assert anna.post(f"/questionnaires/{empty['reference']}/publish").status_code == 409
    assert anna.delete(f"/questionnaires/{empty['reference']}").status_code == 204


def test_one_is_sent_judged_and_concluded(cast: Cast, anna: Program, supplier: Any) -> None:
    here = sent(anna, cast, supplier)
    assert anna.post(f"{here}/postpone", {"due": "2027-02-01"}).json()["due"] == "2027-02-01"
    assert anna.post(f"{here}/remind").json()["reminded"] == 1
    assert anna.post(f"{here}/conclude", {"verdict": "good"}).status_code == 409
    handed_in(here)
    answers = {each["question"]: each for each in anna.get(f"{here}/answers").json()["items"]}
    assert answers["q1"]["stops"] and answers["q1"]["value"] == "no" and "q2" not in answers
    judged = anna.post(f"{here}/judge", {"question": "q1", "points": 60, "judgement": "Copied elsewhere."}).json()
    assert judged["knock_outs"] == 0
    assert anna.post(f"{here}/judge", {"question": "q9", "points": 1, "judgement": "x"}).status_code == 404
    finding = anna.post(f"{here}/findings", {"text": "No backup", "question": "q1"}).json()
    done = anna.post(f"{here}/conclude", {"verdict": "remarks", "conclusion": "One thing is left."})
    assert done.json()["state"] == "concluded"
    closed = anna.post(f"{here}/findings/{finding['id']}/close", {"note": "Seen."}).json()
    assert closed["state"] == "closed"
    assert anna.post(f"{here}/reopen", {}).status_code == 422
    assert anna.post(f"{here}/reopen", {"reason": "News."}).json()["state"] == "submitted"


def test_links_tell_no_secret_and_are_revoked(cast: Cast, anna: Program, supplier: Any) -> None:
    here = sent(anna, cast, supplier)
    (link,) = anna.get(f"{here}/links").json()["items"]
    assert set(link) == {
        *("id", "name", "email", "language", "invited_by", "created_at", "expires_at", "used_at", "revoked_at")
    }
    (gone,) = anna.post(f"{here}/links/{link['id']}/revoke").json()["items"]
    assert gone["revoked_at"] is not None
    assert anna.post(f"{here}/withdraw", {"reason": "A slip."}).json()["state"] == "withdrawn"


def test_questions_and_answers_come_and_go_as_spreadsheets(cast: Cast, anna: Program, supplier: Any) -> None:
    here = sent(anna, cast, supplier)
    for kind in ("questionnaires", "sent-questionnaires"):
        assert kind in registry.registers
        content = anna.get(f"/{kind}/export?format=csv")
        assert content.status_code == 200
    rows = "Ref.;Nr.;Svar\r\n{0};1;nej\r\n{0};3;9\r\n{0};4;Os\r\n".format(here.rsplit("/", 1)[1])
    run = anna.upload("/imports/sent-questionnaires", {}, rows.encode(), "svar.csv").json()
    assert run["counts"]["update"] == 3 and run["may_apply"], run
    assert anna.post(f"/imports/sent-questionnaires/{run['id']}/apply").json()["status"] == "applied"
    assert anna.post(f"{here}/hand-in", {"name": "Mette Holm"}).json()["state"] == "submitted"


@pytest.mark.parametrize(
    ("name", "body", "change"),
    [
        ("contacts", {"name": "Mia"}, {"phone": "12345678"}),
        ("sub-suppliers", {"kind": "sub_processor"}, {"service": "Backup"}),
        ("transfers", {"country": "US"}, {"basis": "scc"}),
        ("assurances", {"title": "ISAE 3000"}, {"kind": "isae3000"}),
    ],
)
def test_what_belongs_to_a_supplier(
    cast: Cast, anna: Program, supplier: Any, name: str, body: dict[str, Any], change: dict[str, Any]
) -> None:
    if name == "sub-suppliers":
        body = {**body, "sub": make_supplier(cast.kronborg, "Cloud house").reference}
    here = f"/suppliers/{supplier.reference}/{name}"
    made = anna.post(here, body)
    assert made.status_code == 201, made.json()
    one = f"{here}/{made.json()['id']}"
    changed = anna.patch(one, change)
    assert changed.status_code == 200 and change.items() <= changed.json().items(), changed.json()
    assert anna.patch(one, change, If_Match='"99.0"').status_code == 412
    assert [each["id"] for each in anna.get(here).json()["items"]] == [made.json()["id"]]
    assert Program(cast.carl).post(here, body).status_code == 403
    assert Program(cast.carl).delete(one).status_code == 403
    other = make_supplier(cast.kronborg, "Another house")
    assert anna.delete(f"/suppliers/{other.reference}/{name}/{made.json()['id']}").status_code == 404
    assert anna.delete(one).status_code == 204
    assert anna.get(here).json()["items"] == []


def test_two_spellings_become_one_and_two_again(cast: Cast, anna: Program, supplier: Any) -> None:
    other = make_supplier(cast.kronborg, "Bornholm Hosting A/S")
    here = f"/suppliers/{other.reference}"
    told = {"into": supplier.reference, "reason": "The same firm."}
    assert anna.post(f"{here}/merge", told | {"into": other.reference}).status_code == 409
    assert Program(cast.bo).post(f"{here}/merge", told).status_code == 403
    assert anna.post(f"{here}/merge", told).json()["merged_into"]["reference"] == supplier.reference
    assert anna.post(f"{here}/unmerge", {"reason": "Not after all."}).json()["merged_into"] is None
    assert anna.post(f"{here}/override", {"level": 4, "reason": "So."}).json()["criticality"] == 4
    assert anna.post(f"{here}/clear-override").json()["override_criticality"] is None
    assert anna.post(f"{here}/review", {"next_review": "2020-01-01"}).status_code == 409
