"""The requirements that people are asked to answer, and what is handed over when somebody leaves."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.handing import one_by_one, rows_naming
from holger.core.models import naming
from holger.core.registry import Duty, DutySource, Holding
from holger.frameworks import permissions, selectors, services
from holger.frameworks.extras import TOLD_ELSEWHERE
from holger.frameworks.models import Scope, Standing
from holger.organisation.models import Person

QUESTION_MINUTES = 3
"""What it usually takes to say how far one requirement is met."""
ICON = "list-check"
OPEN: dict[str, Any] = {"answer": "", "applicable": True, "wanted": True, "scope__framework__archived_at": None}
People = Collection[UUID] | None


def open_duties(organisation_id: UUID, people: People) -> Sequence[Duty]:
    """One for each scope of a framework and each person, however much is asked there."""
    found = _asked(organisation_id, people)
    scopes = _scopes(organisation_id, {scope for scope, _person, _count in found}) if found else {}
    return [_duty(scopes[scope], person, count) for scope, person, count in found]


def _asked(organisation_id: UUID, people: People) -> list[tuple[UUID, UUID, int]]:
    """Scope, person, and how many requirements; those that another room asks about are left to it."""
    rows = naming(Standing.objects.filter(organisation_id=organisation_id, **OPEN), people, "asked")
    found = list(rows.order_by().values_list("scope", "asked").annotate(number=Count("pk")))
    elsewhere = {scope for scopes in TOLD_ELSEWHERE for scope in scopes(organisation_id)} if found else set()
    return [told for told in found if told[0] not in elsewhere]


def _scopes(organisation_id: UUID, wanted: Collection[UUID]) -> dict[UUID, Scope]:
    rows = Scope.objects.filter(organisation_id=organisation_id).select_related("framework", "unit")
    return rows.in_bulk(wanted)


def _duty(scope: Scope, person: UUID, count: int, waits_for: str = "") -> Duty:
    title = ngettext("Answer %(count)s requirement", "Answer %(count)s requirements", count) % {"count": count}
    query = f"scope={scope.number}&" if scope.number > 1 else ""
    asked = gettext("You are asked how far they are met: %(name)s.") % {"name": scope.framework.title}
    return Duty(
        key=f"frameworks.scope:{scope.pk}:{person}",
        person_id=person,
        title=title,
        reason=scope.framework.title if waits_for else asked,
        verb=gettext("Answer"),
        path=scope.path
        if waits_for
        else f"{scope.framework.path}requirements/?{query}asked=me&state=open&state=through",
        icon=ICON,
        permission=permissions.VIEW if waits_for else permissions.ANSWER,
        unit_id=scope.unit_id,
        minutes=count * QUESTION_MINUTES,
        awaited=True,
        waits_for=waits_for,
    )


def waiting(organisation_id: UUID, person_id: UUID) -> Sequence[Duty]:
    """The answers of others that whoever answers for a scope waits for."""
    mine = Scope.objects.filter(organisation_id=organisation_id, owner=person_id).values_list("pk", flat=True)
    scopes = _scopes(organisation_id, list(mine))
    asked = (
        [told for told in _asked(organisation_id, None) if told[0] in scopes and told[1] != person_id] if scopes else []
    )
    names = Person.objects.filter(organisation_id=organisation_id).in_bulk({person for _scope, person, _count in asked})
    return [_duty(scopes[scope], person, count, str(names[person])) for scope, person, count in asked]


SOURCE = DutySource(
    "frameworks", _("Frameworks"), "books", open_duties, waiting, done=("requirement.answered", "requirement.confirmed")
)


# Handing over


def _questions(actor: Actor) -> QuerySet[Standing]:
    return selectors.standings_for(actor).filter(**OPEN).select_related("scope__framework", "requirement")


def _ask(*, actor: Actor, rows: Iterable[Standing], giver: Person, taker: Person) -> None:
    services.standings_ask(actor=actor, standings=rows, person=taker)


def _in_use(actor: Actor) -> QuerySet[Scope]:
    return selectors.scopes_for(actor).filter(framework__archived_at=None).select_related("framework")


SEE, SCOPE = permissions.VIEW, permissions.SCOPE
_owns, _answers = rows_naming(_in_use, "owner"), rows_naming(_questions, "asked")
_give = one_by_one(services.scope_edit, "scope", "owner")
HOLDINGS = (
    Holding("frameworks.scope", _("Frameworks that they answer for"), "books", _owns, SEE, SCOPE, _give, 40),
    Holding("frameworks.standing", _("Requirements to answer"), ICON, _answers, permissions.ANSWER, SCOPE, _ask, 41),
)
