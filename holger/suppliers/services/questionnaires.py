"""Questionnaires: taken over ready-made, written, changed a piece at a time, and published version by version."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import Conflict, RuleBroken
from holger.core.models import hanging_on
from holger.core.told import library_file
from holger.core.words import N_, Reason, Words, say
from holger.history import services as history
from holger.organisation.models import Organisation, Person
from holger.organisation.services import guards, next_numbers
from holger.suppliers.models.questionnaires import Questionnaire, QuestionnaireVersion, VersionState
from holger.suppliers.permissions import QUESTIONNAIRE_EDIT
from holger.suppliers.rules import drafting
from holger.suppliers.rules.drafting import Content

PACKAGE, READY = "holger.suppliers.library", "questionnaire"


@transaction.atomic
def questionnaire_adopt(*, actor: Actor) -> Questionnaire:
    """The ready questionnaire about security, published at once. ``RuleBroken`` where it is there already."""
    actor.require(QUESTIONNAIRE_EDIT)
    content = library_file(PACKAGE, READY)
    key = content["questionnaire"]
    known = Questionnaire.objects.filter(organisation_id=actor.organisation_id, template=key, archived_at=None).first()
    if known is not None:
        raise RuleBroken(N_("You have it already: %(reference)s."), params={"reference": known.reference})
    made = _make(actor, content, template=key)
    draft_publish(actor=actor, questionnaire=made)
    return made


@transaction.atomic
def questionnaire_create(*, actor: Actor, title: Words) -> Questionnaire:
    """An empty one, as a draft."""
    actor.require(QUESTIONNAIRE_EDIT)
    return _make(actor, drafting.new("own", title))


def _make(actor: Actor, content: Content, template: str = "") -> Questionnaire:
    made = Questionnaire(organisation_id=actor.organisation_id, template=template)
    made.number = next_numbers(organisation_id=actor.organisation_id, prefix=Questionnaire.prefix)[0]
    made.reference = f"{Questionnaire.prefix}-{made.number}"
    made.owner_id = actor.person_id
    changes = write(made, {"title": title_of(made, content)})
    version = QuestionnaireVersion(organisation_id=actor.organisation_id, questionnaire=made, number=1)
    write(version, {"content": content})
    history.record(actor=actor, action="questionnaire.created", target=made, changes=changes)
    return made


@transaction.atomic
def questionnaire_give(*, actor: Actor, questionnaire: Questionnaire, owner: Person) -> Questionnaire:
    """Let somebody else answer for it."""
    _may(actor, questionnaire)
    guards.own(actor, owner)
    if changes := write(questionnaire, {"owner": owner}):
        history.record(actor=actor, action="questionnaire.changed", target=questionnaire, changes=changes)
    return questionnaire


@transaction.atomic
def questionnaire_archive(*, actor: Actor, questionnaire: Questionnaire) -> Questionnaire:
    """Put away. What was sent is not touched by it."""
    return _put_away(actor, questionnaire, "questionnaire.archived", away=True)


@transaction.atomic
def questionnaire_restore(*, actor: Actor, questionnaire: Questionnaire) -> Questionnaire:
    return _put_away(actor, questionnaire, "questionnaire.restored", away=False)


def _put_away(actor: Actor, questionnaire: Questionnaire, action: str, *, away: bool) -> Questionnaire:
    _may(actor, questionnaire)
    if (questionnaire.archived_at is not None) == away:
        return questionnaire
    changes = write(questionnaire, {"archived_at": dates.now() if away else None})
    history.record(actor=actor, action=action, target=questionnaire, changes=changes)
    return questionnaire


# The draft


@transaction.atomic
def draft_begin(*, actor: Actor, questionnaire: Questionnaire) -> QuestionnaireVersion:
    """The next version, from the newest as it is; the draft that is there already where there is one."""
    _may(actor, questionnaire)
    newest = _newest(questionnaire)
    if newest.state == VersionState.DRAFT:
        return newest
    number = newest.number + 1
    draft = QuestionnaireVersion(organisation_id=actor.organisation_id, questionnaire=questionnaire, number=number)
    write(draft, {"content": {**newest.content, "version": str(number)}})
    history.record(
        actor=actor, action="questionnaire.drafted", target=questionnaire, changes={"number": [None, number]}
    )
    return draft


@transaction.atomic
def draft_discard(*, actor: Actor, questionnaire: Questionnaire) -> None:
    """The draft goes, and the published version stays the newest."""
    draft = draft_held(actor, questionnaire)
    if draft.number == 1:
        raise RuleBroken(N_("There is nothing but the draft. Archive the questionnaire instead."))
    draft.delete()
    write(questionnaire, {"title": title_of(questionnaire, _newest(questionnaire).content)})
    changes = {"number": [draft.number, None]}
    history.record(actor=actor, action="questionnaire.discarded", target=questionnaire, changes=changes)


@transaction.atomic
def draft_publish(*, actor: Actor, questionnaire: Questionnaire) -> QuestionnaireVersion:
    """From now on it is what is sent, and it never changes."""
    draft = draft_held(actor, questionnaire)
    if reason := drafting.why_not_publish(draft.content):
        raise RuleBroken(reason)
    told = {
        "state": VersionState.PUBLISHED,
        "digest": drafting.digest(draft.content),
        "published_at": dates.now(),
        "published_by": actor.label[:200],
    }
    write(draft, told)
    changes = {"number": [None, draft.number], "sha256": [None, draft.digest]}
    history.record(actor=actor, action="questionnaire.published", target=questionnaire, changes=changes)
    return draft


@transaction.atomic
def texts_set(*, actor: Actor, questionnaire: Questionnaire, title: Words, intro: Words) -> None:
    """What it is called, and what suppliers read before the first question."""
    _change(actor, questionnaire, "title", title, lambda content: drafting.with_texts(content, title, intro))


@transaction.atomic
def section_put(*, actor: Actor, questionnaire: Questionnaire, key: str = "", title: Words) -> None:
    """A section's title; without ``key`` a new section."""
    _change(actor, questionnaire, "section", title, lambda content: drafting.with_section(content, key, title))


@transaction.atomic
def section_drop(*, actor: Actor, questionnaire: Questionnaire, key: str) -> None:
    """With its questions."""
    _change(actor, questionnaire, "section", key, lambda content: drafting.without_section(content, key))


@transaction.atomic
def question_put(
    *, actor: Actor, questionnaire: Questionnaire, section: str, key: str = "", told: Mapping[str, Any]
) -> None:
    """A question as a file would tell it, without key and number; without ``key`` a new one."""

    def change(content: Content) -> Content | Reason:
        return drafting.with_question(content, section, key, told)

    _change(actor, questionnaire, "question", told.get("text"), change)


@transaction.atomic
def question_drop(*, actor: Actor, questionnaire: Questionnaire, key: str) -> None:
    _change(actor, questionnaire, "question", key, lambda content: drafting.without_question(content, key))


@transaction.atomic
def piece_move(*, actor: Actor, questionnaire: Questionnaire, key: str, up: bool) -> None:
    """A section or a question, one place up or down."""
    _change(actor, questionnaire, "order", key, lambda content: drafting.moved(content, key, up=up))


def _change(
    actor: Actor, questionnaire: Questionnaire, what: str, said: Any, change: Callable[[Content], Content | Reason]
) -> None:
    draft = draft_held(actor, questionnaire)
    try:
        made = change(draft.content)
    except (KeyError, StopIteration) as gone:
        raise Conflict(questionnaire) from gone  # somebody took it out meanwhile
    if isinstance(made, Reason):
        raise RuleBroken(made)
    if made == draft.content:
        return
    write(draft, {"content": made})
    write(questionnaire, {"title": title_of(questionnaire, made)})
    changes = {what: [None, say(said, "en")[:200]]}
    history.record(actor=actor, action="questionnaire.changed", target=questionnaire, changes=changes)


def draft_held(actor: Actor, questionnaire: Questionnaire) -> QuestionnaireVersion:
    """What is worked on, held until the transaction ends."""
    _may(actor, questionnaire)
    rows = QuestionnaireVersion.objects.select_for_update(of=("self",))
    draft = rows.filter(questionnaire=questionnaire, state=VersionState.DRAFT).first()
    if draft is None:
        raise RuleBroken(N_("What is published does not change. Begin the next version."))
    return draft


def _newest(questionnaire: Questionnaire) -> QuestionnaireVersion:
    return hanging_on(QuestionnaireVersion, questionnaire=questionnaire).order_by("-number")[0]


def _may(actor: Actor, questionnaire: Questionnaire) -> None:
    actor.require(QUESTIONNAIRE_EDIT, questionnaire)


def title_of(questionnaire: Questionnaire, content: Content) -> str:
    language = Organisation.objects.filter(pk=questionnaire.organisation_id).values_list("language", flat=True).get()
    return say(content["title"], language)[:200]
