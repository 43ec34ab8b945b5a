"""Forgetting a person: what goes, what stays, who may, and that a restored backup forgets again."""

import json
import stat

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from holger.accounts.models import User
from holger.api import services as api
from holger.api.models import Token
from holger.assets import services as assets
from holger.comments import services as comments
from holger.core.actor import Actor
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.core.permissions import Role
from holger.core.tenancy import NOWHERE
from holger.evidence import services as evidence
from holger.exchange import services as imports
from holger.exchange.models import ImportRun
from holger.frameworks import services as frameworks
from holger.frameworks.models import Standing
from holger.history import exports, selectors, verification
from holger.history import services as history
from holger.history.models import Event, Permit
from holger.organisation import services
from holger.organisation.models import Invitation, Person, RoleGrant
from tests.cast import actor_of, client_of, make_person


@pytest.fixture
def busy(cast, settings, tmp_path):
    """Bo has done things, is named in things done by others, and once had another name."""
    settings.DATA_DIR = tmp_path
    anna, bo = actor_of(cast.anna), actor_of(cast.bo)
    services.person_edit(actor=anna, person=cast.bo, name="Bo Lindgren", email="lindgren@kronborg.example")
    services.person_edit(actor=anna, person=cast.bo, name="Bo Lind", email="bo@kronborg.example")
    asset = assets.asset_create(actor=anna, type="application", title="ERP", owner=cast.bo)
    services.tag_create(actor=bo, name="crown jewels")
    comments.comment_add(actor=bo, subject=asset, text="Looked at it.")
    evidence.evidence_add(actor=bo, subject=asset, file=SimpleUploadedFile("a.txt", b"proof"), title="Proof")
    api.token_create(actor=bo, person=cast.bo, name="Bo's robot", scope={"*": "read"})
    imports.run_start(actor=anna, kind="people", filename="people.csv", content=b"Name\nBo Lind\n")
    rules = frameworks.framework_create(actor=anna, title_en="House rules")
    frameworks.requirement_add(actor=anna, framework=rules, code="1", title_en="Doors are locked")
    frameworks.scope_edit(actor=anna, scope=rules.scopes.get(), owner=cast.bo)
    frameworks.standing_answer(actor=bo, standing=Standing.objects.get(), answer="met")
    services.tag_create(actor=anna, name="unnamed")
    cast.bo.refresh_from_db()
    return cast


def erase(cast, who=None, name="Bo Lind"):
    return services.person_erase(actor=actor_of(who or cast.olga), person=cast.bo, name=name)


def everything_told() -> str:
    rows = Event.objects.values_list("actor_label", "via", "subject_label", "payload")
    return "\n".join("|".join(row) for row in rows)


def test_nothing_is_left_of_the_name(busy):
    before = Event.objects.count()
    user_id = busy.bo.user_id
    erase(busy)
    told = everything_told()
    for name in ("Bo Lind", "Lindgren", "bo@kronborg", "Bo's robot"):
        assert name not in told
    person = Person.objects.get(pk=busy.bo.pk)
    assert (person.name, person.email, person.initials, person.job_title) == (person.left_over, "", "", "")
    assert person.name.startswith("Person ") and person.is_erased
    assert not User.objects.filter(pk=user_id).exists()
    assert not RoleGrant.objects.filter(person=person).exists()
    assert not Invitation.objects.filter(person=person).exists()
    assert not Token.objects.filter(person=person).exists()
    assert not Permit.objects.exists()
    assert not ImportRun.objects.exists()
    assert Event.objects.count() == before + 2  # nothing is gone, and two entries tell of it
    for model, column in services.erasure._texts():
        assert not model._base_manager.filter(**{f"{column}__icontains": "Bo Lind"}).exists(), (model, column)


def test_the_history_still_holds_and_says_what_was_redacted(busy, tmp_path):
    erase(busy)
    verdict = verification.verify(busy.kronborg.id)
    assert verdict.broken is None
    assert verdict.redacted > 5
    carl = actor_of(busy.carl)
    lines = selectors.tell(carl, selectors.events_for(carl))
    pseudonym = busy.bo.left_over
    did = {line.event.action: line for line in lines if line.event.actor_id == busy.bo.pk}
    assert {line.event.who for line in did.values()} == {pseudonym}
    assert all(line.redacted for line in did.values())
    assert did["tag.created"].changes  # what was told names nobody, and stays
    assert [line.event.action for line in lines[:2]] == ["person.erased", "history.redacted"]
    assert {line.event.who for line in lines[:2]} == {Event(actor_id=busy.olga.pk).who}
    assert lines[0].event.subject_label == pseudonym
    unnamed = next(line for line in lines if line.event.subject_label == "unnamed")
    assert not unnamed.redacted
    assert "Bo Lind" not in "".join(exports.whole_chain(busy.kronborg.id))


def test_who_erased_can_be_erased_too(busy):
    other = make_person(busy.kronborg, "Otto Krogh", Role.OWNER)
    erase(busy)
    history.checkpoint_make(actor=actor_of(busy.olga))
    services.person_erase(actor=actor_of(other), person=busy.olga, name="Olga Krogh")
    assert "Olga" not in everything_told()
    verdict = verification.verify(busy.kronborg.id)
    assert (verdict.broken, verdict.checkpoints) == (None, 1)


def test_a_user_of_two_organisations_stays(busy):
    twin = make_person(busy.rosenborg, "Bo Lind", Role.EMPLOYEE, signs_in=False)
    twin.user = busy.bo.user
    twin.save()
    erase(busy)
    assert User.objects.filter(pk=twin.user_id).exists()
    twin.refresh_from_db()
    assert twin.name == "Bo Lind"


def test_only_an_owner_who_means_it_may(busy):
    for who in (busy.anna, busy.karen, busy.carl, busy.emil):
        with pytest.raises(NotAllowed):
            erase(busy, who)
    with pytest.raises(NotFound):
        erase(busy, busy.dorte)
    with pytest.raises(RuleBroken, match="not the person's name"):
        erase(busy, name="bo lind")
    with pytest.raises(RuleBroken, match=r"yourself"):
        services.person_erase(actor=actor_of(busy.olga), person=busy.olga, name="Olga Krogh")
    erase(busy)
    with pytest.raises(RuleBroken, match="erased already"):
        erase(busy, name=busy.bo.left_over)


def test_the_ledger_holds_ids_only(busy, tmp_path):
    erase(busy)
    path = tmp_path / "erasures.jsonl"
    told = json.loads(path.read_text())
    assert {**told, "at": ""} == {
        "at": "",
        "organisation": str(busy.kronborg.id),
        "what": "person",
        "id": str(busy.bo.pk),
        "by": str(busy.olga.pk),
    }
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_restored_backup_forgets_again(busy):
    assert services.erasures_replay() == 0
    nobody = Actor(organisation_id=NOWHERE, person_id=None, user_id=None, label="", grants=())
    history.erasure_note(actor=nobody, what="person", whom=NOWHERE)  # in an organisation that is not back
    with transaction.atomic():  # as a backup taken before would bring it back
        erase(busy)
        transaction.set_rollback(True)
    assert Person.objects.get(pk=busy.bo.pk).name == "Bo Lind"
    assert services.erasures_replay() == 1
    assert Person.objects.get(pk=busy.bo.pk).is_erased
    assert "Bo Lind" not in everything_told()
    assert verification.verify(busy.kronborg.id).broken is None
    assert services.erasures_replay() == 0


# --- The page ------------------------------------------------------------------------------------------------------

ADDRESS = "/o/kronborg/people/PE-2/erase/"


def test_the_page_tells_what_goes_and_asks_for_the_name(busy):
    olga = client_of(busy.olga)
    page = olga.get(ADDRESS).content.decode()
    assert "What goes, and cannot come back" in page and busy.bo.left_over in page
    assert olga.post(ADDRESS, {"name": "Somebody"}).status_code == 422
    answer = olga.post(ADDRESS, {"name": "Bo Lind"}, follow=True)
    assert "The person is erased" in answer.content.decode()
    assert "Erase …" not in answer.content.decode()
    assert "Bo Lind" not in olga.get("/o/kronborg/history/").content.decode()


@pytest.mark.parametrize(("who", "status"), [("anna", 403), ("carl", 403), ("dorte", 404), (None, 302)])
def test_the_page_is_for_owners(busy, who, status):
    client = client_of(getattr(busy, who) if who else None)
    assert client.get(ADDRESS).status_code == client.post(ADDRESS).status_code == status
