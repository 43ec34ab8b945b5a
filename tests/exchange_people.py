"""A register of people, described as a room would, to import to in the tests."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from holger.core.errors import RuleBroken
from holger.core.registry import registry
from holger.exchange import bulk
from holger.exchange.registers import Existing, Field, Kind, Option, Register
from holger.organisation.models import Person, Unit
from holger.organisation.selectors import people_for, units_for
from holger.organisation.services import next_numbers

KIND = "test-people"

HEAD = ["Nr.", "Navn", "Mail", "Stilling", "Afdeling", "Leder", "Ansat"]
ROWS = [
    ["", "Rikke Vind", "rikke@kronborg.example", "Økonomichef", "Production", "Olga Krogh", "03-11-25"],
    ["", "Søren Dam", "soren@kronborg.example", "Bogholder", "Production", "Rikke Vind", "1. feb. 2026"],
    ["", "Bo Lind", "bo@kronborg.example", "Linjeleder", "Production", "Rikke Vind", ""],
]


def units(actor: Any) -> list[Option]:
    return [Option(unit.id, unit.name) for unit in units_for(actor)]


def make_units(*, actor: Any, names: Sequence[str]) -> dict[str, Any]:
    actor.require("people.edit")
    return {name: Unit.objects.create(organisation_id=actor.organisation_id, name=name).id for name in names}


def rows(actor: Any, queryset: Any = None) -> list[Existing]:
    fields = ("reference", "name", "email", "initials", "job_title", "unit_id", "manager_id", "starts_on")
    found = (people_for(actor) if queryset is None else queryset).order_by("number")
    return [Existing(p.id, p.version, {name.removesuffix("_id"): getattr(p, name) for name in fields}) for p in found]


def write(*, actor: Any, creates: Any, updates: Any) -> dict[str, Any]:
    actor.require("people.edit")
    if any(row.values.get("name") == "Forbidden" for row in creates):
        raise RuleBroken("No.")
    number = partial(next_numbers, organisation_id=actor.organisation_id, prefix="PE")
    return bulk.write(
        actor=actor,
        model=Person,
        verb="person",
        permission="people.edit",
        creates=creates,
        updates=updates,
        number=number,
    )


def undo(*, actor: Any, payload: Any) -> None:
    actor.require("people.edit")
    bulk.undo(actor=actor, model=Person, verb="person", permission="people.edit", payload=payload)


PEOPLE = Register(
    kind=KIND,
    title=_("People"),
    view="people.view",
    edit="people.edit",
    list_url="exchange:overview",
    fields=(
        Field("reference", _("Reference"), Kind.REFERENCE, words=("Nr.",)),
        Field("name", _("Name"), required=True, max_length=200, words=("Navn", "Medarbejder")),
        Field("email", _("E-mail"), Kind.EMAIL, words=("Mail",)),
        Field("initials", _("Initials"), max_length=10, words=("Initialer",)),
        Field("job_title", _("Job title"), max_length=200, words=("Stilling", "Titel")),
        Field("unit", _("Unit"), Kind.LINK, options=units, make=make_units, words=("Afdeling",)),
        Field("manager", _("Manager"), Kind.LINK, within=True, people=True, words=("Leder", "Chef")),
        Field("starts_on", _("Starts"), Kind.DATE, words=("Ansat",)),
    ),
    match_on=(("reference",), ("email",), ("name",)),
    rows=rows,
    write=write,
    undo=undo,
)


@contextmanager
def registered() -> Iterator[str]:
    """The register, in its place for as long as a test runs."""
    registry.registers[KIND] = PEOPLE
    yield KIND
    del registry.registers[KIND]
