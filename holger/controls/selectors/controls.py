"""Controls, what they answer and their course, seen by an actor."""

from collections.abc import Collection, Sequence

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from holger.controls.models import Control, Link, Reading
from holger.controls.permissions import VIEW
from holger.core.actor import Actor
from holger.core.models import visible
from holger.core.registry import Hit
from holger.core.searching import words_in
from holger.frameworks.permissions import VIEW as SEE_FRAMEWORKS

ICON = "shield-check"
LINK = ("organisation", "control", "requirement", "strength", "note")
REQUIREMENT = ("organisation", "framework", "code", "place", "assessable", "title_da", "title_en")
FRAMEWORK = ("organisation", "number", "reference", "key", "origin", "title_da", "title_en")
NAMED = (
    *LINK,
    *(f"requirement__{name}" for name in REQUIREMENT),
    *(f"requirement__framework__{name}" for name in FRAMEWORK),
)
"""What tells which requirement of which framework it is: their texts and groups cost more to read than all else."""


def controls_for(actor: Actor) -> QuerySet[Control]:
    """Every control that the actor may see, archived ones too."""
    return visible(Control.objects.all(), actor, VIEW, own=Q(owner_id=actor.person_id))


def links_for(actor: Actor) -> QuerySet[Link]:
    """Which requirements the controls that the actor sees answer, as far as they count: neither the control nor the
    requirement is put away."""
    return links_of_any(actor).filter(control__archived_at=None)


def links_of(actor: Actor, control: Control) -> QuerySet[Link]:
    """What one control answers, also where it is archived, by framework."""
    rows = links_of_any(actor).filter(control=control).select_related("requirement__framework").only(*NAMED)
    return rows.order_by("requirement__framework__number", "requirement__place")


def links_of_any(actor: Actor) -> QuerySet[Link]:
    """What controls answer among the requirements that hold, archived controls too."""
    if not actor.may(SEE_FRAMEWORKS):
        return Link.objects.none()
    rows = visible(Link.objects.all(), actor, VIEW, own=Q(control__owner_id=actor.person_id), unit="control__unit_id")
    return rows.filter(requirement__archived_at=None, requirement__framework__archived_at=None)


def readings_for(actor: Actor) -> QuerySet[Reading]:
    """How far and how good the controls that the actor sees have been."""
    own = Q(control__owner_id=actor.person_id)
    return visible(Reading.objects.all(), actor, VIEW, own=own, unit="control__unit_id")


def pickable(actor: Actor) -> QuerySet[Control]:
    """What can be chosen in forms: nothing archived."""
    return controls_for(actor).filter(archived_at=None).order_by("number", "pk")


def made_of(actor: Actor, keys: Collection[str]) -> Sequence[Control]:
    """Those in use that were made of the catalogue's controls with these keys."""
    return list(pickable(actor).filter(library_id__in=keys)) if keys else []


def search(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Controls with every word of ``text`` in their reference or title, exact references first."""
    words = text.split()[:6]
    if not words:
        return []
    first = Case(
        When(reference__iexact=text, then=Value(0)),
        When(title__istartswith=text, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = pickable(actor).filter(words_in(words, ("title", "reference"))).annotate(first=first)
    found = rows.order_by("first", "number").only("reference", "title", "status")[:limit]
    kind = Control._meta.verbose_name
    return [Hit(row.reference, row.title, row.path, kind, ICON, row.get_status_display(), str(row.pk)) for row in found]
