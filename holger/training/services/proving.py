"""Management's own training as evidence: one piece, with a new version when what it tells has changed."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.evidence.models import Evidence
from holger.evidence.services import evidence_add, evidence_attach, evidence_edit, evidence_replace
from holger.training.models import ManagementProof
from holger.training.permissions import EDIT
from holger.training.rules.content import digest_of
from holger.training.selectors import Trained, courses_for_management, requirement

Make = Callable[[], UploadedFile]


@transaction.atomic
def management_prove(*, actor: Actor, people: Sequence[Trained], title: str, make: Make) -> tuple[Evidence, bool]:
    """Attach who of the management has passed to NIS2 article 20(2); answers the evidence, and whether it has been written.

    Asked for again while nothing has changed it makes no second paper. What it said before is kept as its earlier versions.
    ``make`` puts it on paper, where there is something new to put there.
    """
    actor.require(EDIT)
    asked = requirement(actor)
    if asked is None:
        raise RuleBroken(N_("Take on the framework NIS2 first: the paper proves that its article 20(2) is met."))
    if not any(each.best for each in people):
        raise RuleBroken(N_("Nobody of the management has passed a course yet."))
    proof = _held(actor)
    told = digest_of({"requirement": str(asked.pk), "people": [_fact(each) for each in people]})
    evidence = proof.evidence if proof.evidence and proof.evidence.archived_at is None else None
    if evidence is not None and proof.digest == told:
        return evidence, False
    proof.evidence = _written(actor, asked, evidence, title, make(), _period(people))
    proof.digest, proof.made_at = told, dates.now()
    proof.save()
    return proof.evidence, True


def _held(actor: Actor) -> ManagementProof:
    """The organisation's one, so that two who ask at once make one piece."""
    ManagementProof.objects.get_or_create(organisation_id=actor.organisation_id)
    rows = ManagementProof.objects.select_for_update(of=("self",)).select_related("evidence")
    return rows.get(organisation_id=actor.organisation_id)


def _fact(each: Trained) -> dict[str, Any]:
    best = each.best
    told = best and {
        "id": str(best.pk),
        "on": str(best.passed_on),
        "until": str(best.valid_until),
        "no": best.certificate,
    }
    return {"person": str(each.person.pk), "name": each.person.name, "holds": each.holds, "passed": told or None}


def _period(people: Sequence[Trained]) -> dict[str, date | None]:
    """From the first who passed until the first who must again."""
    rows = [each.best for each in people if each.best and each.holds]
    start = min((row.passed_on for row in rows if row.passed_on), default=None)
    return {"period_from": start, "period_to": min((row.valid_until for row in rows if row.valid_until), default=None)}


def _written(
    actor: Actor, asked: Any, evidence: Evidence | None, title: str, file: UploadedFile, period: dict[str, Any]
) -> Evidence:
    if evidence is None:
        course = courses_for_management(actor).select_related("owner").first()
        owner = course.owner if course else None
        return evidence_add(actor=actor, subject=asked, file=file, title=title, owner=owner, **period)
    evidence = evidence_replace(actor=actor, evidence=evidence, file=file)
    evidence_edit(actor=actor, evidence=evidence, **period)
    evidence_attach(actor=actor, evidence=evidence, subject=asked)
    return evidence
