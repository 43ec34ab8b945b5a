"""Reporting: anybody may, with or without their name, and whoever takes reports in is told at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext, override

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.evidence.services import evidence_hand_in, files_keep
from holger.history import services as history
from holger.incidents import library, signals
from holger.incidents.models import Entry, EntryKind, Incident, Source, Status
from holger.incidents.permissions import REPORT
from holger.incidents.rules import reports
from holger.incidents.selectors.reports import REPORTER, my_incidents
from holger.incidents.selectors.severity import case_settings_of
from holger.incidents.services import telling
from holger.incidents.services.lines import line_put
from holger.incidents.services.standing import hold, signed
from holger.organisation.models import Organisation, Person
from holger.organisation.services import next_numbers


def incident_report(
    *,
    actor: Actor,
    what: str,
    category: str = "",
    at: datetime | None = None,
    estimated: bool = False,
    doubt: bool = False,
    anonymous: bool = False,
    files: Sequence[UploadedFile] = (),
) -> Incident:
    """Tell that something has happened, or may have. ``at``: when it was noticed, if not now; ``estimated`` if roughly.

    ``anonymous``, where the organisation allows it: neither the incident nor its history, timeline, notices or evidence says who told.
    ``files`` become evidence of the incident, whatever rights over evidence whoever brings them has. Nothing is kept of a report
    of which a file is refused.
    """
    actor.require(REPORT)
    allowed = case_settings_of(actor.organisation_id).allow_anonymous
    now = dates.now()
    if refused := reports.why_not_report(what, at, now, anonymous=anonymous, allowed=allowed):
        raise RuleBroken(refused)
    if category and category not in library.categories():
        raise RuleBroken(N_("Choose one from the list."), "category")
    if len(files) > reports.MOST_FILES:
        raise RuleBroken(N_("At most %(most)s files at once."), "files", {"most": reports.MOST_FILES})
    kept = files_keep(actor.organisation_id, files)
    teller = nobody(actor) if anonymous else actor
    values = {
        "title": reports.heading(what),
        "description": what.strip(),
        "category": category,
        "doubt": doubt,
        "detected_at": at or now,
        "estimated": estimated,
        **_by(actor, anonymous=anonymous),
    }
    with transaction.atomic():
        return _reported(teller, values, kept)


def nobody(actor: Actor) -> Actor:
    """Somebody of the actor's organisation of whom nothing is known: what they do leads back to nobody."""
    house = Organisation.objects.get(pk=actor.organisation_id)
    with override(house.language):
        label = gettext("Somebody without a name")
    return replace(actor, person_id=None, user_id=None, label=label, grants=(), via="")


def _by(actor: Actor, *, anonymous: bool) -> dict[str, Any]:
    """Who reported it. A program of the organisation's is no person: its name is kept."""
    if anonymous:
        return {"anonymous": True}
    here = Person.objects.filter(organisation_id=actor.organisation_id, is_service=False)
    person = here.filter(pk=actor.person_id).first() if actor.person_id else None
    return {"reporter": person} if person is not None else {"reported_by": actor.label[:200]}


def _reported(teller: Actor, values: dict[str, Any], kept: Sequence[dict[str, Any]]) -> Incident:
    number = next_numbers(organisation_id=teller.organisation_id, prefix=Incident.prefix)[0]
    incident = Incident(organisation_id=teller.organisation_id, number=number, reference=f"{Incident.prefix}-{number}")
    changes = write(incident, {**values, "status": Status.REPORTED, "source": Source.FORM})
    history.record(actor=teller, action="incident.reported", target=incident, changes=changes)
    line_put(
        teller,
        incident,
        "reported",
        source=incident.source,
        category=incident.category,
        words=incident.description,
    )
    for filed in kept:
        evidence_hand_in(actor=teller, subject=incident, filed=filed)
    telling.intake_tell(incident, teller)
    signals.incident_reported.send(sender=Incident, incident=incident, actor=teller)
    signals.incident_changed.send(sender=Incident, incident=incident, actor=teller, step="report")
    return incident


@transaction.atomic
def line_add_by_reporter(*, actor: Actor, incident: Incident, text: str) -> Entry:
    """Add something to what one has reported oneself; whoever handles it is told. Anybody else's report is not there."""
    actor.require(REPORT)
    if not my_incidents(actor).filter(pk=incident.pk).exists():
        raise NotFound
    if not text.strip():
        raise RuleBroken(N_("Write what you want to add."), "text")
    if len(text) > reports.LONGEST:
        raise RuleBroken(N_("Write it in fewer words; put the rest into a file."), "text")
    hold(incident)
    now = dates.now()
    line = Entry(
        kind=EntryKind.NOTE,
        at=now,
        entered_at=now,
        text=text.strip(),
        told={"from": REPORTER},
        **signed(actor, incident),
    )
    line.full_clean(exclude=["organisation", "incident"])
    line.save()
    history.record(actor=actor, action="incident.added_to", target=incident)
    telling.added_tell(incident, actor)
    signals.incident_changed.send(sender=Incident, incident=incident, actor=actor, step="add")
    return line
