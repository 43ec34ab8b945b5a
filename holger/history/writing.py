"""The three statements behind every entry, as plain SQL: each write in holger waits for them, and the ORM would double
the time they take."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from holger.core import saving
from holger.history.models import Chain, Event

COLUMNS = [field for field in Event._meta.concrete_fields if not field.primary_key]
NAMES = [field.attname for field in COLUMNS]
CONVERTED = {f.attname: f.get_db_prep_value for f in COLUMNS if f.get_internal_type() in ("UUIDField", "DateTimeField")}
INSERT = (  # every word of it comes from the model
    f"INSERT INTO history_event ({', '.join(str(field.column) for field in COLUMNS)})"  # noqa: S608
    f" VALUES ({', '.join(['%s'] * len(COLUMNS))})"
)

MOVE = "UPDATE history_chain SET seq = %s, hash = %s WHERE organisation_id = %s"


def hold(organisation_id: UUID) -> tuple[int, str]:
    """Number and hash of the last entry; the chain's head is held until the transaction ends, so that writers wait in line."""
    sql = f"SELECT seq, hash FROM history_chain WHERE organisation_id = %s{saving.holding()}"  # noqa: S608
    with connection.cursor() as cursor:
        if row := cursor.execute(sql, [_id(organisation_id)]).fetchone():
            return row
        Chain.objects.bulk_create([Chain(organisation_id=organisation_id)], ignore_conflicts=True)
        return cursor.execute(sql, [_id(organisation_id)]).fetchone()


def add(organisation_id: UUID, events: Sequence[Event]) -> None:
    """Put the entries at the end of the chain; the last of them is its head from now on."""
    last = events[-1]
    head = [last.seq, last.hash, _id(organisation_id)]
    with connection.cursor() as cursor:
        if len(events) == 1 and connection.vendor == "postgresql":  # one journey instead of two, while others wait
            cursor.execute(f"WITH added AS ({INSERT}) {MOVE}", [*_values(last), *head])
            return
        if len(events) == 1:
            cursor.execute(INSERT, _values(last))
        else:
            cursor.executemany(INSERT, [_values(event) for event in events])
        cursor.execute(MOVE, head)


def _values(event: Event) -> list[Any]:
    told = event.__dict__
    ready = {name: convert(told[name], connection) for name, convert in CONVERTED.items()}
    return [ready[name] if name in ready else told[name] for name in NAMES]


def _id(value: UUID) -> Any:
    return value if connection.features.has_native_uuid_field else value.hex
