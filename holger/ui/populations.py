"""Lists as populations: the rows that a list's address shows, whoever looks, to draw samples of or to do something for each."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict

from holger.core.actor import Actor, Channel, Grant
from holger.core.permissions import Role
from holger.core.registry import Population
from holger.core.searching import words_in
from holger.ui.filtering import Filters
from holger.ui.query import Query, words_of

Rows = Callable[[UUID, str], QuerySet[Any]]


def rows_as_listed(
    filters: type[Filters], rows: Callable[[Actor], QuerySet[Any]], searched: Sequence[str] = ()
) -> Rows:
    """For ``registry.Population``: the rows that somebody who sees everything has on the list at this address."""

    def listed(organisation_id: UUID, query: str) -> QuerySet[Any]:
        actor, data = _whoever(organisation_id), QueryDict(query)
        found = filters(data, rows(actor), actor=actor).qs
        return found.filter(words_in(words_of(data.get("q", "")), searched)) if searched else found

    return listed


def narrowing(text: str) -> str:
    """What a list is narrowed by, in its one spelling, out of its whole address or what stands after the question mark."""
    found = text.strip()
    if "?" in found or "://" in found:
        found = urlsplit(found).query
    return urlencode(Query(QueryDict(found)).narrowing)


def problems(population: Population, query: str, organisation_id: UUID) -> list[str]:
    """What is wrong with it: names that the list does not know, values that it does not take."""
    filters = _filters(population, query, organisation_id)
    if filters is None:
        return [query] if query else []
    unknown = [name for name in QueryDict(query) if name != "q" and name not in filters.names()]
    return [*unknown, *(str(error) for errors in filters.errors.values() for error in errors)]


def told(population: Population, query: str, organisation_id: UUID) -> list[tuple[str, str]]:
    """What it is narrowed by, in words: (what, which)."""
    filters = _filters(population, query, organisation_id)
    data = QueryDict(query)
    found = filters.told(Query(data)) if filters is not None else []
    return [*found, *([("", f"“{data['q']}”")] if data.get("q") else [])]


def _filters(population: Population, query: str, organisation_id: UUID) -> Filters | None:
    if population.filters is None:
        return None
    made: Filters = population.filters(QueryDict(query), None, actor=_whoever(organisation_id))
    return made


def _whoever(organisation_id: UUID) -> Actor:
    return Actor(organisation_id, None, None, "holger", (Grant(Role.OWNER),), Channel.SYSTEM)
