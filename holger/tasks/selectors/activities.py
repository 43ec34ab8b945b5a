"""Activities as far as an actor sees them, what they are about, and when they come next."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from holger.core.actor import Actor
from holger.core.linking import Linked, linked
from holger.core.models import visible
from holger.core.need_to_know import known_to
from holger.core.registry import Hit
from holger.core.searching import words_in
from holger.tasks.models import Activity, ActivityLink
from holger.tasks.permissions import VIEW

ICON = "calendar-repeat"


def activities_for(actor: Actor) -> QuerySet[Activity]:
    """Every activity that the actor may see, paused and archived ones too. One's own are those that one has a part in."""
    me = actor.person_id
    own = Q(owner_id=me) | Q(performer_id=me) | Q(deputy_id=me) | Q(approver_id=me)
    return known_to(visible(Activity.objects.all(), actor, VIEW, own=own), actor)


def activities_pickable(actor: Actor) -> QuerySet[Activity]:
    """What can be chosen in forms: nothing archived."""
    return activities_for(actor).filter(archived_at=None).order_by("number", "pk")


def search_activities(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Activities with every word of ``text`` in their reference or title, exact references first."""
    words = text.split()[:6]
    if not words:
        return []
    first = Case(When(reference__iexact=text, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = activities_pickable(actor).filter(words_in(words, ("title", "reference"))).annotate(first=first)
    found = rows.order_by("first", "number").only("reference", "title", "category")[:limit]
    kind = Activity._meta.verbose_name
    return [
        Hit(row.reference, row.title, row.path, kind, ICON, row.get_category_display(), str(row.pk)) for row in found
    ]


# What they are about


def links_of(actor: Actor, activity: Activity) -> list[Linked[ActivityLink]]:
    """What an activity is about, as far as the actor sees it, by kind: one question for each kind that there is."""
    return links_of_many(actor, [activity.pk]).get(activity.pk, []) if actor.may(VIEW, activity) else []


def links_of_many(actor: Actor, activities: Collection[UUID]) -> dict[UUID, list[Linked[ActivityLink]]]:
    """The same for several activities that the actor has found."""
    rows = ActivityLink.objects.filter(organisation_id=actor.organisation_id, activity__in=activities).order_by("pk")
    return linked(actor, rows, "activity_id")


def link_for(actor: Actor, activity: Activity, key: UUID) -> ActivityLink | None:
    """A link of an activity, to something that the actor sees."""
    return next((each.link for each in links_of(actor, activity) if each.link.pk == key), None)


def activities_about(actor: Actor, subject: Any) -> QuerySet[Activity]:
    """The activities in use that are about an object which the actor has found."""
    links = ActivityLink.objects.filter(
        organisation_id=actor.organisation_id, subject_type=subject.subject_type, subject_id=subject.pk
    )
    return activities_for(actor).filter(pk__in=links.values("activity"), archived_at=None).order_by("number")
