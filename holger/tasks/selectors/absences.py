"""Who is away, seen by an actor."""

from datetime import date

from django.db.models import Q, QuerySet

from holger.core.actor import Actor
from holger.tasks.models import Absence
from holger.tasks.selectors.team import team_for


def absences_for(actor: Actor) -> QuerySet[Absence]:
    """One's own, those in which one stands in, and those of the people whose work one looks after."""
    own = Q(person_id=actor.person_id) | Q(deputy_id=actor.person_id) if actor.person_id else Q(pk__in=())
    seen = own | Q(person__in=team_for(actor).values("pk"))
    rows = Absence.objects.filter(seen, organisation_id=actor.organisation_id)
    return rows.select_related("person", "deputy").order_by("first", "pk")


def absences_ahead(actor: Actor, today: date) -> QuerySet[Absence]:
    """Those that are on or still to come."""
    return absences_for(actor).filter(last__gte=today)
