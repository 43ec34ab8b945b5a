"""Tasks and activities that hang on what only some may know of (``core.need_to_know``): they are kept from the same people."""

from django.db.models import Q, QuerySet

from holger.core.actor import Actor
from holger.core.models import ABOUT
from holger.core.need_to_know import Keys, about_kept, hung_on_kept
from holger.tasks.models import Activity, ActivityLink, Task


def activities_kept(actor: Actor, known: Keys) -> QuerySet[Activity]:
    """Activities that are about what is kept from the actor, and about nothing else."""
    here = {"organisation_id": actor.organisation_id}
    return hung_on_kept(Activity.objects.filter(**here), ActivityLink.objects.filter(**here), known, "activity")


def tasks_kept(actor: Actor, known: Keys) -> QuerySet[Task]:
    """Tasks about what is kept from the actor, and runs of such activities."""
    runs = Q(activity__in=list(known.get(Activity._meta.label_lower, ())))
    return Task.objects.filter(about_kept(known, ABOUT[1]) | runs, organisation_id=actor.organisation_id)
