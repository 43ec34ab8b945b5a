"""Users in the directory become people here. Every write goes through the people's own services, as whom the token acts."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from holger.core import dates
from holger.core.actor import Actor
from holger.core.models import hanging_on
from holger.history import services as history
from holger.organisation import services as organisation
from holger.organisation.models import Organisation, Person, Unit
from holger.organisation.permissions import EDIT_PEOPLE
from holger.organisation.services import guards
from holger.scim import selectors
from holger.scim.models import FeedMember, FeedUser
from holger.scim.rules.faults import bad_value, taken
from holger.scim.rules.users import Told, name_of
from holger.scim.rules.values import day
from holger.scim.services.closing import close, reopen
from holger.scim.services.following import follow

KEPT = {
    "user_name": "user_name",
    "external_id": "external_id",
    "given": "given_name",
    "family": "family_name",
    "number": "employee_number",
    "department": "department",
}
"""What is kept beside the person, and where."""


@transaction.atomic
def user_add(*, actor: Actor, told: Told) -> FeedUser:
    """Take somebody in: as whoever has their e-mail address in the register already, or as somebody new.

    Whoever was deleted in the directory and comes back is who they were; an address that has gone to another account
    meanwhile is not handed on silently.
    """
    actor.require(EDIT_PEOPLE)
    here = guards.hold(actor)
    if not told.get("user_name"):
        raise bad_value("A user has a userName.")
    _must_be_free(actor, told)
    if "email" not in told and (address := _address_in(told["user_name"])):
        told = {**told, "email": address}
    person = _known(actor, told)
    if person is None:
        person = _newcomer(actor, here, told)
        user = FeedUser(organisation_id=actor.organisation_id, person=person)
    else:
        user = FeedUser.objects.filter(person=person).first() or FeedUser(
            organisation_id=actor.organisation_id, person=person
        )
        _write_person(actor, here, user, told)
        history.record(actor=actor, action="feed_user.linked", target=person)
    user.deleted_at = None
    _keep(user, told)
    _open_or_close(actor, user, bool(told.get("active", True)))
    return user


@transaction.atomic
def user_tell(*, actor: Actor, user: FeedUser, told: Told) -> FeedUser:
    """What the directory now says of them. What it does not speak of stays."""
    guards.own(actor, user)
    actor.require(EDIT_PEOPLE, user.person)
    here = guards.hold(actor)
    if "user_name" in told and not told["user_name"]:
        raise bad_value("A user has a userName.")
    _must_be_free(actor, told, user)
    _write_person(actor, here, user, told)
    _keep(user, told)
    if "active" in told:
        _open_or_close(actor, user, told["active"])
    return user


@transaction.atomic
def user_remove(*, actor: Actor, user: FeedUser) -> None:
    """Deleted in the directory: shut out here, and in no group any more. The person, and all that is theirs, stays."""
    guards.own(actor, user)
    actor.require(EDIT_PEOPLE, user.person)
    guards.hold(actor)
    close(actor, user)
    hanging_on(FeedMember, user=user).delete()
    follow(actor=actor, users=[user])
    user.deleted_at = dates.now()
    user.save(update_fields=["deleted_at"])
    history.record(actor=actor, action="feed_user.deleted", target=user.person)


def _must_be_free(actor: Actor, told: Told, user: FeedUser | None = None) -> None:
    others = FeedUser.objects.filter(organisation_id=actor.organisation_id, deleted_at=None)
    others = others.exclude(pk=user.pk) if user else others
    if told.get("user_name") and others.filter(user_name__iexact=told["user_name"]).exists():
        raise taken("There is a user with this userName.")
    if told.get("external_id") and others.filter(external_id=told["external_id"]).exists():
        raise taken("There is a user with this externalId.")


def _known(actor: Actor, told: Told) -> Person | None:
    """Who it is here, if anybody: who was deleted in the directory before, or has the address."""
    gone = FeedUser.objects.filter(organisation_id=actor.organisation_id, deleted_at__isnull=False)
    same = Q(user_name__iexact=told["user_name"])
    if told.get("external_id"):
        again = gone.filter(external_id=told["external_id"]).first()
        if again is not None:
            return again.person
        same &= Q(external_id="")
    if again := gone.filter(same).order_by("-deleted_at").first():
        return again.person
    if not told.get("email"):
        return None
    people = Person.objects.filter(organisation_id=actor.organisation_id, is_service=False)
    person = people.filter(email__iexact=told["email"]).first()
    if person is not None and FeedUser.objects.filter(person=person).exists():
        raise taken("Another user of the directory has this e-mail address.")
    return person


def _newcomer(actor: Actor, here: Organisation, told: Told) -> Person:
    answers = _answers(actor, here, FeedUser(organisation_id=actor.organisation_id), told)
    answers.setdefault("name", told["user_name"][:200])
    if answers.get("starts_on") is None and selectors.feed_of(here.pk).newcomers_start:
        answers["starts_on"] = dates.today()
    return organisation.person_create(actor=actor, **answers)


def _write_person(actor: Actor, here: Organisation, user: FeedUser, told: Told) -> None:
    answers = _answers(actor, here, user, told)
    person = user.person
    email = answers.get("email")
    others = Person.objects.filter(organisation_id=actor.organisation_id).exclude(pk=person.pk)
    if email and others.filter(email__iexact=email).exists():
        raise taken("Somebody else here has this e-mail address.")
    if answers:
        organisation.person_edit(actor=actor, person=person, **answers)


def _answers(actor: Actor, here: Organisation, user: FeedUser, told: Told) -> dict[str, Any]:
    """What is said of the person, as our own services take it."""
    answers: dict[str, Any] = {}
    if name := name_of(told, user.given_name, user.family_name):
        answers["name"] = name
    if "email" in told:
        answers["email"] = told["email"] or ""
    if "title" in told:
        answers["job_title"] = told["title"] or ""
    for said, field, label in (("starts", "starts_on", "startsOn"), ("ends", "ends_on", "endsOn")):
        if said in told:
            answers[field] = day(label, told[said], here.zone)
    if "department" in told and (told["department"] or "") != user.department:
        answers["unit"] = _unit(actor, told["department"])
    if "manager" in told:
        known, manager = _manager(actor, user, told["manager"])
        answers |= {"manager": manager} if known else {}
    return answers


def _unit(actor: Actor, department: str | None) -> Unit | None:
    """The unit of that name, nearest to the top; made where there is none, as an import makes it."""
    if department is None:
        return None
    units = Unit.objects.filter(organisation_id=actor.organisation_id, name__iexact=department)
    found = sorted(units, key=lambda unit: (unit.parent_id is not None, str(unit.pk)))
    return found[0] if found else organisation.unit_create(actor=actor, name=department)


def _manager(actor: Actor, user: FeedUser, said: str | None) -> tuple[bool, Person | None]:
    """A manager is known by id, else by what the directory calls them. One who is not here yet is told of again later."""
    if said is None:
        return True, None
    found = selectors.user_called(actor.organisation_id, said)
    if found is None or found.person_id == user.person_id:
        return False, None
    return True, found.person


def _keep(user: FeedUser, told: Told) -> None:
    for said, field in KEPT.items():
        if said in told:
            setattr(user, field, told[said] or "")
    user.updated_at = dates.now()
    user.save()


def _open_or_close(actor: Actor, user: FeedUser, active: bool) -> None:
    if active:
        reopen(actor, user)
    else:
        close(actor, user)


def _address_in(user_name: str) -> str | None:
    """Where no address is told, the user name often is one."""
    before, at, after = user_name.partition("@")
    return user_name if before and at and "." in after and " " not in user_name else None
