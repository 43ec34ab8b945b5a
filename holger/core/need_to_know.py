"""What only some may know of, whatever their roles. A room says which of its rows are kept from an actor (``registry.secrets``);
all others ask here about their own rows that are about such an object, and about the ways that lead to one.

Keys are fetched first and put into other questions as they are. Almost always there are none, and then those questions stay
as they were: one small question more, and while a page is read only the first time.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from holger.core.actor import Actor
from holger.core.models import ABOUT
from holger.core.registry import registry

Keys = Mapping[str, Mapping[UUID, str]]
"""Kind of object → the key of each that is kept, and its reference."""
_ASKED: ContextVar[dict[tuple[UUID, UUID | None], Keys] | None] = ContextVar(
    "what is kept, while a page is read", default=None
)


@contextmanager
def asked_once() -> Iterator[None]:
    """While nothing is written, what is kept from somebody is asked once."""
    token = _ASKED.set({})
    try:
        yield
    finally:
        _ASKED.reset(token)


def anybody(organisation_id: UUID) -> Actor:
    """Somebody who is named nowhere: all that is kept from anybody is kept from them."""
    return Actor(organisation_id, None, None, "", ())


def kept(actor: Actor) -> Keys:
    """All that is kept from the actor."""
    asked, key = _ASKED.get(), (actor.organisation_id, actor.person_id)
    if asked is None:
        return _kept(actor)
    if key not in asked:
        asked[key] = _kept(actor)
    return asked[key]


def _kept(actor: Actor) -> Keys:
    found: dict[str, Mapping[UUID, str]] = {}
    for secret in sorted(registry.secrets, key=lambda each: each.order):
        if secret.order and not found:
            break  # the rest only hangs on what comes first
        if rows := dict(secret.rows(actor, found).order_by().values_list("pk", "reference")):
            found[secret.kind] = rows
    return found


def about_kept(known: Keys, fields: tuple[str, str] = ABOUT[0]) -> Q:
    """Rows that say in ``fields`` (kind and key) that they are about something that is kept."""
    kind, key = fields
    found = Q(pk__in=())
    for about, rows in known.items():
        found |= Q(**{kind: about, f"{key}__in": list(rows)})
    return found


def without_kept[M: Model](queryset: QuerySet[M], actor: Actor, fields: tuple[str, str] = ABOUT[0]) -> QuerySet[M]:
    """The rows that are not about anything that is kept from the actor."""
    known = kept(actor)
    return queryset.exclude(about_kept(known, fields)) if known else queryset


def known_to[M: Model](queryset: QuerySet[M], actor: Actor) -> QuerySet[M]:
    """The objects that are not kept from the actor."""
    rows = kept(actor).get(queryset.model._meta.label_lower)
    return queryset.exclude(pk__in=list(rows)) if rows else queryset


def hung_on_kept[M: Model](queryset: QuerySet[M], links: QuerySet[Any], known: Keys, name: str) -> QuerySet[M]:
    """The rows whose ``links`` (which name them in ``name``) lead to what is kept, and to nothing else.

    What also proves or serves something that is no secret stays with that, so that nobody makes it vanish by linking it.
    """
    secret = about_kept(known)
    bound = queryset.filter(pk__in=links.filter(secret).order_by().values(name))
    return bound.exclude(Exists(links.filter(**{name: OuterRef("pk")}).exclude(secret)))


# Ways: what leads to an object begins with its path


class Withheld:
    """What is kept from an actor, by the paths that lead there; asked when a path speaks of a kind that may be kept."""

    def __init__(self, actor: Actor):
        self.actor = actor
        self._references: Mapping[str, Collection[str]] | None = None

    def hides(self, path: str) -> bool:
        """Does it lead to something that is kept from the actor?"""
        for secret in registry.secrets:
            way = way_to(secret.kind)
            if path.startswith(way):
                return path.removeprefix(way).partition("/")[0] in self._of(secret.kind)
        return False

    def _of(self, kind: str) -> Collection[str]:
        if self._references is None:
            self._references = {each: set(rows.values()) for each, rows in kept(self.actor).items()}
        return self._references.get(kind, ())


def without_ways_to_kept[M: Model](queryset: QuerySet[M], actor: Actor, field: str) -> QuerySet[M]:
    """The rows whose path in ``field`` does not lead to anything that is kept from the actor. For few rows: they are read."""
    if not kept(actor):
        return queryset
    withheld = Withheld(actor)
    hidden = [key for key, path in queryset.order_by().values_list("pk", field) if withheld.hides(path)]
    return queryset.exclude(pk__in=hidden)


@cache
def way_to(kind: str) -> str:
    """What stands before the reference in the paths of a kind of object: ``tasks/``."""
    path: str = apps.get_model(kind)(reference="*").path
    before, _star, after = path.partition("*/")
    if after:
        raise ValueError(f"{path} does not end in its reference")
    return before
