"""The register ``people`` as a spreadsheet, in the words that people use in theirs."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.exchange.registers import Existing, Field, Kind, Register
from holger.organisation import permissions, selectors, services
from holger.organisation.models import Person
from holger.organisation.selectors import State


def make_units(*, actor: Actor, names: Sequence[str]) -> dict[str, Any]:
    return {name: services.unit_create(actor=actor, name=name).pk for name in names}


def rows(actor: Actor, queryset: QuerySet[Person] | None = None) -> Iterator[Existing]:
    """What the actor sees, or the rows of a list page."""
    people = selectors.people_listed(actor) if queryset is None else queryset
    for person in people:
        yield Existing(
            person.pk,
            person.version,
            {
                "reference": person.reference,
                "name": person.name,
                "email": person.email,
                "initials": person.initials,
                "job_title": person.job_title,
                "unit": person.unit_id,
                "manager": person.manager_id,
                "starts_on": person.starts_on,
                "ends_on": person.ends_on,
                "roles": ", ".join(str(grant) for grant in person.grants.all()),
                "state": str(State(person.state).label),
            },
        )


def taken(actor: Actor) -> Iterable[str]:
    return selectors.references_unseen(actor)


PEOPLE = Register(
    kind="people",
    title=_("People"),
    icon="users",
    list_url="organisation:person-list",
    view=permissions.VIEW_PEOPLE,
    edit=permissions.EDIT_PEOPLE,
    match_on=(("reference",), ("email",), ("name",)),
    fields=(
        Field("reference", _("Reference"), Kind.REFERENCE, words=("Ref", "ID", "Nr.", "Medarbejdernr.", "Employee ID")),
        Field(
            "name",
            _("Name"),
            required=True,
            max_length=200,
            words=("Navn", "Fulde navn", "Medarbejder", "Full name", "Display name", "Employee", "Person"),
        ),
        Field(
            "first_name", _("First name"), max_length=100, part_of="name", words=("Fornavn", "Given name", "Fornavne")
        ),
        Field(
            "last_name", _("Last name"), max_length=100, part_of="name", words=("Efternavn", "Surname", "Family name")
        ),
        Field(
            "email", _("E-mail"), Kind.EMAIL, words=("Mail", "E-mailadresse", "E-mail address", "UPN", "Mailadresse")
        ),
        Field("initials", _("Initials"), max_length=10, words=("Initialer", "Init.", "Brugernavn", "Username")),
        Field(
            "job_title",
            _("Job title"),
            max_length=200,
            words=("Titel", "Stilling", "Stillingsbetegnelse", "Funktion", "Title", "Position"),
        ),
        Field(
            "unit",
            _("Unit"),
            Kind.LINK,
            options=selectors.unit_options,
            make=make_units,
            words=("Enhed", "Afdeling", "Department", "Team", "Område", "Division", "Business unit"),
        ),
        Field(
            "manager",
            _("Manager"),
            Kind.LINK,
            options=selectors.people_options,
            people=True,
            within=True,
            words=("Leder", "Nærmeste leder", "Chef", "Reports to", "Supervisor"),
        ),
        Field("starts_on", _("Starts"), Kind.DATE, words=("Ansat", "Ansat fra", "Startdato", "Start date", "Hired")),
        Field("ends_on", _("Ends"), Kind.DATE, words=("Fratrådt", "Slutdato", "End date", "Ansat til", "Leaves")),
        Field("roles", _("Roles"), computed=True, words=("Roller",)),
        Field("state", _("Sign-in"), computed=True),
    ),
    rows=rows,
    write=services.person_import,
    undo=services.person_import_undo,
)
