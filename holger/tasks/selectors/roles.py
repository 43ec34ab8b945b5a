"""Who holds which role of the field, seen by an actor."""

from django.db.models import Q, QuerySet

from holger.core.actor import Actor
from holger.core.models import visible
from holger.organisation.permissions import VIEW_PEOPLE
from holger.tasks.models import RoleHolder


def role_holders_for(actor: Actor) -> QuerySet[RoleHolder]:
    """Everybody who sees people sees who holds which role; others see what they hold themselves."""
    own = Q(person_id=actor.person_id) | Q(deputy_id=actor.person_id)
    rows = visible(RoleHolder.objects.all(), actor, VIEW_PEOPLE, own=own)
    return rows.select_related("person", "deputy", "unit").order_by("role", "unit__name", "pk")
