"""What is written on the employee's page, and what people report from it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext, override

from holger.core import dates
from holger.core.actor import Actor, Channel
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.permissions import Role
from holger.core.words import N_
from holger.desk import rules
from holger.desk.models import DeskSettings
from holger.desk.permissions import SETTINGS, USE
from holger.desk.selectors import holder_of, settings_of
from holger.history import services as history
from holger.organisation.models import Organisation, Person
from holger.organisation.selectors import owners_of, system_actor
from holger.tasks.models import Notice, NoticeKind, Task
from holger.tasks.services.mailing import mail_to
from holger.tasks.services.tasks import task_put
from holger.tasks.services.telling import Draft, key_of, slot_of, tell

NOBODY = N_("There is nobody here to tell. Call somebody you know.")
SAY = N_("Write what has happened. A few words are enough.")


@transaction.atomic
def desk_settings_set(*, actor: Actor, version: int | None = None, **answers: Any) -> DeskSettings:
    """Write whom to ask, and what to do when something has happened."""
    actor.require(SETTINGS)
    row = settings_of(actor)
    changes = write(row, answers, version=None if row._state.adding else version)
    if changes:
        history.record(actor=actor, action="desk.changed", target=row, changes=changes)
    return row


@transaction.atomic
def incident_report(
    *,
    actor: Actor,
    what: str,
    when: str = "",
    where: str = "",
    doubt: bool = False,
    anonymous: bool = False,
) -> Task:
    """Tell whoever looks after security that something has happened: an urgent task of theirs, for today.

    ``anonymous``: neither the task nor its history says who told.
    """
    actor.require(USE)
    if not what.strip():
        raise RuleBroken(SAY, "what")
    house = Organisation.objects.get(pk=actor.organisation_id)
    officer = _officer(house)
    today = dates.today(house.zone)
    with override(_language(officer, house)):
        who = gettext("Somebody") if anonymous else actor.label
        title = gettext("Reported: %(what)s") % {"what": rules.heading(what)}
        parts = [
            (gettext("What has happened"), what.strip()),
            (gettext("When"), when.strip()),
            (gettext("Where, or with what"), where.strip()),
            (gettext("In doubt whether it is an incident"), gettext("Yes") if doubt else ""),
            (gettext("Reported by"), who),
        ]
        values = {"title": title[:200], "due": today, "owner": officer, "description": rules.described(parts)}
    teller = system_actor(house, gettext("The employee's page"), Channel.SYSTEM) if anonymous else actor
    task = task_put(teller, Task(organisation_id=house.pk), values)
    _tell(task, officer, who, today)
    return task


def _officer(house: Organisation) -> Person:
    officer = holder_of(house.pk, "security_officer", Role.SECURITY_OFFICER) or owners_of(house.pk).first()
    if officer is None:
        raise RuleBroken(NOBODY)
    return officer


def _language(person: Person, house: Organisation) -> str:
    return (person.user.language if person.user else "") or house.language


def _tell(task: Task, officer: Person, who: str, today: date) -> None:
    """At once, whatever they have chosen: in the place of the word that they have been given a task."""
    key = key_of(task.reference)
    slot = slot_of(NoticeKind.GIVEN, key, officer.pk)
    Notice.objects.filter(organisation_id=task.organisation_id, slot=slot).delete()
    draft = Draft(
        person=officer.pk,
        kind=NoticeKind.GIVEN,
        duty=key,
        slot=slot,
        title=task.title,
        path=task.path,
        due=today,
        who=who,
        urgent=True,
        said=task.title,
    )
    tell(task.organisation_id, [draft])
    mail_to(task.organisation_id, [officer.pk])
