"""What the room does when something has happened: calendars end with their people, and people are told at once, in the same transaction."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.dispatch import receiver
from django.utils.translation import gettext, override

from holger.core.actor import Actor
from holger.organisation.models import Person
from holger.organisation.signals import person_days_written, person_ended, person_shut_out, person_started
from holger.tasks import services
from holger.tasks.models import NoticeKind, Task
from holger.tasks.rules.moves import JOINER, LEAVER
from holger.tasks.rules.telling import begin_of
from holger.tasks.selectors.audience import Audience, audience_of
from holger.tasks.services.mailing import mail_to
from holger.tasks.services.telling import Draft, key_of, slot_of, tell_again


@receiver((person_ended, person_shut_out))
def end_calendars(sender: Any, person: Person, actor: Actor, **kwargs: Any) -> None:
    """A calendar goes with whoever subscribed to it, whether they left or were shut out, and does not come back."""
    services.feeds_end(actor=actor, person=person)


@receiver(person_days_written)
def follow_days(sender: Any, actor: Actor, people: Sequence[Person] | None, **kwargs: Any) -> None:
    """Who comes or goes soon gives somebody something to do."""
    services.moves_follow(organisation_id=actor.organisation_id, people=people)


@receiver(person_started)
def begin_joining(sender: Any, person: Person, **kwargs: Any) -> None:
    begun = (person.pk, JOINER)
    services.moves_follow(organisation_id=person.organisation_id, people=[person], begun=begun)


@receiver(person_ended)
def begin_leaving(sender: Any, person: Person, **kwargs: Any) -> None:
    begun = (person.pk, LEAVER)
    services.moves_follow(organisation_id=person.organisation_id, people=[person], begun=begun)


@receiver(person_shut_out)
def withdraw_moves(sender: Any, person: Person, for_good: bool, **kwargs: Any) -> None:
    if for_good:
        services.moves_withdraw(person=person)


def given(sender: Any, *, actor: Actor, tasks: Sequence[Task], **_more: Any) -> None:
    """Somebody has given it. What an activity gives is told of when it opens, and so is what opens later."""
    if actor.person_id is None:
        return
    today = audience_of(actor.organisation_id, ()).today
    fresh = [task for task in tasks if task.asked_by_id is not None and _is_open(task, today)]
    others = [task for task in fresh if task.owner_id not in (None, actor.person_id)]
    _tell(actor, [_draft(NoticeKind.GIVEN, task, task.owner_id, who=actor.label) for task in others])


def waits(sender: Any, *, actor: Actor, task: Task, **_more: Any) -> None:
    """It is done, and somebody is to look at it."""
    if task.approver_id is None or task.approver_id == actor.person_id:
        return
    audience = audience_of(actor.organisation_id, {task.approver_id})
    draft = _draft(NoticeKind.SIGN_OFF, task, task.approver_id, who=actor.label, part=":sign")
    draft.title = _sign(task, _language(audience, task.approver_id))
    draft.said = _sign(task, audience.organisation.language)
    _tell(actor, [draft])


def sent_back(sender: Any, *, actor: Actor, task: Task, **_more: Any) -> None:
    """It is to be done once more, and why."""
    if task.owner_id not in (None, actor.person_id):
        _tell(actor, [_draft(NoticeKind.SENT_BACK, task, task.owner_id, who=actor.label, text=task.sent_back)])


def missed(sender: Any, *, actor: Actor, tasks: Sequence[Task], **_more: Any) -> None:
    """Nobody did it in time: told to whoever should have, and to whoever answers for it; failing both to the owners."""
    audience = audience_of(actor.organisation_id)
    since = begin_of(audience.today, audience.zone)
    drafts = []
    for task in tasks:
        for person in _answering(task, audience):
            name = _name_of(task.owner_id, audience) if person != task.owner_id else ""
            draft = _draft(NoticeKind.MISSED, task, person, who=name)
            draft.since = since
            drafts.append(draft)
    _tell(actor, drafts)


def _answering(task: Task, audience: Audience) -> list[UUID]:
    wanted = (task.owner_id, task.activity.owner_id if task.activity else None)
    found = [key for key in dict.fromkeys(wanted) if key is not None and key in audience.members]
    return found or audience.heads[:1]


def _name_of(person: UUID | None, audience: Audience) -> str:
    return audience.names.get(person, ("", ""))[0] if person is not None else ""


def _is_open(task: Task, today: date) -> bool:
    return task.is_open and (task.opens is None or task.opens <= today)


def _draft(kind: NoticeKind, task: Task, person: UUID | None, *, who: str, text: str = "", part: str = "") -> Draft:
    assert person is not None
    key = key_of(task.reference) + part
    return Draft(
        person=person,
        kind=kind,
        duty=key,
        slot=slot_of(kind, key, person),
        title=task.title,
        path=task.path,
        due=task.due,
        who=who,
        text=text,
        said=task.title,
    )


def _tell(actor: Actor, drafts: Sequence[Draft]) -> None:
    if drafts:
        tell_again(actor.organisation_id, drafts)
        mail_to(actor.organisation_id, _people(drafts))


def _people(drafts: Iterable[Draft]) -> set[UUID]:
    return {draft.person for draft in drafts}


def _language(audience: Audience, person: UUID) -> str:
    member = audience.members.get(person)
    return member.language if member is not None else audience.organisation.language


def _sign(task: Task, language: str) -> str:
    with override(language):
        return gettext("Sign off %(name)s") % {"name": task.title}
