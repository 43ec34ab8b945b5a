"""The chain of custody: who had a piece of evidence in hand. Only ever added to."""

from datetime import datetime

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.evidence import store
from holger.evidence.models import Evidence
from holger.evidence.selectors import evidence_on
from holger.history import services as history
from holger.incidents.models import Custody, Deed, Incident
from holger.incidents.rules.timeline import AHEAD
from holger.incidents.services.lines import line_put
from holger.incidents.services.standing import signed
from holger.incidents.services.timeline import must_work_on
from holger.organisation.services import guards


@transaction.atomic
def custody_add(
    *,
    actor: Actor,
    incident: Incident,
    deed: str,
    holder: str,
    thing: str = "",
    evidence: Evidence | None = None,
    at: datetime | None = None,
    place: str = "",
    note: str = "",
) -> Custody:
    """Write down that something changed hands: ``evidence`` that is attached to the case, or a ``thing`` that is no file.

    Of a file its digest is taken from what lies in the store now, so that it can be shown to be the same later.
    """
    guards.own(actor, incident, evidence)
    must_work_on(actor, incident)
    if evidence is not None and not evidence_on(actor, incident).filter(pk=evidence.pk).exists():
        raise NotFound
    name = f"{evidence.reference} {evidence.title}"[:200] if evidence else thing.strip()
    moment = _moment(at)
    _must_fit(incident, evidence, name, deed, holder)
    row = Custody(
        evidence=evidence,
        thing=name,
        deed=deed,
        at=moment,
        holder=holder.strip(),
        place=place.strip(),
        note=note.strip(),
        sha256=digest_now(evidence) if evidence else "",
        **signed(actor, incident),
    )
    row.full_clean(exclude=["organisation", "incident", "evidence"])
    row.save()
    line_put(actor, incident, "custody", at=moment, thing=name, deed=deed, holder=row.holder)
    changes = {
        "thing": [None, name],
        "deed": [None, deed],
        "holder": [None, row.holder],
        "at": [None, moment.isoformat()],
    }
    history.record(actor=actor, action="incident.custody_added", target=incident, changes=changes)
    return row


def digest_now(evidence: Evidence) -> str:
    """The digest of the file as it lies in the store; "" for a link, or where the file is not there."""
    if not evidence.sha256:
        return ""
    try:
        return store.hash_of(evidence.organisation_id, evidence.sha256)
    except FileNotFoundError:
        return ""


def _moment(at: datetime | None) -> datetime:
    now = dates.now()
    if at is not None and at > now + AHEAD:
        raise RuleBroken(N_("This has not happened yet."), "at")
    return at or now


def _must_fit(incident: Incident, evidence: Evidence | None, name: str, deed: str, holder: str) -> None:
    if not name:
        raise RuleBroken(N_("Say what it is."), "thing")
    if deed not in Deed.values:
        raise RuleBroken(N_("Choose what was done with it."), "deed")
    if not holder.strip():
        raise RuleBroken(N_("Write who has it now."), "holder")
    links = Custody.objects.filter(incident=incident)
    links = links.filter(evidence=evidence) if evidence else links.filter(evidence=None, thing__iexact=name)
    if links.filter(deed=Deed.DESTROYED).exists():
        raise RuleBroken(N_("It was destroyed. Nothing can be done with it any more."), "deed")
