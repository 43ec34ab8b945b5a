"""What an organisation asks of those who sign in, who is signed out, and what is told of sign-ins and refusals."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from holger.accounts import services as accounts
from holger.accounts.models import User
from holger.core import changes, tenancy
from holger.core.actor import Actor, Channel
from holger.core.errors import RuleBroken
from holger.core.permissions import Role
from holger.history import services as history
from holger.organisation import permissions, rules, selectors
from holger.organisation.models import Organisation, Person
from holger.organisation.services import guards

SOMEBODY = "?"
"""Who tried to sign in: nobody knows."""
A_MINUTE = 60


@transaction.atomic
def security_edit(
    *,
    actor: Actor,
    organisation: Organisation,
    factor_demand: str,
    factor_roles: list[str],
    idle_minutes: int | None = None,
    session_hours: int | None = None,
) -> Organisation:
    """Say who must have a second factor, and how long sessions last. Holds from everybody's next click."""
    guards.own(actor, organisation)
    actor.require(permissions.SETTINGS)
    chosen = [role.value for role in Role if role in factor_roles] if factor_demand == "roles" else []
    if reason := (
        rules.why_not_secure(demand=factor_demand, chosen=chosen)
        or rules.why_not_limit("idle_minutes", idle_minutes, rules.LEAST_IDLE_MINUTES, settings.SESSION_IDLE_MINUTES)
        or rules.why_not_limit("session_hours", session_hours, 1, settings.SESSION_HOURS)
    ):
        raise RuleBroken(reason)
    answers = {
        "factor_demand": factor_demand,
        "factor_roles": chosen,
        "idle_minutes": idle_minutes,
        "session_hours": session_hours,
    }
    if told := changes.write(organisation, answers):
        history.record(actor=actor, action="organisation.security_changed", target=organisation, changes=told)
    return organisation


@transaction.atomic
def person_end_sessions(*, actor: Actor, person: Person) -> Person:
    """Sign somebody out everywhere: a laptop is lost, a password has been seen."""
    actor.require(permissions.EDIT_PEOPLE, person)
    sign_out(person)
    history.record(actor=actor, action="person.sessions_ended", target=person)
    return person


def sign_out(person: Person) -> None:
    """What the person may do has changed: whoever sits in one of their sessions must sign in again."""
    if person.user is not None:
        accounts.sessions_end(person.user)


def account_note(*, user: User, action: str, told: Mapping[str, Any], by_user: bool) -> None:
    """Tell each organisation that the user belongs to what has happened to the account."""
    for organisation in selectors.organisations_knowing(user):
        note = partial(_note_in, organisation, user=user, action=action, told=told, by_user=by_user)
        if tenancy.current() in (None, organisation.pk):
            note()
        else:
            tenancy.afterwards(note, organisation.pk)


def _note_in(organisation: Organisation, *, user: User, action: str, told: Mapping[str, Any], by_user: bool) -> None:
    with tenancy.inside(organisation.pk):
        person = selectors.person_of(user, organisation)
        if person is None:
            return
        actor = selectors.actor_of(person, Channel.PAGE)
        if not by_user:
            actor = replace(actor, person_id=None, user_id=None, label=SOMEBODY)
        target = None if action in ("person.signed_in", "person.signed_out") else person
        history.record(actor=actor, action=action, target=target, changes=told)


def refusal_note(*, actor: Actor, page: str, permission: str) -> None:
    """Somebody was told that they may not. At most one note per person, page and minute, so that a loop cannot flood."""
    key = sha256(f"{actor.organisation_id} {actor.person_id} {page}".encode()).hexdigest()
    if cache.add(f"refused:{key}", True, A_MINUTE):
        with tenancy.inside(actor.organisation_id):
            told = {"page": page, "permission": permission}
            history.record(actor=actor, action="access.refused", changes=told)
