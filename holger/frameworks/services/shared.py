"""What the room's services share."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import ProtectedError

from holger.core import saving
from holger.core.actor import Actor
from holger.core.errors import NotFound, RuleBroken
from holger.core.models import hanging_on
from holger.core.words import N_
from holger.frameworks.models import Framework, Origin, Requirement, Scope, Standing
from holger.frameworks.rules.standing import is_wanted
from holger.frameworks.signals import scope_changed


def must_be_ours(actor: Actor, *rows: Any) -> None:
    if any(row is not None and row.organisation_id != actor.organisation_id for row in rows):
        raise NotFound


def must_be_in_use(framework: Framework) -> None:
    if framework.archived_at is not None:
        raise RuleBroken(N_("The framework is archived. Restore it first."))


def must_be_changeable(framework: Framework) -> None:
    """Only what is one's own and in use: a newer edition would take back what was changed in the library's."""
    must_be_in_use(framework)
    if framework.origin == Origin.LIBRARY:
        raise RuleBroken(N_("This comes from the library. Add a framework of your own for what it lacks."))


def must_know_groups(framework: Framework, names: Iterable[str], field: str) -> None:
    if unknown := set(names) - {group["key"] for group in framework.groups}:
        told = {"name": ", ".join(sorted(unknown))}
        raise RuleBroken(N_("“%(name)s” is not a group of the framework."), field, params=told)


@contextmanager
def unless_held() -> Iterator[None]:
    """What rooms above hold on to is not removed under them."""
    try:
        yield
    except ProtectedError as held:
        kind = next(iter(held.protected_objects))._meta.verbose_name
        raise RuleBroken(N_("Something else builds on it: %(kind)s."), params={"kind": str(kind)}) from held


def standings_make(scope: Scope, requirements: Iterable[Requirement]) -> None:
    """A standing for each requirement that can be answered."""
    Standing.objects.bulk_create(
        [
            Standing(
                organisation_id=scope.organisation_id,
                scope=scope,
                requirement=requirement,
                wanted=is_wanted(requirement.groups, scope.ambition),
            )
            for requirement in requirements
            if requirement.assessable
        ],
        batch_size=500,
    )


def standings_complete(framework: Framework) -> None:
    """Every scope has a standing for each requirement that can be answered, wanted as far as its ambition reaches."""
    rows = hanging_on(Requirement, framework=framework).filter(archived_at=None)
    requirements = list(rows.only("groups", "assessable"))
    for scope in hanging_on(Scope, framework=framework):
        there = set(hanging_on(Standing, scope=scope).values_list("requirement_id", flat=True))
        standings_make(scope, [each for each in requirements if each.pk not in there])
        standings_want(scope)
    tell_scopes(framework)


def tell_scopes(framework: Framework) -> None:
    """Say to whom it may concern that what a framework asks, or its order, has changed wherever it holds."""
    for scope in hanging_on(Scope, framework=framework):
        scope_changed.send(Scope, scope=scope)


def standings_want(scope: Scope) -> int:
    """Put right which standings the scope's ambition reaches, and return how many have changed."""
    rows = hanging_on(Standing, scope=scope).select_related("requirement").only("wanted", "requirement__groups")
    changed = []
    for standing in rows:
        wanted = is_wanted(standing.requirement.groups, scope.ambition)
        if standing.wanted != wanted:
            standing.wanted = wanted
            changed.append(standing)
    saving.update_many(changed, ["wanted"])
    return len(changed)
