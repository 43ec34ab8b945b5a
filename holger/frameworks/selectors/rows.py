"""Frameworks, their requirements and mappings, and how it stands with them."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from holger.core.actor import Actor
from holger.core.models import visible
from holger.core.registry import Hit
from holger.core.searching import words_in
from holger.frameworks.models import Framework, Mapping, Requirement, Scope, Standing, between
from holger.frameworks.permissions import VIEW

ENDS = ("source", "target")
NAMED = ("code", "title_da", "title_en", "framework", "section", "place")
"""What tells which requirement it is: two frameworks have hundreds in common, and the rest costs more to read."""


def frameworks_for(actor: Actor) -> QuerySet[Framework]:
    """Whoever sees any of it may read the frameworks themselves; how they are met is narrowed by ``scopes_for``."""
    if not actor.may(VIEW):
        return Framework.objects.none()
    return Framework.objects.filter(organisation_id=actor.organisation_id)


def frameworks_counted(actor: Actor) -> QuerySet[Framework]:
    """The same, each with the ``count`` of its requirements that can be answered."""
    counted = Q(requirements__archived_at=None, requirements__assessable=True)
    counted &= Q(requirements__organisation_id=actor.organisation_id)
    return frameworks_for(actor).annotate(count=Count("requirements", filter=counted))


def requirements_for(actor: Actor) -> QuerySet[Requirement]:
    """The requirements that hold: none that a newer edition has left out, none of a framework that is archived."""
    if not actor.may(VIEW):
        return Requirement.objects.none()
    rows = Requirement.objects.filter(organisation_id=actor.organisation_id)
    return rows.filter(archived_at=None, framework__archived_at=None)


def requirements_removed(actor: Actor) -> QuerySet[Requirement]:
    """Those that were taken away from a framework that holds, and may come back."""
    if not actor.may(VIEW):
        return Requirement.objects.none()
    rows = Requirement.objects.filter(organisation_id=actor.organisation_id)
    return rows.filter(archived_at__isnull=False, framework__archived_at=None)


def scopes_for(actor: Actor) -> QuerySet[Scope]:
    """Where frameworks hold, as far as the actor's reach: by unit, or where one answers for it or is asked."""
    asked = Standing.objects.filter(organisation_id=actor.organisation_id, asked=actor.person_id).values("scope")
    rows = visible(Scope.objects.all(), actor, VIEW, own=Q(owner_id=actor.person_id) | Q(pk__in=asked))
    return rows.filter(framework__archived_at=None)


def standings_for(actor: Actor) -> QuerySet[Standing]:
    """How it stands with the requirements that hold, in the scopes that the actor sees."""
    own = Q(scope__owner_id=actor.person_id) | Q(asked_id=actor.person_id)
    rows = visible(Standing.objects.all(), actor, VIEW, own=own, unit="scope__unit_id")
    holding = {"archived_at": None, "framework__archived_at": None, "assessable": True}
    return rows.filter(**{f"requirement__{name}": value for name, value in holding.items()})


def mappings_for(actor: Actor) -> QuerySet[Mapping]:
    """What is said between requirements that hold."""
    if not actor.may(VIEW):
        return Mapping.objects.none()
    everything = Requirement.objects.filter(organisation_id=actor.organisation_id)
    # Left out by name, not joined in four ways: a database that does not know yet how much there is joins badly.
    gone = everything.exclude(archived_at=None, framework__archived_at=None).values("pk")
    rows = Mapping.objects.filter(organisation_id=actor.organisation_id)
    return rows.exclude(source__in=gone).exclude(target__in=gone)


def headings_above(actor: Actor, requirement: Requirement) -> Sequence[Requirement]:
    """The headings that a requirement lies under, the nearest first: what is said of them is said of it too."""
    if requirement.parent_id is None:
        return []
    rows = requirements_for(actor).filter(framework=requirement.framework_id, assessable=False)
    headings = {row.pk: row for row in rows.only(*NAMED, "parent")}
    found: list[Requirement] = []
    above: UUID | None = requirement.parent_id
    while above in headings:
        found.append(headings[above])
        above = headings[above].parent_id
    return found


def mappings_of(actor: Actor, requirement: Requirement) -> QuerySet[Mapping]:
    """What is said about a requirement, from either end."""
    rows = mappings_for(actor).filter(Q(source=requirement) | Q(target=requirement))
    return rows.select_related("source__framework", "target__framework").order_by(
        "source__framework__number", "target__framework__number", "source__place", "target__place", "pk"
    )


def mappings_between(actor: Actor, one: Framework, other: Framework) -> QuerySet[Mapping]:
    """What is said between two frameworks, from either end."""
    rows = mappings_for(actor).filter(between(one, other)).select_related("source", "target")
    rows = rows.only("relation", "origin", "rationale", "own", *(f"{end}__{n}" for end in ENDS for n in NAMED))
    return rows.order_by("source__place", "target__place")


def compared_with(actor: Actor, framework: Framework) -> QuerySet[Framework]:
    """The other frameworks that anything of this one is mapped to."""
    mapped = mappings_for(actor)
    ends = Q(pk__in=mapped.filter(source__framework=framework).values("target__framework"))
    ends |= Q(pk__in=mapped.filter(target__framework=framework).values("source__framework"))
    return frameworks_for(actor).filter(ends).order_by("number")


def pickable(actor: Actor) -> QuerySet[Requirement]:
    """What can be chosen in forms: headings too, for frameworks are compared by their parts as well."""
    rows = requirements_for(actor).select_related("framework").defer("guide")
    return rows.order_by("framework__number", "place")


def search(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    words = text.split()[:6]
    if not words:
        return []
    rows = frameworks_for(actor).filter(words_in(words, ("reference", "key", "title_da", "title_en")), archived_at=None)
    return [Hit(row.reference, row.title, row.path, None, "books", id=str(row.pk)) for row in rows[:limit]]


def search_requirements(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    """Requirements by id or title, an exact id first."""
    words = text.split()[:6]
    if not words:
        return []
    rows = requirements_for(actor).filter(words_in(words, ("code", "title_da", "title_en"))).select_related("framework")
    exact = list(rows.filter(code__iexact=text)[:limit])
    more = rows.exclude(pk__in=[row.pk for row in exact]).order_by("framework__number", "place")
    found = [*exact, *more.only("code", "title_da", "title_en", "framework")[: limit - len(exact)]]
    return [Hit(row.code, row.title, row.path, row.framework.title, "list-check", id=str(row.pk)) for row in found]
