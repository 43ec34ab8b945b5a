"""Rows that cannot be: another organisation's, below what is Kronborg's. The database refuses them (core/walls/triggers.py).

They are there to ask selectors and pages alone: one that leaves it to the walls to keep them away would tell of them.
"""

import copy
from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, models, transaction

from holger.history.models import Chain, Checkpoint, Event
from holger.organisation.models import Person
from holger.privacy.models import ActivityTransfer
from holger.risks.models import TreatmentAction
from holger.suppliers.models import Transfer
from tests.canary import tenant_models
from tests.cast import Cast
from tests.walled import walls_down

APART = {Chain, Checkpoint, Event, Person}
"""Proved as a whole, or a member who may sign in."""
RELATED = {TreatmentAction, ActivityTransfer, Transfer}
"""Read together with what they hang on, by Django's own relation, which asks for no organisation."""
MOST = 3
"""Of each table."""


def stray(cast: Cast) -> int:
    """Copies of Kronborg's rows that are Rosenborg's but for what they hang on; how many there are."""
    with walls_down("wall_*"):
        return sum(map(_put, strays(cast)))


def strays(cast: Cast) -> Iterator[models.Model]:
    for model in tenant_models():
        rows: Any = model._base_manager.filter(organisation=cast.kronborg).order_by("pk")
        for row in [] if model in APART | RELATED else rows[:MOST]:
            other: Any = copy.copy(row)
            other.pk, other.organisation = model._meta.pk.get_default(), cast.rosenborg
            other._state = type(row._state)()
            yield other


def _put(row: models.Model) -> bool:
    try:
        with transaction.atomic():
            row.save_base(raw=True, force_insert=True)
    except IntegrityError:  # of which there can be one for each
        return False
    return True
