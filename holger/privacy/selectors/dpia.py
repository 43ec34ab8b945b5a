"""Screenings and impact assessments, seen by an actor: whoever sees the activity sees them."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from holger.core.actor import Actor
from holger.core.models import hanging_on, visible
from holger.core.permissions import Role
from holger.core.registry import Hit
from holger.core.searching import words_in
from holger.organisation.models import RoleGrant
from holger.privacy import library
from holger.privacy.models import Activity, Dpia, DpiaVersion, Screening
from holger.privacy.permissions import VIEW
from holger.privacy.rules.dpia import Question, Screened, missing, screened

ICON = "scale"


def dpias_for(actor: Actor) -> QuerySet[Dpia]:
    """All for those who read privacy; for others those that they write, and those of their activities."""
    own = Q(owner=actor.person_id) | Q(activity__owner=actor.person_id)
    return visible(Dpia.objects.all(), actor, VIEW, own=own).select_related("activity")


def dpias_pickable(actor: Actor) -> QuerySet[Dpia]:
    return dpias_for(actor).filter(archived_at=None).order_by("number", "pk")


def search_dpias(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    words = text.split()[:6]
    if not words:
        return []
    rows = dpias_for(actor).filter(words_in(words, ("title", "reference")), archived_at=None).order_by("-number")
    kind = Dpia._meta.verbose_name
    return [
        Hit(row.reference, row.title, row.path, kind, ICON, row.get_status_display(), str(row.pk))
        for row in rows[:limit]
    ]


def has_officer(organisation_id: UUID) -> bool:
    """Is there a data protection officer, whose opinion must be asked for (article 35(2))?"""
    return RoleGrant.objects.filter(organisation_id=organisation_id, role=Role.DPO).exists()


def missing_in(dpia: Dpia) -> Sequence[Question]:
    """What must still be answered before anybody can decide."""
    return missing(library.assessment(), dpia.answers, has_dpo=has_officer(dpia.organisation_id))


def versions_of(dpia: Dpia) -> QuerySet[DpiaVersion]:
    return DpiaVersion.objects.filter(dpia=dpia).order_by("-number")


# Of an activity that the actor has found


def screenings_of(activity: Activity) -> QuerySet[Screening]:
    return hanging_on(Screening, activity=activity).order_by("-entered_at", "-id")


def screened_as(screening: Screening) -> Screened:
    """What its answers amount to, by the criteria of today."""
    return screened(library.assessment(), screening.answers)


def dpias_of(actor: Actor, activity: Activity) -> QuerySet[Dpia]:
    return dpias_for(actor).filter(activity=activity, archived_at=None).order_by("-number")
