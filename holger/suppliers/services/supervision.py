"""A supervision: planned, material asked for and received, read, concluded; and what was found."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, override

from holger.core.actor import Actor
from holger.core.changes import Changes, write
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.models import Organisation, Person
from holger.organisation.selectors import is_here
from holger.organisation.services import guards, next_numbers
from holger.suppliers import library
from holger.suppliers.models import Supplier
from holger.suppliers.models.supervision import (
    Finding,
    ObjectiveReading,
    Outcome,
    ProcessorAssessment,
    Supervision,
    SupervisionStatus,
)
from holger.suppliers.permissions import SUPERVISE
from holger.suppliers.rules import supervising as rules
from holger.suppliers.selectors.register import suppliers_for
from holger.suppliers.selectors.supervision import findings_for, supervisions_for
from holger.suppliers.services.assessing import ARCHIVED, next_day, next_follows, today_of

PLANNED = ("title", "owner", "concept", "planned_on", "plan")
TITLE = N_("Supervision %(year)s")
OVER = N_("The supervision is over. Open it again to change it.")
FOUND = ("title", "severity", "action", "owner", "due")


@transaction.atomic
def supervision_plan(
    *, actor: Actor, supplier: Supplier, planned_on: date, title: str = "", concept: int | None = None, **answers: Any
) -> Supervision:
    """Plan a supervision of a processor that is assessed. Without ``concept`` it is the one that the assessment uses; a lower one is
    refused, for the reason why it would be enough belongs in the assessment."""
    guards.own(actor, supplier)
    if not suppliers_for(actor).filter(pk=supplier.pk).exists():
        raise NotFound
    actor.require(SUPERVISE, supplier)
    if supplier.archived_at is not None:
        raise RuleBroken(ARCHIVED)
    assessment = ProcessorAssessment.objects.filter(supplier=supplier).first()
    if assessment is None:
        raise RuleBroken(N_("Assess the processor first, so that one knows how closely it must be looked after."))
    _only(answers, PLANNED)
    row = Supervision(organisation_id=actor.organisation_id, supplier=supplier)
    row.number = next_numbers(organisation_id=actor.organisation_id, prefix=Supervision.prefix)[0]
    row.reference = f"{Supervision.prefix}-{row.number}"
    answers.setdefault("owner", assessment.responsible or supplier.owner)
    told = {"title": title.strip() or _title(actor, planned_on), "planned_on": planned_on, **answers}
    told["concept"] = concept or assessment.used_concept
    _must_fit(actor, row, told, assessment)
    changes = write(row, told) | {"supplier": [None, str(supplier)]}
    history.record(actor=actor, action="supervision.planned", target=row, changes=changes)
    history.record(actor=actor, action="supplier.supervision_planned", target=supplier, reason=row.reference)
    return row


@transaction.atomic
def supervision_edit(
    *, actor: Actor, supervision: Supervision, version: int | None = None, **answers: Any
) -> Supervision:
    """Change what is planned. ``version`` is what the writer read."""
    row = _held(actor, supervision)
    _must_be_open(row)
    _only(answers, PLANNED)
    _must_fit(actor, row, answers, ProcessorAssessment.objects.filter(supplier=row.supplier_id).first())
    if changes := write(row, answers, version=version):
        history.record(actor=actor, action="supervision.edited", target=row, changes=changes)
    return row


@transaction.atomic
def supervision_give(*, actor: Actor, supervision: Supervision, owner: Person) -> Supervision:
    """Let somebody else carry it out."""
    return supervision_edit(actor=actor, supervision=supervision, owner=owner)


@transaction.atomic
def supervision_request(
    *, actor: Actor, supervision: Supervision, request: str, on: date | None = None, answer_by: date | None = None
) -> Supervision:
    """Write down what was asked of the processor, when, and until when it has to answer."""
    row, day = _step(actor, supervision, "request", on)
    if not request.strip():
        raise RuleBroken(N_("Write what you have asked for."), "request")
    answer_by = answer_by or day + rules.ANSWER_WITHIN
    if answer_by < day:
        raise RuleBroken(N_("They cannot answer before you ask."), "answer_by")
    values = {"request": request.strip(), "requested_on": day, "answer_by": answer_by}
    return _take(actor, row, "request", values)


@transaction.atomic
def supervision_receive(
    *, actor: Actor, supervision: Supervision, material: str, on: date | None = None
) -> Supervision:
    """Write down what was received: a confirmation, a status, a certificate, a report, notes from a visit. Files are attached as evidence.

    To have received it is not to have supervised (the authority's guide): it must be read and judged.
    """
    row, day = _step(actor, supervision, "receive", on)
    if not material.strip():
        raise RuleBroken(N_("Write what you have received."), "material")
    if row.requested_on is not None and day < row.requested_on:
        raise RuleBroken(N_("It was asked for after that day."), "on")
    return _take(actor, row, "receive", {"material": material.strip(), "received_on": day})


@transaction.atomic
def supervision_read(
    *, actor: Actor, supervision: Supervision, reading: str, version: int | None = None
) -> Supervision:
    """Write what you read out of the material: what it covers of your processing, and what it does not."""
    row = _held(actor, supervision)
    _must_be_open(row)
    if row.status != SupervisionStatus.RECEIVED and row.concept != rules.NO_MATERIAL:
        raise RuleBroken(rules.NOTHING_RECEIVED)
    if changes := write(row, {"reading": reading.strip()}, version=version):
        history.record(actor=actor, action="supervision.read", target=row, changes=changes)
    return row


@transaction.atomic
def objectives_set(
    *, actor: Actor, supervision: Supervision, objectives: Mapping[str, Mapping[str, str]]
) -> list[ObjectiveReading]:
    """Write what an ISAE 3000 report says of each control objective, by its letter: ``outcome`` (covered, exception, not_covered, or ""
    for not read yet), ``note``, and ``complementary``: the controls that it leaves to us. Those not mentioned stay."""
    row = _held(actor, supervision)
    _must_be_open(row)
    if row.status != SupervisionStatus.RECEIVED:
        raise RuleBroken(rules.NOTHING_RECEIVED)
    known = {each.key for each in library.isae3000().objectives}
    if objectives.keys() - known:
        raise NotFound
    there = {each.key: each for each in ObjectiveReading.objects.filter(supervision=row)}
    before = _read_so_far(there.values())
    for key in sorted(objectives):
        _objective(row, key, objectives[key], there.get(key))
    found = list(ObjectiveReading.objects.filter(supervision=row))
    after = _read_so_far(found)
    if changes := {name: [before[name], after[name]] for name in after if before[name] != after[name]}:
        history.record(actor=actor, action="supervision.objectives_read", target=row, changes=changes)
    return found


def _objective(row: Supervision, key: str, told: Mapping[str, str], there: ObjectiveReading | None) -> None:
    outcome, texts = told.get("outcome", ""), {name: told.get(name, "").strip() for name in ("note", "complementary")}
    if not outcome and not any(texts.values()):
        if there is not None:
            there.delete()
        return
    if outcome not in Outcome.values:
        raise RuleBroken(N_("Objective %(key)s: say whether it is covered."), f"outcome_{key}", {"key": key})
    if outcome == Outcome.EXCEPTION and not texts["note"]:
        raise RuleBroken(N_("Objective %(key)s: write what the exception is."), f"note_{key}", {"key": key})
    made = there or ObjectiveReading(organisation_id=row.organisation_id, supervision=row, key=key)
    write(made, {"outcome": outcome, **texts})


def _read_so_far(rows: Iterable[ObjectiveReading]) -> dict[str, dict[str, str]]:
    """As history keeps it, by letter."""
    told = sorted(rows, key=lambda row: row.key)
    return {
        "objectives": {row.key: row.outcome for row in told},
        "objective_notes": {row.key: row.note for row in told if row.note},
        "own_controls": {row.key: row.complementary for row in told if row.complementary},
    }


@transaction.atomic
def supervision_conclude(
    *,
    actor: Actor,
    supervision: Supervision,
    conclusion: str,
    reading: str | None = None,
    note: str = "",
    on: date | None = None,
    next_on: date | None = None,
    next_why: str = "",
) -> Supervision:
    """Judge: sufficient, sufficient with remarks, or insufficient. ``next_on`` is by itself what the model asks for; a later day takes
    ``next_why``."""
    row, day = _step(actor, supervision, "conclude", on)
    read = (row.reading if reading is None else reading).strip()
    found = list(Finding.objects.filter(supervision=row))
    severe = sum(each.severity in rules.SEVERE and each.done_on is None for each in found)
    if refused := rules.why_not_conclude(rules.Judged(conclusion, read, note, severe, len(found))):
        raise RuleBroken(refused)
    values = {"reading": read, "conclusion": conclusion, "note": note.strip(), "concluded_on": day}
    latest = latest_next(row.supplier_id, conclusion, day)
    if next_on is not None and (latest is None or next_on <= day):
        raise RuleBroken(N_("The next one comes after this one."), "next_on")
    if next_on is not None and latest is not None and (refused := rules.why_not_next(next_on, latest, next_why)):
        raise RuleBroken(refused)
    values |= {"next_on": next_on or latest, "next_why": next_why.strip(), "concluded_by": actor.label}
    _take(actor, row, "conclude", values)
    next_follows(row.supplier)
    return row


def latest_next(supplier_id: UUID, conclusion: str, day: date) -> date | None:
    """When the model wants the next one at the latest, if one ends so on that day."""
    assessment = ProcessorAssessment.objects.filter(supplier=supplier_id).first()
    bare = Supervision(concluded_on=day, conclusion=conclusion)
    return next_day(assessment, bare) if assessment is not None else None


@transaction.atomic
def supervision_cancel(*, actor: Actor, supervision: Supervision, reason: str) -> Supervision:
    """It will not be carried out, and why not. The next day stays what it was."""
    row, _day = _step(actor, supervision, "cancel", None, reason)
    return _take(actor, row, "cancel", {}, reason.strip())


@transaction.atomic
def supervision_reopen(*, actor: Actor, supervision: Supervision, reason: str) -> Supervision:
    """Go on with one that was concluded or cancelled, and say why. Its conclusion is taken back."""
    row, _day = _step(actor, supervision, "reopen", None, reason)
    blank = {"conclusion": "", "concluded_on": None, "concluded_by": "", "next_on": None, "next_why": ""}
    _take(actor, row, "reopen", blank, reason.strip())
    next_follows(row.supplier)
    return row


ACTIONS = {
    "request": "supervision.requested",
    "receive": "supervision.received",
    "conclude": "supervision.concluded",
    "cancel": "supervision.cancelled",
    "reopen": "supervision.reopened",
}


def _step(
    actor: Actor, supervision: Supervision, step: str, on: date | None, reason: str = ""
) -> tuple[Supervision, date]:
    """The supervision as it stands now, held, where this step can be taken; and the day it is taken on."""
    row = _held(actor, supervision)
    if refused := rules.why_not_step(step, row.status, row.concept, reason):
        raise RuleBroken(refused)
    today = today_of(actor)
    if on is not None and (refused := rules.why_not_on(on, today)):
        raise RuleBroken(refused)
    return row, on or today


def _take(actor: Actor, row: Supervision, step: str, values: dict[str, Any], reason: str = "") -> Supervision:
    ends = rules.lands(step, received=row.received_on is not None)
    changes = write(row, {"status": ends, **values})
    history.record(actor=actor, action=ACTIONS[step], target=row, changes=changes, reason=reason)
    return row


def _held(actor: Actor, supervision: Supervision) -> Supervision:
    """Held until the transaction ends. Whoever may not see it cannot tell it from one that does not exist."""
    must_reach(actor, supervision)
    rows = Supervision.objects.select_for_update(of=("self",)).select_related("supplier", "owner")
    held = rows.get(pk=supervision.pk)
    if held.supplier.archived_at is not None:
        raise RuleBroken(ARCHIVED)
    return held


def must_reach(actor: Actor, supervision: Supervision) -> None:
    guards.own(actor, supervision)
    if not supervisions_for(actor).filter(pk=supervision.pk).exists():
        raise NotFound
    actor.require(SUPERVISE, supervision)


def _must_be_open(row: Supervision) -> None:
    if not row.is_open:
        raise RuleBroken(OVER)


def _only(answers: Mapping[str, Any], known: tuple[str, ...]) -> None:
    if strange := set(answers) - set(known):
        raise ValueError(f"not known: {', '.join(sorted(strange))}")


TOO_LOW = N_("The assessment asks for concept %(used)s. To use a lower one, write the reason there first.")


def _must_fit(actor: Actor, row: Supervision, told: Mapping[str, Any], assessment: ProcessorAssessment | None) -> None:
    if "owner" in told:
        must_be_here(actor, told["owner"])
    concept = told.get("concept", row.concept)
    if assessment is not None and "concept" in told and concept != row.concept and concept < assessment.used_concept:
        raise RuleBroken(TOO_LOW, "concept", {"used": assessment.used_concept})


def must_be_here(actor: Actor, person: Person | None) -> None:
    guards.own(actor, person)
    if person is not None and not is_here(person):
        raise RuleBroken(N_("%(name)s is not here any more."), "owner", {"name": person.name})


def _title(actor: Actor, planned_on: date) -> str:
    with override(Organisation.objects.values_list("language", flat=True).get(pk=actor.organisation_id)):
        return gettext(TITLE) % {"year": planned_on.year}


# Findings


@transaction.atomic
def finding_add(*, actor: Actor, supervision: Supervision, **answers: Any) -> Finding:
    """Write down something that was found, and who does what about it until when."""
    row = _held(actor, supervision)
    _must_be_open(row)
    _only(answers, FOUND)
    must_be_here(actor, answers.get("owner"))
    made = Finding(organisation_id=actor.organisation_id, supervision=row)
    changes = write(made, answers)
    history.record(actor=actor, action="supervision.finding_added", target=row, changes=changes)
    return made


@transaction.atomic
def finding_edit(*, actor: Actor, finding: Finding, version: int | None = None, **answers: Any) -> Finding:
    """Change a finding that is not done; also after the supervision is concluded, for the work goes on."""
    row = _finding(actor, finding)
    actor.require(SUPERVISE, row.supervision)
    _only(answers, FOUND)
    must_be_here(actor, answers.get("owner"))
    if row.done_on is not None:
        raise RuleBroken(rules.DONE_ALREADY)
    if changes := write(row, answers, version=version):
        _tell(actor, row, "finding_changed", changes)
    return row


@transaction.atomic
def finding_give(*, actor: Actor, finding: Finding, owner: Person) -> Finding:
    """Let somebody else see to it."""
    return finding_edit(actor=actor, finding=finding, owner=owner)


@transaction.atomic
def finding_done(*, actor: Actor, finding: Finding, effect: str, on: date | None = None) -> Finding:
    """It is done, and how one knows that it has worked. Whoever sees to it may say so."""
    row = _finding(actor, finding)
    if refused := rules.why_not_done(row.done_on is not None, effect):
        raise RuleBroken(refused)
    today = today_of(actor)
    if on is not None and (refused := rules.why_not_on(on, today)):
        raise RuleBroken(refused)
    changes = write(row, {"done_on": on or today, "effect": effect.strip(), "done_by": actor.label})
    _tell(actor, row, "finding_done", changes)
    return row


@transaction.atomic
def finding_reopen(*, actor: Actor, finding: Finding, reason: str) -> Finding:
    """It has not worked after all."""
    row = _finding(actor, finding)
    actor.require(SUPERVISE, row.supervision)
    if row.done_on is None:
        raise RuleBroken(rules.NOT_DONE)
    if not reason.strip():
        raise RuleBroken(rules.WHY, "reason")
    changes = write(row, {"done_on": None, "effect": "", "done_by": ""})
    _tell(actor, row, "finding_reopened", changes, reason.strip())
    return row


def _finding(actor: Actor, finding: Finding) -> Finding:
    guards.own(actor, finding)
    if not findings_for(actor).filter(pk=finding.pk).exists():
        raise NotFound
    actor.require(SUPERVISE, finding)
    Supervision.objects.select_for_update(of=("self",)).get(pk=finding.supervision_id)
    return Finding.objects.select_related("supervision__supplier", "owner").get(pk=finding.pk)


def _tell(actor: Actor, row: Finding, verb: str, changes: Changes, reason: str = "") -> None:
    """In the history of its supervision, which names it."""
    told = {"title": [row.title, row.title], **changes}
    history.record(actor=actor, action=f"supervision.{verb}", target=row.supervision, changes=told, reason=reason)


__all__ = [
    "finding_add",
    "finding_done",
    "finding_edit",
    "finding_give",
    "finding_reopen",
    "latest_next",
    "objectives_set",
    "supervision_cancel",
    "supervision_conclude",
    "supervision_edit",
    "supervision_give",
    "supervision_plan",
    "supervision_read",
    "supervision_receive",
    "supervision_reopen",
    "supervision_request",
]
