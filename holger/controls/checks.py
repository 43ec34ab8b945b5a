"""``holger verify``: is every approved statement still what was signed?

Whoever changes a statement past holger can change its digest as well; so the digest is also held against the one that the
history, which is sealed, says was signed.
"""

from uuid import UUID

from holger.controls.models import Statement
from holger.controls.rules.statement_content import digest_of
from holger.core import tenancy
from holger.core.registry import Finding
from holger.history.models import Event
from holger.organisation.models import Organisation

REMEDY = "Restore the database from a backup that was made before it was changed."


def verify(organisation_id: UUID | None = None) -> list[Finding]:
    """Compute every digest again; with an id only those of that organisation."""
    if organisation_id is None:
        return [finding for found in tenancy.each(_verified) for finding in found]
    with tenancy.inside(organisation_id):
        return _verified(organisation_id)


def _verified(organisation_id: UUID) -> list[Finding]:
    organisation = Organisation.objects.get(pk=organisation_id)
    rows = Statement.objects.filter(organisation=organisation).select_related("scope__framework", "scope__unit")
    signed, there = _signed(organisation_id), {row.pk: row for row in rows.exclude(digest="")}
    found = [
        Finding("error", f"{organisation.name}: {row} {said}.", REMEDY)
        for row in there.values()
        if (said := _wrong(row, signed.get(row.pk)))
    ]
    settled = {row.pk for row in there.values() if row.is_settled}
    found += [
        Finding("error", f"{organisation.name}: {label} was approved, and is no longer there.", REMEDY)
        for key, (label, _digest) in signed.items()
        if key not in settled
    ]
    return found or [Finding("ok", f"{organisation.name}: {len(there)} frozen statements of applicability hold.")]


def _wrong(row: Statement, signed: tuple[str, str] | None) -> str:
    if digest_of(row.content) != row.digest:
        return "has been changed since it was frozen"
    if row.is_settled and signed and signed[1] and signed[1] != row.digest:
        return "is not what was approved: the history tells of another digest"
    return ""


def _signed(organisation_id: UUID) -> dict[UUID, tuple[str, str]]:
    """What the history says was approved: its label and its digest, which is empty where that was redacted."""
    events = Event.objects.filter(organisation_id=organisation_id, action="statement.approved").order_by("seq")
    return {event.subject_id: (event.subject_label, _digest(event)) for event in events if event.subject_id}


def _digest(event: Event) -> str:
    return str((event.changes.get("digest") or [None, ""])[1])
