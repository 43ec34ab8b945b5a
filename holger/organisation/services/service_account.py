"""Service accounts: programs that are members themselves. Somebody answers for each."""

from typing import Any

from django.db import transaction

from holger.core import changes
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.organisation import permissions
from holger.organisation.models import Person, ServiceAccount
from holger.organisation.services import guards, person
from holger.organisation.services.numbers import next_numbers

NOBODY = N_("Somebody in the organisation must answer for it.")
TOLD = {"name", "job_title", "unit", "responsible"}
"""What is said of a program."""


@transaction.atomic
def service_account_create(*, actor: Actor, responsible: Person | None, **answers: Any) -> ServiceAccount:
    """Take a program in. What it may do is what its roles allow; nobody gives it a role above their own."""
    guards.require_in(actor, permissions.EDIT_PROGRAMS, answers.get("unit"))
    _answers(actor, responsible)
    number = next_numbers(organisation_id=actor.organisation_id, prefix=ServiceAccount.prefix)[0]
    account = ServiceAccount(
        organisation_id=actor.organisation_id,
        number=number,
        reference=f"{ServiceAccount.prefix}-{number}",
        is_service=True,
    )
    told = changes.write(account, {**answers, "responsible": responsible})
    history.record(actor=actor, action="service_account.created", target=account, changes=told)
    return account


@transaction.atomic
def service_account_edit(
    *, actor: Actor, account: ServiceAccount, version: int | None = None, **answers: Any
) -> ServiceAccount:
    actor.require(permissions.EDIT_PROGRAMS, account)
    if unknown := answers.keys() - TOLD:
        raise ValueError(f"not told of a program: {', '.join(sorted(unknown))}")
    if "responsible" in answers:
        _answers(actor, answers["responsible"])
    if "unit" in answers and answers["unit"] != account.unit:
        guards.require_in(actor, permissions.EDIT_PROGRAMS, answers["unit"])
    told = changes.write(account, answers, version=version)
    if told:
        history.record(actor=actor, action="service_account.changed", target=account, changes=told)
    return account


def service_account_suspend(*, actor: Actor, account: ServiceAccount) -> ServiceAccount:
    """Stop the program at once; its tokens are revoked."""
    actor.require(permissions.EDIT_PROGRAMS, account)
    person.person_suspend(actor=actor, person=account)
    return account


def service_account_resume(*, actor: Actor, account: ServiceAccount) -> ServiceAccount:
    """Let it in again, with tokens made anew."""
    actor.require(permissions.EDIT_PROGRAMS, account)
    person.person_resume(actor=actor, person=account)
    return account


def service_account_remove(*, actor: Actor, account: ServiceAccount) -> None:
    """Take it out of the register, unless something names it."""
    actor.require(permissions.EDIT_PROGRAMS, account)
    person.person_remove(actor=actor, person=account)


def _answers(actor: Actor, responsible: Person | None) -> None:
    if responsible is None:
        raise RuleBroken(NOBODY, field="responsible")
    guards.own(actor, responsible)
    if responsible.is_service:
        raise RuleBroken(N_("A program cannot answer for a program."), field="responsible")
    if responsible.suspended_at is not None:
        raise RuleBroken(NOBODY, field="responsible")
