"""Exceptions from policies, seen by an actor."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from holger.core.actor import Actor
from holger.core.models import visible
from holger.core.registry import Hit
from holger.core.searching import words_in
from holger.policies.models import ExceptionStatus, PolicyException
from holger.policies.permissions import VIEW
from holger.policies.rules.exceptions import SOON_DAYS

ICON = "file-alert"
LIVE = (ExceptionStatus.ASKED, ExceptionStatus.APPROVED)


def exceptions_for(actor: Actor) -> QuerySet[PolicyException]:
    """All for those who read all policies; for others those that they have a part in, and those from policies of theirs."""
    me = actor.person_id
    own = Q(owner_id=me) | Q(asker_id=me) | Q(approver_id=me) | Q(policy__owner_id=me)
    rows = visible(PolicyException.objects.all(), actor, VIEW, own=own, unit="policy__unit_id")
    return rows.select_related("policy")


def exceptions_pickable(actor: Actor) -> QuerySet[PolicyException]:
    return exceptions_for(actor).filter(status__in=LIVE).order_by("number", "pk")


def exceptions_soon(today: date) -> Q:
    """Those that end within a month and hold until then."""
    return Q(status=ExceptionStatus.APPROVED, ends__gte=today, ends__lte=today + timedelta(days=SOON_DAYS))


def search_exceptions(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Exceptions with every word of ``text`` in their reference or title."""
    words = text.split()[:6]
    if not words:
        return []
    rows = exceptions_for(actor).filter(words_in(words, ("title", "reference"))).order_by("-number")[:limit]
    kind = PolicyException._meta.verbose_name
    return [Hit(row.reference, row.title, row.path, kind, ICON, row.get_status_display(), str(row.pk)) for row in rows]
