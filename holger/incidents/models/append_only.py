"""The timeline, what was decided, when things happened, what was sent and who had what in hand is only added to. Only who said so may be forgotten, when a person is erased."""

from holger.core import walls
from holger.incidents.models.decisions import Decision
from holger.incidents.models.moments import Moment
from holger.incidents.models.notices import LateReason, SentNotice
from holger.incidents.models.timeline import Custody, Entry

MODELS = (Entry, Custody, Decision, Moment, SentNotice, LateReason)


def register() -> None:
    for model in MODELS:
        table = model._meta.db_table
        kept = [field.column for field in model._meta.local_concrete_fields if field.name != "by_name"]
        same = " AND ".join(f'NEW."{column}" IS NOT DISTINCT FROM OLD."{column}"' for column in kept)
        walls.APPEND_ONLY.add(table)
        walls.MAY_REDACT[table] = ("by_name",)
        walls.LET_THROUGH[table, "UPDATE"] = f"""{same} AND NEW."by_name" LIKE 'Person ____'"""
