"""Everybody in an organisation as far as tasks are given to them."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db.models import Q

from holger.organisation.models import Person, Unit
from holger.organisation.selectors import owners_of
from holger.tasks.models import Absence, RoleHolder
from holger.tasks.rules.assigning import Away, Holder, Roster


def roster_of(organisation_id: UUID, today: date) -> Roster:
    """Who is here, who holds which role, who is away, and who is whose manager: five questions, whatever the size."""
    here = Person.objects.filter(organisation_id=organisation_id, is_service=False, suspended_at=None)
    managers = dict(here.filter(Q(ends_on=None) | Q(ends_on__gte=today)).values_list("pk", "manager_id"))
    held = RoleHolder.objects.filter(organisation_id=organisation_id)
    units = Unit.objects.filter(organisation_id=organisation_id)
    away = Absence.objects.filter(organisation_id=organisation_id, last__gte=today).order_by("first")
    absences: dict[UUID, list[Away]] = defaultdict(list)
    for person, first, last, deputy in away.values_list("person_id", "first", "last", "deputy_id"):
        absences[person].append(Away(first, last, deputy))
    return Roster(
        here=frozenset(managers),
        holders={
            (role, unit): Holder(person, deputy)
            for role, unit, person, deputy in held.values_list("role", "unit_id", "person_id", "deputy_id")
        },
        above=dict(units.values_list("pk", "parent_id")),
        absences=dict(absences),
        managers=managers,
        heads=list(owners_of(organisation_id).order_by("number").values_list("pk", flat=True)),
    )
