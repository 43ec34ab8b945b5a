"""Who one is here; people, units and tags."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from pydantic import BeforeValidator, Field

from holger.api.filters import AccountFilter
from holger.api.selectors import accounts_listed
from holger.api.v1.call import Call
from holger.api.v1.operation import operation
from holger.api.v1.references import Named, Ref, pointer, ref_to
from holger.api.v1.resource import Resource, offer, verb
from holger.api.v1.schemas import Body, Out, creates, edits, reads
from holger.core.actor import Actor
from holger.core.permissions import PERMISSIONS, Role
from holger.organisation import permissions, selectors, services
from holger.organisation.filters import PersonFilter
from holger.organisation.models import Person, ServiceAccount, Tag, Unit

ROOM = "organisation"
RoleName = Literal[tuple(role.value for role in Role)]  # type: ignore[valid-type]


class Me(Out):
    """Who a request with this token is."""

    organisation: str = Field(description="The organisation's address.")
    name: str = Field(description="The organisation's name.")
    person: Ref
    roles: list[RoleName]  # type: ignore[valid-type]
    permissions: list[str] = Field(description="What the person may do at least somewhere, as named by x-permission.")
    token: str
    scope: dict[str, str]
    expires_at: datetime


@operation("GET", "/me", room=ROOM, permission=permissions.ENTER, gives=Me)
def me(request: Call) -> Me:
    """Who am I, and what may this token do?"""
    token, actor = request.auth, request.actor
    return Me(
        organisation=request.organisation.slug,
        name=request.organisation.name,
        person=ref_to(request.person),
        roles=sorted(actor.roles),
        permissions=sorted(name for name in PERMISSIONS if actor.may(name)),
        token=token.name,
        scope=token.scope,
        expires_at=token.expires_at,
    )


# People


class Held(Out):
    role: RoleName  # type: ignore[valid-type]
    unit: Annotated[Named | None, BeforeValidator(ref_to)] = Field(description="Only there; null: everywhere.")


def _held(grants: Any) -> list[Held]:
    return [Held(role=grant.role, unit=grant.unit) for grant in grants.all()]


PERSON = ("name", "email", "initials", "job_title", "unit", "manager", "starts_on", "ends_on")
PersonOut = reads(
    "PersonOut",
    Person,
    ("reference", *PERSON, "suspended_at", "created_at", "updated_at", "version"),
    state=(Literal[tuple(selectors.State.values)], Field(description="Whether and how the person can sign in.")),
    roles=(
        Annotated[list[Held], BeforeValidator(_held)],
        Field(validation_alias="grants", description="What the person is here."),
    ),
)


people = offer(
    Resource(
        kind="people",
        one="person",
        room=ROOM,
        model=Person,
        view=permissions.VIEW_PEOPLE,
        rows=selectors.people_listed,
        filters=PersonFilter,
        out=PersonOut,
        searched=("reference", "name", "email", "initials", "job_title"),
        sorts=("number", "name", "email", "created_at", "updated_at"),
        body=creates("PersonCreate", Person, PERSON),
        create=(permissions.EDIT_PEOPLE, services.person_create),
        change=edits("PersonEdit", Person, PERSON),
        edit=(permissions.EDIT_PEOPLE, services.person_edit),
        delete=(permissions.EDIT_PEOPLE, services.person_remove),
        deletes="remove",
    )
)


class RoleBody(Body):
    role: RoleName = Field(description="Nobody gives or takes a role above their own.")  # type: ignore[valid-type]
    unit: pointer(Unit, null=True) = None  # type: ignore[valid-type]


def _take_role(*, actor: Actor, person: Person, role: str, unit: Unit | None = None) -> None:
    for grant in selectors.held_by(person).select_related("unit"):
        if (grant.role, grant.unit) == (role, unit):
            services.role_take(actor=actor, grant=grant)


verb(
    people, "suspend", permissions.EDIT_PEOPLE, services.person_suspend, "Suspend a person; what they own stays theirs"
)
verb(people, "resume", permissions.EDIT_PEOPLE, services.person_resume, "Let a suspended person in again")
verb(people, "invite", permissions.INVITE, services.invitation_send, "Invite a person by mail")
verb(people, "give-role", permissions.INVITE, services.role_give, "Give a role, everywhere or in a unit", RoleBody)
verb(people, "take-role", permissions.INVITE, _take_role, "Take a role from a person", RoleBody)


# Service accounts


ACCOUNT = ("name", "job_title", "unit", "responsible")
AccountOut = reads(
    "ServiceAccountOut",
    ServiceAccount,
    ("reference", *ACCOUNT, "suspended_at", "created_at", "updated_at", "version"),
    answered_for=(bool, Field(description="Is whoever is responsible still here?")),
    working=(int, Field(description="How many of its tokens work.")),
    last_used_at=(datetime | None, Field(description="When one of its tokens was last used.")),
    roles=(
        Annotated[list[Held], BeforeValidator(_held)],
        Field(validation_alias="grants", description="What the program is here."),
    ),
)


def _give_role(*, actor: Actor, account: ServiceAccount, role: str, unit: Unit | None = None) -> None:
    services.role_give(actor=actor, person=account, role=role, unit=unit)


def _take_program_role(*, actor: Actor, account: ServiceAccount, role: str, unit: Unit | None = None) -> None:
    _take_role(actor=actor, person=account, role=role, unit=unit)


accounts = offer(
    Resource(
        kind="service-accounts",
        one="account",
        called="service account",
        room=ROOM,
        model=ServiceAccount,
        view=permissions.SEE_PROGRAMS,
        rows=accounts_listed,
        filters=AccountFilter,
        out=AccountOut,
        searched=("reference", "name", "job_title"),
        sorts=("number", "name", "created_at", "updated_at"),
        body=creates("ServiceAccountCreate", ServiceAccount, ACCOUNT, responsible=pointer(Person)),
        create=(permissions.EDIT_PROGRAMS, services.service_account_create),
        change=edits("ServiceAccountEdit", ServiceAccount, ACCOUNT),
        edit=(permissions.EDIT_PROGRAMS, services.service_account_edit),
        delete=(permissions.EDIT_PROGRAMS, services.service_account_remove),
        deletes="remove",
    )
)
verb(
    accounts,
    "suspend",
    permissions.EDIT_PROGRAMS,
    services.service_account_suspend,
    "Suspend a program; its tokens are revoked",
)
verb(
    accounts,
    "resume",
    permissions.EDIT_PROGRAMS,
    services.service_account_resume,
    "Let a suspended program in again; it needs a new token",
)
verb(accounts, "give-role", permissions.INVITE, _give_role, "Give a role, everywhere or in a unit", RoleBody)
verb(accounts, "take-role", permissions.INVITE, _take_program_role, "Take a role from a program", RoleBody)


# Units


@transaction.atomic
def _edit_unit(*, actor: Actor, unit: Unit, **answers: Any) -> None:
    if "name" in answers:
        services.unit_edit(actor=actor, unit=unit, name=answers["name"])
    if "parent" in answers:
        services.unit_move(actor=actor, unit=unit, parent=answers["parent"])


units = offer(
    Resource(
        kind="units",
        one="unit",
        room=ROOM,
        model=Unit,
        view=permissions.VIEW_PEOPLE,
        rows=selectors.units_for,
        out=reads("UnitOut", Unit, ("id", "name", "parent")),
        searched=("name",),
        sorts=("name",),
        order="name",
        body=creates("UnitCreate", Unit, ("name", "parent")),
        create=(permissions.EDIT_PEOPLE, services.unit_create),
        change=edits("UnitEdit", Unit, ("name", "parent")),
        edit=(permissions.EDIT_PEOPLE, _edit_unit),
        delete=(permissions.EDIT_PEOPLE, services.unit_remove),
        deletes="remove",
    )
)

tags = offer(
    Resource(
        kind="tags",
        one="tag",
        room=ROOM,
        model=Tag,
        view=permissions.USE_TAGS,
        rows=selectors.tags_for,
        out=reads("TagOut", Tag, ("id", "name")),
        searched=("name",),
        sorts=("name",),
        order="name",
        body=creates("TagCreate", Tag, ("name",)),
        create=(permissions.TAGS, services.tag_create),
        change=creates("TagEdit", Tag, ("name",)),
        edit=(permissions.TAGS, services.tag_edit),
        delete=(permissions.TAGS, services.tag_remove),
        deletes="remove",
    )
)
