"""Statements of applicability and the scopes that they are made for, seen by an actor."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from holger.controls.models import Statement
from holger.controls.permissions import APPROVE, VIEW
from holger.controls.rules.statement_questions import a_year_before
from holger.core import dates
from holger.core.actor import Actor
from holger.core.models import visible
from holger.core.permissions import PERMISSIONS
from holger.core.registry import Hit
from holger.core.searching import words_in
from holger.frameworks.models import Scope
from holger.organisation.models import Person, RoleGrant
from holger.organisation.selectors import units_below

WITH = ("scope__framework", "scope__unit")
"""What a statement is called by."""
FOUND_BY = ("reference", "scope__framework__title_da", "scope__framework__title_en", "scope__framework__reference")


def statements_for(actor: Actor) -> QuerySet[Statement]:
    """Every version, without what is frozen in it: that is large, and asked for one at a time."""
    own = Q(approver_id=actor.person_id) | Q(scope__owner_id=actor.person_id)
    rows = visible(Statement.objects.all(), actor, VIEW, own=own, unit="scope__unit_id")
    return rows.select_related(*WITH).defer("content", "scope__framework__groups")


def statement_scopes_for(actor: Actor) -> QuerySet[Scope]:
    """Where statements are made: the scopes of the frameworks in use, by unit or as the one who answers for them."""
    rows = visible(Scope.objects.all(), actor, VIEW, own=Q(owner_id=actor.person_id))
    return rows.filter(framework__archived_at=None).select_related("framework", "unit", "owner")


def statements_waiting(actor: Actor) -> QuerySet[Statement]:
    """Those that this person is asked to approve."""
    if actor.person_id is None:
        return Statement.objects.none()
    return statements_for(actor).filter(status=Statement.Status.REQUESTED, approver_id=actor.person_id)


def statements_old(actor: Actor, today: date) -> QuerySet[Statement]:
    """Those in force for more than a year, with no newer one on its way."""
    begun = Statement.objects.filter(organisation_id=actor.organisation_id, status__in=["draft", "requested"])
    rows = statements_for(actor).filter(status=Statement.Status.APPROVED, scope__framework__archived_at=None)
    old = rows.filter(approved_at__date__lte=a_year_before(today))
    return old.exclude(scope__in=begun.values("scope"))


def approvers_for(actor: Actor, scope: Scope) -> QuerySet[Person]:
    """Who may approve a statement of this scope and can sign in to do it, by role everywhere or in its unit."""
    if not actor.may(VIEW):
        return Person.objects.none()
    here = Q(organisation_id=actor.organisation_id)
    grants = RoleGrant.objects.filter(here, role__in=PERMISSIONS[APPROVE].everywhere)
    units = [unit for unit, below in units_below(actor.organisation_id).items() if scope.unit_id in below]
    grants = grants.filter(Q(unit=None) | Q(unit_id__in=units))
    here &= Q(ends_on=None) | Q(ends_on__gte=dates.today())
    people = Person.objects.filter(here, is_service=False, suspended_at=None, user__is_active=True)
    return people.filter(pk__in=grants.values("person")).order_by("name")


def find_statements(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    words = text.split()[:6]
    if not words:
        return []
    rows = statements_for(actor).filter(words_in(words, FOUND_BY)).order_by("scope__framework__number", "-number")
    return [
        Hit(row.reference, row.title, row.path, None, "file-certificate", str(row.get_status_display()), str(row.pk))
        for row in rows[:limit]
    ]
