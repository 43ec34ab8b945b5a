"""Suppliers that may be one under several spellings."""

from collections.abc import Sequence

from holger.core.actor import Actor
from holger.suppliers.models import Supplier
from holger.suppliers.rules.spelling import Named, doubles
from holger.suppliers.selectors.register import suppliers_for


def doubles_for(actor: Actor) -> list[Sequence[Supplier]]:
    """Groups of what the actor sees, the first of each being the one to keep: the one with a number, else the oldest."""
    rows = {row.pk: row for row in suppliers_for(actor).filter(archived_at=None).order_by("number")}
    named = [Named(row.pk, [row.title, *row.aliases.splitlines()], row.cvr or row.lei) for row in rows.values()]
    groups = [[rows[key] for key in group] for group in doubles(named)]
    return [sorted(group, key=lambda row: (not (row.cvr or row.lei), row.number)) for group in groups]
