"""The trail: what is told, to whom, and that it cannot be touched unseen."""

import json
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction

from holger.core import tenancy
from holger.core.errors import NotAllowed, NotFound
from holger.core.permissions import Role
from holger.history import exports, rules, selectors, services, verification
from holger.history.models import Chain, Event
from holger.organisation import services as organisation
from tests.cast import actor_of, make_cast, make_person


def sql(statement: str, *params: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)


@pytest.fixture
def told(cast):
    """Kronborg with a little past."""
    anna = actor_of(cast.anna)
    organisation.person_edit(actor=anna, person=cast.bo, job_title="Head of IT")
    organisation.role_give(actor=anna, person=cast.emil, role=Role.CONTRIBUTOR)
    organisation.tag_create(actor=actor_of(cast.bo), name="crown jewels")
    return cast


# --- Reading -------------------------------------------------------------------------------------------------------


def test_an_entry_is_a_sentence_with_labels_and_links(told):
    lines = selectors.tell(actor_of(told.anna), selectors.events_for(actor_of(told.anna)))
    assert [(line.event.actor_label, line.verb, line.event.subject_label) for line in lines] == [
        ("Bo Lind", "created", "crown jewels"),
        ("Anna Holm", "gave a role to", "Emil Vang"),
        ("Anna Holm", "changed", "Bo Lind"),
    ]
    assert lines[2].changes == [selectors.Change("Job title", "System owner", "Head of IT")]
    assert lines[1].changes == [selectors.Change("Role", "", "Contributor")]
    assert lines[2].path == "people/PE-2/"


def test_the_whole_trail_is_for_readers(told):
    for who in (told.olga, told.anna, told.karen, told.carl):
        assert selectors.events_for(actor_of(who)).count() == 3
    for who in (told.bo, told.emil):
        with pytest.raises(NotAllowed):
            selectors.events_for(actor_of(who))
    assert selectors.events_for(actor_of(told.dorte)).count() == 0


def test_a_reader_of_one_unit_does_not_read_the_whole_trail(told):
    lis = make_person(told.kronborg, "Lis Lund", Role.AUDITOR, only_in=told.production)
    with pytest.raises(NotAllowed):
        selectors.events_for(actor_of(lis))
    assert selectors.events_about(actor_of(lis), told.bo).count() == 1
    assert selectors.events_about(actor_of(lis), told.anna).count() == 0


def test_an_object_is_found_only_by_who_may_see_it(told):
    assert selectors.object_of(actor_of(told.carl), "organisation.person", told.bo.pk) == told.bo
    for actor, kind in ((actor_of(told.dorte), "organisation.person"), (actor_of(told.carl), "no.such")):
        with pytest.raises(NotFound):
            selectors.object_of(actor, kind, told.bo.pk)


def test_words_narrow_the_trail(told):
    events = selectors.events_for(actor_of(told.carl))
    assert selectors.with_words(events, "head bo").count() == 1
    assert selectors.with_words(events, "rosenborg").count() == 0


# --- Files ---------------------------------------------------------------------------------------------------------


def test_csv_is_safe_to_open(told):
    organisation.tag_create(actor=actor_of(told.bo), name="=HYPERLINK()")
    carl = actor_of(told.carl)
    lines = list(exports.as_csv(carl, selectors.events_for(carl)))
    assert lines[0].startswith("\ufeff#;")
    assert "'=HYPERLINK()" in lines[1]


def test_json_lines_hold_all_there_is_of_each_entry(told):
    carl = actor_of(told.carl)
    entries = [json.loads(line) for line in exports.as_jsonl(selectors.events_for(carl))]
    assert [entry["seq"] for entry in entries] == [1, 2, 3]
    for entry in entries:
        assert rules.seal(entry) == entry["hash"]
        assert rules.commit(entry["payload_salt"], entry["payload"]) == entry["payload_commitment"]


# --- Walls ---------------------------------------------------------------------------------------------------------


def test_the_trail_only_grows(told):
    for statement in (
        "UPDATE history_event SET actor_label = 'Nobody' WHERE seq = 2",
        "DELETE FROM history_event WHERE seq = 2",
    ):
        with pytest.raises(DatabaseError, match="append only"):
            sql(statement)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="INSERT OR REPLACE is SQLite's")
def test_an_entry_cannot_be_written_over(told):
    columns = ", ".join(field.column for field in Event._meta.concrete_fields if field.name != "id")
    same = columns.replace("actor_label", "'Nobody'")
    with pytest.raises(DatabaseError, match="append only"):
        sql(f"INSERT OR REPLACE INTO history_event ({columns}) SELECT {same} FROM history_event WHERE seq = 2")
    with pytest.raises(DatabaseError, match="append only"):
        sql(f"INSERT OR REPLACE INTO history_event (id, {columns}) SELECT id, {same} FROM history_event WHERE seq = 2")
    assert not Event.objects.filter(actor_label="Nobody").exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="TRUNCATE is PostgreSQL's")
def test_the_trail_cannot_be_emptied(told):
    with pytest.raises(DatabaseError, match="append only"):
        sql("TRUNCATE history_event")


# --- Verifying -----------------------------------------------------------------------------------------------------


def verify(*args: str) -> tuple[int, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("verify", *args, stdout=out, stderr=err)
    except CommandError as error:
        return error.returncode, out.getvalue() + err.getvalue()
    return 0, out.getvalue()


def test_an_untouched_trail_holds(told):
    code, said = verify()
    assert code == 0
    assert "Kronborg A/S: 3 entries hold. Seal " + Chain.objects.get().hash in said


def test_verify_asks_for_an_organisation_that_exists(cast):
    code, _said = verify("--organisation", "helsingor")
    assert code == 2


# --- Writing -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_history_refuses_to_be_written_outside_a_transaction():
    cast = make_cast()
    with pytest.raises(transaction.TransactionManagementError):
        services.record(actor=actor_of(cast.anna), action="asset.created", target=cast.bo)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_undone_transaction_leaves_no_trace():
    cast = make_cast()
    with transaction.atomic():
        organisation.tag_create(actor=actor_of(cast.anna), name="soon gone")
        transaction.set_rollback(True)
    assert not Event.objects.exists()
    organisation.tag_create(actor=actor_of(cast.anna), name="stays")
    assert verification.verify(cast.kronborg.id).entries == 1


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_keep_the_chain_whole():
    cast = make_cast()
    anna, failed = actor_of(cast.anna), []

    def write() -> None:
        try:
            for _turn in range(25):
                with tenancy.inside(cast.kronborg.id):
                    services.record(actor=anna, action="person.changed", target=cast.bo)
        except Exception as error:  # told below, in the test's own thread
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    verdict = verification.verify(cast.kronborg.id)
    assert not failed
    assert (verdict.entries, verdict.broken) == (200, None)
