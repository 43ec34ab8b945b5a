"""Processing activities, seen by an actor."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from holger.assets.models import Asset
from holger.core.actor import Actor
from holger.core.models import visible
from holger.core.registry import Hit
from holger.core.searching import words_in
from holger.privacy.models import Activity, ActivityTransfer, Status
from holger.privacy.permissions import VIEW

ICON = "user-shield"
LONG = (
    *("informed", "grounds_why", "special_why", "protected_ground", "interests_weighed", "transfers_note"),
    *("measures_note", "joint_note", "dpia_note"),
)


def activities_for(actor: Actor) -> QuerySet[Activity]:
    """All that the actor may see, drafts and archived ones too."""
    return visible(Activity.objects.all(), actor, VIEW, own=Q(owner_id=actor.person_id))


def plain_activities_for(actor: Actor) -> QuerySet[Activity]:
    """The same without the long texts that a list does not show."""
    return activities_for(actor).defer(*LONG)


def activities_using(actor: Actor, asset: Asset) -> QuerySet[Activity]:
    """What is done now or planned with a system, or in a process, and is seen by the actor."""
    rows = activities_for(actor).filter(archived_at=None).exclude(status=Status.ENDED)
    uses = Q(pk__in=asset.activities_of_system.values("pk")) | Q(pk__in=asset.activities_of_process.values("pk"))  # type: ignore[attr-defined]
    return rows.filter(uses).order_by("title", "pk")


def transfers_for(actor: Actor) -> QuerySet[ActivityTransfer]:
    """The transfers of what the actor sees."""
    rows = ActivityTransfer.objects.filter(organisation_id=actor.organisation_id)
    if not actor.reach(VIEW).everything:
        rows = rows.filter(activity__in=activities_for(actor).values("pk"))
    return rows.select_related("activity")


def activities_pickable(actor: Actor) -> QuerySet[Activity]:
    """What can be chosen in forms: nothing archived."""
    return activities_for(actor).filter(archived_at=None).order_by("title", "pk")


def search_activities(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Activities with every word of ``text`` in their reference or title."""
    words = text.split()[:6]
    if not words:
        return []
    rows = activities_for(actor).filter(words_in(words, ("title", "reference")), archived_at=None).order_by("title")
    kind = Activity._meta.verbose_name
    return [
        Hit(row.reference, row.title, row.path, kind, ICON, row.get_status_display(), str(row.pk))
        for row in rows[:limit]
    ]
