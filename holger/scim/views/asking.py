"""What is asked of a list: which, how many, from where, and which attributes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from holger.core.strict_json import storable
from holger.scim.rules.faults import bad_value
from holger.scim.rules.paths import Comparison, filter_of

USUAL, MOST = 100, 200
ALWAYS = {"schemas", "id"}


@dataclass(frozen=True)
class Asked:
    """``start`` counts from 1, as SCIM does."""

    where: list[Comparison]
    start: int
    count: int

    @property
    def slice(self) -> slice:
        return slice(self.start - 1, self.start - 1 + self.count)


def asked_by(request: HttpRequest) -> Asked:
    where = _one(request, "filter")
    start = max(1, _number(request, "startIndex", 1))
    return Asked(filter_of(where) if where else [], start, min(MOST, max(0, _number(request, "count", USUAL))))


def wants(request: HttpRequest, name: str) -> bool:
    """Is this attribute wanted in the answer?"""
    return not _leaves_out(request, name)


def chosen(request: HttpRequest, resource: dict[str, Any]) -> dict[str, Any]:
    """A resource with the attributes that are wanted."""
    return {name: value for name, value in resource.items() if name in ALWAYS or not _leaves_out(request, name)}


def _leaves_out(request: HttpRequest, name: str) -> bool:
    only, without = _names(request, "attributes"), _names(request, "excludedAttributes")
    lower = name.lower()
    return (bool(only) and lower not in only) or lower in without


def _names(request: HttpRequest, parameter: str) -> set[str]:
    """Top attributes alone: who wants a part of one gets the whole."""
    return set(_tops(_one(request, parameter).split(",")))


def _tops(names: Iterable[str]) -> Iterable[str]:
    for name in (each.strip().lower() for each in names):
        if name:
            yield name if name.startswith("urn:") else name.split(".")[0]


def _one(request: HttpRequest, name: str) -> str:
    """The parameter, in whatever case it is written."""
    found = [value for key in request.GET for value in request.GET.getlist(key) if key.lower() == name.lower()]
    if len(found) > 1 or not all(map(storable, found)):
        raise bad_value(f"{name} is given once, as text.")
    return found[0] if found else ""


def _number(request: HttpRequest, name: str, otherwise: int) -> int:
    told = _one(request, name).strip()
    if not told:
        return otherwise
    if not told.removeprefix("-").isascii() or not told.removeprefix("-").isdecimal() or len(told) > 9:
        raise bad_value(f"{name} is a whole number.")
    return int(told)
