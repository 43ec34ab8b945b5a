"""Which organisation the database is asked about. Everything outside a request says so here before it reads or writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction


@contextmanager
def inside(organisation_id: UUID) -> Iterator[None]:
    """One transaction in which only this organisation's rows are asked for and written."""
    if not isinstance(organisation_id, UUID):
        raise TypeError("an organisation is told by its id")
    with transaction.atomic():
        yield
