"""The work on a request of a data subject: its checklist, where data is searched for, its letters, its log."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import LANGUAGES, N_
from holger.history import services as history
from holger.privacy import library
from holger.privacy.models import Found, Inquiry, RequestEntry, RequestLetter, RequestStep, SubjectRequest
from holger.privacy.rules import requests as rules
from holger.privacy.selectors.record import activities_for
from holger.privacy.services.requests import entry_put, must_work_on

MOST = 200
"""So many steps, and so many places to search, a request has at most."""


# The checklist


@transaction.atomic
def request_step_tick(*, actor: Actor, step: RequestStep, version: int | None = None) -> RequestStep:
    """It is done, by the actor, now."""
    must_work_on(actor, step.request)
    if step.done_at is not None or step.skipped:
        raise RuleBroken(N_("This step is not open."))
    return _told(actor, step, "step_done", {"done_at": dates.now(), "done_by": actor.label}, version)


@transaction.atomic
def request_step_untick(*, actor: Actor, step: RequestStep, version: int | None = None) -> RequestStep:
    """It is open again: it was not done after all, or does apply."""
    must_work_on(actor, step.request)
    if step.is_open:
        raise RuleBroken(N_("This step is open."))
    return _told(actor, step, "step_undone", {"done_at": None, "done_by": "", "skipped": False}, version)


@transaction.atomic
def request_step_skip(*, actor: Actor, step: RequestStep, reason: str, version: int | None = None) -> RequestStep:
    """It does not apply here, with the reason, which stands on it as a note."""
    must_work_on(actor, step.request)
    if not step.is_open:
        raise RuleBroken(N_("This step is not open."))
    if not reason.strip():
        raise RuleBroken(rules.NO_WHY)
    return _told(actor, step, "step_skipped", {"skipped": True, "note": reason.strip()}, version)


@transaction.atomic
def request_step_add(*, actor: Actor, request: SubjectRequest, own: str) -> RequestStep:
    """Add a step of the request's own, at the end."""
    must_work_on(actor, request)
    if not own.strip():
        raise RuleBroken(N_("Write what is to be done."), "own")
    if RequestStep.objects.filter(request=request).count() >= MOST:
        raise RuleBroken(N_("There are too many steps."))
    last = RequestStep.objects.filter(request=request).aggregate(last=Max("position"))["last"]
    step = RequestStep(organisation_id=request.organisation_id, request=request)
    write(step, {"own": own.strip(), "position": (last or 0) + 1})
    _record(actor, step, "step_added")
    return step


def _told(actor: Actor, step: RequestStep, what: str, values: dict[str, Any], version: int | None) -> RequestStep:
    write(step, values, version=version)
    _record(actor, step, what)
    return step


def _record(actor: Actor, step: RequestStep, what: str) -> None:
    """A ready step by its key, so that each reader has its words; one's own words stay out, for they may name somebody."""
    entry_put(actor, step.request, what, step.key)
    changes = {"step": [None, step.key or "own"]}
    history.record(actor=actor, action=f"request.{what}", target=step.request, changes=changes)


# Where data is searched for


@transaction.atomic
def inquiries_propose(*, actor: Actor, request: SubjectRequest) -> int:
    """Add the systems of the request's activities, and those who supply them; what is there already stays. How many are new."""
    must_work_on(actor, request)
    activities = activities_for(actor).filter(requests=request).prefetch_related("systems__supplier")
    systems = {system.pk: system for activity in activities for system in activity.systems.all()}.values()
    wanted: dict[str, Inquiry] = {}
    for system in sorted(systems, key=lambda each: each.number):
        name = f"{system.reference} {system.title}"[:200]
        wanted[name] = Inquiry(name=name, subject_type=system.subject_type, subject_id=system.pk)
    suppliers = {system.supplier for system in systems if system.supplier is not None}
    for supplier in sorted(suppliers, key=lambda each: each.number):
        name = supplier.title[:200]
        wanted.setdefault(name, Inquiry(name=name, subject_type=supplier._meta.label_lower, subject_id=supplier.pk))
    rows = Inquiry.objects.filter(request=request).values_list("name", "subject_id")
    names, keys = {name for name, _key in rows}, {key for _name, key in rows}  # what was renamed since is there too
    new = [inquiry for name, inquiry in wanted.items() if name not in names and inquiry.subject_id not in keys]
    fresh = new[: MOST - len(names)]
    for inquiry in fresh:
        inquiry.organisation_id, inquiry.request = request.organisation_id, request
    Inquiry.objects.bulk_create(fresh)
    if fresh:
        changes = {"places": [None, [inquiry.name for inquiry in fresh]]}
        history.record(actor=actor, action="request.inquiries_added", target=request, changes=changes)
        entry_put(actor, request, "inquiries_added", str(len(fresh)))
    return len(fresh)


@transaction.atomic
def inquiry_add(*, actor: Actor, request: SubjectRequest, name: str) -> Inquiry:
    """Another place to search: a mailbox, an archive, a person to ask."""
    must_work_on(actor, request)
    if Inquiry.objects.filter(request=request).count() >= MOST:
        raise RuleBroken(N_("There are too many places."), "name")
    inquiry = Inquiry(organisation_id=request.organisation_id, request=request)
    write(inquiry, {"name": name.strip()})
    changes = {"places": [None, [inquiry.name]]}
    history.record(actor=actor, action="request.inquiries_added", target=request, changes=changes)
    entry_put(actor, request, "inquiries_added", "1")
    return inquiry


@transaction.atomic
def inquiry_answer(
    *, actor: Actor, inquiry: Inquiry, result: str, note: str = "", version: int | None = None
) -> Inquiry:
    """How far the search there is, and what came of it."""
    must_work_on(actor, inquiry.request)
    changes = write(inquiry, {"result": result, "note": note.strip()}, version=version)
    if "result" in changes:
        told = {"place": [None, inquiry.name], "result": changes["result"]}
        history.record(actor=actor, action="request.inquiry_answered", target=inquiry.request, changes=told)
        entry_put(actor, inquiry.request, f"inquiry_{Found(result)}", inquiry.name)
    return inquiry


@transaction.atomic
def inquiry_drop(*, actor: Actor, inquiry: Inquiry) -> None:
    """It is no place to search after all."""
    must_work_on(actor, inquiry.request)
    request, name = inquiry.request, inquiry.name
    inquiry.delete()
    history.record(actor=actor, action="request.inquiry_dropped", target=request, changes={"place": [name, None]})
    entry_put(actor, request, "inquiry_dropped", name)


# Letters


@transaction.atomic
def request_letter_write(
    *,
    actor: Actor,
    request: SubjectRequest,
    letter: str,
    language: str,
    subject: str,
    text: str,
    version: int | None = None,
) -> RequestLetter:
    """Write on a ready letter. From then on it follows neither the request nor a newer wording of the ready one."""
    _ready(actor, request, letter, language)
    row = RequestLetter.objects.filter(request=request, letter=letter, language=language).first()
    if row is None:
        row = RequestLetter(organisation_id=request.organisation_id, request=request, letter=letter, language=language)
        write(row, {"subject": subject, "text": text})
    else:
        write(row, {"subject": subject, "text": text}, version=version)
    history.record(actor=actor, action="request.letter_written", target=request, changes={"letter": [None, letter]})
    return row


@transaction.atomic
def request_letter_again(*, actor: Actor, request: SubjectRequest, letter: str, language: str) -> None:
    """Throw away what was written on it: it is the ready text again."""
    _ready(actor, request, letter, language)
    gone, _kinds = RequestLetter.objects.filter(request=request, letter=letter, language=language).delete()
    if gone:
        history.record(actor=actor, action="request.letter_dropped", target=request, changes={"letter": [letter, None]})


@transaction.atomic
def request_letter_sent(*, actor: Actor, request: SubjectRequest, letter: str, language: str) -> RequestEntry:
    """Write into the log that the letter went out. What it says goes as evidence, if it is to be kept longer than who asked."""
    _ready(actor, request, letter, language)
    history.record(actor=actor, action="request.letter_sent", target=request, changes={"letter": [None, letter]})
    return entry_put(actor, request, "letter_sent", letter)


def _ready(actor: Actor, request: SubjectRequest, letter: str, language: str) -> None:
    must_work_on(actor, request)
    if letter not in library.letters() or language not in LANGUAGES:
        raise RuleBroken(N_("There is no such letter."), "letter")


# The log


@transaction.atomic
def request_note(*, actor: Actor, request: SubjectRequest, text: str) -> RequestEntry:
    """Write a line into the log. The words go when who asked is erased."""
    must_work_on(actor, request, finished=True)
    if not text.strip():
        raise RuleBroken(N_("Write something."), "text")
    if len(text) > RequestEntry._meta.get_field("text").max_length:  # type: ignore[operator]
        raise RuleBroken(N_("That is too long."), "text")
    history.record(actor=actor, action="request.noted", target=request)
    return entry_put(actor, request, "", text=text.strip())
