"""Reading evidence: seen by its owner, by who sees what it is attached to, and by those who read all of it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from holger.core.actor import Actor
from holger.core.errors import NotFound
from holger.core.models import visible
from holger.core.need_to_know import Keys, hung_on_kept, known_to
from holger.core.registry import Hit, Subject, registry
from holger.core.searching import word_in
from holger.evidence import permissions, store
from holger.evidence.models import EarlierFile, Evidence, EvidenceLink


def evidence_for(actor: Actor) -> QuerySet[Evidence]:
    """Everything for those who read all; for others what they own and what is attached to objects that they see. Nothing of
    what only others need to know of."""
    rows = Evidence.objects.select_related("owner", "unit")
    reach = actor.reach(permissions.VIEW)
    if not reach:
        return rows.none()
    own = None
    if not reach.everything:  # what else they see is a question of every room
        own = Q(owner=actor.person_id) | Q(Exists(_attached_in_sight(actor)))
    return known_to(visible(rows, actor, permissions.VIEW, own=own), actor)


def evidence_kept(actor: Actor, known: Keys) -> QuerySet[Evidence]:
    """What proves something only about what is kept from the actor, whoever brought it."""
    here = {"organisation_id": actor.organisation_id}
    return hung_on_kept(Evidence.objects.filter(**here), EvidenceLink.objects.filter(**here), known, "evidence")


def _attached_in_sight(actor: Actor) -> QuerySet[EvidenceLink]:
    seen = Q(pk__in=())
    for subject in registry.subjects.values():
        seen |= Q(subject_type=subject.type, subject_id__in=subject.visible(actor).values("pk"))
    return EvidenceLink.objects.filter(seen, evidence=OuterRef("pk"))


def evidence_on(actor: Actor, subject: Any) -> QuerySet[Evidence]:
    """What proves something about an object that the actor has found, newest first."""
    if not actor.reach(permissions.VIEW):
        return Evidence.objects.none()
    links = EvidenceLink.objects.filter(
        organisation_id=actor.organisation_id, subject_type=subject.subject_type, subject_id=subject.pk
    )
    return Evidence.objects.filter(pk__in=links.values("evidence"), archived_at=None).order_by("-created_at")


def recent_on(actor: Actor, subject_ids: Collection[UUID], since: date) -> Mapping[UUID, set[UUID]]:
    """What has proven something about each of some objects that the actor has found, since a day: evidence by object.

    The period that it covers tells how old it is; where it covers none, the day it was brought.
    """
    if not subject_ids or not actor.reach(permissions.VIEW):
        return {}
    recent = Q(evidence__period_to__gte=since)
    recent |= Q(evidence__period_to=None, evidence__created_at__date__gte=since)
    links = EvidenceLink.objects.filter(recent, organisation_id=actor.organisation_id, evidence__archived_at=None)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for subject, evidence in links.filter(subject_id__in=subject_ids).values_list("subject_id", "evidence_id"):
        found[subject].add(evidence)
    return found


def subject_of(actor: Actor, subject_type: str, subject_id: UUID) -> Any:
    """The object that evidence is to be attached to; one that the actor does not see is missing."""
    subject = registry.subjects.get(subject_type)
    found = subject.visible(actor).filter(pk=subject_id).first() if subject else None
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Attached:
    """An object that evidence is attached to, as far as the actor sees it."""

    kind: Subject
    obj: Any
    may_detach: bool


def attached_to(actor: Actor, rows: list[Evidence]) -> dict[UUID, list[Attached]]:
    """What each piece of evidence is attached to: one query per kind of object, however many rows."""
    links = EvidenceLink.objects.filter(organisation_id=actor.organisation_id, evidence__in=rows)
    wanted: dict[str, dict[UUID, list[UUID]]] = defaultdict(lambda: defaultdict(list))
    for link in links:
        wanted[link.subject_type][link.subject_id].append(link.evidence_id)
    found: dict[UUID, list[Attached]] = defaultdict(list)
    for kind, evidence_by_subject in wanted.items():
        subject = registry.subjects.get(kind)
        if subject is None:
            continue
        for obj in subject.visible(actor).filter(pk__in=evidence_by_subject):
            for pk in evidence_by_subject[obj.pk]:
                found[pk].append(Attached(subject, obj, actor.may(subject.edit, obj)))
    return found


def earlier_files(actor: Actor, evidence: Evidence) -> QuerySet[EarlierFile]:
    return EarlierFile.objects.filter(organisation_id=actor.organisation_id, evidence=evidence)


def kinds_attached(actor: Actor) -> list[tuple[str, Any]]:
    """The kinds of object that evidence can be attached to, for the list's filter."""
    return sorted(((s.type, s.title) for s in registry.subjects.values()), key=lambda pair: str(pair[1]))


def find_evidence(actor: Actor, words: str, limit: int) -> list[Hit]:
    rows = evidence_for(actor)
    for word in words.split()[:6]:
        rows = rows.filter(word_in(word, ("title", "file_name", "note")) | Q(reference__iexact=word))
    icons = {Evidence.Kind.FILE: "paperclip", Evidence.Kind.LINK: "link"}
    return [
        Hit(
            e.reference,
            e.title,
            e.path,
            Evidence._meta.verbose_name,
            icons[Evidence.Kind(e.kind)],
            e.file_name,
            str(e.id),
        )
        for e in rows.order_by("-created_at")[:limit]
    ]


# --- Files ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class File:
    """A file that a row tells of. ``what`` is wrong with it: missing, changed, or nothing."""

    reference: str
    name: str
    sha256: str
    what: str = ""


def files_of(organisation_id: UUID) -> Iterator[File]:
    """Every file that a row tells of, earlier ones too, each once."""
    told: set[str] = set()
    models: tuple[tuple[Any, str], ...] = ((Evidence, "reference"), (EarlierFile, "evidence__reference"))
    for model, reference in models:
        rows = model._default_manager.filter(organisation_id=organisation_id).exclude(sha256="")
        for found in rows.values_list(reference, "file_name", "sha256").iterator():
            if found[2] not in told:
                told.add(found[2])
                yield File(*found)


def read(organisation_id: UUID, file: File) -> File:
    """The file read again and compared."""
    try:
        what = "" if store.hash_of(organisation_id, file.sha256) == file.sha256 else "changed"
    except FileNotFoundError:
        what = "missing"
    return replace(file, what=what)


def files_read(organisation_id: UUID) -> Iterator[File]:
    return (read(organisation_id, file) for file in files_of(organisation_id))
