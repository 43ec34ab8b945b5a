"""Saying how closely a processor is looked after: its assessment by the point model, and the model itself."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import Changes, write
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import LANGUAGES, N_, Reason
from holger.history import services as history
from holger.history.services import Entry
from holger.organisation.models import Organisation, Person
from holger.organisation.selectors import is_here
from holger.organisation.services import guards
from holger.suppliers.models import Supplier
from holger.suppliers.models.supervision import OwnPoints, ProcessorAssessment, Supervision, SupervisionStatus
from holger.suppliers.permissions import POINTS, SUPERVISE
from holger.suppliers.rules import own_points, points
from holger.suppliers.rules.own_points import Corrections
from holger.suppliers.rules.points import Model
from holger.suppliers.rules.supervision import Conclusion, next_date, required, why_not_use
from holger.suppliers.selectors.agreements import agreed_with
from holger.suppliers.selectors.register import suppliers_for
from holger.suppliers.selectors.supervision import assessments_for, counted, points_of, recorded

TOLD = frozenset(
    (
        *("people", "special", "protected", "kinds", "note", "since", "responsible"),
        *("used_concept", "deviation", "agreed_concept"),
    )
)
ARCHIVED = N_("The supplier is archived. Restore it first.")
SAYS_OTHERWISE = N_("%(reference)s is in force and says otherwise. Change it there.")


@transaction.atomic
def assessment_set(
    *, actor: Actor, supplier: Supplier, version: int | None = None, **answers: Any
) -> ProcessorAssessment:
    """Say what a processor holds and how closely it is looked after. The points, the lowest allowed concept and the next day follow.

    Without ``used_concept`` it is the lowest allowed one. A lower one takes a ``deviation``: why it is enough here. ``agreed_concept``
    is what the agreement in force says, where there is one that somebody has read: ``RuleBroken`` for another.
    """
    row, new = _held(actor, supplier)
    if strange := answers.keys() - TOLD:
        raise ValueError(f"not told of a processor: {', '.join(sorted(strange))}")
    _follow_agreement(actor, row, answers)
    _must_be_here(actor, answers.get("responsible"))
    model = points_of(actor.organisation_id).model
    found = required(model, counted(row) | {name: answers[name] for name in counted(row) if name in answers})
    if answers.get("used_concept", row.used_concept) is None:
        answers["used_concept"] = found.concept.number
    used, deviation = answers.get("used_concept", row.used_concept), answers.get("deviation", row.deviation)
    if refused := why_not_use(found.concept.number, used, deviation):
        raise RuleBroken(refused)
    worked_out = {"points": found.points, "required_concept": found.concept.number, "months": found.months}
    stamp = {"assessed_on": today_of(actor), "assessed_by": actor.label}
    changes = write(row, {**answers, **worked_out, **stamp}, version=None if new else version)
    _dated(row)
    if told := _worth_telling(changes):
        history.record(actor=actor, action="supplier.processor_assessed", target=supplier, changes=told)
    return row


@transaction.atomic
def assessment_take_record(*, actor: Actor, supplier: Supplier) -> ProcessorAssessment:
    """Put what the record of processing tells in the place of what was counted by hand."""
    _row, new = _held(actor, supplier)
    found = recorded(actor, supplier)
    if found is None:
        raise RuleBroken(N_("The record names no activity that this supplier has a hand in."))
    if new:
        raise RuleBroken(N_("Assess the processor first."))
    more: dict[str, Any] = {}
    needed = required(points_of(actor.organisation_id).model, found).concept.number
    if not _row.deviation.strip() and _row.used_concept < needed:
        more["used_concept"] = needed
    return assessment_set(actor=actor, supplier=supplier, **found, **more)


@transaction.atomic
def assessment_give(*, actor: Actor, assessment: ProcessorAssessment, responsible: Person) -> ProcessorAssessment:
    """Let somebody else look after a processor."""
    guards.own(actor, assessment, responsible)
    if not assessments_for(actor).filter(pk=assessment.pk).exists():
        raise NotFound
    actor.require(SUPERVISE, assessment)
    if changes := write(assessment, {"responsible": responsible}):
        supplier = assessment.supplier
        history.record(actor=actor, action="supplier.processor_given", target=supplier, changes=changes)
    return assessment


def next_follows(supplier: Supplier) -> None:
    """When the next one is due, after a supervision was concluded or opened again. Called by services that have asked."""
    row = ProcessorAssessment.objects.select_for_update().filter(supplier=supplier).first()
    if row is not None:
        _dated(row)


def next_day(row: ProcessorAssessment, last: Supervision | None) -> date:
    """By the model; sooner where the last conclusion said so, and later where it said why that is enough."""
    began = row.since or row.assessed_on
    if last is None or last.concluded_on is None:
        return max(next_date(row.months, began, None), row.assessed_on)
    found = next_date(row.months, began, last.concluded_on, Conclusion(last.conclusion))
    if last.next_on is None:
        return found
    return last.next_on if last.next_why else min(found, last.next_on)


def last_concluded(supplier: Supplier) -> Supervision | None:
    rows = Supervision.objects.filter(supplier=supplier, status=SupervisionStatus.CONCLUDED)
    return rows.order_by("-concluded_on", "-number").first()


def today_of(actor: Actor) -> date:
    return dates.today(Organisation.objects.values_list("zone", flat=True).get(pk=actor.organisation_id))


def _dated(row: ProcessorAssessment) -> None:
    write(row, {"next_on": next_day(row, last_concluded(row.supplier))})


def _held(actor: Actor, supplier: Supplier) -> tuple[ProcessorAssessment, bool]:
    """The assessment, held until the transaction ends, or a new one; and whether it is new."""
    guards.own(actor, supplier)
    if not suppliers_for(actor).filter(pk=supplier.pk).exists():
        raise NotFound
    actor.require(SUPERVISE, supplier)
    held = Supplier.objects.select_for_update(of=("self",)).get(pk=supplier.pk)
    if held.archived_at is not None:
        raise RuleBroken(ARCHIVED)
    row = ProcessorAssessment.objects.filter(supplier=supplier).first()
    if row is not None:
        row.supplier = supplier
        return row, False
    blank = ProcessorAssessment(organisation_id=actor.organisation_id, supplier=supplier, used_concept=None)
    return blank, True


def _follow_agreement(actor: Actor, row: ProcessorAssessment, answers: dict[str, Any]) -> None:
    """The agreement is the source. What was said by hand before there was one is what holds again when there is none."""
    agreed = agreed_with([row.supplier_id], today_of(actor)).get(row.supplier_id)
    if agreed is None or agreed.contract is None or "agreed_concept" not in answers:
        return
    if answers.pop("agreed_concept") not in (agreed.concept, row.agreed_concept):
        raise RuleBroken(SAYS_OTHERWISE, "agreed_concept", {"reference": agreed.contract.reference})


def _must_be_here(actor: Actor, person: Person | None) -> None:
    guards.own(actor, person)
    if person is not None and not is_here(person):
        raise RuleBroken(N_("%(name)s is not here any more."), "responsible", {"name": person.name})


def _worth_telling(changes: Changes) -> Changes:
    """Who assessed it, and on which day, history tells by itself."""
    return {name: value for name, value in changes.items() if name not in ("assessed_on", "assessed_by", "months")}


# The model


@transaction.atomic
def points_set(*, actor: Actor, corrections: Corrections, reason: str, version: int | None = None) -> OwnPoints:
    """Correct the point model for this organisation: points, limits, months, and which parts somebody has held against the guide.

    It becomes a copy of one's own. All assessments are worked out anew by it.
    """
    actor.require(POINTS)
    if not reason.strip():
        raise RuleBroken(N_("Write why. An authority may ask for it."), "reason")
    used = points_of(actor.organisation_id)
    told = own_points.corrected(used.told, corrections)
    if refused := own_points.why_not(told):
        raise RuleBroken(refused)
    model = points.read(told, LANGUAGES)
    row = used.row or OwnPoints(organisation_id=actor.organisation_id)
    changes = write(row, {"told": told, "reason": reason.strip()}, version=None if used.row is None else version)
    history.record(
        actor=actor, action="suppliers.points_set", target=row, changes=_briefly(changes, used.model, model), reason=row.reason
    )  # fmt: skip
    assessments_follow(actor, model)
    return row


@transaction.atomic
def points_drop(*, actor: Actor, reason: str) -> None:
    """Let go of one's own copy: the library's model holds again."""
    actor.require(POINTS)
    row = OwnPoints.objects.filter(organisation_id=actor.organisation_id).first()
    if row is None:
        raise RuleBroken(N_("You have no point model of your own."))
    if not reason.strip():
        raise RuleBroken(N_("Write why. An authority may ask for it."), "reason")
    history.record(actor=actor, action="suppliers.points_dropped", target=row, reason=reason.strip())
    row.delete()
    assessments_follow(actor, points_of(actor.organisation_id).model)


def assessments_follow(actor: Actor, model: Model) -> None:
    """Every assessment by a model that has changed, whoever may see it. Which concept is used stays what somebody decided: where
    it is too low now, the page says so."""
    rows = ProcessorAssessment.objects.filter(organisation_id=actor.organisation_id).select_related("supplier")
    entries = []
    for row in rows.order_by("pk"):
        found = required(model, counted(row))
        told = {"points": found.points, "required_concept": found.concept.number, "months": found.months}
        if changes := write(row, told):
            _dated(row)
            entries.append(Entry("supplier.assessment_followed", row.supplier, changes))
    history.record_many(actor=actor, entries=entries)


def _briefly(changes: Changes, before: Model, after: Model) -> Changes:
    """The model is long: history tells what it gives at most, part by part, and that it changed."""
    told = {name: value for name, value in changes.items() if name != "told"}
    lines = [list(_lines(model)) for model in (before, after)]
    return {**told, "told": ["; ".join(each) for each in lines]} if lines[0] != lines[1] else told


def _lines(model: Model) -> Iterable[str]:
    for part in model.parts:
        levels = ", ".join(f"{level.points} ≤ {level.upto}" if level.upto is not None else f"{level.points}" for level in part.levels)  # fmt: skip
        yield f"{part.letter}: {levels}{' ?' if part.check else ''}"
    yield ", ".join(f"≤ {band.upto} → {band.concept} / {band.months}" for band in model.bands)


def too_low(assessment: ProcessorAssessment) -> Reason | None:
    """Since somebody decided on it, the model may have come to ask for more."""
    return why_not_use(assessment.required_concept, assessment.used_concept, assessment.deviation)
