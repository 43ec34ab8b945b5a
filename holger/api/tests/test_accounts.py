"""Service accounts: what a program is, what it may, who answers for it, and how it ends."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from holger.api import selectors, services
from holger.api.models import Token
from holger.api.tests.programs import Program
from holger.api.views.accounts import AccountDetail
from holger.assets.models import Asset
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.core.registry import registry
from holger.history import selectors as history
from holger.history.models import Event
from holger.organisation import selectors as organisation
from holger.organisation import services as people
from holger.organisation.models import Person, ServiceAccount
from holger.organisation.services import guards
from tests.cast import actor_of
from tests.duties import duties_of

LIST = "/o/kronborg/settings/api/accounts/"


@pytest.fixture
def robot(cast):
    made = people.service_account_create(
        actor=actor_of(cast.anna), name="Backup robot", job_title="Tells of backups", responsible=cast.bo
    )
    people.role_give(actor=actor_of(cast.anna), person=made, role="contributor")
    return made


@pytest.fixture
def program(cast, robot):
    """The robot's own program, with a token that Anna has made."""
    found = Program(None)
    found.token, found.secret = services.token_create(
        actor=actor_of(cast.anna), person=robot, name="SIEM", scope={"assets": "write", "organisation": "read"}
    )
    return found


def test_the_history_names_program_token_and_maker(program, robot, cast):
    assert program.get("/me").json()["person"]["reference"] == robot.reference == "SA-1"
    assert program.post("/assets", {"title": "ERP"}).status_code == 201
    event = Event.objects.get(action="asset.created")
    assert (event.actor_id, event.actor_label) == (robot.pk, "Backup robot")
    assert event.via == "service account, token “SIEM”, made by Anna Holm"
    line = history.tell(actor_of(cast.anna), [event])[0]
    assert line.through == "through the API (service account, token “SIEM”, made by Anna Holm)"


def test_the_maker_is_named_also_when_gone(program, cast):
    Token.objects.update(created_by=None)
    program.post("/assets", {"title": "ERP"})
    assert Event.objects.get(action="asset.created").via.endswith("made by Anna Holm")


def test_files_and_conclusions_keep_the_token(cast):
    anna = Program(cast.anna)
    run = anna.upload("/imports/assets", {}, b"Name\nERP\n", "systems.csv").json()
    assert anna.post(f"/imports/assets/{run['id']}/apply").status_code == 200
    event = Event.objects.get(action="asset.created")
    assert (event.channel, event.via) == ("import", "token “robot”, made by Anna Holm; systems.csv")
    anna.post("/processes", {"title": "Payroll", "own_a": 4})
    anna.post("/dependencies", {"source": "P-1", "target": "A-1"})
    drawn = Event.objects.filter(channel="system").last()
    assert drawn.via == "Anna Holm, token “robot”, made by Anna Holm"


def test_a_program_is_counted_among_no_people_and_owns_nothing(robot, cast, client_of):
    anna = actor_of(cast.anna)
    assert robot.pk not in set(organisation.people_for(anna).values_list("pk", flat=True))
    assert robot.pk in set(organisation.members_for(anna).values_list("pk", flat=True))
    picker = registry.search("people")
    assert picker.find(anna, "robot", 10) == []
    assert not picker.rows(anna).filter(pk=robot.pk).exists()
    listed = client_of(cast.anna).get("/o/kronborg/people/")
    assert "Backup robot" not in listed.content.decode()
    export = client_of(cast.anna).get("/o/kronborg/people/?format=csv")
    assert "Backup robot" not in b"".join(export.streaming_content if export.streaming else [export.content]).decode()
    olga = Program(cast.olga)
    assert olga.post("/assets", {"title": "ERP", "owner": robot.reference}).status_code == 422
    assert olga.get("/people").json()["count"] == organisation.people_for(anna).count()
    assert client_of(cast.anna).get(f"/o/kronborg/people/{robot.reference}/").status_code == 404


def test_a_program_is_nobody_who_signs_in(robot, cast):
    for wrong in ({"email": "robot@kronborg.example"}, {"user": cast.anna.user}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.filter(pk=robot.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=cast.emil.pk).update(responsible=cast.bo)
    with pytest.raises(ValidationError):
        people.person_edit(
            actor=actor_of(cast.anna), person=Person.objects.get(pk=robot.pk), email="robot@kronborg.example"
        )
    with pytest.raises(RuleBroken):
        people.invitation_send(actor=actor_of(cast.anna), person=robot)


def test_nobody_gives_a_program_more_than_they_may(robot, cast):
    with pytest.raises(RuleBroken):
        people.role_give(actor=actor_of(cast.anna), person=robot, role="owner")
    people.role_give(actor=actor_of(cast.olga), person=robot, role="owner")
    with pytest.raises(RuleBroken):  # a token hands on all that the program may
        services.token_create(actor=actor_of(cast.anna), person=robot, name="x", scope={"*": "read"})
    with pytest.raises(RuleBroken):
        people.service_account_suspend(actor=actor_of(cast.anna), account=robot)
    assert not organisation.owners_of(cast.kronborg.pk).filter(pk=robot.pk).exists()


@pytest.mark.parametrize("who", ["karen", "bo", "carl", "emil"])
def test_only_managers_take_programs_in(who, robot, cast):
    actor = actor_of(getattr(cast, who))
    with pytest.raises(NotAllowed):
        people.service_account_create(actor=actor, name="Mine", responsible=cast.bo)
    for deed in (people.service_account_suspend, people.service_account_resume, people.service_account_remove):
        with pytest.raises(NotAllowed):
            deed(actor=actor, account=robot)
    with pytest.raises(NotAllowed):
        people.service_account_edit(actor=actor, account=robot, name="Mine")
    with pytest.raises(NotAllowed):
        services.token_create(actor=actor, person=robot, name="x", scope={"*": "read"})


def test_a_foreign_program_is_missing(robot, cast):
    dorte = actor_of(cast.dorte)
    assert not selectors.accounts_listed(dorte).exists()
    assert not organisation.members_for(dorte).filter(pk=robot.pk).exists()
    for deed in (people.service_account_suspend, people.service_account_resume, people.service_account_remove):
        with pytest.raises(NotFound):
            deed(actor=dorte, account=robot)
    with pytest.raises(NotFound):
        people.service_account_edit(actor=dorte, account=robot, name="Mine")
    with pytest.raises(NotFound):
        services.token_create(actor=dorte, person=robot, name="x", scope={"*": "read"})
    with pytest.raises(NotFound):
        people.service_account_edit(actor=actor_of(cast.anna), account=robot, responsible=cast.dorte)
    with pytest.raises(NotFound):
        people.service_account_create(actor=actor_of(cast.anna), name="x", responsible=cast.dorte)


def test_somebody_here_must_answer_for_it(robot, cast):
    anna = actor_of(cast.anna)
    people.person_suspend(actor=anna, person=cast.emil)
    cast.emil.refresh_from_db()
    for nobody in (None, robot, cast.emil):
        with pytest.raises(RuleBroken):
            people.service_account_create(actor=anna, name="x", responsible=nobody)
    with pytest.raises(RuleBroken):
        people.service_account_edit(actor=anna, account=robot, responsible=None)


def test_managers_are_told_when_nobody_answers_any_longer(robot, cast, client_of):
    anna = actor_of(cast.anna)
    assert duties_of(cast.anna, "api") == []
    people.person_suspend(actor=anna, person=cast.bo)
    assert [duty.path for duty in duties_of(cast.anna, "api")] == [f"settings/api/accounts/{robot.reference}/edit/"]
    assert duties_of(cast.carl, "api") == []
    page = client_of(cast.anna).get(f"{LIST}{robot.reference}/").content.decode()
    assert "Nobody answers for this program" in page
    assert "No responsible person" in client_of(cast.anna).get(f"{LIST}?answered=no").content.decode()
    assert "Backup robot" not in client_of(cast.anna).get(f"{LIST}?answered=yes").content.decode()
    people.service_account_edit(actor=anna, account=robot, responsible=cast.anna)
    assert duties_of(cast.anna, "api") == []


def test_whoever_answers_for_a_program_is_not_removed(robot, cast):
    with pytest.raises(RuleBroken):
        guards.require_unused(cast.bo)


def test_a_suspended_program_stops_for_good(program, robot, cast):
    anna = actor_of(cast.anna)
    assert program.get("/me").status_code == 200
    people.service_account_suspend(actor=anna, account=robot)
    assert program.get("/me").status_code == 401
    people.service_account_resume(actor=anna, account=ServiceAccount.objects.get(pk=robot.pk))
    assert program.get("/me").status_code == 401
    assert Event.objects.filter(action="token.revoked").count() == 1
    again = people.service_account_suspend(actor=anna, account=ServiceAccount.objects.get(pk=robot.pk))
    with pytest.raises(RuleBroken):
        services.token_create(actor=anna, person=again, name="x", scope={"*": "read"})


def test_a_program_without_a_role_is_not_let_in(program, robot, cast):
    people.role_take(actor=actor_of(cast.anna), grant=robot.grants.get())
    assert program.get("/me").status_code == 401


def test_people_who_are_shut_out_lose_their_tokens(cast):
    bo, anna = Program(cast.bo), actor_of(cast.anna)
    people.person_suspend(actor=anna, person=cast.bo)
    cast.bo.refresh_from_db()
    people.person_resume(actor=anna, person=cast.bo)
    assert bo.get("/me").status_code == 401
    assert not Token.objects.get().works
    emil = Program(cast.emil)
    cast.emil.refresh_from_db()
    people.person_remove(actor=anna, person=cast.emil)
    assert Event.objects.filter(action="token.revoked").count() == 2
    assert emil.get("/me").status_code == 401


def test_anna_takes_a_program_in(cast, client_of):
    anna = client_of(cast.anna)
    assert "No service accounts yet" in anna.get(LIST).content.decode()
    made = anna.post(f"{LIST}new/", {"name": "SIEM", "job_title": "Watches", "responsible": str(cast.bo.pk)})
    robot = ServiceAccount.objects.get()
    here = f"{LIST}{robot.reference}/"
    assert made["Location"] == here
    assert anna.post(f"{here}role/", {"role": "auditor"}).status_code == 302
    shown = anna.post(f"{here}token/", {"name": "Night", "in_assets": "read", "days": "30"})
    program = Program(None)
    program.secret = shown.context["secret"]
    assert program.get("/assets").status_code == 200
    page = anna.get(here).content.decode()
    assert "Night" in page and "made by Anna Holm" in page and program.secret not in page
    assert anna.post(f"{here}edit/", {"name": "SIEM 2", "responsible": str(cast.anna.pk)}).status_code == 302
    assert anna.post(f"{here}role/{robot.grants.get().pk}/").status_code == 302
    assert anna.post(f"{here}suspend/").status_code == 302
    assert anna.post(f"{here}resume/").status_code == 302
    assert anna.post(f"{here}remove/").status_code == 302
    assert not ServiceAccount.objects.exists()


def test_readers_see_programs_and_the_rest_do_not(robot, cast, client_of):
    here = f"{LIST}{robot.reference}/"
    page = client_of(cast.carl).get(here)
    assert page.status_code == 200
    assert "/suspend/" not in page.content.decode()
    for act in ("suspend", "resume", "remove"):
        assert client_of(cast.carl).post(f"{here}{act}/").status_code == 403
    assert client_of(cast.carl).get(f"{here}token/").status_code in (403, 404)
    assert client_of(cast.bo).get(here).status_code == 403
    assert client_of(cast.emil).get(LIST).status_code == 403
    assert client_of(cast.dorte).get(here).status_code == 404
    assert client_of(None).get(here).status_code == 302


def test_programs_are_kept_through_the_interface_too(cast):
    olga = Program(cast.olga)
    made = olga.post("/service-accounts", {"name": "SIEM", "responsible": cast.bo.reference})
    assert made.status_code == 201, made.content
    assert (made.json()["reference"], made.json()["answered_for"]) == ("SA-1", True)
    assert olga.post("/service-accounts/SA-1/give-role", {"role": "auditor"}).json()["roles"] == [
        {"role": "auditor", "unit": None}
    ]
    assert olga.post("/service-accounts/SA-1/take-role", {"role": "auditor"}).json()["roles"] == []
    assert olga.patch("/service-accounts/SA-1", {"responsible": cast.anna.reference}).status_code == 200
    assert olga.patch("/service-accounts/SA-1", {"responsible": "SA-1"}).status_code == 422
    assert olga.post("/service-accounts/SA-1/suspend").json()["suspended_at"]
    assert olga.post("/service-accounts/SA-1/resume").json()["suspended_at"] is None
    assert olga.delete("/service-accounts/SA-1").status_code == 204
    assert Asset.objects.count() == 0


def test_the_tokens_of_a_program_are_for_whoever_may_revoke_them(program, robot, cast, rf):
    def shown(person):
        page = AccountDetail()
        page.request, page.object = rf.get("/"), robot
        page.request.actor = actor_of(person)
        return [token.name for token in page.tokens]

    assert shown(cast.anna) == ["SIEM"]
    assert shown(cast.carl) == []  # who reads about the program, and reaches only tokens of his own
