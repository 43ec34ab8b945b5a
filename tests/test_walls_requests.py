"""What a request does with the walls: it stands in one organisation, once, and leaves nothing half done."""

import pytest
from django.core import mail
from django.db import connection, transaction

from holger.api.models import Token
from holger.api.tests.programs import Program
from holger.api.v1 import operation
from holger.core import tenancy
from holger.core.errors import NotAllowed, RuleBroken
from holger.history.models import Event
from holger.organisation import services
from holger.organisation.models import Tag
from tests.cast import actor_of, make_person
from tests.walled import as_holger

pytestmark = pytest.mark.django_db
POSTGRES = connection.vendor == "postgresql"


def failing(error, then=lambda organisation_id: None):
    """A service that writes and then fails, and does not undo it by itself."""

    def tag_create(*, actor, name, **answers):
        Tag.objects.create(organisation_id=actor.organisation_id, name=name)
        then(actor.organisation_id)
        raise error

    return tag_create


@pytest.fixture
def post(cast, client_of):
    client = client_of(cast.anna)
    client.raise_request_exception = False
    return lambda: client.post("/o/kronborg/tags/", {"name": "Half"})


def test_a_request_stands_in_its_organisation_and_is_gone_afterwards(cast, client_of, monkeypatch):
    stood = []

    def look(*, actor, name):
        stood.append(tenancy.current())
        return Tag.objects.create(organisation_id=actor.organisation_id, name=name)

    monkeypatch.setattr(services, "tag_create", look)
    for person, slug in ((cast.anna, "kronborg"), (cast.dorte, "rosenborg")):
        assert client_of(person).post(f"/o/{slug}/tags/", {"name": "Seen"}).status_code < 400
    assert stood == [cast.kronborg.id, cast.rosenborg.id]
    assert tenancy.current() is None


@pytest.mark.skipif(not POSTGRES, reason="on SQLite each service is a transaction of its own")
@pytest.mark.parametrize(("error", "status"), [(ZeroDivisionError(), 500), (NotAllowed("tags.edit"), 403)])
def test_an_error_undoes_all_that_the_request_wrote(post, monkeypatch, error, status):
    monkeypatch.setattr(services, "tag_create", failing(error))
    assert post().status_code == status
    assert not Tag.objects.exists()
    assert tenancy.current() is None


def test_a_rule_that_says_no_on_a_form_leaves_nothing_half_done(post, monkeypatch):
    monkeypatch.setattr(services, "tag_create", transaction.atomic(failing(RuleBroken("No."))))
    assert post().status_code < 500
    assert not Tag.objects.exists()


def test_what_tells_of_a_refusal_outlives_what_was_refused(post, monkeypatch):
    def tell(organisation_id):
        tenancy.afterwards(lambda: Tag.objects.create(organisation_id=organisation_id, name="Refused"))

    monkeypatch.setattr(services, "tag_create", failing(NotAllowed("tags.edit"), tell))
    assert post().status_code == 403
    assert Tag.objects.filter(name="Refused").exists()


def test_the_trail_is_read_inside_while_it_is_sent(cast, client_of):
    services.tag_create(actor=actor_of(cast.anna), name="Ours")
    services.tag_create(actor=actor_of(cast.dorte), name="Theirs")
    for kind in ("csv", "jsonl"):
        answer = client_of(cast.anna).get(f"/o/kronborg/history/export/{kind}/")
        with as_holger():
            content = b"".join(answer.streaming_content).decode()
            assert tenancy.current() is None
        assert "Ours" in content
        assert "Theirs" not in content


def test_the_mail_with_an_invitation_is_written_inside(cast, django_capture_on_commit_callbacks):
    guest = make_person(cast.kronborg, "Grete Hansen", "employee", signs_in=False)
    with django_capture_on_commit_callbacks() as waiting:
        sent = services.invitation_send(actor=actor_of(cast.olga), person=guest)
    with as_holger():
        for deliver in waiting:
            deliver()
    sent.invitation.refresh_from_db()
    assert sent.invitation.sent_at
    assert sent.link in mail.outbox[0].body


# --- Programs ------------------------------------------------------------------------------------------------------


@pytest.fixture
def program(cast):
    return Program(cast.anna, raise_request_exception=False)


@pytest.mark.parametrize("error", [RuleBroken("No."), NotAllowed("tags.edit"), ZeroDivisionError()])
def test_an_error_that_became_an_answer_undoes_all_the_same(program, monkeypatch, error):
    def fail(*arguments):
        raise error

    monkeypatch.setattr(operation, "_rendered", fail)  # after the service has done its work
    assert program.post("/tags", {"name": "Half"}).status_code >= 400
    assert Tag.objects.exists() is not POSTGRES
    assert tenancy.current() is None


def test_a_token_was_used_also_when_nothing_came_of_it(program):
    assert program.get("/assets/A-999").status_code == 404
    assert Token.objects.get().last_used_at


def test_a_token_opens_its_own_organisation_alone(cast, program):
    told = program.get("/api/v1/o/rosenborg/tags")
    assert told.status_code == 404
    assert Program(None).call("GET", "/tags", Authorization="Bearer holger_wrong").status_code == 401
    assert tenancy.current() is None


# --- Questions -----------------------------------------------------------------------------------------------------


def test_standing_somewhere_costs_one_question_on_postgresql_and_none_on_sqlite(cast, client_of, settings):
    from django.test.utils import CaptureQueriesContext

    client = client_of(cast.anna)
    client.get("/o/kronborg/tags/")
    with CaptureQueriesContext(connection) as caught:
        client.get("/o/kronborg/tags/")
    asked = [q["sql"] for q in caught if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert sum("set_config" in sql for sql in asked) == (1 if POSTGRES else 0)
    who = [
        sql
        for sql in asked
        if any(f'FROM "organisation_{name}"' in sql for name in ("organisation", "person", "rolegrant"))
    ]
    assert len(who) == 2, who  # which organisations; which person with which roles


def test_whoever_belongs_to_two_organisations_stands_in_the_one_that_is_addressed(cast, client_of):
    twin = make_person(cast.rosenborg, "Anna Twin", "employee", signs_in=False)
    twin.user = cast.anna.user
    twin.save()
    client = client_of(cast.anna)
    assert client.get("/o/kronborg/history/").status_code == 200
    assert client.get("/o/rosenborg/history/").status_code == 403  # an employee there
    page = client.get("/").content.decode()
    assert "/o/kronborg/" in page
    assert "/o/rosenborg/" in page
    told = Event.objects.filter(organisation_id=cast.rosenborg.id).values_list("action", flat=True)
    assert set(told) <= {"access.refused"}
