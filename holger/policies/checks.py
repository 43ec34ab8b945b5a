"""``holger verify``: is every version that was approved still what was signed?

Whoever changes a version past holger can change its digest as well; so the digest is also held against the one that the
history, which is sealed, says was signed. What is read, the texts, is held against what was frozen.
"""

from collections.abc import Collection
from uuid import UUID

from holger.core import tenancy
from holger.core.registry import Finding
from holger.history.models import Event
from holger.organisation.models import Organisation
from holger.policies.models import SETTLED, PolicyVersion
from holger.policies.rules.content import digest_of

REMEDY = "Restore the database from a backup that was made before it was changed."


def verify(organisation_id: UUID | None = None) -> list[Finding]:
    """Compute every digest again; with an id only those of that organisation."""
    if organisation_id is None:
        return [finding for found in tenancy.each(_verified) for finding in found]
    with tenancy.inside(organisation_id):
        return _verified(organisation_id)


def _verified(organisation_id: UUID) -> list[Finding]:
    name = Organisation.objects.get(pk=organisation_id).name
    rows = PolicyVersion.objects.filter(organisation_id=organisation_id).exclude(digest="").select_related("policy")
    there = list(rows.prefetch_related("texts").order_by("policy__number", "major", "minor"))
    signed = _signed(organisation_id)
    found = [
        Finding("error", f"{name}: {row.reference} {row.label} {said}.", REMEDY)
        for row in there
        if (said := _wrong(row, signed.get((row.policy_id, row.label))))
    ]
    settled = {(row.policy_id, row.label) for row in there if row.status in SETTLED}
    found += [
        Finding("error", f"{name}: a policy's version {key[1]} was approved, and is no longer there.", REMEDY)
        for key in signed
        if key not in settled
    ]
    return found or [Finding("ok", f"{name}: {len(there)} frozen versions of policies hold.")]


def _wrong(row: PolicyVersion, signed: Collection[str] | None) -> str:
    if digest_of(row.content) != row.digest:
        return "has been changed since it was frozen"
    if row.status in SETTLED and signed and row.digest not in signed:
        return "is not what was approved: the history tells of another digest"
    if row.status in SETTLED and _texts(row) != row.content.get("texts"):
        return "shows another text than the one that was approved"
    return ""


def _texts(row: PolicyVersion) -> dict[str, dict[str, str]]:
    names = ("title", "for_you", "body", "behind_since")
    return {text.language: {name: getattr(text, name) for name in names} for text in row.texts.all()}


def _signed(organisation_id: UUID) -> dict[tuple[UUID, str], set[str]]:
    """What the history says was approved: the digests by policy and number; none where it was redacted."""
    events = Event.objects.filter(organisation_id=organisation_id, action="policy.approved").order_by("seq")
    found: dict[tuple[UUID, str], set[str]] = {}
    for event in events:
        number, digest = _new(event, "policy_version"), _new(event, "digest")
        if event.subject_id and number:
            found.setdefault((event.subject_id, number), set()).update({digest} - {""})
    return found


def _new(event: Event, name: str) -> str:
    return str((event.changes.get(name) or [None, ""])[1])
